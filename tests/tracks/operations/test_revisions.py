from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories.progress import make_user
from tests.factories.revisions import BAND, NOW, make_revision, propose, publish
from tests.factories.tracks import make_salary_band, make_source, make_track
from tracks.choices import RevisionAction, RevisionState
from tracks.models import Revision, SalaryBand
from tracks.operations.revisions import (
    CommentMissing,
    NothingProposed,
    NotTheAuthor,
    RevisionMoved,
    RowChangedSince,
    SecondPersonNeeded,
    decline_revision,
    make_stored_record,
    rebase_revision,
    save_draft,
    submit_revision,
    withdraw_revision,
)
from tracks.operations.salaries import record_salary_band
from tracks.queries.revisions import read_present

pytestmark = pytest.mark.django_db


def list_actions(revision):
    return [step.action for step in revision.steps.order_by("taken_at", "pk")]


def change_row(band, **values):
    for name, value in values.items():
        setattr(band, name, value)
    record_salary_band(band=band, changed=list(values), recorded_by=None)


class TestSaveDraft:
    def test_leaves_the_row_alone_and_keeps_who_and_when(self):
        curator, band = make_user(), make_salary_band()
        revision = propose(band, author=curator, low=85_000)
        band.refresh_from_db()
        assert band.low == Decimal(80_000)
        assert (revision.state, revision.author, revision.created_at) == ("DRAFT", curator, NOW)
        assert (revision.base["low"], revision.proposed["low"]) == ("80000", "85000")
        assert list_actions(revision) == [RevisionAction.SAVED]

    def test_goes_on_with_the_same_draft(self):
        curator, band = make_user(), make_salary_band()
        first = propose(band, author=curator)
        second = propose(band, author=curator, low=86_000)
        assert first == second
        assert Revision.objects.get().proposed["low"] == "86000"

    def test_gives_each_curator_a_draft(self):
        band = make_salary_band()
        assert propose(band) != propose(band)

    def test_takes_a_changed_draft_out_of_review(self):
        revision = make_revision(band=make_salary_band(key="a-band"))
        again = propose(SalaryBand.objects.get(), author=revision.author, low=1000)
        assert again == revision
        assert (again.state, again.submitted_at) == (RevisionState.DRAFT, None)

    def test_leaves_in_review_what_did_not_change(self):
        revision = make_revision(band=make_salary_band(key="a-band"))
        again = propose(SalaryBand.objects.get(), author=revision.author)
        assert again.state == RevisionState.IN_REVIEW

    def test_adds_to_an_open_draft_what_another_form_changed(self):
        curator, band = make_user(), make_salary_band()
        propose(band, author=curator, low=85_000)
        record = {**read_present(kind=BAND, key=band.key), "high": 120_000}
        revision = save_draft(
            kind=BAND, record=record, title="b", author=curator, now=NOW, is_partial=True
        )
        assert (revision.proposed["low"], revision.proposed["high"]) == ("85000", "120000")

    def test_refuses_a_draft_without_a_difference(self):
        with pytest.raises(NothingProposed):
            propose(make_salary_band(), low=80_000)
        assert not Revision.objects.exists()

    def test_drafts_a_row_that_is_not_there_yet(self):
        record = {
            "key": "a-new-band",
            "track": make_track(milestones=[]).key,
            "source": make_source().key,
            "year": 2025,
        }
        curator = make_user()
        revision = save_draft(kind=BAND, record=record, title="New", author=curator, now=NOW)
        assert revision.is_new_row
        assert revision.base_fingerprint == ""
        assert not SalaryBand.objects.exists()


class TestMakeStoredRecord:
    def test_keeps_known_fields_in_one_spelling(self):
        stored = make_stored_record(
            kind=BAND, record={"key": "k", "low": Decimal("80000.00"), "unknown": 1, "note": ""}
        )
        assert stored["low"] == "80000"
        assert stored["note"] is None
        assert "unknown" not in stored


class TestSubmitRevision:
    def test_sends_it(self):
        revision = make_revision()
        assert (revision.state, revision.submitted_at) == (RevisionState.IN_REVIEW, NOW)
        assert list_actions(revision) == [RevisionAction.SAVED, RevisionAction.SUBMITTED]

    def test_belongs_to_the_author(self):
        revision = propose(make_salary_band())
        with pytest.raises(NotTheAuthor):
            submit_revision(pk=revision.pk, submitted_by=make_user(), now=NOW)

    def test_happens_once(self):
        revision = make_revision()
        with pytest.raises(RevisionMoved, match="in review"):
            submit_revision(pk=revision.pk, submitted_by=revision.author, now=NOW)

    def test_waits_until_the_draft_is_up_to_date(self):
        band = make_salary_band()
        revision = propose(band)
        change_row(band, high=Decimal(111_000))
        with pytest.raises(RowChangedSince) as caught:
            submit_revision(pk=revision.pk, submitted_by=revision.author, now=NOW)
        assert caught.value.fields == ("high",)


class TestRebaseRevision:
    def test_keeps_the_proposal_and_takes_the_rest_from_the_row(self):
        band = make_salary_band()
        revision = propose(band, low=85_000)
        change_row(band, low=Decimal(82_000), high=Decimal(111_000))
        rebased = rebase_revision(pk=revision.pk, rebased_by=revision.author, now=NOW)
        assert (rebased.proposed["low"], rebased.proposed["high"]) == ("85000", "111000")
        assert (rebased.base["low"], rebased.base["high"]) == ("82000", "111000")
        submit_revision(pk=revision.pk, submitted_by=revision.author, now=NOW)
        publish(revision)
        band.refresh_from_db()
        assert (band.low, band.high) == (85_000, 111_000)

    def test_has_nothing_to_keep_when_the_row_says_it_already(self):
        band = make_salary_band()
        revision = propose(band, low=85_000)
        change_row(band, low=Decimal(85_000))
        with pytest.raises(NothingProposed):
            rebase_revision(pk=revision.pk, rebased_by=revision.author, now=NOW)

    def test_belongs_to_the_author(self):
        revision = propose(make_salary_band())
        with pytest.raises(NotTheAuthor):
            rebase_revision(pk=revision.pk, rebased_by=make_user(), now=NOW)

    def test_starts_over_when_the_row_is_gone(self):
        band = make_salary_band()
        revision = propose(band)
        band.delete()
        rebased = rebase_revision(pk=revision.pk, rebased_by=revision.author, now=NOW)
        assert rebased.is_new_row
        assert rebased.proposed["low"] == "85000"


class TestWithdrawRevision:
    def test_leaves_the_row_and_lets_the_author_begin_again(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        later = NOW + timedelta(hours=1)
        withdraw_revision(pk=revision.pk, withdrawn_by=revision.author, now=later, comment=" No. ")
        revision.refresh_from_db()
        assert (revision.state, revision.decided_at) == (RevisionState.WITHDRAWN, later)
        assert revision.steps.last().comment == "No."
        assert propose(band, author=revision.author) != revision

    def test_belongs_to_the_author(self):
        revision = make_revision()
        with pytest.raises(NotTheAuthor):
            withdraw_revision(pk=revision.pk, withdrawn_by=make_user(), now=NOW)

    def test_is_too_late_after_publishing(self):
        revision = publish(make_revision())
        with pytest.raises(RevisionMoved, match="published"):
            withdraw_revision(pk=revision.pk, withdrawn_by=revision.author, now=NOW)


class TestDeclineRevision:
    def test_keeps_who_and_why(self):
        approver, band = make_user(), make_salary_band()
        revision = make_revision(band=band)
        decline_revision(pk=revision.pk, declined_by=approver, now=NOW, comment="Page 3 says 84.")
        revision.refresh_from_db()
        band.refresh_from_db()
        assert (revision.state, revision.reviewer) == (RevisionState.DECLINED, approver)
        assert revision.steps.last().comment == "Page 3 says 84."
        assert band.low == Decimal(80_000)

    def test_says_why(self):
        revision = make_revision()
        with pytest.raises(CommentMissing):
            decline_revision(pk=revision.pk, declined_by=make_user(), now=NOW, comment="  ")

    def test_is_for_a_second_person(self):
        revision = make_revision()
        with pytest.raises(SecondPersonNeeded):
            decline_revision(pk=revision.pk, declined_by=revision.author, now=NOW, comment="Mine.")

    def test_is_for_what_is_in_review(self):
        revision = propose(make_salary_band())
        with pytest.raises(RevisionMoved, match="draft"):
            decline_revision(pk=revision.pk, declined_by=make_user(), now=NOW, comment="Too early.")

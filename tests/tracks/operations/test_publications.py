from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.progress import make_user
from tests.factories.revisions import BAND, NOW, make_revision, propose, publish
from tests.factories.tracks import make_salary_band, make_source, make_track
from tracks.choices import RevisionState
from tracks.models import Revision, SalaryBand
from tracks.models.revisions import PUBLISHED_STATES
from tracks.operations.content import plan_records
from tracks.operations.publications import (
    PublishRefused,
    ReadAnother,
    overlay_revision,
    publish_revision,
    try_revision,
    write_proposed,
)
from tracks.operations.revisions import (
    CommentMissing,
    NothingProposed,
    NotTheAuthor,
    RevisionMoved,
    RowChangedSince,
    SecondPersonNeeded,
    decline_revision,
    rebase_revision,
    save_draft,
    submit_revision,
    withdraw_revision,
)
from tracks.operations.salaries import record_salary_band, withdraw_salary_bands
from tracks.queries.revisions import read_present
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import Incoming, fingerprint_record, read_record_of
from tracks.shared.impact import Impact
from tracks.shared.imports import Effect, Position
from tracks.shared.provenance import EvidenceState
from tracks.shared.trials import rolled_back

pytestmark = pytest.mark.django_db


def change_row(band, **values):
    for name, value in values.items():
        setattr(band, name, value)
    record_salary_band(band=band, changed=list(values), recorded_by=None)


def propose_new(author, **changes):
    record = {
        "key": "a-new-band",
        "track": make_track(milestones=[]).key,
        "source": make_source().key,
        "rung": 1,
        "year": 2025,
        "country": "US",
        "currency": "USD",
        "statistic": "RANGE",
        "derivation": "PUBLISHED",
        "state": "UNSOURCED",
        "low": 1000,
        "high": 2000,
        **changes,
    }
    draft = save_draft(kind=BAND, record=record, title="New", author=author, now=NOW)
    return submit_revision(pk=draft.pk, submitted_by=author, now=NOW)


class TestPublishRevision:
    def test_writes_the_row_with_who_and_the_review_in_its_history(self):
        approver, band = make_user(), make_salary_band()
        revision = publish(make_revision(band=band), by=approver, comment="Read it.")
        band.refresh_from_db()
        assert band.low == Decimal(85_000)
        newest = band.history.first()
        assert newest.history_user == revision.author
        assert newest.history_change_reason == (
            f"Change {revision.pk}: reviewed and published by a second person."
        )
        assert (revision.state, revision.reviewer, revision.decided_at) == (
            RevisionState.PUBLISHED,
            approver,
            NOW,
        )
        assert revision.history_id == newest.history_id
        assert revision.steps.last().comment == "Read it."

    def test_makes_a_row_that_was_not_there(self):
        curator = make_user()
        publish(propose_new(curator))
        band = SalaryBand.objects.get(key="a-new-band")
        assert band.high == Decimal(2000)
        assert band.history.get().history_user == curator

    def test_needs_a_second_person(self):
        revision = make_revision()
        with pytest.raises(SecondPersonNeeded):
            publish(revision, by=revision.author)
        assert Revision.objects.get().state == RevisionState.IN_REVIEW

    def test_says_so_where_one_person_is_alone(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        published = publish(revision, by=revision.author, is_alone=True)
        assert published.is_unreviewed
        reason = band.history.first().history_change_reason
        assert reason == f"Change {revision.pk}: published without a second person."

    def test_does_not_say_so_when_a_second_person_was_there_all_the_same(self):
        assert not publish(make_revision(), is_alone=True).is_unreviewed

    def test_is_for_what_is_in_review(self):
        revision = propose(make_salary_band())
        with pytest.raises(RevisionMoved, match="draft"):
            publish(revision)

    def test_is_refused_when_the_author_changed_it_meanwhile(self):
        revision = make_revision()
        with pytest.raises(ReadAnother):
            publish(revision, seen_at=NOW - timedelta(minutes=1))
        assert publish(revision, seen_at=NOW).state == RevisionState.PUBLISHED

    def test_overwrites_nothing_when_the_row_changed_since(self):
        band = make_salary_band()
        revision = make_revision(band=band, low=85_000)
        change_row(band, low=Decimal(82_000))
        before = band.history.count()
        with pytest.raises(RowChangedSince) as caught:
            publish(revision)
        band.refresh_from_db()
        assert caught.value.fields == ("low",)
        assert band.low == Decimal(82_000)
        assert band.history.count() == before
        assert Revision.objects.get().state == RevisionState.IN_REVIEW

    def test_overwrites_nothing_when_another_field_changed_since(self):
        band = make_salary_band()
        revision = make_revision(band=band, low=85_000)
        change_row(band, high=Decimal(111_000))
        with pytest.raises(RowChangedSince) as caught:
            publish(revision)
        assert caught.value.fields == ("high",)

    def test_is_not_disturbed_by_a_band_taken_out_of_use(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        withdraw_salary_bands(bands=SalaryBand.objects.all(), withdrawn_by=make_user(), now=NOW)
        publish(revision)
        band.refresh_from_db()
        assert band.withdrawn_at == NOW

    def test_is_refused_when_somebody_made_the_row_meanwhile(self):
        revision = propose_new(make_user())
        make_salary_band(key="a-new-band")
        with pytest.raises(RowChangedSince):
            publish(revision)

    def test_is_refused_when_the_row_is_gone(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        band.delete()
        with pytest.raises(RowChangedSince) as caught:
            publish(revision)
        assert caught.value.fields == ("key",)

    def test_is_refused_when_a_rule_is_broken(self):
        band = make_salary_band()
        revision = make_revision(band=band, low=900_000)
        with pytest.raises(PublishRefused, match="breaks a rule"):
            publish(revision)
        band.refresh_from_db()
        assert band.low == Decimal(80_000)

    def test_is_refused_when_it_names_what_is_gone(self):
        source = make_source()
        revision = propose_new(make_user(), source=source.key)
        source.delete()
        with pytest.raises(PublishRefused, match="not there"):
            publish(revision)

    def test_drops_the_check_of_the_figure_that_goes(self):
        checked = {"checked_by": make_user(), "checked_at": NOW, "state": EvidenceState.VERIFIED}
        band = make_salary_band(**checked)
        publish(make_revision(band=band, low=85_000, state="ATTRIBUTED"))
        band.refresh_from_db()
        assert (band.state, band.checked_by, band.checked_at) == ("ATTRIBUTED", None, None)

    def test_keeps_the_check_when_only_the_note_changes(self):
        checked = {"checked_by": make_user(), "checked_at": NOW, "state": EvidenceState.VERIFIED}
        band = make_salary_band(**checked)
        publish(make_revision(band=band, note="Read again."))
        band.refresh_from_db()
        assert (band.state, band.checked_at) == ("VERIFIED", NOW)

    def test_supersedes_what_was_published_before(self):
        band = make_salary_band()
        first = publish(make_revision(band=band, low=85_000))
        second = publish(make_revision(band=band, low=86_000))
        first.refresh_from_db()
        assert (first.state, second.state) == ("SUPERSEDED", "PUBLISHED")
        assert first.decided_at == NOW
        assert first.steps.last().comment == f"By change {second.pk}."

    def test_tells_the_second_of_two_authors(self):
        band = make_salary_band()
        first, second = make_revision(band=band, low=85_000), make_revision(band=band, low=86_000)
        publish(first)
        with pytest.raises(RowChangedSince):
            publish(second)

    def test_is_an_edit_to_the_loader(self):
        band = make_salary_band()
        kind = get_kind(BAND)
        said = read_record_of(kind, band)
        SalaryBand.objects.update(
            content_fingerprint=fingerprint_record(said), content_origin="content"
        )
        publish(make_revision(band=band, low=85_000))
        plan = plan_records(records=[Incoming(kind, said, Position("bands.csv", 2))])
        assert [change.effect for change in plan.changes] == [Effect.KEPT]


class TestTryRevision:
    def count(self, row):
        return (Impact(int(row.rung or 0), "rung", "rungs"),)

    def test_counts_the_row_as_it_is_and_as_it_would_be(self):
        band = make_salary_band(rung=1)
        trial = try_revision(revision=make_revision(band=band, rung=3), count=self.count)
        assert [impact.count for impact in trial.impacts] == [3]
        band.refresh_from_db()
        assert band.rung == 1

    def test_counts_a_new_row(self):
        trial = try_revision(revision=propose_new(make_user()), count=self.count)
        assert [impact.count for impact in trial.impacts] == [1]
        assert not SalaryBand.objects.exists()

    def test_tells_why_publishing_would_fail(self):
        source = make_source()
        revision = propose_new(make_user(), source=source.key)
        source.delete()
        trial = try_revision(revision=revision, count=self.count)
        assert "not there" in trial.refusals[0]

    def test_leaves_a_conflict_to_the_page(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        change_row(band, low=Decimal(82_000))
        assert try_revision(revision=revision, count=self.count).refusals == ()


class TestOverlayRevision:
    def test_shows_a_new_row_under_the_same_number_every_time(self):
        revision = propose_new(make_user())
        for _ in range(2):
            with rolled_back():
                assert overlay_revision(revision=revision).pk == -1
        assert not SalaryBand.objects.exists()

    def test_lays_the_draft_over_a_row_that_moved(self):
        band = make_salary_band()
        revision = make_revision(band=band, low=85_000)
        change_row(band, low=Decimal(82_000))
        with rolled_back():
            overlay_revision(revision=revision)
            assert SalaryBand.objects.get().low == Decimal(85_000)
        band.refresh_from_db()
        assert band.low == Decimal(82_000)


class TestWriteProposed:
    def test_writes_nothing_twice(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        before = band.history.count()
        write_proposed(revision=revision, reason="Once.")
        with pytest.raises(RowChangedSince):
            write_proposed(revision=revision, reason="Twice.")
        assert band.history.count() == before + 1


class TestTheTable:
    def test_refuses_a_change_that_its_author_published_as_reviewed(self):
        revision = publish(make_revision())
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(reviewer=revision.author)

    def test_refuses_a_published_change_without_a_date(self):
        revision = publish(make_revision())
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(decided_at=None)

    def test_outlives_the_accounts(self):
        revision = publish(make_revision())
        revision.author.delete()
        revision.reviewer.delete()
        revision.refresh_from_db()
        assert (revision.author, revision.reviewer, revision.state) == (None, None, "PUBLISHED")


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("draft", "send", "publish", "decline", "withdraw", "rebase")),
        st.integers(0, 2),
        st.integers(81_000, 89_000),
    ),
    max_size=14,
)
REFUSALS = (
    CommentMissing,
    NothingProposed,
    NotTheAuthor,
    RevisionMoved,
    RowChangedSince,
    SecondPersonNeeded,
)


class TestAnyOrderOfMoves(TestCase):
    @settings(max_examples=60)
    @given(moves=MOVES, is_alone=st.booleans())
    def test_never_publishes_a_figure_without_author_reviewer_and_time(self, moves, is_alone):
        people = [make_user(is_staff=True) for _ in range(3)]
        band = make_salary_band()
        for move, who, amount in moves:
            try:
                self.make_move(move, people[who], band, amount, is_alone)
            except REFUSALS:
                continue
        band.refresh_from_db()
        published = list(Revision.objects.filter(state__in=PUBLISHED_STATES))
        for revision in published:
            assert revision.author
            assert revision.reviewer
            assert revision.decided_at
            assert revision.is_unreviewed == (revision.author == revision.reviewer)
            assert not revision.is_unreviewed or is_alone
        assert sum(one.state == RevisionState.PUBLISHED for one in published) == bool(published)
        # Every figure that the band ever had came from a published change.
        told = {one.history_id for one in published}
        assert set(band.history.filter(history_type="~").values_list("pk", flat=True)) == told

    def make_move(self, move, person, band, amount, is_alone):
        if move == "draft":
            record = {**read_present(kind=BAND, key=band.key), "low": amount}
            save_draft(kind=BAND, record=record, title="b", author=person, now=NOW)
            return
        revision = Revision.objects.open().order_by("-pk").first()
        if revision is None:
            return
        match move:
            case "send":
                submit_revision(pk=revision.pk, submitted_by=revision.author, now=NOW)
            case "publish":
                publish_revision(pk=revision.pk, published_by=person, now=NOW, is_alone=is_alone)
            case "decline":
                decline_revision(pk=revision.pk, declined_by=person, now=NOW, comment="No.")
            case "withdraw":
                withdraw_revision(pk=revision.pk, withdrawn_by=person, now=NOW)
            case _:
                rebase_revision(pk=revision.pk, rebased_by=person, now=NOW)

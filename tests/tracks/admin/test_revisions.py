from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.certifications import make_claim
from tests.factories.progress import make_projection, make_user
from tests.factories.revisions import make_revision, propose, publish
from tests.factories.tracks import make_salary_band
from tests.screens import find_url, make_staff, read_messages, send_form, sign_in
from tracks.models import Revision, SalaryBand
from tracks.operations.salaries import record_salary_band

pytestmark = pytest.mark.django_db


def press(client, revision, move, **data):
    url = f"/admin/tracks/revision/{revision.pk}/decide/{move}/"
    response = client.post(url, data, follow=True)
    revision.refresh_from_db()
    return response


BUTTONS = ("edit", "send", "rebase", "withdraw", "publish", "decline", "draft_again", "take_over")


def list_buttons(client, revision):
    context = client.get(find_url(revision, "change")).context
    return {name for name in BUTTONS if context[f"can_{name}"]}


@pytest.fixture
def curator():
    return make_staff("curator")


@pytest.fixture
def approver():
    return make_staff("approver")


class TestTwoPeople:
    def test_draft_send_publish(self, curator, approver):
        enrolment = make_projection().enrolment
        band = enrolment.track.salary_bands.get(rung=1)
        desk, second = sign_in(curator), sign_in(approver)
        send_form(desk, find_url(band, "change"), low="85000", _comment="Page 3.")
        revision = Revision.objects.get()
        assert "is sent for review" in read_messages(press(desk, revision, "send"))
        page = second.get(find_url(revision, "change")).text
        for words in ("80,000", "85,000", "Page 3.", "learner’s projection", str(curator)):
            assert words in page
        response = press(second, revision, "publish", comment="Compared.")
        band.refresh_from_db()
        assert (band.low, revision.reviewer) == (Decimal(85_000), approver)
        expected = "1 learner’s projection uses this pay band and is recomputed in the background."
        assert expected in read_messages(response)

    def test_decline_and_begin_again(self, curator, approver):
        revision = make_revision(author=curator)
        second = sign_in(approver)
        assert "Say why" in read_messages(press(second, revision, "decline"))
        press(second, revision, "decline", comment="Page 4 says 84.")
        assert revision.state == "DECLINED"
        desk = sign_in(curator)
        assert list_buttons(desk, revision) == {"draft_again"}
        press(desk, revision, "again")
        again = Revision.objects.get(state="DRAFT")
        assert again.proposed == revision.proposed

    def test_withdraw(self, curator):
        revision = make_revision(author=curator)
        press(sign_in(curator), revision, "withdraw")
        assert revision.state == "WITHDRAWN"

    def test_nobody_publishes_or_declines_their_own(self):
        both = make_staff("curator", "approver")
        revision = make_revision(author=both)
        client = sign_in(both)
        assert list_buttons(client, revision) == {"edit", "withdraw"}
        for move in ("publish", "decline"):
            response = press(client, revision, move, comment="Mine.")
            assert "somebody else has to decide" in read_messages(response)
        assert revision.state == "IN_REVIEW"

    def test_a_superuser_needs_a_second_person_too(self):
        boss = make_staff(is_superuser=True)
        revision = make_revision(author=boss)
        press(sign_in(boss), revision, "publish")
        assert revision.state == "IN_REVIEW"

    def test_one_person_alone_may_publish_and_the_history_says_so(self, settings):
        settings.SINGLE_CURATOR = True
        alone = make_staff("curator", "approver")
        band = make_salary_band()
        revision = make_revision(band=band, author=alone)
        client = sign_in(alone)
        assert client.get("/admin/").context["board_waiting"] == 1
        assert "published without a second person" in client.get(find_url(revision, "change")).text
        press(client, revision, "publish")
        assert revision.is_unreviewed
        assert "published without a second person" in client.get(find_url(band, "history")).text

    def test_what_the_reviewer_read_is_what_is_published(self, curator, approver, clock):
        band = make_salary_band()
        revision = make_revision(band=band, author=curator)
        second = sign_in(approver)
        seen_at = second.get(find_url(revision, "change")).context["revision"].changed_at
        clock.shift(60)
        desk = sign_in(curator)
        send_form(desk, find_url(band, "change"), low="89000", _send="1")
        response = press(second, revision, "publish", seen_at=seen_at.isoformat())
        assert "changed it while you were reading" in read_messages(response)
        assert revision.state == "IN_REVIEW"


class TestConflict:
    def test_is_shown_field_by_field_and_mended_by_the_author(self, curator, approver):
        band = make_salary_band()
        revision = make_revision(band=band, author=curator, low=85_000)
        band.low, band.high = Decimal(82_000), Decimal(111_000)
        record_salary_band(band=band, changed=["low", "high"], recorded_by=None)
        second, desk = sign_in(approver), sign_in(curator)
        page = second.get(find_url(revision, "change"))
        for words in ("The row changed since this draft began", "82,000", "111,000"):
            assert words in page.text
        assert list_buttons(second, revision) == {"decline"}
        assert "nothing was written" in read_messages(press(second, revision, "publish"))
        band.refresh_from_db()
        assert band.low == Decimal(82_000)
        assert list_buttons(desk, revision) == {"edit", "rebase", "withdraw"}
        press(desk, revision, "rebase")
        assert (revision.state, revision.proposed["high"]) == ("DRAFT", "111000")
        press(desk, revision, "send")
        press(second, revision, "publish")
        band.refresh_from_db()
        assert (band.low, band.high) == (85_000, 111_000)

    def test_says_why_it_cannot_be_published(self, curator, approver):
        band = make_salary_band()
        revision = make_revision(band=band, author=curator, low=900_000)
        second = sign_in(approver)
        assert "It cannot be published as it is." in second.get(find_url(revision, "change")).text
        assert "Nothing was published." in read_messages(press(second, revision, "publish"))

    def test_tells_who_comes_too_late(self, approver):
        revision = publish(make_revision())
        assert "it is published" in read_messages(press(sign_in(approver), revision, "publish"))


class TestWhoMayWhat:
    @pytest.mark.parametrize(
        ("groups", "draft", "send", "publish", "read"),
        [
            (("curator",), 200, 200, 403, 200),
            (("approver",), 403, 403, 200, 200),
            (("curator", "approver"), 200, 200, 200, 200),
            ((), 403, 403, 403, 403),
        ],
    )
    def test_by_group(self, groups, draft, send, publish, read):
        client = sign_in(make_staff(*groups))
        band, revision = make_salary_band(), make_revision()
        assert client.get(find_url(revision, "change")).status_code == read
        assert client.get(find_url(Revision, "changelist")).status_code == read
        data = {"low": "1"}
        assert client.post(find_url(band, "change"), data).status_code == draft
        assert press(client, propose(band), "send").status_code == send
        assert press(client, revision, "publish").status_code == publish

    def test_visitors_are_asked_to_sign_in(self, client):
        response = client.post("/admin/tracks/revision/1/decide/publish/")
        assert response.status_code == 302

    def test_only_authors_send_and_withdraw(self, curator):
        draft = propose(make_salary_band(), author=make_staff("curator"))
        sent = make_revision(author=make_staff("curator"))
        client = sign_in(curator)
        assert list_buttons(client, sent) == set()
        for revision, move in ((draft, "send"), (sent, "withdraw"), (sent, "rebase")):
            response = press(client, revision, move)
            assert "Only the person who proposes" in read_messages(response)

    def test_nobody_edits_or_deletes_what_happened(self):
        revision = make_revision()
        boss = sign_in(make_staff(is_superuser=True))
        assert boss.post(find_url(revision, "delete"), {"post": "yes"}).status_code == 403
        assert boss.get("/admin/tracks/revision/add/").status_code == 403
        assert boss.get("/admin/tracks/revision/x/change/").status_code == 404
        assert boss.post(f"/admin/tracks/revision/{revision.pk}/decide/eat/").status_code == 404
        assert boss.get(f"/admin/tracks/revision/{revision.pk}/decide/send/").status_code == 405

    def test_curators_propose_to_delete_and_do_not_delete(self, curator):
        claim = make_claim()
        assert sign_in(curator).post(find_url(claim, "delete"), {"post": "yes"}).status_code == 403


class TestLists:
    def test_filters_by_whose_turn_it_is(self):
        both = make_staff("curator", "approver")
        mine, theirs = make_revision(author=both), make_revision()
        draft, done = propose(make_salary_band()), publish(make_revision())
        client = sign_in(both)
        expected = {
            "waiting": {theirs},
            "mine": {mine},
            "open": {mine, theirs, draft},
            "": {mine, theirs, draft, done},
        }
        for whose, found in expected.items():
            page = client.get(find_url(Revision, "changelist"), {"whose": whose} if whose else {})
            assert set(page.context["cl"].queryset) == found, whose
        page = client.get(find_url(Revision, "changelist"), {"kind": "claim"})
        assert not page.context["cl"].result_count

    def test_costs_the_same_for_many(self, curator):
        make_revision()
        client = sign_in(curator)
        url = find_url(Revision, "changelist")
        client.get(url)
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
            for _ in range(3):
                make_revision()
        assert counts[0] == counts[1]


class TestPageOfAChange:
    def test_shows_a_new_row(self, curator):
        model = make_salary_band()
        client = sign_in(curator)
        changes = {"key": "new", "track": model.track_id, "year": 2025, "low": 1, "high": 2}
        changes |= {"source": model.source_id, "as_of": "2025"}
        send_form(client, find_url(SalaryBand, "add"), **changes)
        page = client.get(find_url(Revision.objects.get(), "change"))
        assert "New pay band" in page.text
        assert page.context["edit_url"].endswith(f"?revision={Revision.objects.get().pk}")

    def test_outlives_the_people(self, curator, approver):
        author, reviewer = make_user(), make_user()
        revision = publish(make_revision(author=author), by=reviewer)
        author.delete()
        reviewer.delete()
        page = sign_in(approver).get(find_url(revision, "change")).text
        assert "somebody who left" in page


class TestAuthorWhoLeft:
    @pytest.fixture
    def left_behind(self, curator):
        colleague = make_staff("curator")
        revision = make_revision(author=colleague)
        colleague.is_active = False
        colleague.save()
        return revision

    def test_leaves_a_draft_that_a_colleague_takes_over(self, curator, approver, left_behind):
        desk = sign_in(curator)
        assert list_buttons(desk, left_behind) == {"take_over"}
        response = press(desk, left_behind, "take")
        assert "The draft is yours now" in read_messages(response)
        assert (left_behind.author, left_behind.state) == (curator, "DRAFT")
        assert "Taken over from" in response.text
        press(desk, left_behind, "send")
        press(sign_in(approver), left_behind, "publish")
        assert (left_behind.state, left_behind.reviewer) == ("PUBLISHED", approver)

    def test_also_when_the_account_is_gone(self, curator, left_behind):
        left_behind.author.delete()
        press(sign_in(curator), left_behind, "take")
        assert left_behind.author == curator

    def test_does_not_let_the_new_author_publish(self, left_behind):
        both = make_staff("curator", "approver")
        client = sign_in(both)
        press(client, left_behind, "take")
        press(client, left_behind, "send")
        assert "somebody else has to decide" in read_messages(press(client, left_behind, "publish"))

    def test_is_not_somebody_who_is_there(self, curator):
        revision = make_revision(author=make_staff("curator"))
        client = sign_in(curator)
        assert "take_over" not in list_buttons(client, revision)
        assert "can still finish it" in read_messages(press(client, revision, "take"))

    def test_does_not_mix_two_drafts(self, curator, left_behind):
        band = SalaryBand.objects.get(key=left_behind.key)
        propose(band, author=curator, low=81_000)
        response = press(sign_in(curator), left_behind, "take")
        assert "an open draft of the same row" in read_messages(response)
        assert left_behind.author != curator

    def test_needs_the_right_to_draft(self, approver, left_behind):
        assert press(sign_in(approver), left_behind, "take").status_code == 403

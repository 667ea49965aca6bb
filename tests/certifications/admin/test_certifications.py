from decimal import Decimal

import pytest
from django.test import Client

from certifications.models import Certification, Claim
from tests.factories.certifications import make_certification, make_claim, make_exam
from tests.factories.revisions import publish_all
from tests.factories.tracks import make_milestone, make_source
from tests.screens import (
    find_url,
    make_staff,
    read_errors,
    read_messages,
    run_action,
    send_form,
    sign_in,
)
from tracks.models import Revision
from tracks.shared.provenance import EvidenceState

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return make_staff("curator")


@pytest.fixture
def client(curator) -> Client:
    return sign_in(curator)


def list_new_claim(certification, **fields):
    """What a browser sends for a claim added below the certification."""
    number = certification.claims.count()
    values = {"field": "FEE", "source": make_source().pk, "state": "UNSOURCED", "position": 1}
    values |= {"is_retake_included": "unknown", **fields}
    sent = {f"claims-{number}-{name}": value for name, value in values.items()}
    return {**sent, "claims-TOTAL_FORMS": number + 1}


class TestClaimBelowItsCertification:
    def test_is_recorded_with_who_did_it(self, client, curator):
        certification = make_certification()
        added = list_new_claim(certification, amount_low="400", currency="usd", unit="PER_EXAM")
        send_form(client, find_url(certification, "change"), **added)
        assert not certification.claims.exists()
        assert Revision.objects.get().author == curator
        publish_all()
        claim = certification.claims.get()
        assert (claim.amount_low, claim.amount_high) == (Decimal(400), Decimal(400))
        assert claim.currency == "USD"
        assert claim.history.get().history_user == curator

    @pytest.mark.parametrize(
        ("fields", "name", "words"),
        [
            ({}, "amount_low", "unknown is no claim"),
            ({"amount_low": "4", "unit": "ONE_OFF"}, "currency", "unknown is no claim"),
            ({"amount_low": "4", "currency": "QQQ", "unit": "ONE_OFF"}, "currency", "not a curr"),
            (
                {"amount_low": "9", "amount_high": "4", "currency": "USD", "unit": "ONE_OFF"},
                "amount_low",
                "is above 4.00",
            ),
            ({"field": "VALIDITY"}, "months", "or tick"),
            ({"field": "VALIDITY", "months": 3, "does_not_expire": "on"}, "does_not_expire", "not"),
            ({"field": "PREP_HOURS"}, "hours_low", "Give the hours"),
            ({"field": "PREP_HOURS", "hours_low": 9, "hours_high": 4}, "hours_low", "above 4"),
            ({"field": "STATUS"}, "text", "in words"),
            ({"field": "STATUS", "text": "Yes.", "state": "VERIFIED"}, "state", "not one of"),
        ],
    )
    def test_is_answered_at_the_field(self, client, fields, name, words):
        certification = make_certification(summary="As it was")
        added = list_new_claim(certification, **fields)
        response = send_form(client, find_url(certification, "change"), summary="Changed", **added)
        assert words in str(read_errors(response)[f"claims-0-{name}"])
        certification.refresh_from_db()
        assert certification.summary == "As it was"
        assert not Claim.objects.exists()

    def test_cannot_be_used_beside_another_about_the_same(self, client):
        certification = make_certification()
        make_claim(certification=certification, is_preferred=True)
        make_claim(certification=certification)
        url = find_url(certification, "change")
        response = send_form(client, url, **{"claims-1-is_preferred": "on"})
        assert "is used already" in str(read_errors(response)["claims-1-is_preferred"])
        assert Claim.objects.filter(is_preferred=True).count() == 1

    def test_can_be_used_for_another_exam(self, client):
        certification = make_certification(exam_codes=("101", "102"))
        for exam in certification.exams.all():
            make_claim(certification=certification, exam=exam, is_preferred=True)
        url = find_url(certification, "change")
        send_form(client, url, **{"claims-0-note": "Read again."})
        publish_all()
        assert certification.claims.filter(note="Read again.").exists()

    def test_names_only_exams_of_its_certification(self, client):
        claim = make_claim()
        stranger = make_exam()
        url = find_url(claim.certification, "change")
        response = send_form(client, url, **{"claims-0-exam": stranger.pk})
        assert "valid choice" in str(read_errors(response)["claims-0-exam"])

    def test_is_removed_by_two_people_with_its_history_kept(self, client):
        claim = make_claim()
        url = find_url(claim.certification, "change")
        send_form(client, url, **{"claims-0-DELETE": "on"})
        assert Revision.objects.get().is_removal
        assert Claim.objects.exists()
        page = client.get(find_url(Revision.objects.get(), "change")).text
        assert "Removal of a claim" in page
        publish_all()
        assert not Claim.objects.exists()
        assert Claim.history.filter(id=claim.pk, history_type="-").exists()


class TestClaimScreen:
    def test_choosing_a_claim_takes_the_preference_from_its_rival(self, client):
        old = make_claim(is_preferred=True)
        new = make_claim(certification=old.certification)
        send_form(client, find_url(new, "change"), is_preferred="on")
        assert set(Claim.objects.filter(is_preferred=True)) == {old}
        publish_all()
        assert set(Claim.objects.filter(is_preferred=True)) == {new}

    def test_choosing_from_the_list_does_the_same(self, client):
        old = make_claim(is_preferred=True)
        new = make_claim(certification=old.certification)
        said = read_messages(run_action(client, Claim, "prefer", new))
        assert "is saved as a draft" in said
        publish_all()
        assert set(Claim.objects.filter(is_preferred=True)) == {new}
        assert "Budgets use it already." in read_messages(run_action(client, Claim, "prefer", new))

    def test_warns_when_a_verified_claim_changes(self, client):
        claim = make_claim(state=EvidenceState.VERIFIED)
        response = send_form(client, find_url(claim, "change"), amount_high="500")
        assert "not be verified any more" in read_messages(response)

    def test_is_verified_by_an_approver_only(self, client):
        claim = make_claim()
        run_action(client, Claim, "verify", claim)
        claim.refresh_from_db()
        assert claim.state == EvidenceState.UNSOURCED
        said = read_messages(run_action(sign_in(make_staff("approver")), Claim, "verify", claim))
        claim.refresh_from_db()
        assert claim.state == EvidenceState.VERIFIED
        assert "1 verified." in said

    def test_says_why_a_claim_was_not_verified(self):
        claim = make_claim(as_of="")
        said = read_messages(run_action(sign_in(make_staff("approver")), Claim, "verify", claim))
        assert "has no as-of date" in said

    def test_lists_what_each_claim_says(self, client):
        make_claim(amount_high=Decimal(500))
        for field in ("PREP_HOURS", "RENEWAL", "STATUS"):
            make_claim(field=field)
        make_claim(field="VALIDITY", months=None, does_not_expire=True)
        page = client.get(find_url(Claim, "changelist")).text
        for words in (
            "450.00–500.00 USD once",
            "80–140 hours",
            "36 months",
            "Still offered.",
            "does not expire",
        ):
            assert words in page


class TestCertificationScreen:
    def test_drafts_its_columns_and_exams_and_shows_them_again(self, client):
        certification = make_certification(exam_codes=("101",))
        url = find_url(certification, "change")
        changes = {"summary": "Changed", "exams-TOTAL_FORMS": 2}
        changes |= {"exams-1-code": "102", "exams-1-name": "Second", "exams-1-position": 2}
        send_form(client, url, **changes)
        assert [exam.code for exam in certification.exams.all()] == ["101"]
        again = send_form(client, url, **{"exams-1-name": "The second"})
        assert "is saved as a draft" in read_messages(again)
        revision = Revision.objects.get()
        assert [one["name"] for one in revision.proposed["exams"]] == ["An exam", "The second"]
        publish_all()
        certification.refresh_from_db()
        assert certification.summary == "Changed"
        assert [exam.name for exam in certification.exams.all()] == ["An exam", "The second"]

    def test_keeps_a_version_when_only_exams_change(self, client):
        certification = make_certification(exam_codes=("101",))
        before = certification.history.count()
        send_form(client, find_url(certification, "change"), **{"exams-0-name": "Renamed"})
        publish_all()
        newest = certification.history.first()
        assert certification.history.count() == before + 1
        assert newest.history_id == Revision.objects.get().history_id
        assert "reviewed and published" in newest.history_change_reason

    def test_drafts_a_new_certification_and_shows_it_again(self, client):
        changes = {"name": "New exam", "short_name": "NEW", "key": "new", "kind": "EXAM"}
        changes |= {"status": "ACTIVE", "exams-TOTAL_FORMS": "1"}
        changes |= {"exams-0-code": "N1", "exams-0-position": "1"}
        send_form(client, find_url(Certification, "add"), **changes)
        assert not Certification.objects.exists()
        again = f"{find_url(Certification, 'add')}?revision={Revision.objects.get().pk}"
        assert "the row is not there yet" in client.get(again).text
        send_form(client, again, **{"exams-0-name": "First", "summary": "What it shows."})
        publish_all()
        certification = Certification.objects.get()
        assert certification.summary == "What it shows."
        assert certification.exams.get().name == "First"

    def test_makes_no_draft_of_itself_when_only_a_claim_changes(self, client):
        claim = make_claim()
        url = find_url(claim.certification, "change")
        send_form(client, url, **{"claims-0-note": "Read again."})
        assert Revision.objects.get().kind == "claim"


class TestGaps:
    def test_filter_shows_the_rows_of_each_gap(self, client):
        whole = make_claim(
            is_preferred=True, certification=make_certification(covers=[make_milestone()])
        ).certification
        no_fee = make_certification(covers=[make_milestone()])
        undecided = make_claim().certification
        retired = make_certification(status="RETIRED")
        moved = make_certification(status="RENAMED", successor=whole)
        expected = {
            "fee": {no_fee},
            "preferred": {undecided},
            "coverage": {undecided},
            "successor": {retired},
            "": {whole, no_fee, undecided, retired, moved},
        }
        for gap, found in expected.items():
            response = client.get(find_url(Certification, "changelist"), {"gap": gap})
            assert set(response.context["cl"].queryset) == found, gap

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from certifications.models import Claim
from certifications.operations.claims import (
    prefer_claim,
    record_claim,
    stop_using_claims,
    verify_claims,
)
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import make_user
from tests.factories.tracks import make_source
from tracks.shared.provenance import EvidenceState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class TestRecordClaim:
    def test_keeps_who_did_it(self):
        curator, claim = make_user(), make_claim()
        claim.amount_high = Decimal(500)
        record_claim(claim=claim, changed=["amount_high"], recorded_by=curator)
        assert claim.history.first().history_user == curator

    def test_takes_verified_back_when_the_amount_changes(self):
        claim = make_claim(state=EvidenceState.VERIFIED)
        assert record_claim(claim=claim, changed=["amount_low"], recorded_by=None)
        assert Claim.objects.get(pk=claim.pk).state == EvidenceState.ATTRIBUTED

    def test_leaves_verified_when_it_is_only_preferred(self):
        claim = make_claim(state=EvidenceState.VERIFIED)
        assert not record_claim(claim=claim, changed=["is_preferred"], recorded_by=None)
        assert Claim.objects.get(pk=claim.pk).state == EvidenceState.VERIFIED

    def test_refuses_a_fee_without_an_amount(self):
        claim = make_claim()
        claim.amount_low = claim.amount_high = None
        with pytest.raises(ValidationError, match="leave the claim out"):
            record_claim(claim=claim, changed=["amount_low"], recorded_by=None)
        assert Claim.objects.get(pk=claim.pk).amount_low == Decimal(450)


class TestVerifyClaims:
    def test_names_certification_and_field_in_a_refusal(self):
        claim = make_claim(certification=make_certification(short_name="RHCSA"), as_of="")
        outcome = verify_claims(claims=Claim.objects.all(), checked_by=make_user(), now=NOW)
        claim.refresh_from_db()
        assert "“RHCSA: Fee” has no as-of date" in outcome.refusals[0]
        assert claim.state == EvidenceState.UNSOURCED

    def test_marks_claims_of_others(self):
        claim, approver = make_claim(), make_user(is_staff=True)
        assert verify_claims(claims=Claim.objects.all(), checked_by=approver, now=NOW).verified == 1
        claim.refresh_from_db()
        assert (claim.state, claim.checked_by) == (EvidenceState.VERIFIED, approver)


class TestPreferClaim:
    def test_takes_the_preference_from_rivals_only(self):
        certification = make_certification()
        old = make_claim(certification=certification, is_preferred=True)
        other_field = make_claim(certification=certification, field="VALIDITY", is_preferred=True)
        new = make_claim(certification=certification)
        assert prefer_claim(claim=new, preferred_by=make_user()) == 1
        chosen = set(Claim.objects.filter(is_preferred=True))
        assert chosen == {new, other_field}
        assert old.history.first().history_change_reason == f"Claim {new.pk} is used."

    def test_leaves_a_claim_that_is_used_alone_untouched(self):
        claim = make_claim(is_preferred=True)
        before = claim.history.count()
        assert prefer_claim(claim=claim, preferred_by=make_user()) == 0
        assert claim.history.count() == before


class TestKeys:
    def test_are_given_to_new_claims_and_kept_when_those_are_corrected(self) -> None:
        certification = make_certification(key="rhcsa", exam_codes=["EX200"])
        claim = make_claim(
            certification=certification,
            exam=certification.exams.get(),
            source=make_source(key="rm"),
        )
        claim.key = ""
        record_claim(claim=claim, changed=[], recorded_by=None)
        assert claim.key == "rhcsa-fee-ex200-rm-2026-08-09"
        claim.as_of = "2026-09-01"
        record_claim(claim=claim, changed=["as_of"], recorded_by=None)
        assert claim.key == "rhcsa-fee-ex200-rm-2026-08-09"

    def test_count_on_when_the_same_is_claimed_twice(self) -> None:
        certification, source = make_certification(key="rhcsa"), make_source(key="rm")
        first, second = (make_claim(certification=certification, source=source) for _ in "ab")
        for claim in (first, second):
            claim.key = ""
            record_claim(claim=claim, changed=[], recorded_by=None)
        assert [first.key, second.key] == ["rhcsa-fee-rm-2026-08-09", "rhcsa-fee-rm-2026-08-09-2"]


class TestStopUsingClaims:
    def test_takes_claims_out_of_budgets_once(self) -> None:
        claim = make_claim(is_preferred=True)
        other = make_claim(is_preferred=True)
        assert stop_using_claims(keys=[claim.key], reason="Gone.") == 1
        assert stop_using_claims(keys=[claim.key], reason="Gone.") == 0
        claim.refresh_from_db()
        other.refresh_from_db()
        assert (claim.is_preferred, other.is_preferred) == (False, True)
        assert claim.history.first().history_change_reason == "Gone."

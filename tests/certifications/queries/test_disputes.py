"""When sources disagree, and when they only seem to."""

from decimal import Decimal
from typing import Any

import pytest

from certifications.choices import ClaimField, FeeUnit
from certifications.models import Certification, Claim
from certifications.queries.disputes import ClaimGroup, group_claims, is_disputed
from tests.factories.certifications import make_certification, make_claim
from tracks.shared.provenance import EvidenceState

pytestmark = pytest.mark.django_db


@pytest.fixture
def certification() -> Certification:
    return make_certification(exam_codes=["EX1"])


def read(certification: Certification) -> ClaimGroup:
    return next(
        iter(group_claims(claims=list_claims(certification), exam_ids=list_ids(certification)))
    )


def list_claims(certification: Certification) -> list[Claim]:
    return list(certification.claims.select_related("source", "exam").order_by("pk"))


def list_ids(certification: Certification) -> list[int]:
    return list(certification.exams.values_list("pk", flat=True))


def claim_fee(certification: Certification, amount: int, **values: Any) -> Claim:
    values = {"amount_high": Decimal(amount), **values}
    return make_claim(certification=certification, amount_low=Decimal(amount), **values)


class TestGroupClaims:
    def test_puts_the_preferred_claim_first_and_fields_in_their_order(
        self, certification: Certification
    ) -> None:
        make_claim(certification=certification, field=ClaimField.PREREQUISITE)
        first = claim_fee(certification, 400)
        used = claim_fee(certification, 400, is_preferred=True)
        fee, prerequisite = group_claims(
            claims=list_claims(certification), exam_ids=list_ids(certification)
        )
        assert (fee.field, fee.claims, fee.source_count) == (ClaimField.FEE, (used, first), 2)
        assert prerequisite.field == ClaimField.PREREQUISITE

    def test_marks_what_differs_from_the_claim_that_is_used(
        self, certification: Certification
    ) -> None:
        used = claim_fee(certification, 445, is_preferred=True)
        old, same = claim_fee(certification, 375), claim_fee(certification, 445)
        group = read(certification)
        assert (group.is_disputed, group.has_preferred) == (True, True)
        assert group.differing == {old.pk}
        assert {used.pk, same.pk}.isdisjoint(group.differing)

    def test_marks_both_when_none_is_used(self, certification: Certification) -> None:
        claims = {claim_fee(certification, 375).pk, claim_fee(certification, 445).pk}
        assert read(certification).differing == claims

    def test_takes_a_mark_of_a_curator_for_a_dispute(self, certification: Certification) -> None:
        claim_fee(certification, 375, state=EvidenceState.DISPUTED)
        group = read(certification)
        assert (group.is_disputed, group.differing) == (True, frozenset())

    def test_takes_two_dates_of_one_source_for_history(self, certification: Certification) -> None:
        first = claim_fee(certification, 400, as_of="2024-07")
        claim_fee(certification, 500, as_of="2026-08-09", source=first.source)
        assert not read(certification).is_disputed


class TestIsDisputed:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ({}, {"currency": "EUR"}, True),
            ({}, {"unit": FeeUnit.PER_EXAM}, False),
            ({}, {"unit": FeeUnit.PER_MONTH}, True),
            ({"amount_high": Decimal(500)}, {}, True),
            ({"scope": "member"}, {"scope": "non-member", "amount_low": Decimal(1)}, False),
            ({"field": "VALIDITY", "months": 24}, {"field": "VALIDITY", "months": 36}, True),
            ({"field": "VALIDITY", "months": None, "does_not_expire": True},
             {"field": "VALIDITY", "months": 36}, True),
            ({"field": "VALIDITY", "months": 24, "earned_from_date": "2024-04-01"},
             {"field": "VALIDITY", "months": 36}, False),
            ({"field": "RENEWAL", "months": 12}, {"field": "RENEWAL", "months": 24}, True),
            ({"field": "RENEWAL", "months": None}, {"field": "RENEWAL", "months": 24}, False),
            ({"field": "RENEWAL", "amount_low": Decimal(0), "currency": "USD"},
             {"field": "RENEWAL", "amount_low": Decimal(75), "currency": "USD"}, True),
            ({"field": "RENEWAL", "amount_low": Decimal(75), "currency": "USD"},
             {"field": "RENEWAL"}, False),
            ({"field": "PREP_HOURS", "hours_low": 80, "hours_high": 200},
             {"field": "PREP_HOURS", "hours_low": 150, "hours_high": None}, False),
            ({"field": "PREP_HOURS", "hours_low": 80, "hours_high": 100},
             {"field": "PREP_HOURS", "hours_low": 150, "hours_high": None}, True),
            ({"field": "PREP_HOURS", "hours_low": None, "hours_high": None},
             {"field": "PREP_HOURS"}, False),
            ({"field": "PREREQUISITE", "text": "None required; practice helps."},
             {"field": "PREREQUISITE", "text": "Branded course required."}, True),
            ({"field": "PREREQUISITE", "text": "Open to anyone; no prerequisites."},
             {"field": "PREREQUISITE", "text": "A current RHCSA is required."}, True),
            ({"field": "PREREQUISITE", "text": "SANS course recommended."},
             {"field": "PREREQUISITE", "text": "A current RHCSA is required."}, False),
            ({"field": "STATUS", "text": "Retired."}, {"field": "STATUS", "text": "Current."}, False),
        ],
    )  # fmt: skip
    def test_compares_what_both_sources_state(
        self,
        certification: Certification,
        one: dict[str, Any],
        other: dict[str, Any],
        expected: bool,
    ) -> None:
        for values in (one, other):
            make_claim(certification=certification, **values)
        claims = list_claims(certification)
        assert is_disputed(claims=claims, exam_ids=list_ids(certification)) is expected

    def test_compares_the_whole_with_its_only_exam(self, certification: Certification) -> None:
        claim_fee(certification, 400, exam=certification.exams.get())
        claim_fee(certification, 500)
        assert read(certification).is_disputed

    def test_does_not_compare_one_exam_of_two_with_the_whole(self) -> None:
        certification = make_certification(exam_codes=["101", "102"])
        claim_fee(certification, 200, exam=certification.exams.first())
        claim_fee(certification, 400)
        assert not read(certification).is_disputed

    def test_counts_a_fee_per_exam_for_all_exams(self) -> None:
        certification = make_certification(exam_codes=["101", "102"])
        claim_fee(certification, 200, unit=FeeUnit.PER_EXAM)
        claim_fee(certification, 400)
        assert not read(certification).is_disputed

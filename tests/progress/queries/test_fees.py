from decimal import Decimal

import pytest

from certifications.choices import ClaimField, FeeUnit
from certifications.models import Certification
from progress.queries.fees import get_certification_cost
from tests.factories.certifications import make_certification, make_claim

pytestmark = pytest.mark.django_db


def read(certification):
    row = Certification.objects.prefetch_related("claims", "exams").get(pk=certification.pk)
    return get_certification_cost(certification=row)


def fee(certification, amount, **overrides):
    values = {"amount_low": Decimal(amount), "amount_high": Decimal(amount), "is_preferred": True}
    return make_claim(certification=certification, **{**values, **overrides})


class TestGetCertificationCost:
    def test_is_unknown_without_a_preferred_claim(self):
        certification = make_certification()
        make_claim(certification=certification)

        cost = read(certification)

        assert (cost.fee, cost.five_year_cost, cost.currency) == (None, None, "")
        assert len(cost.fee_claims) == 1

    def test_is_unknown_while_the_fee_is_a_range(self):
        certification = make_certification()
        fee(certification, 200, amount_high=Decimal(600))

        assert read(certification).fee is None

    def test_counts_a_fee_per_exam_for_each_exam(self):
        certification = make_certification(exam_codes=("101", "102"))
        fee(certification, 200, unit=FeeUnit.PER_EXAM)

        assert read(certification).fee == 400

    def test_adds_the_fees_of_single_exams_when_all_are_known(self):
        certification = make_certification(exam_codes=("101", "102"))
        first, second = certification.exams.order_by("position")
        fee(certification, 200, unit=FeeUnit.PER_EXAM, exam=first)
        assert read(certification).fee is None

        fee(certification, 250, unit=FeeUnit.PER_EXAM, exam=second)

        assert read(certification).fee == 450

    def test_keeps_a_subscription_apart_from_a_fee(self):
        certification = make_certification()
        fee(certification, 49, unit=FeeUnit.PER_MONTH)

        cost = read(certification)

        assert (cost.monthly_fee, cost.fee) == (Decimal(49), None)

    @pytest.mark.parametrize(
        ("months", "five_years"), [(24, 100 + 2 * 100), (36, 200), (60, 100), (12, 500)]
    )
    def test_counts_the_renewals_that_fall_into_five_years(self, months, five_years):
        certification = make_certification()
        fee(certification, 100)
        make_claim(
            certification=certification,
            field=ClaimField.VALIDITY,
            months=months,
            is_preferred=True,
        )

        assert read(certification).five_year_cost == five_years

    def test_renews_at_the_price_of_renewal_where_one_is_stated(self):
        certification = make_certification()
        fee(certification, 100)
        make_claim(
            certification=certification,
            field=ClaimField.RENEWAL,
            months=24,
            amount_low=Decimal(30),
            amount_high=Decimal(30),
            is_preferred=True,
        )

        cost = read(certification)

        assert (cost.renewal_every_months, cost.five_year_cost) == (24, 160)
        assert cost.renewal_text == "Pass the exam again."

    def test_costs_no_more_when_it_does_not_expire(self):
        certification = make_certification()
        fee(certification, 100)
        make_claim(
            certification=certification,
            field=ClaimField.VALIDITY,
            months=None,
            does_not_expire=True,
            is_preferred=True,
        )

        assert read(certification).five_year_cost == 100

    def test_does_not_know_five_years_while_the_validity_is_unknown(self):
        certification = make_certification()
        fee(certification, 100, is_retake_included=True)

        cost = read(certification)

        assert (cost.five_year_cost, cost.renewal_every_months) == (None, None)
        assert cost.is_retake_included

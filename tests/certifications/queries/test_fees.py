from decimal import Decimal

import pytest

from certifications.choices import ClaimField, FeeUnit
from certifications.models import Certification
from certifications.queries.fees import find_fee, get_certification_cost, say_amount
from certifications.queries.path_costs import get_path_cost
from tests.factories.certifications import make_certification, make_claim, make_requirement

pytestmark = pytest.mark.django_db


def load(certification):
    return Certification.objects.prefetch_related("claims", "exams").get(pk=certification.pk)


def read_cost(certification):
    return get_certification_cost(certification=load(certification))


def make_priced(amount, **overrides):
    certification = make_certification(**overrides)
    make_fee(certification, amount)
    return certification


def make_fee(certification, amount, **overrides):
    return make_claim(
        certification=certification,
        amount_low=Decimal(amount),
        amount_high=overrides.pop("high", Decimal(amount)),
        is_preferred=overrides.pop("is_preferred", True),
        **overrides,
    )


class TestFindFee:
    def test_is_unknown_when_no_claim_is_preferred(self):
        certification = make_certification()
        make_fee(certification, 450, is_preferred=False)
        assert find_fee(load(certification)) is None

    def test_takes_the_preferred_claim(self):
        certification = make_certification()
        make_fee(certification, 450, is_preferred=False)
        preferred = make_fee(certification, "500.50")
        fee = find_fee(load(certification))
        assert (fee.low, fee.currency, fee.claims) == (Decimal("500.50"), "USD", (preferred,))
        assert not fee.is_range

    def test_keeps_a_range(self):
        certification = make_certification()
        make_fee(certification, 300, high=Decimal(400))
        fee = find_fee(load(certification))
        assert (fee.low, fee.high, fee.is_range) == (Decimal(300), Decimal(400), True)

    def test_counts_a_fee_per_exam_for_each_exam(self):
        certification = make_certification(exam_codes=("101", "102"))
        make_fee(certification, 200, unit=FeeUnit.PER_EXAM)
        assert find_fee(load(certification)).low == 400

    def test_adds_up_the_fees_of_single_exams_only_when_all_are_known(self):
        certification = make_certification(exam_codes=("101", "102"))
        first, second = certification.exams.order_by("position")
        make_fee(certification, 200, exam=first)
        assert find_fee(load(certification)) is None
        make_fee(certification, 250, exam=second)
        assert find_fee(load(certification)).low == 450

    def test_is_unknown_when_an_exam_is_paid_twice_or_beside_the_whole(self):
        certification = make_certification(exam_codes=("101", "102"))
        first, _ = certification.exams.order_by("position")
        make_fee(certification, 200, exam=first)
        make_fee(certification, 210, exam=first)
        assert find_fee(load(certification)) is None
        whole = make_certification(exam_codes=("101", "102"))
        make_fee(whole, 200, exam=whole.exams.first())
        make_fee(whole, 450)
        assert find_fee(load(whole)) is None

    def test_marks_a_subscription(self):
        certification = make_certification()
        make_fee(certification, 49, unit=FeeUnit.PER_MONTH)
        assert find_fee(load(certification)).is_monthly

    def test_is_unknown_when_a_subscription_is_mixed_with_a_fee(self):
        certification = make_certification()
        make_fee(certification, 49, unit=FeeUnit.PER_MONTH)
        make_fee(certification, 100)
        assert find_fee(load(certification)) is None

    def test_is_unknown_while_the_upper_end_is(self):
        certification = make_certification()
        make_fee(certification, 100, high=None)
        assert find_fee(load(certification)) is None

    def test_does_not_mix_currencies(self):
        certification = make_certification()
        make_fee(certification, 100)
        make_fee(certification, 100, currency="EUR")
        assert find_fee(load(certification)) is None


class TestGetCertificationCost:
    def test_is_unknown_without_a_preferred_claim(self):
        certification = make_certification()
        make_claim(certification=certification)

        cost = read_cost(certification)

        assert (cost.fee, cost.five_year_cost, cost.currency) == (None, None, "")
        assert len(cost.fee_claims) == 1

    def test_is_unknown_while_the_fee_is_a_range(self):
        certification = make_certification()
        make_fee(certification, 200, high=Decimal(600))

        assert read_cost(certification).fee is None

    def test_counts_a_fee_per_exam_for_each_exam(self):
        certification = make_certification(exam_codes=("101", "102"))
        make_fee(certification, 200, unit=FeeUnit.PER_EXAM)

        assert read_cost(certification).fee == 400

    def test_adds_the_fees_of_single_exams_when_all_are_known(self):
        certification = make_certification(exam_codes=("101", "102"))
        first, second = certification.exams.order_by("position")
        make_fee(certification, 200, unit=FeeUnit.PER_EXAM, exam=first)
        assert read_cost(certification).fee is None

        make_fee(certification, 250, unit=FeeUnit.PER_EXAM, exam=second)

        assert read_cost(certification).fee == 450

    def test_keeps_a_subscription_apart_from_a_fee(self):
        certification = make_certification()
        make_fee(certification, 49, unit=FeeUnit.PER_MONTH)

        cost = read_cost(certification)

        assert (cost.monthly_fee, cost.fee) == (Decimal(49), None)

    @pytest.mark.parametrize(
        ("months", "five_years"), [(24, 100 + 2 * 100), (36, 200), (60, 100), (12, 500)]
    )
    def test_counts_the_renewals_that_fall_into_five_years(self, months, five_years):
        certification = make_certification()
        make_fee(certification, 100)
        make_claim(
            certification=certification,
            field=ClaimField.VALIDITY,
            months=months,
            is_preferred=True,
        )

        assert read_cost(certification).five_year_cost == five_years

    def test_renews_at_the_price_of_renewal_where_one_is_stated(self):
        certification = make_certification()
        make_fee(certification, 100)
        make_claim(
            certification=certification,
            field=ClaimField.RENEWAL,
            months=24,
            amount_low=Decimal(30),
            amount_high=Decimal(30),
            is_preferred=True,
        )

        cost = read_cost(certification)

        assert (cost.renewal_every_months, cost.five_year_cost) == (24, 160)
        assert cost.renewal_text == "Pass the exam again."

    def test_costs_no_more_when_it_does_not_expire(self):
        certification = make_certification()
        make_fee(certification, 100)
        make_claim(
            certification=certification,
            field=ClaimField.VALIDITY,
            months=None,
            does_not_expire=True,
            is_preferred=True,
        )

        assert read_cost(certification).five_year_cost == 100

    def test_does_not_know_five_years_while_the_validity_is_unknown(self):
        certification = make_certification()
        make_fee(certification, 100, is_retake_included=True)

        cost = read_cost(certification)

        assert (cost.five_year_cost, cost.renewal_every_months) == (None, None)
        assert cost.is_retake_included

    def test_does_not_mix_currencies(self):
        certification = make_certification()
        make_fee(certification, 100)
        make_fee(certification, 100, currency="EUR")

        assert read_cost(certification).fee is None

    def test_of_a_path_without_an_exam_is_the_fee_of_the_whole_path(self):
        part, whole = make_priced(500), make_priced(3745, exam_codes=())
        make_requirement(certification=whole, required=part)

        assert read_cost(whole).fee == get_path_cost(certification=whole).low == 3745

    def test_takes_the_first_of_several_preferred_claims_whatever_their_order(self):
        certification = make_certification()
        for months, position in ((24, 9), (36, 8)):
            make_claim(
                certification=certification,
                field=ClaimField.VALIDITY,
                months=months,
                position=position,
                is_preferred=True,
            )

        assert read_cost(certification).renewal_every_months == 36


class TestSayAmount:
    @pytest.mark.parametrize(
        ("low", "high", "currency", "words"),
        [
            ("450", "450", "USD", "$450"),
            ("1234.5", "1234.5", "USD", "$1,234.50"),
            ("200", "600", "EUR", "EUR 200 to EUR 600"),
        ],
    )
    def test_keeps_both_ends_and_the_currency(self, low, high, currency, words):
        claim = make_claim(amount_low=Decimal(low), amount_high=Decimal(high), currency=currency)

        assert say_amount(claim) == words

"""Adding up: dollars only with dollars, a path's fee not beside its parts."""

from decimal import Decimal
from typing import Any

import pytest

from certifications.choices import ClaimField
from certifications.models import Certification
from certifications.queries.budget_costs import BudgetCost, list_budget_costs
from certifications.queries.fees import get_certification_cost
from tests.factories.certifications import make_certification, make_claim, make_requirement
from tests.factories.tracks import make_source
from tracks.models import ExchangeRate

pytestmark = pytest.mark.django_db


def make_priced(
    name: str, amount: int, *, exams: tuple[str, ...] = ("EX1",), **fee: Any
) -> Certification:
    certification = make_certification(short_name=name, exam_codes=exams)
    make_claim(
        certification=certification,
        amount_low=Decimal(amount),
        amount_high=Decimal(amount),
        is_preferred=True,
        **fee,
    )
    return certification


def read(*certifications: Certification) -> list[BudgetCost]:
    rows = Certification.objects.prefetch_related("claims__source", "exams")
    loaded = [rows.get(pk=one.pk) for one in certifications]
    return list_budget_costs([get_certification_cost(certification=one) for one in loaded])


def make_rate(currency: str, year: int, units: str) -> None:
    ExchangeRate.objects.create(
        key=f"{currency.lower()}-{year}",
        currency=currency,
        year=year,
        units_per_usd=Decimal(units),
        source=make_source(),
    )


class TestCurrencies:
    def test_leaves_dollars_alone(self) -> None:
        (budget,) = read(make_priced("CKA", 445))
        assert (budget.cost.fee, budget.remark) == (Decimal(445), "")

    def test_converts_at_the_rate_of_the_year_that_the_fee_speaks_of(self) -> None:
        make_rate("EUR", 2024, "0.8")
        certification = make_priced("ISTQB", 200, currency="EUR", as_of="2024-07")
        make_claim(
            certification=certification,
            field=ClaimField.RENEWAL,
            amount_low=Decimal(100),
            amount_high=Decimal(100),
            currency="EUR",
            is_preferred=True,
        )
        (budget,) = read(certification)
        assert (budget.cost.fee, budget.cost.renewal_fee, budget.cost.currency) == (
            Decimal(250),
            Decimal(125),
            "USD",
        )
        assert budget.remark == (
            "The fee of ISTQB was converted from EUR at the yearly rate of 2024."
        )

    def test_refuses_a_currency_without_a_rate_by_name(self) -> None:
        (budget,) = read(make_priced("ISTQB", 200, currency="PLN", as_of="2024"))
        assert (budget.cost.fee, budget.cost.renewal_fee) == (None, None)
        assert "The fee of ISTQB is in PLN. No yearly rate for PLN;" in budget.remark
        assert budget.remark.endswith("It is not in the figures.")

    def test_takes_no_rate_of_another_year_and_none_for_an_undated_fee(self) -> None:
        make_rate("EUR", 2024, "0.8")
        for as_of, words in (("2026", "No yearly rate for EUR in 2026"), ("", "carries no date")):
            (budget,) = read(make_priced("ISTQB", 200, currency="EUR", as_of=as_of))
            assert budget.cost.fee is None
            assert words in budget.remark


class TestPaths:
    def test_count_a_part_once_that_the_fee_of_the_path_holds(self) -> None:
        rhcsa, rhce = make_priced("RHCSA", 500), make_priced("RHCE", 450)
        rhca = make_priced("RHCA", 3745, exams=())
        make_requirement(certification=rhce, required=rhcsa)
        make_requirement(certification=rhca, required=rhce)
        budgets = read(rhca, rhce, rhcsa)
        assert [budget.cost.fee for budget in budgets] == [3745, 0, 0]
        assert budgets[1].remark == ("RHCE is part of what RHCA costs, so its fee is counted once.")

    def test_count_both_where_each_has_its_own_exam(self) -> None:
        rhcsa, rhce = make_priced("RHCSA", 500), make_priced("RHCE", 450)
        make_requirement(certification=rhce, required=rhcsa)
        assert [budget.cost.fee for budget in read(rhcsa, rhce)] == [500, 450]

    def test_count_the_part_while_the_fee_of_the_path_is_unknown(self) -> None:
        rhce, rhca = make_priced("RHCE", 450), make_certification(exam_codes=())
        make_requirement(certification=rhca, required=rhce)
        assert [budget.cost.fee for budget in read(rhca, rhce)] == [None, 450]

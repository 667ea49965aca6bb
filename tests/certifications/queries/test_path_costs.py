"""The cost of a path: what must be held first is paid too, once."""

from decimal import Decimal

import pytest

from certifications.choices import ClaimField, FeeUnit, RequirementKind
from certifications.queries.path_costs import get_path_cost
from tests.factories.certifications import make_certification, make_claim, make_requirement

pytestmark = pytest.mark.django_db


def make_priced(amount, **overrides):
    certification = make_certification(**overrides)
    make_fee(certification, amount)
    return certification


def make_fee(certification, amount, **overrides):
    return make_claim(
        certification=certification,
        amount_low=Decimal(amount),
        amount_high=overrides.pop("high", Decimal(amount)),
        is_preferred=True,
        **overrides,
    )


def add_validity(certification, **values):
    make_claim(certification=certification, field=ClaimField.VALIDITY, is_preferred=True, **values)


class TestGetPathCost:
    def test_adds_what_must_be_held_first(self):
        first, second = make_priced(500), make_priced(450)
        make_requirement(certification=second, required=first)
        path = get_path_cost(certification=second)
        assert (path.low, path.high, path.currency, path.is_known) == (
            Decimal(950),
            Decimal(950),
            "USD",
            True,
        )
        assert [part.certification for part in path.parts] == [first, second]

    def test_is_unknown_when_a_part_is_unknown(self):
        first, second = make_certification(), make_priced(450)
        make_requirement(certification=second, required=first)
        path = get_path_cost(certification=second)
        assert not path.is_known
        assert path.parts[0].fee is None

    def test_counts_the_cheapest_and_the_dearest_alternative(self):
        cheap, dear, last = make_priced(100), make_priced(300), make_priced(50)
        for required in (cheap, dear):
            make_requirement(certification=last, required=required, kind=RequirementKind.ANY)
        path = get_path_cost(certification=last)
        assert (path.low, path.high) == (Decimal(150), Decimal(350))
        assert [part.is_alternative for part in path.parts] == [True, True, False]

    def test_leaves_out_an_alternative_whose_fee_is_unknown_and_names_it(self):
        last, unknown = make_priced(165), make_certification()
        for required in (make_priced(165), unknown):
            make_requirement(certification=last, required=required, kind=RequirementKind.ANY)
        path = get_path_cost(certification=last)
        assert (path.low, path.high, path.left_out) == (
            Decimal(330),
            Decimal(330),
            (unknown,),
        )

    def test_is_unknown_when_every_alternative_is(self):
        last = make_priced(165)
        for _ in range(2):
            make_requirement(
                certification=last, required=make_certification(), kind=RequirementKind.ANY
            )
        path = get_path_cost(certification=last)
        assert (path.is_known, path.left_out) == (False, ())

    def test_adds_up_five_years_of_all_parts(self):
        first, second = make_priced(445), make_priced(445)
        make_requirement(certification=second, required=first)
        add_validity(first, months=24)
        assert get_path_cost(certification=second).five_years_low is None
        add_validity(second, months=24)
        path = get_path_cost(certification=second)
        assert (path.five_years_low, path.five_years_high) == (Decimal(2670), Decimal(2670))
        assert [part.five_years for part in path.parts] == [1335, 1335]

    def test_counts_what_two_steps_share_once(self):
        base, left, right, top = (make_priced(100) for _ in range(4))
        for certification, required in ((left, base), (right, base), (top, left), (top, right)):
            make_requirement(certification=certification, required=required)
        path = get_path_cost(certification=top)
        assert path.low == 400
        assert len(path.parts) == 4

    def test_is_unknown_for_a_subscription(self):
        certification = make_certification()
        make_fee(certification, 49, unit=FeeUnit.PER_MONTH)
        assert not get_path_cost(certification=certification).is_known

    def test_does_not_count_a_path_twice_that_its_fee_already_holds(self):
        part, whole = make_priced(500), make_priced(3745, exam_codes=())
        make_requirement(certification=whole, required=part)
        path = get_path_cost(certification=whole)
        assert path.low == 3745
        assert [item.certification for item in path.parts] == [whole]

    def test_does_not_add_currencies(self):
        first, second = make_certification(), make_priced(450)
        make_fee(first, 100, currency="EUR")
        make_requirement(certification=second, required=first)
        assert not get_path_cost(certification=second).is_known

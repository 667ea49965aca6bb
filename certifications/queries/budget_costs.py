"""Costs of several certifications that are added up: in one currency, and nothing twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from certifications.choices import RequirementKind
from certifications.models import CertificationRequirement
from certifications.queries.fees import CertificationCost
from tracks.queries.conversion_rates import DOLLAR, RateMissing, convert

YEAR_DIGITS = 4


@dataclass(frozen=True)
class BudgetCost:
    """A cost in US dollars as a sum may count it; `remark` says how it differs, or is blank.

    A fee that cannot be converted is unknown here, never taken for dollars. A fee that
    another certification of the same plan holds already is 0 here, and `holder` names it.
    """

    cost: CertificationCost
    remark: str = ""
    holder: str = ""


@dataclass(frozen=True)
class BudgetRules:
    """What adding up needs to know beyond the costs, read for any number of plans at once.

    `converted` are fees in other currencies by certification; `below` lists by path the
    certifications that its fee holds already.
    """

    converted: Mapping[int, BudgetCost] = field(default_factory=dict)
    below: Mapping[int, frozenset[int]] = field(default_factory=dict)


def list_budget_costs(costs: Iterable[CertificationCost]) -> list[BudgetCost]:
    """Return the costs of one plan in their order, ready to be added up; see `BudgetRules`."""
    rows = list(costs)
    return apply_budget_rules(rows, read_budget_rules(rows))


def read_budget_rules(costs: Iterable[CertificationCost]) -> BudgetRules:
    """Read what `apply_budget_rules` needs for plans made of these costs.

    One query when a certification stands for a path, and two for each fee in another
    currency; none otherwise.
    """
    rows = list(costs)
    paths = [cost.certification.pk for cost in rows if _is_path(cost)]
    required = _read_required() if paths else {}
    return BudgetRules(
        converted={
            cost.certification.pk: _convert(cost)
            for cost in rows
            if cost.currency not in ("", DOLLAR)
        },
        below={path: _list_below(path, required) for path in paths},
    )


def apply_budget_rules(costs: Iterable[CertificationCost], rules: BudgetRules) -> list[BudgetCost]:
    """Return the costs of one plan in their order, ready to be added up; no query."""
    rows = list(costs)
    holders = {
        held: cost.certification.short_name
        for cost in rows
        for held in rules.below.get(cost.certification.pk, ())
    }
    return [
        _hold(rules.converted.get(pk, BudgetCost(cost)), holders.get(pk, ""))
        for cost in rows
        for pk in (cost.certification.pk,)
    ]


def _hold(budget: BudgetCost, holder: str) -> BudgetCost:
    if not holder or budget.cost.fee is None:
        return budget
    name = budget.cost.certification.short_name
    remark = f"{name} is part of what {holder} costs, so its fee is counted once."
    return BudgetCost(replace(budget.cost, fee=Decimal(0)), remark, holder)


def _read_required() -> dict[int, list[int]]:
    required: dict[int, list[int]] = defaultdict(list)
    edges = CertificationRequirement.objects.filter(kind=RequirementKind.ALL)
    for holder, held in edges.values_list("certification_id", "required_id"):
        required[holder].append(held)
    return required


def _is_path(cost: CertificationCost) -> bool:
    """Say whether a certification without an exam of its own stands for all before it."""
    return cost.fee is not None and not cost.certification.exams.all()


def _list_below(start: int, required: Mapping[int, list[int]]) -> frozenset[int]:
    found: set[int] = set()
    frontier = set(required.get(start, ()))
    while frontier:
        found |= frontier
        frontier = {deep for one in frontier for deep in required.get(one, ())} - found
    return frozenset(found)


def _convert(cost: CertificationCost) -> BudgetCost:
    """Return the cost in dollars of the year that its fee speaks of."""
    title = cost.certification.short_name
    year = cost.chosen[0].as_of[:YEAR_DIGITS]
    if not year.isdigit():
        why = "carries no date, so no yearly rate fits it"
        return _refuse(cost, f"The fee of {title} is in {cost.currency} and {why}.")
    try:
        amounts: dict[str, Any] = {
            name: convert(amount=amount, currency=cost.currency, to=DOLLAR, year=int(year)).amount
            for name in ("fee", "monthly_fee", "renewal_fee")
            if (amount := getattr(cost, name)) is not None
        }
    except RateMissing as missing:
        return _refuse(cost, f"The fee of {title} is in {cost.currency}. {missing}")
    remark = f"The fee of {title} was converted from {cost.currency} at the yearly rate of {year}."
    return BudgetCost(replace(cost, currency=DOLLAR, **amounts), remark)


def _refuse(cost: CertificationCost, why: str) -> BudgetCost:
    unknown = replace(cost, fee=None, monthly_fee=None, renewal_fee=None)
    return BudgetCost(unknown, f"{why} It is not in the figures.")

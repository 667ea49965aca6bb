"""What a certification costs together with everything that must be held before it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from certifications.choices import RequirementKind
from certifications.models import Certification
from certifications.queries.fees import Fee, find_fee, get_certification_cost

Ends = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class PathPart:
    """One certification on the way, with its fee and five years' cost; None is unknown."""

    certification: Certification
    fee: Fee | None
    is_alternative: bool
    five_years: Decimal | None = None


@dataclass(frozen=True)
class PathCost:
    """The fees of a certification and of all that must be held before it.

    `low` and `high` are None when a part is unknown, monthly or in another currency. Of
    alternatives the cheapest and the dearest count; one whose cost is unknown is in
    `left_out`, and the sum is for the others. The five years are fees and renewals, each
    part renewed by itself.
    """

    parts: tuple[PathPart, ...]
    low: Decimal | None
    high: Decimal | None
    currency: str
    five_years_low: Decimal | None = None
    five_years_high: Decimal | None = None
    left_out: tuple[Certification, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether every part has a fee, so that a sum says something."""
        return self.low is not None

    @property
    def is_long(self) -> bool:
        """Whether there is anything to pay before the certification itself."""
        return len(self.parts) > 1


@dataclass(frozen=True)
class _Sums:
    """Ends of the fees and of the five years' cost; None is unknown."""

    fees: Ends | None
    five_years: Ends | None


def get_path_cost(*, certification: Certification) -> PathCost:
    """Add up the fees of a certification and of everything that it requires.

    Three queries for each step down the requirements. A certification without an exam of
    its own stands for a path, so its fee already holds what it requires.
    """
    walk = _Walk()
    sums = walk.go(_load(certification), is_alternative=False)
    currencies = {part.fee.currency for part in walk.parts if part.fee}
    if len(currencies) > 1:
        sums = _Sums(None, None)
    fees, years = sums.fees or (None, None), sums.five_years or (None, None)
    return PathCost(
        parts=tuple(walk.parts),
        low=fees[0],
        high=fees[1],
        currency=currencies.pop() if sums.fees and currencies else "",
        five_years_low=years[0],
        five_years_high=years[1],
        left_out=tuple(walk.left_out) if sums.fees else (),
    )


def _load(certification: Certification) -> Certification:
    return Certification.objects.prefetch_related(
        "claims__source", "exams", "requirements__required"
    ).get(pk=certification.pk)


class _Walk:
    """Follows requirements, what comes first first; each certification once."""

    def __init__(self) -> None:
        self.parts: list[PathPart] = []
        self.left_out: list[Certification] = []
        self._seen: set[int] = set()

    def go(self, certification: Certification, *, is_alternative: bool) -> _Sums:
        """Append the parts of a path and return its sums."""
        if certification.pk in self._seen:
            return _Sums((Decimal(0), Decimal(0)), (Decimal(0), Decimal(0)))
        self._seen.add(certification.pk)
        fee = find_fee(certification)
        years = get_certification_cost(certification=certification).five_year_cost
        sums = _Sums(
            (fee.low, fee.high) if fee and not fee.is_monthly else None,
            (years, years) if years is not None else None,
        )
        is_whole_path = fee is not None and not certification.exams.all()
        if not is_whole_path:
            before = self._go_before(certification)
            sums = _Sums(_add(sums.fees, before.fees), _add(sums.five_years, before.five_years))
        self.parts.append(PathPart(certification, fee, is_alternative, years))
        return sums

    def _go_before(self, certification: Certification) -> _Sums:
        required: list[_Sums] = []
        ways: list[tuple[Certification, _Sums]] = []
        for requirement in sorted(certification.requirements.all(), key=lambda row: row.pk):
            is_any = requirement.kind == RequirementKind.ANY
            sums = self.go(_load(requirement.required), is_alternative=is_any)
            if is_any:
                ways.append((requirement.required, sums))
            else:
                required.append(sums)
        nothing: Ends | None = (Decimal(0), Decimal(0))
        total = _Sums(nothing, nothing)
        for sums in required:
            total = _Sums(_add(total.fees, sums.fees), _add(total.five_years, sums.five_years))
        if not ways:
            return total
        self.left_out += [way for way, sums in ways if sums.fees is None]
        return _Sums(
            _add(total.fees, _span(ways, lambda sums: sums.fees)),
            _add(total.five_years, _span(ways, lambda sums: sums.five_years)),
        )


def _add(one: Ends | None, other: Ends | None) -> Ends | None:
    return (one[0] + other[0], one[1] + other[1]) if one and other else None


def _span(
    ways: list[tuple[Certification, _Sums]], read: Callable[[_Sums], Ends | None]
) -> Ends | None:
    """Return the cheapest and the dearest of the ways whose cost is known."""
    known = [ends for ends in (read(sums) for _way, sums in ways) if ends is not None]
    if not known:
        return None
    return min(ends[0] for ends in known), max(ends[1] for ends in known)

"""What a certification costs, from its preferred claims; unknown stays unknown."""

from dataclasses import dataclass
from decimal import Decimal

from certifications.choices import ClaimField, FeeUnit, RequirementKind
from certifications.models import Certification, Claim


@dataclass(frozen=True)
class Fee:
    """What the preferred claims say a certification costs, with those claims.

    `low` and `high` are equal unless a source gives a range. A monthly fee is a
    subscription: its total depends on the months that somebody takes.
    """

    low: Decimal
    high: Decimal
    currency: str
    is_monthly: bool
    claims: tuple[Claim, ...]

    @property
    def is_range(self) -> bool:
        """Whether the two ends differ."""
        return self.low != self.high


@dataclass(frozen=True)
class PathPart:
    """One certification on the way, with its fee; None is unknown."""

    certification: Certification
    fee: Fee | None
    is_alternative: bool


@dataclass(frozen=True)
class PathCost:
    """The fees of a certification and of all that must be held before it.

    `low` and `high` are None when any part is unknown, monthly or in another currency.
    Of alternatives the cheapest and the dearest count.
    """

    parts: tuple[PathPart, ...]
    low: Decimal | None
    high: Decimal | None
    currency: str

    @property
    def is_known(self) -> bool:
        """Whether every part has a fee, so that a sum says something."""
        return self.low is not None


def find_fee(certification: Certification) -> Fee | None:
    """Return the fee of a certification whose claims and exams are prefetched, or None.

    A fee per exam counts once for each exam; where single exams have preferred claims,
    every exam needs one, otherwise the whole is unknown.
    """
    claims = sorted(certification.claims.all(), key=lambda claim: (claim.position, claim.pk))
    chosen = tuple(
        claim for claim in claims if claim.field == ClaimField.FEE and claim.is_preferred
    )
    if not chosen or len({claim.currency for claim in chosen}) > 1:
        return None
    is_monthly = any(claim.unit == FeeUnit.PER_MONTH for claim in chosen)
    if is_monthly and len(chosen) > 1:
        return None
    exam_count = max(len(certification.exams.all()), 1)
    by_exam = [claim for claim in chosen if claim.exam_id is not None]
    if by_exam and len(by_exam) < exam_count:
        return None
    low = high = Decimal(0)
    for claim in chosen:
        if claim.amount_low is None or claim.amount_high is None:
            return None
        is_for_each = claim.unit == FeeUnit.PER_EXAM and claim.exam_id is None
        times = exam_count if is_for_each else 1
        low += claim.amount_low * times
        high += claim.amount_high * times
    return Fee(low, high, chosen[0].currency, is_monthly, chosen)


def get_path_cost(*, certification: Certification) -> PathCost:
    """Add up the fees of a certification and of everything that it requires.

    Two queries for each step down the requirements. A certification without an exam of its
    own stands for a path, so its fee already holds what it requires.
    """
    parts: list[PathPart] = []
    ends = _walk(_load(certification), parts, seen=set(), is_alternative=False)
    currencies = {part.fee.currency for part in parts if part.fee}
    if ends is None or len(currencies) > 1:
        return PathCost(tuple(parts), None, None, "")
    return PathCost(tuple(parts), ends[0], ends[1], currencies.pop() if currencies else "")


def _load(certification: Certification) -> Certification:
    return Certification.objects.prefetch_related(
        "claims__source", "exams", "requirements__required"
    ).get(pk=certification.pk)


def _walk(
    certification: Certification, parts: list[PathPart], *, seen: set[int], is_alternative: bool
) -> tuple[Decimal, Decimal] | None:
    """Append the parts of a path, what comes first first; give its ends or None."""
    if certification.pk in seen:
        return Decimal(0), Decimal(0)
    seen.add(certification.pk)
    fee = find_fee(certification)
    ends = (fee.low, fee.high) if fee and not fee.is_monthly else None
    is_whole_path = fee is not None and not certification.exams.all()
    if not is_whole_path:
        before = _walk_requirements(certification, parts, seen=seen)
        ends = (ends[0] + before[0], ends[1] + before[1]) if ends and before else None
    parts.append(PathPart(certification, fee, is_alternative))
    return ends


def _walk_requirements(
    certification: Certification, parts: list[PathPart], *, seen: set[int]
) -> tuple[Decimal, Decimal] | None:
    low = high = Decimal(0)
    alternatives: list[tuple[Decimal, Decimal] | None] = []
    unknown = False
    for requirement in sorted(certification.requirements.all(), key=lambda row: row.pk):
        is_any = requirement.kind == RequirementKind.ANY
        ends = _walk(_load(requirement.required), parts, seen=seen, is_alternative=is_any)
        if is_any:
            alternatives.append(ends)
        elif ends is None:
            unknown = True
        else:
            low, high = low + ends[0], high + ends[1]
    if unknown or any(ends is None for ends in alternatives):
        return None
    known = [ends for ends in alternatives if ends is not None]
    if known:
        low += min(ends[0] for ends in known)
        high += max(ends[1] for ends in known)
    return low, high

"""What a certification costs to earn and keep, from its preferred claims; unknown stays unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from certifications.choices import ClaimField, FeeUnit, RequirementKind
from certifications.models import Certification, Claim

FIVE_YEARS_MONTHS = 60


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


@dataclass(frozen=True)
class CertificationCost:
    """Fee and upkeep of one certification; None is unknown, never zero.

    Amounts are in `currency`. `monthly_fee` is set instead of `fee` for a subscription; a
    fee that is only known as a range is unknown here. `fee_claims` are all that sources
    say about the fee, `chosen` the preferred ones. `renewal_every_months` is None both
    when the award does not expire (`does_not_expire`) and when nobody says how long it is
    valid.
    """

    certification: Certification
    fee: Decimal | None
    fee_claims: tuple[Claim, ...]
    chosen: tuple[Claim, ...]
    monthly_fee: Decimal | None
    currency: str
    is_retake_included: bool
    does_not_expire: bool
    renewal_every_months: int | None
    renewal_fee: Decimal | None
    renewal_text: str

    @property
    def five_year_cost(self) -> Decimal | None:
        """Fee plus the renewals that fall into five years; None while a part is unknown."""
        if self.fee is None:
            return None
        if self.does_not_expire:
            return self.fee
        if self.renewal_every_months is None or self.renewal_fee is None:
            return None
        renewals = (FIVE_YEARS_MONTHS - 1) // self.renewal_every_months
        return self.fee + renewals * self.renewal_fee


def find_fee(certification: Certification) -> Fee | None:
    """Return the fee of a certification whose claims and exams are prefetched, or None.

    A fee per exam counts once for each exam; where single exams have preferred claims,
    every exam needs one and the whole has none, otherwise the fee is unknown.
    """
    chosen = tuple(claim for claim in _list_fee_claims(certification) if claim.is_preferred)
    if not chosen or len({claim.currency for claim in chosen}) > 1:
        return None
    is_monthly = any(claim.unit == FeeUnit.PER_MONTH for claim in chosen)
    if is_monthly and len(chosen) > 1:
        return None
    exams = {exam.pk for exam in certification.exams.all()}
    paid = {claim.exam_id for claim in chosen}
    if paid != {None} and (paid != exams or len(paid) != len(chosen)):
        return None
    low = high = Decimal(0)
    for claim in chosen:
        if claim.amount_low is None or claim.amount_high is None:
            return None
        is_for_each = claim.unit == FeeUnit.PER_EXAM and claim.exam_id is None
        times = max(len(exams), 1) if is_for_each else 1
        low += claim.amount_low * times
        high += claim.amount_high * times
    return Fee(low, high, chosen[0].currency, is_monthly, chosen)


def get_certification_cost(*, certification: Certification) -> CertificationCost:
    """Read the cost off a certification whose `claims` and `exams` are prefetched.

    A renewal of which no price is stated costs the fee again.
    """
    claims = certification.claims.all()
    fee_claims = _list_fee_claims(certification)
    chosen = tuple(claim for claim in fee_claims if claim.is_preferred)
    found = find_fee(certification)
    fee = found.low if found and not found.is_monthly and not found.is_range else None
    validity = _find_preferred(claims, ClaimField.VALIDITY)
    renewal = _find_preferred(claims, ClaimField.RENEWAL)
    months = renewal.months if renewal and renewal.months else None
    return CertificationCost(
        certification=certification,
        fee=fee,
        fee_claims=fee_claims,
        chosen=chosen,
        monthly_fee=found.low if found and found.is_monthly else None,
        currency=chosen[0].currency if chosen else "",
        is_retake_included=any(claim.is_retake_included for claim in chosen),
        does_not_expire=bool(validity and validity.does_not_expire),
        renewal_every_months=months or (validity.months if validity else None),
        renewal_fee=renewal.amount_low if renewal and renewal.amount_low is not None else fee,
        renewal_text=renewal.text if renewal else "",
    )


def _list_fee_claims(certification: Certification) -> tuple[Claim, ...]:
    claims = [claim for claim in certification.claims.all() if claim.field == ClaimField.FEE]
    return tuple(sorted(claims, key=_get_place))


def _find_preferred(claims: Iterable[Claim], field: ClaimField) -> Claim | None:
    preferred = [claim for claim in claims if claim.field == field and claim.is_preferred]
    return min(preferred, key=_get_place, default=None)


def _get_place(claim: Claim) -> tuple[int, int]:
    return claim.position, claim.pk


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

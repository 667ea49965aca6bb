"""What a certification costs to earn and keep, from its preferred claims; unknown stays unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from certifications.choices import ClaimField, FeeUnit
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
        return self.cost_over(months=FIVE_YEARS_MONTHS)

    @property
    def five_year_renewals(self) -> int | None:
        """How often it is renewed in five years; None while nobody says."""
        return self.count_renewals(months=FIVE_YEARS_MONTHS)

    def cost_over(self, *, months: int) -> Decimal | None:
        """Fee plus the renewals that fall into the months; None while a part is unknown."""
        renewals = self.count_renewals(months=months)
        if self.fee is None or renewals is None:
            return None
        if renewals and self.renewal_fee is None:
            return None
        return self.fee + renewals * (self.renewal_fee or Decimal(0))

    def count_renewals(self, *, months: int) -> int | None:
        """Return how often it is renewed, counting none on the last day."""
        if self.does_not_expire:
            return 0
        if self.renewal_every_months is None:
            return None
        return (months - 1) // self.renewal_every_months


def find_fee(certification: Certification) -> Fee | None:
    """Return the fee of a certification whose claims and exams are prefetched, or None.

    A fee per exam counts once for each exam; where single exams have preferred claims,
    every exam needs one and the whole has none, otherwise the fee is unknown. So it is
    where two claims about the same are preferred: neither is added to the other.
    """
    chosen = tuple(claim for claim in _list_fee_claims(certification) if claim.is_preferred)
    if not chosen or len({claim.currency for claim in chosen}) > 1:
        return None
    is_monthly = any(claim.unit == FeeUnit.PER_MONTH for claim in chosen)
    if is_monthly and len(chosen) > 1:
        return None
    exams = {exam.pk for exam in certification.exams.all()}
    paid = {claim.exam_id for claim in chosen}
    if len({(claim.exam_id, claim.scope) for claim in chosen}) != len(chosen):
        return None
    if paid not in ({None}, exams):
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

    A renewal of which no price is stated costs the fee again; one that is stated in
    another currency than the fee is unknown here.
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
        renewal_fee=_find_renewal_fee(renewal, found, fee),
        renewal_text=renewal.text if renewal else "",
    )


def _find_renewal_fee(
    renewal: Claim | None, found: Fee | None, fee: Decimal | None
) -> Decimal | None:
    if renewal is None or renewal.amount_low is None:
        return fee
    is_same_money = found is None or renewal.currency in ("", found.currency)
    return renewal.amount_low if is_same_money or not renewal.amount_low else None


def _list_fee_claims(certification: Certification) -> tuple[Claim, ...]:
    claims = [claim for claim in certification.claims.all() if claim.field == ClaimField.FEE]
    return tuple(sorted(claims, key=_get_place))


def _find_preferred(claims: Iterable[Claim], field: ClaimField) -> Claim | None:
    preferred = [claim for claim in claims if claim.field == field and claim.is_preferred]
    return min(preferred, key=_get_place, default=None)


def _get_place(claim: Claim) -> tuple[int, int]:
    return claim.position, claim.pk


def say_amount(claim: Claim) -> str:
    """Say a fee with its currency; a range keeps both ends."""
    low, high = claim.amount_low, claim.amount_high
    if low is None or high is None:
        return "unknown"
    ends = [write_amount(end, claim.currency) for end in (low, high)]
    return ends[0] if low == high else " to ".join(ends)


def write_amount(amount: Decimal, currency: str) -> str:
    """Write "$450", "$12.50" or "EUR 450"."""
    sign = "$" if currency == "USD" else f"{currency} "
    whole = amount == amount.to_integral_value()
    return f"{sign}{amount:,.0f}" if whole else f"{sign}{amount:,.2f}"

"""What a certification costs to earn and keep, from its preferred claims."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from certifications.choices import ClaimField, FeeUnit
from certifications.models import Certification, Claim

FIVE_YEARS_MONTHS = 60


@dataclass(frozen=True)
class CertificationCost:
    """Fee and upkeep of one certification; None is unknown, never zero.

    Amounts are in `currency`. `monthly_fee` is set instead of `fee` for a subscription.
    `renewal_every_months` is None both when the award does not expire
    (`does_not_expire`) and when nobody says how long it is valid.
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


def get_certification_cost(*, certification: Certification) -> CertificationCost:
    """Read the cost off a certification whose `claims` and `exams` are prefetched.

    A fee per exam is counted once for each exam. Where claims of single exams are
    preferred, all exams need one, otherwise the fee is unknown.
    """
    claims = sorted(certification.claims.all(), key=lambda claim: (claim.position, claim.pk))
    fees = tuple(claim for claim in claims if claim.field == ClaimField.FEE)
    chosen = tuple(claim for claim in fees if claim.is_preferred)
    validity = _find_preferred(claims, ClaimField.VALIDITY)
    renewal = _find_preferred(claims, ClaimField.RENEWAL)
    fee = _sum_fee(certification, chosen)
    renewal_fee = renewal.amount_low if renewal and renewal.amount_low is not None else fee
    months = renewal.months if renewal and renewal.months else None
    return CertificationCost(
        certification=certification,
        fee=fee,
        fee_claims=fees,
        chosen=chosen,
        monthly_fee=next(
            (claim.amount_low for claim in chosen if claim.unit == FeeUnit.PER_MONTH), None
        ),
        currency=chosen[0].currency if chosen else "",
        is_retake_included=any(claim.is_retake_included for claim in chosen),
        does_not_expire=bool(validity and validity.does_not_expire),
        renewal_every_months=months or (validity.months if validity else None),
        renewal_fee=renewal_fee,
        renewal_text=renewal.text if renewal else "",
    )


def _find_preferred(claims: Iterable[Claim], field: ClaimField) -> Claim | None:
    return next((claim for claim in claims if claim.field == field and claim.is_preferred), None)


def _sum_fee(certification: Certification, chosen: tuple[Claim, ...]) -> Decimal | None:
    once = [claim for claim in chosen if claim.unit != FeeUnit.PER_MONTH]
    if not once:
        return None
    exam_count = max(len(certification.exams.all()), 1)
    total = Decimal(0)
    for claim in once:
        amount = claim.amount_low
        if amount is None or amount != claim.amount_high:
            return None
        is_for_each = claim.unit == FeeUnit.PER_EXAM and claim.exam_id is None
        total += amount * (exam_count if is_for_each else 1)
    has_every_exam = all(claim.exam_id is None for claim in once) or len(once) == exam_count
    return total if has_every_exam else None

"""Fees of two tracks side by side: which certifications count for both, which for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from certifications.choices import CertificationStatus
from certifications.models import Certification, CertificationTrack
from certifications.queries.fees import CertificationCost, get_certification_cost
from tracks.choices import Rung
from tracks.models import Track


@dataclass(frozen=True)
class TrackCertification:
    """A certification with its cost and its rung on either track; None where it has none."""

    cost: CertificationCost
    left_rung: Rung | None
    right_rung: Rung | None


@dataclass(frozen=True)
class FeeTotal:
    """Fees of one currency together; what nobody states is counted apart."""

    amount: Decimal
    currency: str
    known_count: int
    unknown_count: int


@dataclass(frozen=True)
class FeeComparison:
    """Active certifications of two tracks, those of both first.

    For somebody who goes over from left to right those of `left_only` are fees that no
    longer help, and those of `right_only` are fees that may come.
    """

    both: tuple[TrackCertification, ...]
    left_only: tuple[TrackCertification, ...]
    right_only: tuple[TrackCertification, ...]

    @property
    def rows(self) -> tuple[TrackCertification, ...]:
        """All of them, those of both tracks first."""
        return (*self.both, *self.left_only, *self.right_only)


def compare_fees(*, left: Track, right: Track) -> FeeComparison:
    """Compare what can be earned on two tracks; six queries."""
    rungs: dict[int, dict[int, int]] = {}
    links = CertificationTrack.objects.filter(track__in=[left, right])
    for certification, track, rung in links.values_list("certification_id", "track_id", "rung"):
        rungs.setdefault(certification, {})[track] = rung
    rows = (
        Certification.objects.filter(pk__in=rungs, status=CertificationStatus.ACTIVE)
        .select_related("issuer")
        .prefetch_related("claims__source", "exams")
        .order_by("short_name", "key")
    )
    found = [
        TrackCertification(
            cost=get_certification_cost(certification=row),
            left_rung=_name(rungs[row.pk].get(left.pk)),
            right_rung=_name(rungs[row.pk].get(right.pk)),
        )
        for row in rows
    ]
    return FeeComparison(
        both=tuple(one for one in found if one.left_rung and one.right_rung),
        left_only=tuple(one for one in found if one.left_rung and not one.right_rung),
        right_only=tuple(one for one in found if one.right_rung and not one.left_rung),
    )


def add_fees(costs: Iterable[CertificationCost]) -> list[FeeTotal]:
    """Add fees up by currency; a fee that nobody states is never taken as nothing."""
    totals: dict[str, FeeTotal] = {}
    for cost in costs:
        currency = cost.currency or "USD"
        known = totals.get(currency, FeeTotal(Decimal(0), currency, 0, 0))
        totals[currency] = FeeTotal(
            amount=known.amount + (cost.fee or 0),
            currency=currency,
            known_count=known.known_count + (cost.fee is not None),
            unknown_count=known.unknown_count + (cost.fee is None),
        )
    return [totals[currency] for currency in sorted(totals)]


def _name(rung: int | None) -> Rung | None:
    return None if rung is None else Rung(rung)

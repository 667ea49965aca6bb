"""Pay: every band of a track's rungs side by side, never averaged."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from tracks.choices import Rung, Statistic
from tracks.models import LadderRung, Role, SalaryBand, Track
from tracks.queries.applicable_bands import ApplicableBand, list_applicable_bands

# Percentiles of fewer rows than this say nothing about a rung.
FEW = 10


@dataclass(frozen=True)
class PayRung:
    """A rung with its roles, every band on record and the one that projections use."""

    rung: Rung
    name: str
    roles: tuple[Role, ...]
    bands: tuple[SalaryBand, ...]
    applicable: ApplicableBand | None

    @property
    def ranges(self) -> tuple[SalaryBand, ...]:
        """Bands that state a lower and an upper end."""
        return tuple(band for band in self.bands if band.statistic == Statistic.RANGE)

    @property
    def distributions(self) -> tuple[SalaryBand, ...]:
        """Bands with percentiles of a data set, or with too few rows for them."""
        return tuple(band for band in self.bands if band.statistic == Statistic.PERCENTILES)

    @property
    def is_disputed(self) -> bool:
        """Whether sources contradict each other about this rung."""
        return any(band.dispute for band in self.bands)


@dataclass(frozen=True)
class PayPage:
    """What a track pays, rung by rung, and bands that stand beside its ladder."""

    track: Track
    rungs: tuple[PayRung, ...]
    lateral: tuple[SalaryBand, ...]


def list_current_bands() -> QuerySet[SalaryBand]:
    """Return the bands that stand, with source and role, newest source last."""
    return (
        SalaryBand.objects.filter(withdrawn_at__isnull=True)
        .select_related("source", "role", "track")
        .order_by("track__position", "rung", "statistic", "year", "key")
    )


def is_too_small(band: SalaryBand) -> bool:
    """Whether a band rests on too few rows to show its percentiles."""
    if band.statistic != Statistic.PERCENTILES:
        return False
    return band.p50 is None or (band.sample_size is not None and band.sample_size < FEW)


def get_pay_page(*, track: Track, country: str = "US") -> PayPage:
    """Return all bands of a track in one country, by rung; five queries.

    Published ranges come before percentiles inside a rung. A rung without any band is
    kept: unknown is shown as unknown.
    """
    bands = list(list_current_bands().filter(track=track, country=country))
    applicable = list_applicable_bands(track=track, country=country)
    rungs = tuple(
        PayRung(
            rung=rung,
            name=name,
            roles=roles,
            bands=tuple(sorted_bands(band for band in bands if band.rung == rung)),
            applicable=applicable.get(rung.value),
        )
        for rung, name, roles in _list_rungs(track)
    )
    lateral = tuple(sorted_bands(band for band in bands if band.rung is None))
    return PayPage(track, rungs, lateral)


def sorted_bands(bands: Iterable[SalaryBand]) -> list[SalaryBand]:
    """Order bands for reading: ranges first, then newest year, then key."""
    return sorted(bands, key=lambda band: (band.statistic != Statistic.RANGE, -band.year, band.key))


def _list_rungs(track: Track) -> list[tuple[Rung, str, tuple[Role, ...]]]:
    ladder = {
        row.rung: row
        for row in LadderRung.objects.filter(track=track).prefetch_related("placements__role")
    }
    rungs = []
    for rung in Rung:
        row = ladder.get(rung.value)
        roles = (
            tuple(
                place.role for place in sorted(row.placements.all(), key=lambda item: item.position)
            )
            if row
            else ()
        )
        rungs.append((rung, row.name if row else rung.label, roles))
    return rungs

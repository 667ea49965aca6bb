"""Which pay band stands for each rung of a track's ladder."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import QuerySet

from tracks.choices import Rung, Statistic
from tracks.models import SalaryBand, Track

HUNDREDS = Decimal(100)


@dataclass(frozen=True)
class ApplicableBand:
    """The band that projections use for a rung: a published range, or one derived from two.

    Gross pay a year in `currency`, prices of `year`. `evidence` holds the rows it rests
    on: one for a published band, the bands below and above for a derived one.
    """

    rung: int
    low: Decimal
    high: Decimal
    is_open_above: bool
    currency: str
    year: int
    is_derived: bool
    evidence: tuple[SalaryBand, ...]


def list_applicable_bands(*, track: Track, country: str) -> dict[int, ApplicableBand]:
    """Return the band of each rung that has one; one query.

    Of several published ranges for a rung the newest year wins, then the newest row. Bands
    that stand beside the ladder and percentiles of data sets are evidence to look at, not
    bands to project with: they define their levels differently. A missing mid band is
    derived when the rungs on both sides have one in the same currency: the geometric mean of
    the two low ends and of the two high ends, rounded to hundreds (the founding documents give
    none for Linux and Python).
    """
    rows = _list_published(track=track, country=country).select_related("source", "role")
    return _choose_bands(rows)


def list_applicable_bands_by_place(
    *, tracks: Iterable[int], countries: Iterable[str]
) -> dict[tuple[int, str], dict[int, ApplicableBand]]:
    """Return the same for many tracks and countries, by id of the track and country; one query."""
    rows: dict[tuple[int, str], list[SalaryBand]] = {}
    found = _list_published(track__in=list(tracks), country__in=list(countries))
    for row in found.select_related("source"):
        rows.setdefault((row.track_id, row.country), []).append(row)
    return {place: _choose_bands(of_place) for place, of_place in rows.items()}


def _list_published(**of_places: object) -> QuerySet[SalaryBand]:
    return SalaryBand.objects.filter(
        rung__isnull=False,
        statistic=Statistic.RANGE,
        withdrawn_at__isnull=True,
        **of_places,
    ).order_by("year", "pk")


def _choose_bands(rows: Iterable[SalaryBand]) -> dict[int, ApplicableBand]:
    bands = {row.rung: _as_published(row) for row in rows if row.rung is not None}
    below, above = bands.get(Rung.JUNIOR), bands.get(Rung.SENIOR)
    if Rung.MID not in bands and below and above and below.currency == above.currency:
        bands[Rung.MID] = derive_mid_band(below=below, above=above)
    return dict(sorted(bands.items()))


def list_projected_bands() -> set[int]:
    """Return the primary keys of all bands that a projection can rest on.

    One query for each track and country that has a band.
    """
    places = SalaryBand.objects.filter(withdrawn_at__isnull=True).order_by()
    pairs = places.values_list("track", "country").distinct()
    tracks = Track.objects.in_bulk({track for track, _ in pairs})
    return {
        row.pk
        for track, country in pairs
        for band in list_applicable_bands(track=tracks[track], country=country).values()
        for row in band.evidence
    }


def derive_mid_band(*, below: ApplicableBand, above: ApplicableBand) -> ApplicableBand:
    """Return the band between two others: geometric means of their ends."""
    return ApplicableBand(
        rung=below.rung + 1,
        low=_between(below.low, above.low),
        high=_between(below.high, above.high),
        is_open_above=False,
        currency=below.currency,
        year=min(below.year, above.year),
        is_derived=True,
        evidence=(*below.evidence, *above.evidence),
    )


def _between(first: Decimal, second: Decimal) -> Decimal:
    mean = (first * second).sqrt()
    return (mean / HUNDREDS).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * HUNDREDS


def _as_published(row: SalaryBand) -> ApplicableBand:
    if row.low is None or row.high is None or row.rung is None:  # the constraints forbid it
        message = f"band {row.key} is a range without its ends"
        raise ValueError(message)
    return ApplicableBand(
        rung=row.rung,
        low=row.low,
        high=row.high,
        is_open_above=row.high_is_open,
        currency=row.currency,
        year=row.year,
        is_derived=False,
        evidence=(row,),
    )

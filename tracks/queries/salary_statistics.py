"""What imported data sets say of a track's pay, rung by rung, beside what others state."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from tracks.choices import PayLevel, PayScheme, PayVariant, Rung, Statistic
from tracks.models import SalaryBand, SalaryStatistic, Source, Track

# The levels of job boards and the rungs they are held against; executives are no architects.
LEVEL_OF_RUNG = {Rung.JUNIOR: PayLevel.EN, Rung.MID: PayLevel.MI, Rung.SENIOR: PayLevel.SE}
_READINGS = (
    PayVariant.AS_IS,
    PayVariant.PAIR_MIDPOINT,
    PayVariant.EXACT_DUPLICATES_DROPPED,
    PayVariant.PLAUSIBLE,
    PayVariant.PUBLISHED,
)


@dataclass(frozen=True)
class TrackSubjects:
    """Whom a track's pay is looked up for: its own role family first, then what is near it."""

    family: str
    neighbours: tuple[str, ...]
    occupations: tuple[str, ...]
    developer_types: tuple[str, ...]

    @property
    def condition(self) -> Q:
        """The statistics of these subjects."""
        by_scheme = (
            (PayScheme.ROLE_FAMILY, (self.family, *self.neighbours)),
            (PayScheme.SOC, self.occupations),
            (PayScheme.DEVELOPER_TYPE, self.developer_types),
        )
        condition = Q()
        for scheme, subjects in by_scheme:
            condition |= Q(scheme=scheme, subject__in=subjects)
        return condition


# By key of the track. Occupations as in content/salaries/derived.yaml: there is none for
# DevOps or MLOps, so the nearest that are counted stand in.
SUBJECTS = {
    "devops": TrackSubjects(
        "devops",
        ("sre", "platform", "devsecops", "cloud-engineer"),
        ("15-1252", "15-1299"),
        ("devops-engineer-or-professional", "cloud-infrastructure-engineer"),
    ),
    "mlops": TrackSubjects(
        "mlops",
        ("ml-engineer", "ml-platform", "data-engineer"),
        ("15-2051",),
        ("aiml-engineer", "data-scientist"),
    ),
    "linux": TrackSubjects(
        "sysadmin-linux",
        ("systems-engineer", "infrastructure-engineer"),
        ("15-1244",),
        ("system-administrator",),
    ),
    "python": TrackSubjects(
        "python-developer",
        ("data-engineer", "ml-engineer"),
        ("15-1252",),
        ("developer-back-end", "data-engineer"),
    ),
}


@dataclass(frozen=True)
class RungEvidence:
    """A rung: what one source states and how pay is spread in the data sets."""

    rung: Rung
    stated: SalaryBand | None
    statistics: tuple[SalaryStatistic, ...]

    @property
    def gap(self) -> "Gap | None":
        """How the stated range lies to the rows as they stand; None without both."""
        for row in self.statistics:
            if row.variant == PayVariant.AS_IS and self.stated:
                found = measure_gap(self.stated, row)
                if found:
                    return found
        return None


@dataclass(frozen=True)
class Gap:
    """A stated range held against the middle half of the rows of a data set."""

    stated: SalaryBand
    statistic: SalaryStatistic
    # Positive where the middle half reaches further down or up than the range.
    below: Decimal
    above: Decimal

    @property
    def is_apart(self) -> bool:
        """Whether range and middle half do not even touch."""
        low, high = self.stated.low or Decimal(0), self.stated.high or Decimal(0)
        p25, p75 = self.statistic.p25 or Decimal(0), self.statistic.p75 or Decimal(0)
        return p75 < low or (p25 > high and not self.stated.high_is_open)


@dataclass(frozen=True)
class TrackEvidence:
    """All that data sets say of one track in one country; empty parts have no row."""

    rungs: tuple[RungEvidence, ...]
    neighbours: tuple[SalaryStatistic, ...]
    occupations: tuple[SalaryStatistic, ...]
    developer_types: tuple[SalaryStatistic, ...]
    sources: tuple[Source, ...]

    @property
    def has_overlap(self) -> bool:
        """Whether both job boards stand side by side, which share rows."""
        rows = [*self.neighbours, *(row for rung in self.rungs for row in rung.statistics)]
        return len({row.dataset for row in rows}) > 1


def get_track_evidence(*, track: Track, country: str = "US") -> TrackEvidence | None:
    """Return what data sets say of a track; two queries, None where nothing was imported.

    Of a job board the year with the most rows is taken, because the newest has only weeks
    of it. Nothing is added up or averaged.
    """
    subjects = SUBJECTS.get(track.key)
    if subjects is None:
        return None
    rows = list(
        SalaryStatistic.objects.filter(subjects.condition, country=country)
        .select_related("source")
        .order_by("dataset", "subject", "level", "-year", "key")
    )
    if not rows:
        return None
    by_scheme: dict[str, list[SalaryStatistic]] = defaultdict(list)
    for row in rows:
        by_scheme[row.scheme].append(row)
    families = _keep_fullest_year(by_scheme[PayScheme.ROLE_FAMILY])
    own = [row for row in families if row.subject == subjects.family]
    others = [row for row in families if row.subject != subjects.family]
    stated = _list_stated(track, country)
    rungs = tuple(
        RungEvidence(rung, stated.get(rung), tuple(_sort([r for r in own if r.level == level])))
        for rung, level in LEVEL_OF_RUNG.items()
    )
    evidence = TrackEvidence(
        rungs=tuple(rung for rung in rungs if rung.statistics),
        neighbours=tuple(_sort(row for row in others if _is_worth_showing(row))),
        occupations=tuple(_sort(by_scheme[PayScheme.SOC])),
        developer_types=tuple(_sort(_drop_equal_readings(by_scheme[PayScheme.DEVELOPER_TYPE]))),
        sources=(),
    )
    return _with_sources(evidence)


def _with_sources(evidence: TrackEvidence) -> TrackEvidence:
    rows: list[SalaryStatistic] = [
        *(row for rung in evidence.rungs for row in rung.statistics),
        *evidence.neighbours,
        *evidence.occupations,
        *evidence.developer_types,
    ]
    sources = {row.source.key: row.source for row in rows}
    return TrackEvidence(
        evidence.rungs,
        evidence.neighbours,
        evidence.occupations,
        evidence.developer_types,
        tuple(sources[key] for key in sorted(sources)),
    )


def _list_stated(track: Track, country: str) -> dict[int, SalaryBand]:
    """Return the range that stands for each rung: the newest that names no single role."""
    bands = SalaryBand.objects.filter(
        track=track,
        country=country,
        statistic=Statistic.RANGE,
        rung__isnull=False,
        withdrawn_at__isnull=True,
    ).select_related("source")
    ordered = sorted(bands, key=lambda band: (band.role_id is None, band.year, band.pk))
    return {band.rung: band for band in ordered if band.rung is not None}


def _keep_fullest_year(rows: Sequence[SalaryStatistic]) -> list[SalaryStatistic]:
    """Keep of each data set and subject the year with the most rows; the later of equals."""
    counts: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row.variant == PayVariant.AS_IS:
            counts[row.dataset, row.subject][row.year] += row.n or 0
    fullest = {
        group: max(years, key=lambda year: (years[year], year)) for group, years in counts.items()
    }
    return [row for row in rows if fullest.get((row.dataset, row.subject)) == row.year]


def _is_worth_showing(row: SalaryStatistic) -> bool:
    is_of_rung = row.level in (PayLevel.MI, PayLevel.SE)
    return is_of_rung and row.variant == PayVariant.PAIR_MIDPOINT and row.p50 is not None


def _drop_equal_readings(rows: Sequence[SalaryStatistic]) -> list[SalaryStatistic]:
    """Keep the reading without implausible answers only where there were some."""
    flagged = {(row.dataset, row.subject, row.year) for row in rows if row.flagged_count}
    return [
        row
        for row in rows
        if row.variant != PayVariant.PLAUSIBLE or (row.dataset, row.subject, row.year) in flagged
    ]


def _sort(rows: Iterable[SalaryStatistic]) -> list[SalaryStatistic]:
    return sorted(
        rows,
        key=lambda row: (
            row.dataset,
            row.subject,
            list(LEVEL_OF_RUNG.values()).index(PayLevel(row.level)) if row.level else 0,
            -row.year,
            _READINGS.index(PayVariant(row.variant)),
        ),
    )


def measure_gap(stated: SalaryBand, statistic: SalaryStatistic) -> Gap | None:
    """Hold a stated range against the middle half of the rows; None where either lacks ends."""
    if None in (stated.low, stated.high, statistic.p25, statistic.p75):
        return None
    low, high = stated.low or Decimal(0), stated.high or Decimal(0)
    p25, p75 = statistic.p25 or Decimal(0), statistic.p75 or Decimal(0)
    return Gap(stated, statistic, below=low - p25, above=p75 - high)


@dataclass(frozen=True)
class StatisticCount:
    """How many cells of one source and reading there are, and how many with figures."""

    variant: str
    label: str
    cells: int
    with_figures: int
    flagged: int

    @property
    def without_figures(self) -> int:
        """Cells that have a count only, or that the source withholds."""
        return self.cells - self.with_figures


def count_statistics(*, source: Source) -> list[StatisticCount]:
    """Count the statistics that rest on a source, by how its rows were read; one query."""
    rows = (
        list_statistics(source=source)
        .values("variant")
        .annotate(
            cells=Count("pk"),
            with_figures=Count("pk", filter=Q(p50__isnull=False)),
            flagged=Count("pk", filter=Q(flagged_count__gt=0)),
        )
        .order_by("variant")
    )
    return [
        StatisticCount(
            row["variant"],
            PayVariant(row["variant"]).label,
            row["cells"],
            row["with_figures"],
            row["flagged"],
        )
        for row in rows
    ]


def list_statistics(*, source: Source) -> QuerySet[SalaryStatistic]:
    """Return the statistics that rest on a source."""
    return SalaryStatistic.objects.filter(source=source)


def list_largest_statistics(*, source: Source, limit: int = 12) -> list[SalaryStatistic]:
    """Return the cells of a source with the most rows (or people) behind them; one query.

    Of occupations only those of computing and mathematics (15-).
    """
    rows = list_statistics(source=source).filter(
        ~Q(scheme=PayScheme.SOC) | Q(subject__startswith="15-"), p50__isnull=False
    )
    return list(rows.order_by("-n", "-employment", "key")[:limit])

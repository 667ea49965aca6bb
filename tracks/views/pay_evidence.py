"""Charts and words of what data sets say of pay, held against what other sources state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracks.choices import PayVariant
from tracks.models import SalaryStatistic
from tracks.queries.salary_statistics import Gap, RungEvidence, TrackEvidence
from tracks.shared import charts
from tracks.shared.figures import Figure, make_figure
from tracks.templatetags.tracks_display import currency_sign, money_short, pay_range
from tracks.views.drawings import NARROW, WIDE

_DATASETS = {
    "ai-jobs": "ai-jobs",
    "infosec-jobs": "infosec-jobs",
    "bls-oews": "BLS wage statistics",
    "stackoverflow": "Stack Overflow survey",
}
_READINGS = {
    PayVariant.AS_IS: "as it stands",
    PayVariant.EXACT_DUPLICATES_DROPPED: "repeats dropped",
    PayVariant.PAIR_MIDPOINT: "pairs at midpoint",
    PayVariant.PLAUSIBLE: "plausible only",
    PayVariant.PUBLISHED: "as published",
}


@dataclass(frozen=True)
class RungPicture:
    """One rung: the picture, and a sentence on how the range lies to the data.

    Without any figure to draw there is no picture, only how few rows there are.
    """

    label: str
    figure: Figure | None
    finding: str
    is_disagreement: bool
    # What has too few rows to be drawn.
    too_few: str


@dataclass(frozen=True)
class EvidencePictures:
    """Everything that the pay page draws of data sets; None where there is nothing."""

    rungs: tuple[RungPicture, ...]
    neighbours: Figure | None
    occupations: Figure | None
    developer_types: Figure | None
    too_few_developers: str


def draw_evidence(*, evidence: TrackEvidence, name: str) -> EvidencePictures:
    """Draw what data sets say of a track.

    Args:
        evidence: The rows.
        name: The track's name, for titles.
    """
    return EvidencePictures(
        rungs=tuple(_draw_rung(rung, name) for rung in evidence.rungs),
        neighbours=_draw(
            f"{name}: role families nearby, pairs at midpoint",
            evidence.neighbours,
            "near",
            lambda row: f"{row.subject_name}, {row.get_level_display().lower()}",
            write_papers=write_dataset,
        ),
        occupations=_draw(
            f"{name}: nearest occupations that the state counts, all levels",
            evidence.occupations,
            "soc",
            lambda row: f"{row.year}: {row.subject_name}",
        ),
        developer_types=_draw(
            f"{name}: what developers answered, all levels",
            evidence.developer_types,
            "dev",
            lambda row: f"{row.subject_name}, {row.year}",
        ),
        too_few_developers=_list_too_few(evidence.developer_types, lambda row: row.subject_name),
    )


def write_dataset(row: SalaryStatistic) -> str:
    """Name the data set of a row as readers know it."""
    return _DATASETS.get(row.dataset, row.dataset)


def _write_reading(row: SalaryStatistic) -> str:
    return _READINGS[PayVariant(row.variant)]


def _list_too_few(
    rows: Sequence[SalaryStatistic], write_label: Callable[[SalaryStatistic], str]
) -> str:
    """Say how few rows there are where none has a figure; nothing where one has."""
    if any(row.p50 is not None for row in rows):
        return ""
    return "; ".join(f"{write_label(row)}, {_write_reading(row)}: n = {row.n}" for row in rows)


def _draw_rung(evidence: RungEvidence, name: str) -> RungPicture:
    label = evidence.rung.label
    level = evidence.statistics[0].get_level_display().lower()
    year = evidence.statistics[0].year
    figure = _draw(
        f"{name}, {label.lower()}: full-time pay in {year}, United States, level “{level}”",
        evidence.statistics,
        f"rung-{evidence.rung.value}",
        write_dataset,
        against=evidence,
    )
    gap = evidence.gap
    disagrees = gap is not None and (gap.below > 0 or gap.above > 0 or gap.is_apart)
    too_few = _list_too_few(evidence.statistics, write_dataset)
    return RungPicture(label, figure, _write_finding(evidence), disagrees, too_few)


def _draw(
    title: str,
    rows: Sequence[SalaryStatistic],
    prefix: str,
    write_label: Callable[[SalaryStatistic], str],
    *,
    write_papers: Callable[[SalaryStatistic], str] = _write_reading,
    against: RungEvidence | None = None,
) -> Figure | None:
    if all(row.p50 is None for row in rows):
        return None
    chart = charts.BoxChart(
        title,
        tuple(_make_strip(row, write_label(row), write_papers(row)) for row in rows),
        currency=currency_sign(rows[0].currency),
        stated=_make_stated(against),
    )
    return make_figure(
        title=title,
        svg=charts.draw_box_chart(chart=chart, prefix=prefix, width=WIDE),
        narrow_svg=charts.draw_box_chart(chart=chart, prefix=f"{prefix}-narrow", width=NARROW),
        description=charts.describe_box_chart(chart=chart),
    )


def _make_strip(row: SalaryStatistic, label: str, papers: str) -> charts.BoxStrip:
    five = (row.p10, row.p25, row.p50, row.p75, row.p90)
    numbers = [float(value) for value in five if value is not None]
    is_known = len(numbers) == len(five) and not row.is_too_few
    return charts.BoxStrip(
        label,
        row.n,
        charts.Percentiles(*numbers) if is_known else None,
        open_from=int(row.open_from[1:]) if row.open_from else 0,
        papers=papers,
    )


def _make_stated(evidence: RungEvidence | None) -> charts.StatedRange | None:
    band = evidence.stated if evidence else None
    if band is None or band.low is None or band.high is None:
        return None
    return charts.StatedRange(
        "Stated range", float(band.low), float(band.high), is_open=band.high_is_open
    )


def _write_finding(evidence: RungEvidence) -> str:
    if evidence.stated is None:
        return (
            "No source states a range for this rung, so there is nothing to hold the data against."
        )
    if evidence.gap is None:
        return (
            f"{evidence.stated.source} states {pay_range(evidence.stated)}; the data sets have too "
            "few rows to hold it against."
        )
    return _write_gap(evidence.gap)


def _write_gap(gap: Gap) -> str:
    row, stated = gap.statistic, gap.stated
    dataset = write_dataset(row)
    start = (
        f"{stated.source} states {pay_range(stated)}. Half of the {row.n:,} rows of {dataset}, as "
        f"they stand, lie between {money_short(row.p25)} and {money_short(row.p75)}"
    )
    if gap.is_apart:
        return f"{start}: not one of that half is inside the stated range."
    ends = [
        words
        for amount, words in (
            (gap.below, f"begin {money_short(gap.below)} below the range"),
            (gap.above, f"end {money_short(gap.above)} above it"),
        )
        if amount > 0
    ]
    if not ends:
        return f"{start}: inside the stated range."
    return f"{start}: they {' and '.join(ends)}."

"""Charts of the catalogue's pages: query results in, figures with words out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.urls import reverse

from tracks.choices import Statistic
from tracks.models import SalaryBand as BandRow
from tracks.models import Track
from tracks.queries.applicable_bands import ApplicableBand
from tracks.queries.comparisons import Comparison
from tracks.queries.outlines import TrackOutline
from tracks.queries.salaries import PayPage, is_too_small
from tracks.queries.skills import SkillBranch, SkillGroupBranch
from tracks.shared import charts
from tracks.shared.figures import Figure, make_figure
from tracks.templatetags.tracks_display import currency_sign

# Chart units of a picture for a page and of the one for a phone.
WIDE, NARROW = 860, 340


def draw_skills(
    *, title: str, tracks: Sequence[Track], groups: Iterable[SkillGroupBranch]
) -> Figure:
    """Draw groups, skills and tools as a mind map; a skill links to its place on a track's page."""
    branches = tuple(
        charts.MindNode(
            branch.group.name,
            tuple(
                charts.MindNode(
                    item.skill.name,
                    tuple(charts.MindNode(tool.name, href=tool.url) for tool in item.tools),
                    href=_place_skill(item, tracks),
                )
                for item in branch.skills
            ),
        )
        for branch in groups
    )
    root = " and ".join(track.name for track in tracks)
    chart = charts.MindMap(title, charts.MindNode(root, branches))
    return make_figure(
        title=title,
        svg=charts.draw_mind_map(chart=chart, prefix="skills"),
        description=charts.describe_mind_map(chart=chart),
    )


def _place_skill(item: SkillBranch, tracks: Sequence[Track]) -> str:
    home = next((track for track in tracks if track in item.tracks), tracks[0])
    return f"{reverse('track-skills', args=[home.key])}#skill-{item.skill.key}"


def draw_outline(*, outline: TrackOutline) -> Figure:
    """Draw stages as columns and prerequisites as lines between milestones."""
    stages = tuple(
        charts.OutlineStage(
            stage.stage.title,
            tuple(
                charts.OutlineNode(
                    key=item.milestone.key,
                    number=str(item.number),
                    title=item.milestone.title,
                    state=charts.MarkState.TO_DO,
                    needs=tuple(need.key for need in item.needs),
                    href=reverse("milestone-detail", args=[item.milestone.key]),
                )
                for item in stage.milestones
            ),
        )
        for stage in outline.stages
    )
    title = f"What needs what in {outline.track.name}"
    chart = charts.OutlineMap(title, stages)
    return make_figure(
        title=title,
        svg=charts.draw_outline_map(chart=chart, prefix="outline"),
        description=charts.describe_outline_map(chart=chart),
    )


def draw_pay_ladder(*, page: PayPage) -> Figure:
    """Draw a bar per source under each rung; ranges and the middle half of distributions."""
    currency = "USD"
    rungs = []
    for rung in page.rungs:
        bands = [_as_bar(band) for band in rung.bands if not is_too_small(band)]
        if rung.applicable and rung.applicable.is_derived:
            bands.append(_as_derived_bar(rung.applicable))
        rungs.append(charts.SalaryRung(rung.rung.label, tuple(bands)))
    if page.lateral:
        beside = tuple(_as_bar(band) for band in page.lateral if not is_too_small(band))
        rungs.append(charts.SalaryRung("Beside the ladder", beside))
    title = f"{page.track.name}: pay a year by rung, United States"
    chart = charts.SalaryLadder(title, tuple(rungs), currency=currency_sign(currency))
    return make_figure(
        title=title,
        svg=charts.draw_salary_ladder(chart=chart, prefix="pay", width=WIDE),
        narrow_svg=charts.draw_salary_ladder(chart=chart, prefix="pay-narrow", width=NARROW),
        description=charts.describe_salary_ladder(chart=chart),
    )


def _as_bar(band: BandRow) -> charts.SalaryBand:
    name = f"{band.role}, {band.source}" if band.role else str(band.source)
    if band.statistic == Statistic.PERCENTILES:
        return charts.SalaryBand(
            source=name,
            low=_number(band.p25),
            high=_number(band.p75),
            mid=_number(band.p50),
            n=band.sample_size,
            statistic="P25 to P75, median marked",
            state=band.get_state_display().lower(),
        )
    return charts.SalaryBand(
        source=name,
        low=_number(band.low),
        high=_number(band.high),
        is_open=band.high_is_open,
        n=band.sample_size,
        state=band.get_state_display().lower(),
    )


def _as_derived_bar(band: ApplicableBand) -> charts.SalaryBand:
    return charts.SalaryBand(
        source="Derived by us from the rungs below and above",
        low=float(band.low),
        high=float(band.high),
        is_open=band.is_open_above,
        statistic="geometric mean of the ends",
        state="derived",
    )


def draw_distributions(*, title: str, bands: Sequence[BandRow], prefix: str) -> Figure | None:
    """Draw percentile strips of data sets; None when no band has percentiles to show."""
    strips = tuple(
        charts.BoxStrip(_name_strip(band), band.sample_size, _read_percentiles(band))
        for band in bands
        if band.statistic == Statistic.PERCENTILES
    )
    if not any(strip.percentiles for strip in strips):
        return None
    chart = charts.BoxChart(title, strips, currency=currency_sign(bands[0].currency))
    return make_figure(
        title=title,
        svg=charts.draw_box_chart(chart=chart, prefix=prefix, width=WIDE),
        narrow_svg=charts.draw_box_chart(chart=chart, prefix=f"{prefix}-narrow", width=NARROW),
        description=charts.describe_box_chart(chart=chart),
    )


def _name_strip(band: BandRow) -> str:
    rung = band.get_rung_display() if band.rung else "Beside the ladder"
    return f"{band.role or rung}, {band.year}"


def _read_percentiles(band: BandRow) -> charts.Percentiles | None:
    five = (band.p10, band.p25, band.p50, band.p75, band.p90)
    numbers = [float(value) for value in five if value is not None]
    if is_too_small(band) or len(numbers) < len(five):
        return None
    return charts.Percentiles(*numbers)


def draw_pay_comparison(*, comparison: Comparison) -> Figure:
    """Draw both tracks' bands that stand for each rung, one above the other."""
    names = [side.track.name for side in comparison.sides]
    rungs, words = [], []
    for pair in comparison.pay:
        bars = {
            name: _as_standing_bar(name, rung.applicable)
            for name, rung in zip(names, (pair.left, pair.right), strict=True)
            if rung.applicable
        }
        rungs.append(charts.SalaryRung(pair.rung.label, tuple(bars.values())))
        said = ", ".join(f"{name} {charts.write_band(band=bar)}" for name, bar in bars.items())
        words.append(f"{pair.rung.label}: {said or 'no band on record'}.")
    title = f"Pay a year by rung: {' and '.join(names)}"
    chart = charts.SalaryLadder(title, tuple(rungs))
    # The ladder's own summary names one band of each rung; a comparison needs both.
    description = replace(charts.describe_salary_ladder(chart=chart), summary=" ".join(words))
    return make_figure(
        title=title,
        svg=charts.draw_salary_ladder(chart=chart, prefix="pay", width=WIDE),
        narrow_svg=charts.draw_salary_ladder(chart=chart, prefix="pay-narrow", width=NARROW),
        description=description,
    )


def _as_standing_bar(name: str, band: ApplicableBand) -> charts.SalaryBand:
    first = band.evidence[0]
    return charts.SalaryBand(
        source=f"{name}: {'derived' if band.is_derived else first.source}",
        low=float(band.low),
        high=float(band.high),
        is_open=band.is_open_above,
        state="derived" if band.is_derived else first.get_state_display().lower(),
    )


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))

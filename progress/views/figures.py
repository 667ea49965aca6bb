"""Charts of the learner's pages: query results in, figures with words out."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from progress.choices import MilestoneStatus
from progress.models import Projection
from progress.queries.outlines import Outline, ProgressCount
from progress.queries.study_log import StudyWeek
from progress.roi.endings import Ending
from progress.roi.presentation import say_net_gain, say_payback_of_average
from progress.roi.results import RoiResult
from tracks.shared import charts
from tracks.shared.figures import Figure, make_figure

MARKS = {
    MilestoneStatus.TODO: charts.MarkState.TO_DO,
    MilestoneStatus.IN_PROGRESS: charts.MarkState.IN_PROGRESS,
    MilestoneStatus.DONE: charts.MarkState.DONE,
    MilestoneStatus.SKIPPED: charts.MarkState.SKIPPED,
}
LEVER_COUNT = 10
# Below this, words say "fewer than 1 in 10", for which there is no whole mark.
MARKED_LEAST = 0.1
# Dot plot and fan chart stand side by side.
PAIR_WIDTH = 540
# The same pictures for a phone, drawn with larger type rather than scaled down.
NARROW_WIDTH = 340


def draw_progress_ring(*, count: ProgressCount, title: str) -> SafeString:
    """Draw how much of a track is done as a ring with the numbers in it."""
    chart = charts.ProgressMeter(
        title,
        done=count.done,
        in_progress=count.in_progress,
        to_do=count.total - count.done - count.in_progress,
        skipped=count.skipped,
    )
    svg = charts.draw_progress_ring(chart=chart, prefix="ring")
    return mark_safe(svg)  # noqa: S308 - the chart writer escapes its text


def draw_headline_marks(*, ahead_share: float) -> str | SafeString:
    """Draw the headline's ten people; nothing where it says "fewer than 1" or "more than 9"."""
    if not MARKED_LEAST <= ahead_share <= 1 - MARKED_LEAST:
        return ""
    chart = charts.Tenths("Ten futures", ahead_share)
    svg = charts.draw_tenths(chart=chart, prefix="headline")
    return mark_safe(svg)  # noqa: S308 - the chart writer escapes its text


def draw_outline_map(*, outline: Outline) -> Figure:
    """Draw stages as columns; each milestone links to its place in the outline."""
    page = reverse("outline")
    stages = tuple(
        charts.OutlineStage(
            part.stage.title,
            tuple(
                charts.OutlineNode(
                    key=one.milestone.key,
                    number=str(one.number),
                    title=one.milestone.title,
                    state=MARKS[one.status],
                    needs=tuple(needed.key for needed in one.milestone.prerequisites.all()),
                    href=f"{page}#m-{one.milestone.key}",
                )
                for one in part.milestones
            ),
        )
        for part in outline.stages
    )
    title = f"Your map of {outline.enrolment.track.name}"
    chart = charts.OutlineMap(title, stages)
    return make_figure(
        title=title,
        svg=charts.draw_outline_map(chart=chart, prefix="map"),
        description=charts.describe_outline_map(chart=chart),
    )


def draw_fan(*, result: RoiResult | Ending) -> Figure:
    """Draw the spread of net value over the years, with payback on the average."""
    points = tuple(
        charts.FanPoint(
            month=point.month,
            p5=point.p5_usd,
            p10=point.p10_usd,
            p25=point.p25_usd,
            p50=point.p50_usd,
            p75=point.p75_usd,
            p90=point.p90_usd,
            p95=point.p95_usd,
            mean=point.mean_usd,
        )
        for point in result.curve
    )
    month = result.payback.expected_flow_month
    words = say_payback_of_average(result.payback)
    payback = charts.PaybackMark(month, words) if month is not None else None
    title = f"Net gain or loss over time{_name_part(result)}"
    chart = charts.FanChart(title, points, payback)
    return make_figure(
        title=title,
        svg=charts.draw_fan_chart(chart=chart, prefix="fan", width=PAIR_WIDTH),
        narrow_svg=charts.draw_fan_chart(chart=chart, prefix="fan-s", width=NARROW_WIDTH),
        description=charts.describe_fan_chart(chart=chart),
    )


def draw_dots(*, result: RoiResult | Ending) -> Figure:
    """Draw twenty equally likely futures, one mark each."""
    title = f"Twenty equally likely futures{_name_part(result)}"
    chart = charts.DotPlot(title, result.dots_usd, axis_words=say_net_gain(result.curve[-1].month))
    return make_figure(
        title=title,
        svg=charts.draw_dot_plot(chart=chart, prefix="dots", width=PAIR_WIDTH),
        narrow_svg=charts.draw_dot_plot(chart=chart, prefix="dots-s", width=NARROW_WIDTH),
        description=charts.describe_dot_plot(chart=chart),
    )


def _name_part(result: RoiResult | Ending) -> str:
    """Say which futures a picture is of; nothing for all of them."""
    if isinstance(result, RoiResult):
        return ""
    return ", if you finish" if result.is_finished else ", if you do not finish"


def draw_levers(*, projection: Projection, result: RoiResult) -> Figure | None:
    """Draw what moves the average most, own levers first; None when it was not worked out."""
    swings = (projection.decisions or {}).get("swings", [])[:LEVER_COUNT]
    if not swings:
        return None
    bars = tuple(
        charts.TornadoBar(
            label=swing["name"],
            low_setting=swing["low_label"],
            high_setting=swing["high_label"],
            low_result=swing["low_expected_usd"],
            high_result=swing["high_expected_usd"],
            is_yours=swing["is_own_lever"],
        )
        for swing in swings
    )
    title = "What would change the average most"
    chart = charts.Tornado(title, "The average", result.value.expected_usd, bars)
    return make_figure(
        title=title,
        svg=charts.draw_tornado(chart=chart, prefix="levers"),
        narrow_svg=charts.draw_tornado(chart=chart, prefix="levers-s", width=NARROW_WIDTH),
        description=charts.describe_tornado(chart=chart),
    )


def get_busiest_hours(weeks: Sequence[StudyWeek]) -> float:
    """Return the hours that a full bar stands for; never 0."""
    return max([float(week.hours) for week in weeks] + [1.0])

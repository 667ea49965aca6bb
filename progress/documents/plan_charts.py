"""Draw the charts of a career plan, and the path on its cover."""

from collections.abc import Iterator
from dataclasses import dataclass

import segno

from progress.choices import MilestoneStatus
from progress.documents.content import CareerPlanContent, PlanBand, PlanMilestone, PlanProjection
from progress.documents.cover_art import describe_cover_path, draw_cover_path
from tracks.shared import charts

CHART_WIDTH = 658
_MONTHS_PER_YEAR = 12
_STATES = {
    MilestoneStatus.TODO: charts.MarkState.TO_DO,
    MilestoneStatus.IN_PROGRESS: charts.MarkState.IN_PROGRESS,
    MilestoneStatus.DONE: charts.MarkState.DONE,
    MilestoneStatus.SKIPPED: charts.MarkState.SKIPPED,
}


@dataclass(frozen=True)
class PlanChart:
    """One chart of the document: its name in the template, the SVG text and its words."""

    name: str
    svg: str
    alt: str

    @property
    def url(self) -> str:
        """The asset URL that the template shows."""
        return f"asset:{self.name}.svg"


def get_mark_state(milestone: PlanMilestone) -> charts.MarkState:
    """Give the shape that shows where a milestone stands; late wins over to do.

    Args:
        milestone: The milestone.

    Returns:
        The mark's state.
    """
    if milestone.is_late and milestone.status is not MilestoneStatus.DONE:
        return charts.MarkState.LATE
    return _STATES[milestone.status]


def draw_plan_charts(*, content: CareerPlanContent) -> tuple[PlanChart, ...]:
    """Draw every chart that the content has data for.

    Args:
        content: The plan.

    Returns:
        Charts with unique names: always "cover" and "qr", and of "progress", "path", "spending",
        "salaries", "dots", "fan" and "tornado" those that have something to show.
    """
    return tuple(_list_charts(content))


def _list_charts(content: CareerPlanContent) -> Iterator[PlanChart]:
    yield PlanChart("cover", draw_cover_path(content=content), describe_cover_path(content=content))
    yield _draw_qr(content.verification.verify_url)
    if any(stage.milestones for stage in content.stages):
        yield _draw_progress(content)
        yield _draw_path(content)
    # One bar alone says nothing that its sentence does not.
    if len(content.budget.quarters) > 1:
        yield _draw_spending(content)
    if content.ladder:
        yield _draw_salaries(content)
    if content.projection:
        yield from _draw_projection(content.projection, content.currency)


def _draw_qr(url: str) -> PlanChart:
    """Draw the verify address as a QR code of one path, level M."""
    svg = segno.make(url, error="m").svg_inline(border=2, dark="#0f1a30", light="#ffffff", unit="")
    return PlanChart("qr", svg, f"QR code of {url}")


def _draw_progress(content: CareerPlanContent) -> PlanChart:
    states = [get_mark_state(m) for stage in content.stages for m in stage.milestones]
    chart = charts.ProgressMeter(
        "Progress",
        done=states.count(charts.MarkState.DONE),
        in_progress=states.count(charts.MarkState.IN_PROGRESS),
        to_do=states.count(charts.MarkState.TO_DO),
        late=states.count(charts.MarkState.LATE),
        skipped=states.count(charts.MarkState.SKIPPED),
    )
    svg = charts.draw_progress_bar(
        chart=chart, prefix="progress", theme=charts.PRINT, width=CHART_WIDTH
    )
    return PlanChart("progress", svg, charts.describe_progress(chart=chart).summary)


def _draw_path(content: CareerPlanContent) -> PlanChart:
    lanes = [
        charts.PathLane(
            stage.title,
            tuple(
                charts.PathMark(
                    str(m.number),
                    m.title,
                    m.done_date or (m.due.likely if m.due else None),
                    get_mark_state(m),
                )
                for m in stage.milestones
            ),
        )
        for stage in content.stages
        if stage.milestones
    ]
    windows = tuple(
        charts.PathMark(
            f"E{number}",
            c.name,
            c.window_start,
            charts.MarkState.DONE if c.is_passed else charts.MarkState.TO_DO,
        )
        for number, c in enumerate(content.certifications, 1)
        if c.window_start
    )
    if windows:
        lanes.append(charts.PathLane("Exams", windows))
    chart = charts.PathMap(
        "Path map", tuple(_frame_lane(lane) for lane in lanes), content.issued_at.date()
    )
    svg = charts.draw_path_map(chart=chart, prefix="path", theme=charts.PRINT, width=CHART_WIDTH)
    return PlanChart("path", svg, charts.describe_path_map(chart=chart).summary)


def _frame_lane(lane: charts.PathLane) -> charts.PathLane:
    """Give a stage the span from its first to its last mark."""
    dates = [mark.due for mark in lane.marks if mark.due]
    if lane.label == "Exams" or not dates:
        return lane
    return charts.PathLane(lane.label, lane.marks, min(dates), max(dates))


def _draw_spending(content: CareerPlanContent) -> PlanChart:
    bars = tuple(
        charts.SpendBar(q.year, q.quarter, None if q.amount is None else float(q.amount))
        for q in content.budget.quarters
    )
    chart = charts.SpendChart("Spending by quarter", bars, content.currency)
    svg = charts.draw_spend_chart(
        chart=chart, prefix="spending", theme=charts.PRINT, width=CHART_WIDTH
    )
    return PlanChart("spending", svg, charts.describe_spend_chart(chart=chart).summary)


def _make_band(band: PlanBand) -> charts.SalaryBand:
    low, high, mid = (
        None if amount is None else float(amount) for amount in (band.low, band.high, band.mid)
    )
    # Dates stand in the table below the chart.
    return charts.SalaryBand(
        band.source_title, low, high, band.is_open_above, mid, band.n, band.statistic, band.state
    )


def _draw_salaries(content: CareerPlanContent) -> PlanChart:
    rungs = tuple(
        charts.SalaryRung(rung.title, tuple(_make_band(band) for band in rung.bands))
        for rung in content.ladder
    )
    own_pay = None if content.own_pay is None else float(content.own_pay)
    chart = charts.SalaryLadder("Salary ladder", rungs, own_pay, content.currency)
    svg = charts.draw_salary_ladder(
        chart=chart, prefix="salaries", theme=charts.PRINT, width=CHART_WIDTH
    )
    return PlanChart("salaries", svg, charts.describe_salary_ladder(chart=chart).summary)


def _name_axis(projection: PlanProjection) -> str:
    years = projection.fan[-1].month / _MONTHS_PER_YEAR if projection.fan else 0
    return f"net gain or loss after {years:g} years" if years else "net gain or loss"


def _draw_projection(projection: PlanProjection, currency: str) -> Iterator[PlanChart]:
    if projection.outcomes:
        words = _name_axis(projection)
        dots = charts.DotPlot(
            "Equally likely outcomes", projection.outcomes, currency, axis_words=words
        )
        svg = charts.draw_dot_plot(chart=dots, prefix="dots", theme=charts.PRINT, width=CHART_WIDTH)
        yield PlanChart("dots", svg, charts.describe_dot_plot(chart=dots).summary)
    if len(projection.fan) > 1:
        month = projection.payback_month
        payback = None if month is None else charts.PaybackMark(month, projection.payback_words)
        fan = charts.FanChart("Net gain over time", projection.fan, payback, currency)
        svg = charts.draw_fan_chart(chart=fan, prefix="fan", theme=charts.PRINT, width=CHART_WIDTH)
        yield PlanChart("fan", svg, charts.describe_fan_chart(chart=fan).summary)
    if projection.levers:
        tornado = charts.Tornado(
            "What changes it most",
            "The average",
            projection.base_result,
            projection.levers,
            currency,
        )
        svg = charts.draw_tornado(
            chart=tornado, prefix="tornado", theme=charts.PRINT, width=CHART_WIDTH
        )
        yield PlanChart("tornado", svg, charts.describe_tornado(chart=tornado).summary)

"""Fan chart: how a projection spreads over the years."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracks.shared.charts.axes import TICK_SIZE, draw_value_axis, measure_tick_labels, spread_labels
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.legends import LegendEntry, draw_legend, measure_legend
from tracks.shared.charts.numbers import (
    Scale,
    Ticks,
    find_nice_ticks,
    format_money_short,
    make_money_writer,
)
from tracks.shared.charts.text import measure_text, wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_MONTHS = 12
_PLOT_HEIGHT = 195
_LABEL_SIZE = 11
# A narrower chart has no room beside it for more than amounts.
_NAMED_FROM_WIDTH = 480
_LEGEND = (
    LegendEntry("50 in 100 futures", Paint(fill="band-50", stroke="accent", stroke_width=0.6)),
    LegendEntry("80 in 100", Paint(fill="band-80", stroke="accent", stroke_width=0.6)),
    LegendEntry("90 in 100", Paint(fill="band-90", stroke="accent", stroke_width=0.6)),
    LegendEntry("Middle case", Paint(stroke="accent-strong", stroke_width=2.4)),
    LegendEntry("Average", Paint(stroke="ink", stroke_width=1.6, dash="5 3")),
)


@dataclass(frozen=True)
class FanPoint:
    """The spread of the cumulative net value at one month, in whole currency units."""

    month: int
    p5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float
    mean: float


@dataclass(frozen=True)
class PaybackMark:
    """Where the average crosses zero, with the sentence that says how many ever pay back."""

    month: int
    words: str


@dataclass(frozen=True)
class FanChart:
    """A projection over time; at least two points in order of month."""

    title: str
    points: tuple[FanPoint, ...]
    payback: PaybackMark | None = None
    currency: str = "$"


@dataclass(frozen=True)
class _Plot:
    """Where the plot lies and how values are placed in it."""

    drawing: Drawing
    box: Box
    x: Scale
    y: Scale
    ticks: Ticks


def _lay_out(chart: FanChart, width: float, theme: Theme) -> _Plot:
    written = make_money_writer(currency=chart.currency)
    low = min(0.0, *(point.p5 for point in chart.points))
    high = max(0.0, *(point.p95 for point in chart.points))
    ticks = find_nice_ticks(low=low, high=high, count=6)
    left = measure_tick_labels(ticks=ticks, written=written) + 10
    labels = [words for words, _ in _list_end_labels(chart, width)]
    right = max(measure_text(text=text, size=_LABEL_SIZE, weight=700) for text in labels) + 12
    across = width - left - right
    top = 12.0
    if chart.payback:
        top = max(44.0, _measure_mark(_wrap_mark(chart.payback, across)) + 11)
    box = Box(left, top, across, _PLOT_HEIGHT)
    height = top + _PLOT_HEIGHT + 40 + measure_legend(entries=_LEGEND, width=width - left)
    last = chart.points[-1].month
    return _Plot(
        drawing=Drawing(width=width, height=height, theme=theme),
        box=box,
        x=Scale(chart.points[0].month, last, left, left + box.width),
        y=Scale(ticks.low, ticks.high, top + _PLOT_HEIGHT, top),
        ticks=ticks,
    )


def _draw_band(
    plot: _Plot, months: Sequence[int], low: Sequence[float], high: Sequence[float], role: str
) -> None:
    upper = [
        (plot.x.place(month), plot.y.place(value))
        for month, value in zip(months, high, strict=True)
    ]
    lower = [
        (plot.x.place(month), plot.y.place(value)) for month, value in zip(months, low, strict=True)
    ]
    plot.drawing.polyline([*upper, *reversed(lower)], Paint(fill=role), closed=True)
    for edge in (upper, lower):
        plot.drawing.polyline(edge, Paint(stroke="accent", stroke_width=0.6))


def _draw_spread(plot: _Plot, points: tuple[FanPoint, ...]) -> None:
    months = [point.month for point in points]
    _draw_band(plot, months, [p.p5 for p in points], [p.p95 for p in points], "band-90")
    _draw_band(plot, months, [p.p10 for p in points], [p.p90 for p in points], "band-80")
    _draw_band(plot, months, [p.p25 for p in points], [p.p75 for p in points], "band-50")


def _draw_lines(plot: _Plot, points: tuple[FanPoint, ...]) -> None:
    mean = [(plot.x.place(p.month), plot.y.place(p.mean)) for p in points]
    middle = [(plot.x.place(p.month), plot.y.place(p.p50)) for p in points]
    plot.drawing.polyline(mean, Paint(stroke="ink", stroke_width=1.6, dash="5 3"))
    plot.drawing.polyline(middle, Paint(stroke="accent-strong", stroke_width=2.4))


def _list_end_labels(chart: FanChart, width: float) -> list[tuple[str, float]]:
    """Return what is written at the right edge with the value it belongs to, from the top."""
    last = chart.points[-1]
    named = (("1 in 10 above", last.p90), ("middle case", last.p50), ("1 in 10 below", last.p10))
    is_named = width >= _NAMED_FROM_WIDTH
    return [
        (
            f"{f'{name} ' if is_named else ''}"
            f"{format_money_short(amount=value, currency=chart.currency)}",
            value,
        )
        for name, value in named
    ]


def _draw_end_labels(plot: _Plot, chart: FanChart) -> None:
    labels = _list_end_labels(chart, plot.drawing.width)
    wanted = [plot.y.place(value) + 4 for _, value in labels]
    bottom = plot.box.y + plot.box.height
    places = spread_labels(wanted=wanted, gap=14, low=plot.box.y + 4, high=bottom + 4)
    for position, ((words, _), y) in enumerate(zip(labels, places, strict=True)):
        # The middle case is drawn heavy, and so is its name.
        style = TextStyle(size=_LABEL_SIZE, weight=700 if position == 1 else 600)
        plot.drawing.text((plot.box.x + plot.box.width + 6, y), words, style)


def _draw_month_axis(plot: _Plot, points: tuple[FanPoint, ...]) -> None:
    bottom = plot.box.y + plot.box.height
    first, last = points[0].month, points[-1].month
    years = range(-(-first // _MONTHS), last // _MONTHS + 1)
    every = max(1, round(len(years) * 52 / plot.box.width + 0.49))
    for year in list(years)[::every]:
        x = plot.x.place(year * _MONTHS)
        plot.drawing.line((x, bottom), (x, bottom + 4), Paint(stroke="axis"))
        words = "Start" if year == 0 else f"Year {year}"
        style = TextStyle(size=TICK_SIZE, role="muted", anchor="middle")
        plot.drawing.text((x, bottom + 17), words, style)


def _wrap_mark(payback: PaybackMark, across: float) -> tuple[str, ...]:
    return wrap_text(text=payback.words, width=across - 12, size=10.5, weight=600, max_lines=4)


def _measure_mark(lines: Sequence[str]) -> float:
    return len(lines) * 12.6 + 8


def _draw_payback(plot: _Plot, payback: PaybackMark) -> None:
    drawing, zero = plot.drawing, plot.y.place(0)
    x = plot.x.place(payback.month)
    lines = _wrap_mark(payback, plot.box.width)
    width = max(measure_text(text=line, size=10.5, weight=600) for line in lines) + 14
    left = min(max(x - width / 2, plot.box.x), plot.box.x + plot.box.width - width)
    height = _measure_mark(lines)
    drawing.line((x, height + 2), (x, zero), Paint(stroke="ink"))
    drawing.rect(Box(left, 2, width, height), Paint(fill="surface", stroke="axis"), radius=3)
    drawing.text_lines((left + 7, 15.5), lines, TextStyle(size=10.5, weight=600))
    drawing.circle((x, zero), 4.5, Paint(fill="surface", stroke="ink", stroke_width=2))


def draw_fan_chart(*, chart: FanChart, prefix: str, theme: Theme = PAGE, width: float = 720) -> str:
    """Draw the 50, 80 and 90 bands with median, average, zero line and payback mark.

    Args:
        chart: The projection.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units; 320 for a phone, 720 for a page column.

    Returns:
        SVG text.

    Raises:
        ValueError: If there are fewer than two points.
    """
    if len(chart.points) < 2:
        message = "A fan chart needs at least two points."
        raise ValueError(message)
    plot = _lay_out(chart, width, theme)
    span = (plot.box.x, plot.box.x + plot.box.width)
    _draw_spread(plot, chart.points)
    written = make_money_writer(currency=chart.currency)
    draw_value_axis(
        drawing=plot.drawing, scale=plot.y, ticks=plot.ticks, span=span, written=written
    )
    _draw_lines(plot, chart.points)
    _draw_month_axis(plot, chart.points)
    if chart.payback:
        _draw_payback(plot, chart.payback)
    _draw_end_labels(plot, chart)
    legend = Box(plot.box.x, plot.box.y + plot.box.height + 32, width - plot.box.x, 0)
    draw_legend(drawing=plot.drawing, entries=_LEGEND, box=legend)
    summary = describe_fan_chart(chart=chart).summary
    return plot.drawing.finish(kind="fan", prefix=prefix, title=chart.title, description=summary)


def describe_fan_chart(*, chart: FanChart) -> ChartDescription:
    """Say where the projection ends, and list its values at each full year and at the end.

    Args:
        chart: The projection.

    Returns:
        Summary and rows, amounts in short form.
    """
    written = make_money_writer(currency=chart.currency)
    last = chart.points[-1]
    summary = (
        f"After {_say_time(last.month)} the middle case is {written(last.p50)}; one in ten ends below"
        f" {written(last.p10)} and one in ten above {written(last.p90)}."
        f" The average is {written(last.mean)}."
    )
    if chart.payback:
        summary += f" {chart.payback.words}."
    kept = [p for p in chart.points if p.month % _MONTHS == 0 or p is last]
    rows = tuple(
        (
            f"After {_say_time(p.month)}" if p.month else "Start",
            *(written(value) for value in (p.p10, p.p25, p.p50, p.p75, p.p90, p.mean)),
        )
        for p in kept
    )
    headers = (
        "Time", "1 in 10 below", "1 in 4 below", "Middle case", "1 in 4 above", "1 in 10 above",
        "Average",
    )  # fmt: skip
    return ChartDescription(summary, headers, rows)


def _say_time(month: int) -> str:
    years, rest = divmod(month, _MONTHS)
    if rest:
        return f"{month} months"
    return f"{years} year{'' if years == 1 else 's'}"

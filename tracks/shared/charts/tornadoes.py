"""Tornado: what changes a projection most."""

from dataclasses import dataclass

from tracks.shared.charts.axes import draw_bottom_axis
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.legends import LegendEntry, draw_legend, measure_legend
from tracks.shared.charts.numbers import (
    Scale,
    find_nice_ticks,
    format_money_short,
    make_money_writer,
)
from tracks.shared.charts.text import measure_text, shorten_text, wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_ROW = 33.0
_HEADING = 21.0
_BAR = 15.0
_VALUE = 10.5
_LOW = Paint(fill="surface", stroke="accent-strong", stroke_width=1.4)
_HIGH = Paint(fill="accent", stroke="accent-strong", stroke_width=1.4)


@dataclass(frozen=True)
class TornadoBar:
    """One lever: its low and high setting in words, and the result each gives.

    `is_yours` marks a lever that the learner decides, as opposed to an assumption.
    """

    label: str
    low_setting: str
    high_setting: str
    low_result: float
    high_result: float
    is_yours: bool = False


@dataclass(frozen=True)
class Tornado:
    """Levers in the order to show, with the result at the present settings."""

    title: str
    result_name: str
    base: float
    bars: tuple[TornadoBar, ...]
    currency: str = "$"


def _legend(chart: Tornado) -> tuple[LegendEntry, ...]:
    base = format_money_short(amount=chart.base, currency=chart.currency)
    entries = [LegendEntry("Low setting", _LOW), LegendEntry("High setting", _HIGH)]
    entries.append(LegendEntry(f"Now {base}", Paint(stroke="ink", stroke_width=1.4, dash="3 2")))
    return tuple(entries)


def _draw_bar(drawing: Drawing, chart: Tornado, bar: TornadoBar, scale: Scale, y: float) -> None:
    base = scale.place(chart.base)
    for result, paint in ((bar.low_result, _LOW), (bar.high_result, _HIGH)):
        x = scale.place(result)
        drawing.rect(Box(min(x, base), y, abs(x - base), _BAR), paint)
    low, high = sorted((bar.low_result, bar.high_result))
    left = format_money_short(amount=low, currency=chart.currency)
    right = format_money_short(amount=high, currency=chart.currency)
    x_low, x_high = min(scale.place(low), base), max(scale.place(high), base)
    style = TextStyle(size=_VALUE, anchor="end")
    drawing.text((x_low - 5, y + 11.5), left, style, halo=True)
    drawing.text((x_high + 5, y + 11.5), right, TextStyle(size=_VALUE), halo=True)


def _wrap_name(bar: TornadoBar, room: float) -> tuple[str, ...]:
    return wrap_text(text=bar.label, width=room, size=11, weight=600)


def _name_group(bar: TornadoBar) -> str:
    return "Yours to decide" if bar.is_yours else "Assumed"


def _place_rows(chart: Tornado, row: float) -> tuple[list[tuple[str, float]], list[float], float]:
    """Return headings with their places, the top of every bar, and where the last one ends."""
    headings, tops, y, group = [], [], 6.0, ""
    for bar in chart.bars:
        if _name_group(bar) != group:
            group = _name_group(bar)
            headings.append((group, y + 9))
            y += _HEADING
        tops.append(y)
        y += row
    return headings, tops, y


def _draw_names(drawing: Drawing, bar: TornadoBar, y: float, room: float) -> None:
    lines = _wrap_name(bar, room)
    drawing.text_lines((0, y + 9), lines, TextStyle(weight=600))
    settings = f"{bar.low_setting} to {bar.high_setting}"
    words = shorten_text(text=settings, width=room, size=9.5)
    drawing.text((0, y + 8 + len(lines) * 12.8), words, TextStyle(size=9.5, role="muted"))


def draw_tornado(*, chart: Tornado, prefix: str, theme: Theme = PAGE, width: float = 720) -> str:
    """Draw a bar per lever around the present result: hollow for its low setting, filled for high.

    Args:
        chart: The levers.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.
    """
    written = make_money_writer(currency=chart.currency)
    results = [chart.base, *(r for bar in chart.bars for r in (bar.low_result, bar.high_result))]
    ticks = find_nice_ticks(low=min(results), high=max(results), count=5)
    widest = max(measure_text(text=written(result), size=_VALUE) for result in results) + 8
    room = width * 0.36
    scale = Scale(ticks.low, ticks.high, room + 8 + widest, width - widest)
    legend = _legend(chart)
    row = _ROW + 13 * any(len(_wrap_name(bar, room)) > 1 for bar in chart.bars)
    headings, tops, bottom = _place_rows(chart, row)
    height = bottom + 26 + measure_legend(entries=legend, width=width - room)
    drawing = Drawing(width=width, height=height, theme=theme)
    draw_bottom_axis(drawing=drawing, scale=scale, ticks=ticks, span=(2, bottom), written=written)
    for words, y in headings:
        drawing.text((0, y), words, TextStyle(size=10, weight=700, role="muted"))
    for bar, y in zip(chart.bars, tops, strict=True):
        _draw_names(drawing, bar, y, room)
        _draw_bar(drawing, chart, bar, scale, y)
    base = scale.place(chart.base)
    drawing.line((base, 2), (base, bottom), Paint(stroke="ink", stroke_width=1.4, dash="3 2"))
    draw_legend(drawing=drawing, entries=legend, box=Box(room, bottom + 24, width - room, 0))
    summary = describe_tornado(chart=chart).summary
    return drawing.finish(kind="tornado", prefix=prefix, title=chart.title, description=summary)


def describe_tornado(*, chart: Tornado) -> ChartDescription:
    """Name the lever with the widest effect, and list what each setting gives.

    Args:
        chart: The levers.

    Returns:
        Summary and one row per lever, in the chart's order.
    """
    written = make_money_writer(currency=chart.currency)
    summary = f"{chart.result_name} is {written(chart.base)} at the present settings."
    if chart.bars:
        widest = max(chart.bars, key=lambda bar: abs(bar.high_result - bar.low_result))
        low, high = sorted((widest.low_result, widest.high_result))
        summary += f" {widest.label} changes it most: {written(low)} to {written(high)}."
    rows = tuple(
        (
            bar.label,
            "you" if bar.is_yours else "assumption",
            f"{bar.low_setting}: {written(bar.low_result)}",
            f"{bar.high_setting}: {written(bar.high_result)}",
        )
        for bar in chart.bars
    )
    return ChartDescription(summary, ("Lever", "Decided by", "Low setting", "High setting"), rows)

"""Percentile strips: pay distributions side by side."""

from dataclasses import dataclass

from tracks.shared.charts.axes import draw_bottom_axis
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.numbers import (
    Scale,
    find_nice_ticks,
    format_money_short,
    make_money_writer,
)
from tracks.shared.charts.text import measure_text, wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_ROW = 50.0
_NAME = 11.5


@dataclass(frozen=True)
class Percentiles:
    """Five percentiles in whole currency units, ascending."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


@dataclass(frozen=True)
class BoxStrip:
    """One distribution; `percentiles` is None when there are too few answers to show."""

    label: str
    n: int | None
    percentiles: Percentiles | None


@dataclass(frozen=True)
class BoxChart:
    """Distributions on one money axis."""

    title: str
    strips: tuple[BoxStrip, ...]
    currency: str = "$"


def _write_count(strip: BoxStrip) -> str:
    return "n not stated" if strip.n is None else f"n {strip.n:,}"


def _draw_strip(drawing: Drawing, strip: BoxStrip, scale: Scale, y: float, currency: str) -> None:
    lines = wrap_text(text=strip.label, width=scale.start - 22, size=_NAME, weight=600)
    drawing.text_lines((0, y + 11), lines, TextStyle(size=_NAME, weight=600))
    below = y + 11 + len(lines) * _NAME * 1.2
    drawing.text((0, below), _write_count(strip), TextStyle(size=9.5, role="muted"))
    if strip.percentiles is None:
        words = "Too few answers to show"
        box = Box(scale.start, y + 4, scale.end - scale.start, 18)
        drawing.rect(box, Paint(fill="panel", stroke="axis", dash="3 3"))
        drawing.text((scale.start + 8, y + 17), words, TextStyle(size=10.5, role="muted"))
        return
    five = strip.percentiles
    low, first, middle, third, high = (
        scale.place(value) for value in (five.p10, five.p25, five.p50, five.p75, five.p90)
    )
    centre = y + 13
    whisker = Paint(stroke="accent-strong", stroke_width=1.6)
    drawing.line((low, centre), (high, centre), whisker)
    for x in (low, high):
        drawing.line((x, centre - 5), (x, centre + 5), whisker)
    outline = Paint(fill="band-50", stroke="accent-strong")
    drawing.rect(Box(first, centre - 9, third - first, 18), outline)
    drawing.line((middle, centre - 9), (middle, centre + 9), Paint(stroke="ink", stroke_width=3))
    _draw_values(drawing, strip.percentiles, (low, middle, high), y + 36, currency)


def _draw_values(
    drawing: Drawing, five: Percentiles, places: tuple[float, float, float], y: float, currency: str
) -> None:
    """Write P50, then P10 and P90 where there is still room beside it."""
    low, middle, high = (
        format_money_short(amount=amount, currency=currency)
        for amount in (five.p10, five.p50, five.p90)
    )
    half = measure_text(text=middle, size=10.5, weight=700) / 2
    centre = min(max(places[1], half), drawing.width - half)
    drawing.text((centre, y), middle, TextStyle(size=10.5, weight=700, anchor="middle"), halo=True)
    small = TextStyle(size=9.5, role="muted")
    width = measure_text(text=low, size=9.5)
    left = min(places[0] - width / 2, centre - half - 6 - width)
    if left >= 0:
        drawing.text((left, y), low, small, halo=True)
    width = measure_text(text=high, size=9.5)
    right = min(max(places[2] - width / 2, centre + half + 6), drawing.width - width)
    if right >= centre + half + 2:
        drawing.text((right, y), high, small, halo=True)


def draw_box_chart(*, chart: BoxChart, prefix: str, theme: Theme = PAGE, width: float = 720) -> str:
    """Draw P10 to P90 as a line, P25 to P75 as a box and P50 as a heavy bar.

    Args:
        chart: The distributions.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.
    """
    known = [strip.percentiles for strip in chart.strips if strip.percentiles]
    low = min((five.p10 for five in known), default=0.0)
    high = max((five.p90 for five in known), default=100_000.0)
    ticks = find_nice_ticks(low=low, high=high, count=6)
    scale = Scale(ticks.low, ticks.high, min(180.0, width * 0.34), width - 24)
    bottom = 6 + len(chart.strips) * _ROW
    drawing = Drawing(width=width, height=bottom + 20, theme=theme)
    written = make_money_writer(currency=chart.currency)
    draw_bottom_axis(drawing=drawing, scale=scale, ticks=ticks, span=(2, bottom), written=written)
    for position, strip in enumerate(chart.strips):
        _draw_strip(drawing, strip, scale, 6 + position * _ROW, chart.currency)
    summary = describe_box_chart(chart=chart).summary
    return drawing.finish(kind="boxes", prefix=prefix, title=chart.title, description=summary)


def describe_box_chart(*, chart: BoxChart) -> ChartDescription:
    """Name the middle of each distribution, and list its percentiles.

    Args:
        chart: The distributions.

    Returns:
        Summary and one row per distribution; "too few" where it cannot be shown.
    """
    written = make_money_writer(currency=chart.currency)
    words, rows = [], []
    for strip in chart.strips:
        count = "not stated" if strip.n is None else f"{strip.n:,}"
        five = strip.percentiles
        if five is None:
            words.append(f"{strip.label}: too few answers to show")
            rows.append((strip.label, count, *["too few"] * 5))
            continue
        words.append(f"{strip.label}: half earn above {written(five.p50)}")
        values = (five.p10, five.p25, five.p50, five.p75, five.p90)
        rows.append((strip.label, count, *(written(value) for value in values)))
    headers = ("Group", "n", "P10", "P25", "P50", "P75", "P90")
    return ChartDescription(f"{'; '.join(words)}.", headers, tuple(rows))

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
from tracks.shared.charts.text import measure_text, shorten_text, wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_ROW = 50.0
_NAME = 11.5
# Room above the strips for the name of a stated range.
_STATED = 22.0
_RANKS = (10, 25, 50, 75, 90)


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
    """One distribution; `percentiles` is None when there are too few answers to show.

    From the rank `open_from` upwards (75, or 0 for none) an amount means "this much or
    more". `papers` says beside n what the rows are.
    """

    label: str
    n: int | None
    percentiles: Percentiles | None
    open_from: int = 0
    papers: str = ""


@dataclass(frozen=True)
class StatedRange:
    """A range that another source states, drawn behind the distributions it is held against."""

    label: str
    low: float
    high: float
    is_open: bool = False


@dataclass(frozen=True)
class BoxChart:
    """Distributions on one money axis, perhaps against a stated range."""

    title: str
    strips: tuple[BoxStrip, ...]
    currency: str = "$"
    stated: StatedRange | None = None


def _write_count(strip: BoxStrip) -> str:
    count = "n not stated" if strip.n is None else f"n {strip.n:,}"
    return f"{count} · {strip.papers}" if strip.papers else count


def _write_range(stated: StatedRange, currency: str) -> str:
    low, high = (
        format_money_short(amount=amount, currency=currency) for amount in (stated.low, stated.high)
    )
    return f"{low} to {high}{'+' if stated.is_open else ''}"


def _draw_stated(
    drawing: Drawing, stated: StatedRange, scale: Scale, bottom: float, currency: str
) -> None:
    """Shade the stated range behind all strips, its name above; an open top fades out."""
    low, high = scale.place(stated.low), scale.place(stated.high)
    drawing.rect(Box(low, _STATED - 4, high - low, bottom - _STATED + 4), Paint(fill="second-soft"))
    edge = Paint(stroke="second", stroke_width=1.5)
    drawing.line((low, _STATED - 4), (low, bottom), edge)
    if stated.is_open:
        for offset, width in ((3.0, 6.0), (13.0, 4.0), (21.0, 2.0)):
            box = Box(high + offset, _STATED - 4, width, bottom - _STATED + 4)
            drawing.rect(box, Paint(fill="second-soft"))
    else:
        drawing.line((high, _STATED - 4), (high, bottom), edge)
    words = f"{stated.label}: {_write_range(stated, currency)}"
    words = shorten_text(text=words, width=drawing.width, size=10.5)
    half = measure_text(text=words, size=10.5, weight=600) / 2
    centre = min(max((low + high) / 2, half), drawing.width - half)
    style = TextStyle(size=10.5, weight=600, role="second", anchor="middle")
    drawing.text((centre, 11), words, style)


def _draw_strip(drawing: Drawing, strip: BoxStrip, scale: Scale, y: float, currency: str) -> None:
    lines = wrap_text(text=strip.label, width=scale.start - 22, size=_NAME, weight=600)
    drawing.text_lines((0, y + 11), lines, TextStyle(size=_NAME, weight=600))
    below = y + 11 + len(lines) * _NAME * 1.2
    counted = shorten_text(text=_write_count(strip), width=scale.start - 12, size=9.5)
    drawing.text((0, below), counted, TextStyle(size=9.5, role="muted"))
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
    drawing.line((low, centre - 5), (low, centre + 5), whisker)
    if strip.open_from:
        arrow = ((high - 6, centre - 5), (high, centre), (high - 6, centre + 5))
        drawing.polyline(arrow, whisker)
    else:
        drawing.line((high, centre - 5), (high, centre + 5), whisker)
    outline = Paint(fill="band-50", stroke="accent-strong")
    drawing.rect(Box(first, centre - 9, third - first, 18), outline)
    drawing.line((middle, centre - 9), (middle, centre + 9), Paint(stroke="ink", stroke_width=3))
    _draw_values(drawing, strip, (low, middle, high), y + 36, currency)


def _draw_values(
    drawing: Drawing, strip: BoxStrip, places: tuple[float, float, float], y: float, currency: str
) -> None:
    """Write P50, then P10 and P90 where there is still room beside it."""
    low, middle, high = (
        format_money_short(amount=amount, currency=currency, is_open=is_open)
        for rank, amount, is_open in list_figures(strip=strip)
        if rank in (10, 50, 90)
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


def list_figures(*, strip: BoxStrip) -> list[tuple[int, float, bool]]:
    """Return rank, amount and whether it is "or more" of each percentile that is known."""
    five = strip.percentiles
    if five is None:
        return []
    amounts = (five.p10, five.p25, five.p50, five.p75, five.p90)
    return [
        (rank, amount, 0 < strip.open_from <= rank)
        for rank, amount in zip(_RANKS, amounts, strict=True)
    ]


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
    ends = [amount for five in known for amount in (five.p10, five.p90)]
    if chart.stated:
        ends += [chart.stated.low, chart.stated.high]
    low, high = min(ends, default=0.0), max(ends, default=100_000.0)
    ticks = find_nice_ticks(low=low, high=high, count=6)
    scale = Scale(ticks.low, ticks.high, min(180.0, width * 0.34), width - 24)
    top = _STATED if chart.stated else 6.0
    bottom = top + len(chart.strips) * _ROW
    drawing = Drawing(width=width, height=bottom + 20, theme=theme)
    written = make_money_writer(currency=chart.currency)
    if chart.stated:
        _draw_stated(drawing, chart.stated, scale, bottom, chart.currency)
    span = (top - 4, bottom)
    draw_bottom_axis(drawing=drawing, scale=scale, ticks=ticks, span=span, written=written)
    for position, strip in enumerate(chart.strips):
        _draw_strip(drawing, strip, scale, top + position * _ROW, chart.currency)
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
    if chart.stated:
        words.append(f"{chart.stated.label}: {_write_range(chart.stated, chart.currency)}")
    for strip in chart.strips:
        count = "not stated" if strip.n is None else f"{strip.n:,}"
        name = f"{strip.label}, {strip.papers}" if strip.papers else strip.label
        if strip.percentiles is None:
            words.append(f"{name}: too few answers to show")
            rows.append((name, count, *["too few"] * 5))
            continue
        values = [
            f"{written(amount)}{'+' if is_open else ''}"
            for _, amount, is_open in list_figures(strip=strip)
        ]
        words.append(f"{name}: half earn above {values[2]}")
        rows.append((name, count, *values))
    headers = ("Group", "n", "P10", "P25", "P50", "P75", "P90")
    return ChartDescription(f"{'; '.join(words)}.", headers, tuple(rows))

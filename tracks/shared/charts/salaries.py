"""Salary ladder: pay bands per rung, sources side by side."""

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

_ROW = 30.0
_BAR = 12.0
_RUNG_GAP = 14.0
_WORDS = 10.5
_NAME = 12.0


@dataclass(frozen=True)
class SalaryBand:
    """One source's pay band in whole currency units a year.

    `low` or `high` is None when the source does not state that end. `is_open` says that the
    source writes "or more" behind `high`. `n` is None when the source does not state it.
    `statistic` says what the ends are, such as "range" or "P25 to P75"; `state` is the state
    of the claim in words, such as "unsourced".
    """

    source: str
    low: float | None
    high: float | None
    is_open: bool = False
    mid: float | None = None
    n: int | None = None
    statistic: str = "range"
    state: str = ""


@dataclass(frozen=True)
class SalaryRung:
    """A step of the ladder with the bands known for it; none is a gap that is shown as such."""

    label: str
    bands: tuple[SalaryBand, ...]


@dataclass(frozen=True)
class SalaryLadder:
    """Rungs from the lowest to the highest, and the learner's own pay when they gave it."""

    title: str
    rungs: tuple[SalaryRung, ...]
    own_pay: float | None = None
    currency: str = "$"


def write_band(*, band: SalaryBand, currency: str = "$") -> str:
    """Write a band in words, open and missing ends included.

    Args:
        band: One source's band.
        currency: Sign or code.

    Returns:
        For example "$120k to $160k", "$150k to $250k+", "from $90k" or "not stated".
    """
    low, high = (
        None if amount is None else format_money_short(amount=amount, currency=currency)
        for amount in (band.low, band.high)
    )
    plus = "+" if band.is_open else ""
    if low and high:
        return f"{low} to {high}{plus}"
    if low:
        return f"from {low}"
    return f"up to {high}{plus}" if high else "not stated"


def _write_papers(band: SalaryBand) -> str:
    count = "n not stated" if band.n is None else f"n {band.n:,}"
    return " · ".join(part for part in (band.source, band.statistic, count, band.state) if part)


def _make_scale(chart: SalaryLadder, left: float, right: float) -> tuple[Scale, tuple[float, ...]]:
    amounts = [
        amount
        for rung in chart.rungs
        for band in rung.bands
        for amount in (band.low, band.high, band.mid)
        if amount is not None
    ]
    if chart.own_pay is not None:
        amounts.append(chart.own_pay)
    if not amounts:
        amounts = [0.0, 100_000.0]
    ticks = find_nice_ticks(low=min(amounts), high=max(amounts), count=6)
    return Scale(ticks.low, ticks.high, left, right), ticks.values


def _draw_open_end(drawing: Drawing, x: float, y: float) -> None:
    """Let a bar run out in thinning pieces and an arrow head: the top has no limit."""
    for offset, width in ((1.5, 4.0), (7.0, 2.6), (11.0, 1.4)):
        drawing.rect(Box(x + offset, y, width, _BAR), Paint(fill="accent"))
    tip, middle = x + 20, y + _BAR / 2
    arrow = ((tip - 6, middle - 5), (tip, middle), (tip - 6, middle + 5))
    drawing.polyline(arrow, Paint(stroke="accent", stroke_width=1.8))


def _draw_band(drawing: Drawing, band: SalaryBand, scale: Scale, y: float, currency: str) -> None:
    words = write_band(band=band, currency=currency)
    low = scale.place(band.low) if band.low is not None else None
    high = scale.place(band.high) if band.high is not None else None
    if low is not None and high is not None:
        drawing.rect(Box(low, y, max(high - low, 2), _BAR), Paint(fill="accent"))
    elif low is not None or high is not None:
        x = low if low is not None else high
        drawing.rect(Box((x or 0) - 1.5, y, 3, _BAR), Paint(fill="accent"))
    if band.mid is not None:
        x = scale.place(band.mid)
        drawing.rect(Box(x - 1.5, y - 2, 3, _BAR + 4), Paint(fill="ink", stroke="surface"))
    if band.is_open and high is not None:
        _draw_open_end(drawing, high, y)
    end = max(x for x in (low, high, scale.start) if x is not None)
    end += 24 if band.is_open else 5
    width = measure_text(text=words, size=_WORDS, weight=600)
    style = TextStyle(size=_WORDS, weight=600)
    drawing.text((min(end, drawing.width - width), y + 10), words, style, halo=True)


def _draw_rung(drawing: Drawing, rung: SalaryRung, scale: Scale, top: float, currency: str) -> None:
    lines = wrap_text(text=rung.label, width=scale.start - 14, size=_NAME, weight=700)
    drawing.text_lines((0, top + 11), lines, TextStyle(size=_NAME, weight=700))
    if not rung.bands:
        style = TextStyle(size=_WORDS, role="muted")
        drawing.text((scale.start, top + 11), "No band on record", style, halo=True)
    for position, band in enumerate(rung.bands):
        y = top + position * _ROW
        _draw_band(drawing, band, scale, y, currency)
        room = drawing.width - scale.start
        papers = shorten_text(text=_write_papers(band), width=room, size=10)
        low = scale.place(band.low) if band.low is not None else scale.start
        x = min(low, drawing.width - measure_text(text=papers, size=10))
        drawing.text((x, y + _BAR + 10), papers, TextStyle(size=10, role="muted"), halo=True)


def draw_salary_ladder(
    *, chart: SalaryLadder, prefix: str, theme: Theme = PAGE, width: float = 720
) -> str:
    """Draw a bar per source under each rung, open tops running out in an arrow.

    Args:
        chart: The rungs.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.
    """
    left = min(170.0, width * 0.3)
    scale, ticks = _make_scale(chart, left, width - min(140.0, width * 0.3))
    tops, y = [], 22.0 if chart.own_pay is not None else 8.0
    for rung in reversed(chart.rungs):
        tops.append((rung, y))
        y += max(1, len(rung.bands)) * _ROW + _RUNG_GAP
    drawing = Drawing(width=width, height=y + 20, theme=theme)

    written = make_money_writer(currency=chart.currency)

    draw_bottom_axis(
        drawing=drawing,
        scale=scale,
        ticks=find_nice_ticks(low=ticks[0], high=ticks[-1], count=6),
        span=(tops[0][1] - 6 if tops else 8, y),
        written=written,
    )
    if chart.own_pay is not None:
        x = scale.place(chart.own_pay)
        drawing.line((x, 16), (x, y), Paint(stroke="second", stroke_width=1.5, dash="4 3"))
        words = f"Your pay {written(chart.own_pay)}"
        half = measure_text(text=words, size=_WORDS, weight=600) / 2
        at = min(max(x, half), width - half)
        style = TextStyle(size=_WORDS, weight=600, role="second", anchor="middle")
        drawing.text((at, 11), words, style)
    for rung, top in tops:
        _draw_rung(drawing, rung, scale, top, chart.currency)
    summary = describe_salary_ladder(chart=chart).summary
    return drawing.finish(kind="salaries", prefix=prefix, title=chart.title, description=summary)


def describe_salary_ladder(*, chart: SalaryLadder) -> ChartDescription:
    """Name the first band of each rung in a sentence, and list every band with its papers.

    Args:
        chart: The rungs.

    Returns:
        Summary and one row per band, lowest rung first; a rung without bands has a row too.
    """
    firsts = [
        f"{rung.label}: {write_band(band=rung.bands[0], currency=chart.currency)}"
        if rung.bands
        else f"{rung.label}: no band on record"
        for rung in chart.rungs
    ]
    rows: list[tuple[str, ...]] = []
    for rung in chart.rungs:
        for band in rung.bands:
            count = "not stated" if band.n is None else f"{band.n:,}"
            words = write_band(band=band, currency=chart.currency)
            rows.append((rung.label, words, band.source, band.statistic, count, band.state))
        if not rung.bands:
            rows.append((rung.label, "no band on record", "", "", "", ""))
    headers = ("Rung", "Pay a year", "Source", "Statistic", "n", "State")
    return ChartDescription(f"Pay bands by rung. {'; '.join(firsts)}.", headers, tuple(rows))

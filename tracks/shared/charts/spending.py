"""Spending: what falls due in each quarter."""

from dataclasses import dataclass

from tracks.shared.charts.axes import draw_value_axis, measure_tick_labels
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.numbers import Scale, find_nice_ticks, make_money_writer
from tracks.shared.charts.text import measure_text
from tracks.shared.charts.themes import PAGE, Theme

_PLOT = 130.0
_TOP = 18.0


@dataclass(frozen=True)
class SpendBar:
    """One quarter; `amount` is None when something due in it has no known price."""

    year: int
    quarter: int
    amount: float | None


@dataclass(frozen=True)
class SpendChart:
    """Quarters in order, gaps included, in whole currency units."""

    title: str
    bars: tuple[SpendBar, ...]
    currency: str = "$"


def _draw_quarter(drawing: Drawing, bar: SpendBar, box: Box, *, words: str) -> None:
    if bar.amount is None:
        box = Box(box.x, box.y + box.height - 22, box.width, 22)
        drawing.rect(box, Paint(fill="surface", stroke="warn", stroke_width=1.3, dash="3 2"))
        words = "?"
    elif bar.amount > 0:
        drawing.rect(box, Paint(fill="warn-soft", stroke="warn"))
    else:
        return
    style = TextStyle(size=10, weight=600, anchor="middle")
    if measure_text(text=words, size=10, weight=600) <= box.width * 1.4:
        drawing.text((box.x + box.width / 2, box.y - 4), words, style, halo=True)


def _draw_quarter_names(drawing: Drawing, chart: SpendChart, left: float, slot: float) -> None:
    bottom = _TOP + _PLOT
    year_end = 0.0
    for index, bar in enumerate(chart.bars):
        x = left + (index + 0.5) * slot
        if slot >= 20:
            style = TextStyle(size=10, role="muted", anchor="middle")
            drawing.text((x, bottom + 14), f"Q{bar.quarter}", style)
        if index and bar.quarter != 1:
            continue
        words = str(bar.year)
        half = measure_text(text=words, size=10.5, weight=700) / 2
        at = min(max(x, half), drawing.width - half)
        if at - half >= year_end:
            style = TextStyle(size=10.5, weight=700, anchor="middle")
            drawing.text((at, bottom + 29), words, style)
            year_end = at + half + 4


def draw_spend_chart(
    *, chart: SpendChart, prefix: str, theme: Theme = PAGE, width: float = 720
) -> str:
    """Draw a labelled bar per quarter; a quarter with an unknown price is a dashed box with "?".

    Args:
        chart: The quarters.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.
    """
    written = make_money_writer(currency=chart.currency)
    ticks = find_nice_ticks(
        low=0, high=max((bar.amount or 0 for bar in chart.bars), default=0), count=3
    )
    left = measure_tick_labels(ticks=ticks, written=written) + 10
    drawing = Drawing(width=width, height=_TOP + _PLOT + 36, theme=theme)
    scale = Scale(ticks.low, ticks.high, _TOP + _PLOT, _TOP)
    draw_value_axis(drawing=drawing, scale=scale, ticks=ticks, span=(left, width), written=written)
    slot = (width - left) / max(len(chart.bars), 1)
    bar_width = min(slot * 0.68, 46.0)
    for index, bar in enumerate(chart.bars):
        top = scale.place(bar.amount or 0)
        x = left + (index + 0.5) * slot - bar_width / 2
        box = Box(x, top, bar_width, _TOP + _PLOT - top)
        _draw_quarter(drawing, bar, box, words=written(bar.amount or 0))
    _draw_quarter_names(drawing, chart, left, slot)
    summary = describe_spend_chart(chart=chart).summary
    return drawing.finish(kind="spending", prefix=prefix, title=chart.title, description=summary)


def describe_spend_chart(*, chart: SpendChart) -> ChartDescription:
    """Say the known total and the dearest quarter, and list every quarter.

    Args:
        chart: The quarters.

    Returns:
        Summary and one row per quarter, "unknown" where a price is missing.
    """
    written = make_money_writer(currency=chart.currency)
    known = [(bar, bar.amount) for bar in chart.bars if bar.amount is not None]
    summary = (
        f"Known spending over {len(chart.bars)} quarters: {written(sum(a for _, a in known))}."
    )
    if known:
        dearest, amount = max(known, key=lambda pair: pair[1])
        summary += f" The most falls in Q{dearest.quarter} {dearest.year}: {written(amount)}."
    unknown = len(chart.bars) - len(known)
    if unknown:
        summary += f" In {unknown} of them a price is unknown."
    rows = tuple(
        (f"Q{bar.quarter} {bar.year}", "unknown" if bar.amount is None else written(bar.amount))
        for bar in chart.bars
    )
    return ChartDescription(summary, ("Quarter", "Spending"), rows)

"""Outcomes of several choices below each other: how many come out ahead, and the range."""

from dataclasses import dataclass

from tracks.shared.charts.axes import AXIS_WORDS_HEIGHT, draw_axis_words, draw_bottom_axis
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.legends import LegendEntry, draw_legend, measure_legend
from tracks.shared.charts.numbers import Scale, find_nice_ticks, make_money_writer
from tracks.shared.charts.tenths import (
    AHEAD,
    BEHIND,
    MARK,
    STEP,
    TEN,
    count_tenths,
    draw_ten_marks,
)
from tracks.shared.charts.text import wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_ROW = 62.0
_BAR = 14.0
_RANGE = Paint(fill="band-80", stroke="accent-strong")
_MIDDLE = Paint(stroke="ink", stroke_width=2.6)
_AVERAGE = Paint(fill="surface", stroke="ink", stroke_width=1.6)


@dataclass(frozen=True)
class Outcome:
    """What one choice leads to: the share of futures ahead, and net value in currency units."""

    name: str
    ahead_share: float
    p10: float
    p50: float
    p90: float
    mean: float

    @property
    def ahead_in_ten(self) -> int:
        """Whole futures out of ten."""
        return count_tenths(self.ahead_share)


@dataclass(frozen=True)
class OutcomeChart:
    """Choices in the order to show; `axis_words` say what the amounts are."""

    title: str
    outcomes: tuple[Outcome, ...]
    currency: str = "$"
    axis_words: str = ""


def _legend() -> tuple[LegendEntry, ...]:
    return (
        LegendEntry("Ends behind", BEHIND, shape="square"),
        LegendEntry("Ends ahead", AHEAD, shape="disc"),
        LegendEntry("8 futures in 10", _RANGE),
        LegendEntry("Middle case", _MIDDLE),
        LegendEntry("Average", _AVERAGE, shape="diamond"),
    )


def _draw_range(drawing: Drawing, outcome: Outcome, scale: Scale, y: float) -> None:
    low, high = scale.place(outcome.p10), scale.place(outcome.p90)
    drawing.rect(Box(low, y - _BAR / 2, max(high - low, 1.0), _BAR), _RANGE, radius=3)
    middle = scale.place(outcome.p50)
    drawing.line((middle, y - _BAR / 2 - 4), (middle, y + _BAR / 2 + 4), _MIDDLE)
    x = scale.place(outcome.mean)
    corners = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
    drawing.polyline(corners, _AVERAGE, closed=True)


def draw_outcomes(
    *, chart: OutcomeChart, prefix: str, theme: Theme = PAGE, width: float = 720
) -> str:
    """Draw a row per choice: ten marks for ten futures, then range, middle and average on one axis.

    Args:
        chart: The choices.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.

    Raises:
        ValueError: If there are no choices.
    """
    if not chart.outcomes:
        message = "A chart of outcomes needs at least one."
        raise ValueError(message)
    low = min(0.0, *(one.p10 for one in chart.outcomes))
    high = max(0.0, *(max(one.p90, one.mean) for one in chart.outcomes))
    ticks = find_nice_ticks(low=low, high=high, count=5)
    written = make_money_writer(currency=chart.currency)
    room = max(width * 0.3, TEN * STEP + 16)
    scale = Scale(ticks.low, ticks.high, room + 14, width - 22)
    bottom = len(chart.outcomes) * _ROW
    legend = _legend()
    below = bottom + (AXIS_WORDS_HEIGHT if chart.axis_words else 0)
    height = below + 28 + measure_legend(entries=legend, width=width)
    drawing = Drawing(width=width, height=height, theme=theme)
    draw_bottom_axis(drawing=drawing, scale=scale, ticks=ticks, span=(2, bottom), written=written)
    sides = (scale.start, scale.end)
    draw_axis_words(drawing=drawing, span=sides, y=bottom + 31, words=chart.axis_words)
    for position, outcome in enumerate(chart.outcomes):
        top = position * _ROW
        lines = wrap_text(text=outcome.name, width=room - 8, size=12, weight=600)[:2]
        drawing.text_lines((0, top + 14), lines, TextStyle(size=12, weight=600))
        at = (MARK + 1, top + 14 + len(lines) * 13.5)
        draw_ten_marks(drawing=drawing, ahead_count=outcome.ahead_in_ten, at=at)
        _draw_range(drawing, outcome, scale, top + _ROW / 2)
    draw_legend(drawing=drawing, entries=legend, box=Box(0, below + 26, width, 0))
    summary = describe_outcomes(chart=chart).summary
    return drawing.finish(kind="outcomes", prefix=prefix, title=chart.title, description=summary)


def _say_count(outcome: Outcome) -> str:
    if outcome.ahead_share < 0.1:
        return "fewer than 1"
    return "more than 9" if outcome.ahead_share > 0.9 else f"{outcome.ahead_in_ten}"


def _say_ahead(outcome: Outcome) -> str:
    is_one = outcome.ahead_share < 0.1 or outcome.ahead_in_ten == 1
    return f"{_say_count(outcome)} {'future in 10 ends' if is_one else 'futures in 10 end'}"


def describe_outcomes(*, chart: OutcomeChart) -> ChartDescription:
    """Say of each choice how many futures in ten end ahead, and list its range.

    Args:
        chart: The choices.

    Returns:
        Summary and one row per choice, in the chart's order.
    """
    written = make_money_writer(currency=chart.currency)
    summary = " ".join(
        f"{one.name}: {_say_ahead(one)} ahead, the middle case at {written(one.p50)}."
        for one in chart.outcomes
    )
    rows = tuple(
        (
            one.name,
            f"{_say_count(one)} in 10",
            written(one.p10),
            written(one.p50),
            written(one.p90),
            written(one.mean),
        )
        for one in chart.outcomes
    )
    headers = ("Choice", "Ahead", "1 in 10 below", "Middle case", "1 in 10 above", "Average")
    return ChartDescription(summary, headers, rows)

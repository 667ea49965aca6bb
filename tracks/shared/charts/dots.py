"""Quantile dot plot: equally likely outcomes, one dot each."""

import math
from collections import Counter
from dataclasses import dataclass

from tracks.shared.charts.axes import (
    AXIS_WORDS_HEIGHT,
    ZERO_LINE,
    draw_axis_words,
    draw_bottom_axis,
)
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Drawing, Paint, Point, TextStyle
from tracks.shared.charts.numbers import (
    Scale,
    find_nice_ticks,
    make_money_writer,
)
from tracks.shared.charts.text import measure_text
from tracks.shared.charts.themes import PAGE, Theme

_RADIUS = 7.0
_TOP = 34.0
_SIDE = 22.0
_WORDS_SIZE = 11.5


@dataclass(frozen=True)
class DotPlot:
    """Equally likely outcomes in ascending order, usually twenty, in whole currency units.

    `shown` are values that the axis covers too, so that plots side by side have one axis;
    `axis_words` say what the amounts are.
    """

    title: str
    values: tuple[float, ...]
    currency: str = "$"
    shown: tuple[float, ...] = ()
    axis_words: str = ""

    @property
    def behind_count(self) -> int:
        """How many outcomes are below zero."""
        return sum(value < 0 for value in self.values)

    @property
    def ahead_count(self) -> int:
        """How many outcomes are at zero or above."""
        return len(self.values) - self.behind_count


def _draw_outcome(drawing: Drawing, at: Point, radius: float, *, is_behind: bool) -> None:
    x, y = at
    if is_behind:
        side = radius * 0.82
        corners = (
            (x - side, y - side),
            (x + side, y - side),
            (x + side, y + side),
            (x - side, y + side),
        )
        drawing.polyline(
            corners, Paint(fill="surface", stroke="warn", stroke_width=1.8), closed=True
        )
    else:
        drawing.circle(at, radius * 0.92, Paint(fill="accent", stroke="accent"))


def _stack_outcomes(chart: DotPlot, scale: Scale, step: float) -> list[tuple[int, int, bool]]:
    """Give column (counted from zero), height in the column, and whether it is a loss."""
    zero = scale.place(0)
    heights: Counter[int] = Counter()
    places = []
    for value in sorted(chart.values):
        column = math.floor((scale.place(value) - zero) / step)
        # A loss never stands right of zero and a gain never left of it, rounding included.
        column = min(column, -1) if value < 0 else max(column, 0)
        places.append((column, heights[column], value < 0))
        heights[column] += 1
    return places


def _draw_side_words(drawing: Drawing, chart: DotPlot, zero: float) -> None:
    count = len(chart.values)
    behind, ahead = (
        f"{chart.behind_count} of {count} behind",
        f"{chart.ahead_count} of {count} ahead",
    )
    width = measure_text(text=behind, size=_WORDS_SIZE, weight=700)
    if zero - 14 - width < 0:
        drawing.text((4, 12), behind, TextStyle(size=_WORDS_SIZE, weight=700, role="warn"))
        at = max(zero + 10, width + 20)
    else:
        style = TextStyle(size=_WORDS_SIZE, weight=700, role="warn", anchor="end")
        drawing.text((zero - 10, 12), behind, style)
        at = zero + 10
    ahead_width = measure_text(text=ahead, size=_WORDS_SIZE, weight=700)
    at = min(at, drawing.width - ahead_width - 2)
    y = 12 if at >= min(zero, width) else 27
    drawing.text((at, y), ahead, TextStyle(size=_WORDS_SIZE, weight=700, role="accent-strong"))


def draw_dot_plot(*, chart: DotPlot, prefix: str, theme: Theme = PAGE, width: float = 720) -> str:
    """Draw one mark per outcome on a money axis: hollow squares are losses, discs are gains.

    Args:
        chart: The outcomes.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.

    Raises:
        ValueError: If there are no outcomes.
    """
    if not chart.values:
        message = "A dot plot needs outcomes."
        raise ValueError(message)
    covered = (0.0, *chart.values, *chart.shown)
    ticks = find_nice_ticks(low=min(covered), high=max(covered), count=6)
    scale = Scale(ticks.low, ticks.high, _SIDE, width - _SIDE)
    radius = min(_RADIUS, width / 56)
    step = radius * 2 + 1
    places = _stack_outcomes(chart, scale, step)
    bottom = _TOP + max(80.0, (max(height for _, height, _ in places) + 1) * step + 6)
    height = bottom + 20 + (AXIS_WORDS_HEIGHT if chart.axis_words else 0)
    drawing = Drawing(width=width, height=height, theme=theme)

    written = make_money_writer(currency=chart.currency)

    draw_bottom_axis(
        drawing=drawing, scale=scale, ticks=ticks, span=(_TOP, bottom), written=written
    )
    sides = (_SIDE, width - _SIDE)
    draw_axis_words(drawing=drawing, span=sides, y=bottom + 31, words=chart.axis_words)
    drawing.line((_SIDE, bottom), (width - _SIDE, bottom), Paint(stroke="axis"))
    zero = scale.place(0)
    drawing.line((zero, 18), (zero, bottom), ZERO_LINE)
    for column, height, is_behind in places:
        x = min(max(zero + (column + 0.5) * step, radius), width - radius)
        _draw_outcome(drawing, (x, bottom - 2 - (height + 0.5) * step), radius, is_behind=is_behind)
    _draw_side_words(drawing, chart, zero)
    summary = describe_dot_plot(chart=chart).summary
    return drawing.finish(kind="dots", prefix=prefix, title=chart.title, description=summary)


def describe_dot_plot(*, chart: DotPlot) -> ChartDescription:
    """Say how many outcomes are behind and ahead, and list them from worst to best.

    Args:
        chart: The outcomes.

    Returns:
        Summary and one row per outcome.
    """
    values = sorted(chart.values)
    count = len(values)

    written = make_money_writer(currency=chart.currency)

    summary = (
        f"Of {count} equally likely outcomes, {chart.behind_count} end behind and"
        f" {chart.ahead_count} end ahead, from {written(values[0])} to {written(values[-1])}."
    )
    rows = tuple(
        (f"{position} of {count}", written(value), "behind" if value < 0 else "ahead")
        for position, value in enumerate(values, 1)
    )
    return ChartDescription(summary, ("Outcome", "Net value", "Side"), rows)

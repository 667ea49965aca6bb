"""Axes shared by the plots: grid lines with their values, and labels that must not collide."""

from collections.abc import Sequence

from tracks.shared.charts.drawing import Drawing, Paint, TextStyle
from tracks.shared.charts.numbers import NumberFormat, Scale, Ticks
from tracks.shared.charts.text import measure_text

TICK_SIZE = 10
GRID = Paint(stroke="grid")
ZERO_LINE = Paint(stroke="ink", stroke_width=1.4)


AXIS_WORDS_HEIGHT = 15


def draw_axis_words(*, drawing: Drawing, span: tuple[float, float], y: float, words: str) -> None:
    """Write below an axis what its values are.

    Args:
        drawing: Where to draw.
        span: Left and right end of the axis.
        y: Baseline.
        words: What is counted; nothing is drawn when blank.
    """
    if words:
        style = TextStyle(size=10.5, role="muted", anchor="middle")
        drawing.text(((span[0] + span[1]) / 2, y), words, style)


def measure_tick_labels(*, ticks: Ticks, written: NumberFormat) -> float:
    """Give the width of the widest tick label.

    Args:
        ticks: The axis values.
        written: How a value is written.

    Returns:
        Width in chart units.
    """
    return max(measure_text(text=written(value), size=TICK_SIZE) for value in ticks.values)


def draw_value_axis(
    *,
    drawing: Drawing,
    scale: Scale,
    ticks: Ticks,
    span: tuple[float, float],
    written: NumberFormat,
) -> None:
    """Draw horizontal grid lines with their values on the left; zero is drawn strong.

    Args:
        drawing: Where to draw.
        scale: From values to vertical coordinates.
        ticks: Where the lines go.
        span: Left and right end of the lines.
        written: How a value is written.
    """
    for value in ticks.values:
        y = scale.place(value)
        paint = ZERO_LINE if value == 0 else GRID
        drawing.line((span[0], y), (span[1], y), paint)
        style = TextStyle(size=TICK_SIZE, role="muted", anchor="end")
        drawing.text((span[0] - 6, y + 3.5), written(value), style)


def draw_bottom_axis(
    *,
    drawing: Drawing,
    scale: Scale,
    ticks: Ticks,
    span: tuple[float, float],
    written: NumberFormat,
) -> None:
    """Draw vertical grid lines with their values below, leaving out labels that would touch.

    Args:
        drawing: Where to draw.
        scale: From values to horizontal coordinates.
        ticks: Where the lines go.
        span: Top and bottom end of the lines.
        written: How a value is written.
    """
    free_from = 0.0
    for value in ticks.values:
        x = scale.place(value)
        drawing.line((x, span[0]), (x, span[1]), ZERO_LINE if value == 0 else GRID)
        label = written(value)
        half = measure_text(text=label, size=TICK_SIZE) / 2
        at = min(max(x, half), drawing.width - half)
        if at - half < free_from:
            continue
        style = TextStyle(size=TICK_SIZE, role="muted", anchor="middle")
        drawing.text((at, span[1] + 14), label, style)
        free_from = at + half + 4


def spread_labels(
    *, wanted: Sequence[float], gap: float, low: float, high: float
) -> tuple[float, ...]:
    """Move label positions apart as little as needed, in order.

    Args:
        wanted: Positions in ascending order.
        gap: Smallest distance between neighbours.
        low: Smallest allowed position.
        high: Largest allowed position.

    Returns:
        One position per label, ascending, at least `gap` apart when the space allows it.
    """
    places = [min(max(place, low), high) for place in wanted]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + gap)
    if places and places[-1] > high:
        places[-1] = high
        for index in range(len(places) - 2, -1, -1):
            places[index] = min(places[index], places[index + 1] - gap)
    return tuple(places)

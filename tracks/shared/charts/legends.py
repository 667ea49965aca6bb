"""Legends: a swatch and its words, flowing over as many lines as they need."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracks.shared.charts.drawing import Box, Drawing, Paint, Point, TextStyle
from tracks.shared.charts.marks import MarkState, draw_state_mark
from tracks.shared.charts.text import measure_text

LEGEND_SIZE = 10.5
_LINE_HEIGHT = 17
_SWATCH = 18
_MARK = 4.6
_GAP = 16


@dataclass(frozen=True)
class LegendEntry:
    """One swatch (filled box, line, state mark or `shape`) with its words.

    `shape` is "square", "disc" or "diamond", for charts that tell things apart by them.
    """

    words: str
    paint: Paint = Paint()  # noqa: RUF009  (Paint is frozen)
    state: MarkState | None = None
    shape: str = ""


def _flow_entries(entries: Sequence[LegendEntry], width: float) -> list[tuple[int, float]]:
    places: list[tuple[int, float]] = []
    line, x = 0, 0.0
    for entry in entries:
        needed = _SWATCH + 5 + measure_text(text=entry.words, size=LEGEND_SIZE)
        if x and x + needed > width:
            line, x = line + 1, 0.0
        places.append((line, x))
        x += needed + _GAP
    return places


def _draw_shape(drawing: Drawing, entry: LegendEntry, at: Point) -> None:
    x, y = at
    if entry.shape == "disc":
        drawing.circle(at, _MARK, entry.paint)
    elif entry.shape == "diamond":
        size = _MARK + 1
        corners = ((x, y - size), (x + size, y), (x, y + size), (x - size, y))
        drawing.polyline(corners, entry.paint, closed=True)
    else:
        drawing.rect(Box(x - _MARK, y - _MARK, _MARK * 2, _MARK * 2), entry.paint)


def measure_legend(*, entries: Sequence[LegendEntry], width: float) -> float:
    """Give the height a legend takes in the given width.

    Args:
        entries: The swatches in order.
        width: Space in chart units.

    Returns:
        Height in chart units; 0 without entries.
    """
    places = _flow_entries(entries, width)
    return (places[-1][0] + 1) * _LINE_HEIGHT if places else 0


def draw_legend(*, drawing: Drawing, entries: Sequence[LegendEntry], box: Box) -> None:
    """Draw a legend with its upper left corner at the box's.

    Args:
        drawing: Where to draw.
        entries: The swatches in order.
        box: The space; its height is not enforced.
    """
    for entry, (line, offset) in zip(entries, _flow_entries(entries, box.width), strict=True):
        x, y = box.x + offset, box.y + line * _LINE_HEIGHT + 6
        if entry.state is not None:
            draw_state_mark(drawing=drawing, state=entry.state, at=(x + _SWATCH / 2, y))
        elif entry.shape:
            _draw_shape(drawing, entry, (x + _SWATCH / 2, y))
        elif entry.paint.fill == "none":
            drawing.line((x, y), (x + _SWATCH, y), entry.paint)
        else:
            drawing.rect(Box(x, y - 5, _SWATCH, 10), entry.paint)
        drawing.text((x + _SWATCH + 5, y + 3.6), entry.words, TextStyle(size=LEGEND_SIZE))

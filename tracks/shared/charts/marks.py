"""Shapes for milestone states, told apart without colour."""

from enum import StrEnum

from tracks.shared.charts.drawing import Drawing, Paint, Point
from tracks.shared.charts.themes import Theme

MARK_RADIUS = 6.5


class MarkState(StrEnum):
    """State of a milestone as charts show it: a shape and a word."""

    DONE = "DONE"
    IN_PROGRESS = "IN_PROGRESS"
    TO_DO = "TO_DO"
    LATE = "LATE"
    SKIPPED = "SKIPPED"

    @property
    def words(self) -> str:
        """The state as a reader sees it."""
        return self.value.replace("_", " ").capitalize()


def _diamond(at: Point, radius: float) -> tuple[Point, ...]:
    x, y = at
    return ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))


def _draw_done(drawing: Drawing, at: Point, radius: float) -> None:
    x, y = at
    drawing.polyline(_diamond(at, radius), Paint(fill="accent", stroke="accent"), closed=True)
    tick = ((x - radius * 0.42, y), (x - radius * 0.1, y + radius * 0.34))
    drawing.polyline(
        (*tick, (x + radius * 0.44, y - radius * 0.34)),
        Paint(stroke="on-accent", stroke_width=1.5),
    )


def _draw_in_progress(drawing: Drawing, at: Point, radius: float) -> None:
    x, y = at
    outline = Paint(fill="surface", stroke="second", stroke_width=1.5)
    drawing.polyline(_diamond(at, radius), outline, closed=True)
    half = ((x, y - radius), (x, y + radius), (x - radius, y))
    drawing.polyline(half, Paint(fill="second"), closed=True)


def _draw_to_do(drawing: Drawing, at: Point, radius: float) -> None:
    outline = Paint(fill="surface", stroke="axis", stroke_width=1.5)
    drawing.polyline(_diamond(at, radius), outline, closed=True)


def _draw_late(drawing: Drawing, at: Point, radius: float) -> None:
    x, y = at
    corners = ((x, y - radius), (x + radius, y + radius * 0.8), (x - radius, y + radius * 0.8))
    drawing.polyline(corners, Paint(fill="risk", stroke="risk"), closed=True)
    drawing.line((x, y - radius * 0.3), (x, y + radius * 0.25), Paint(stroke="on-accent"))
    drawing.line((x, y + radius * 0.45), (x, y + radius * 0.62), Paint(stroke="on-accent"))


def _draw_skipped(drawing: Drawing, at: Point, radius: float) -> None:
    x, y = at
    drawing.circle(at, radius * 0.8, Paint(fill="surface", stroke="axis", dash="2 1.5"))
    drawing.line((x - radius * 0.4, y), (x + radius * 0.4, y), Paint(stroke="axis"))


_DRAWERS = {
    MarkState.DONE: _draw_done,
    MarkState.IN_PROGRESS: _draw_in_progress,
    MarkState.TO_DO: _draw_to_do,
    MarkState.LATE: _draw_late,
    MarkState.SKIPPED: _draw_skipped,
}


def draw_state_mark(
    *, drawing: Drawing, state: MarkState, at: Point, radius: float = MARK_RADIUS
) -> None:
    """Draw a state: ticked, half-filled or hollow diamond, triangle, or dashed circle.

    Args:
        drawing: Where to draw.
        state: Which shape.
        at: Centre of the mark.
        radius: Half its width in chart units.
    """
    _DRAWERS[state](drawing, at, radius)


def draw_mark_icon(*, state: MarkState, theme: Theme) -> str:
    """Draw one state mark as a small picture of its own, for use beside the state's word.

    Args:
        state: Which shape.
        theme: Page or print colours.

    Returns:
        SVG text without title: the word beside it is the accessible name.
    """
    drawing = Drawing(width=120, height=16, theme=theme)
    draw_state_mark(drawing=drawing, state=state, at=(8, 8))
    return drawing.finish_icon(size=16)

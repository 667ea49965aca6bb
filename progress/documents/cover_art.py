"""The path on the cover: a rising line through the stages, drawn as far as they are done."""

from datetime import date
from itertools import pairwise

from progress.choices import MilestoneStatus
from progress.documents.content import CareerPlanContent, PlanStage
from progress.documents.formats import format_date
from tracks.shared.charts.drawing import Drawing, Paint, Point, TextStyle
from tracks.shared.charts.text import measure_text, wrap_text
from tracks.shared.charts.themes import PRINT_DARK

WIDTH = 820.0
HEIGHT = 330.0
_SIDE = 92.0
_LOW = 268.0
_HIGH = 108.0
_MOST_STOPS = 6
_TITLE_SIZE = 12.5
_DATE_SIZE = 11.0


def _list_stops(content: CareerPlanContent) -> list[PlanStage]:
    """Pick the stages that fit on the cover: the first, the last and some evenly between."""
    stages = [stage for stage in content.stages if stage.milestones]
    if len(stages) <= _MOST_STOPS:
        return stages
    step = (len(stages) - 1) / (_MOST_STOPS - 1)
    return [stages[round(index * step)] for index in range(_MOST_STOPS)]


def _is_complete(stage: PlanStage) -> bool:
    left = (MilestoneStatus.TODO, MilestoneStatus.IN_PROGRESS)
    return all(milestone.status not in left for milestone in stage.milestones)


def _find_end(stage: PlanStage) -> date | None:
    days = [m.done_date or (m.due.likely if m.due else None) for m in stage.milestones]
    return max((day for day in days if day), default=None)


def _describe_stop(stage: PlanStage) -> str:
    if _is_complete(stage):
        return "done"
    end = _find_end(stage)
    return f"about {format_date(end)}" if end else ""


def _place_stops(count: int) -> list[Point]:
    span = WIDTH - 2 * _SIDE
    points: list[Point] = []
    for index in range(count):
        share = index / (count - 1) if count > 1 else 0.5
        # A little steeper towards the end, like the pay it stands for.
        points.append((_SIDE + share * span, _LOW - (_LOW - _HIGH) * share**1.25))
    return points


def _draw_ground(drawing: Drawing, points: list[Point]) -> None:
    for index in range(5):
        y = 60 + index * 62
        drawing.line((0, y), (WIDTH, y), Paint(stroke="grid", stroke_width=0.6))
    for x, top in points:
        drawing.line((x, top), (x, HEIGHT), Paint(stroke="grid", stroke_width=0.6))


def _draw_label(drawing: Drawing, stage: PlanStage, at: Point, room: float) -> None:
    lines = wrap_text(text=stage.title, width=room, size=_TITLE_SIZE, weight=600, max_lines=3)
    note = _describe_stop(stage)
    widest = max(measure_text(text=line, size=_TITLE_SIZE, weight=600) for line in lines)
    half = max(widest, measure_text(text=note, size=_DATE_SIZE)) / 2
    x = min(max(at[0], half + 4), WIDTH - half - 4)
    y = at[1] - 18 - (14 if note else 0) - (len(lines) - 1) * _TITLE_SIZE * 1.2
    drawing.text_lines((x, y), lines, TextStyle(size=_TITLE_SIZE, weight=600, anchor="middle"))
    if note:
        style = TextStyle(size=_DATE_SIZE, role="muted", anchor="middle")
        drawing.text((x, at[1] - 17), note, style)


def draw_cover_path(*, content: CareerPlanContent) -> str:
    """Draw the stages as stops on a rising line; the part that is done is solid, the rest dashed.

    Args:
        content: The plan.

    Returns:
        SVG text in dark print colours.
    """
    drawing = Drawing(width=WIDTH, height=HEIGHT, theme=PRINT_DARK)
    stops = _list_stops(content)
    points = _place_stops(max(len(stops), 1))
    _draw_ground(drawing, points)
    whole: list[Point] = [(0.0, _LOW + 30), *points, (WIDTH, points[-1][1] - 22)]
    complete = [_is_complete(stage) for stage in stops]
    reached = complete.index(False) if False in complete else len(stops)
    for index, (start, end) in enumerate(pairwise(whole)):
        is_done = index <= reached
        dash = "" if is_done else "1.5 6"
        drawing.curve(
            start, end, Paint(stroke="accent", stroke_width=3 if is_done else 2.4, dash=dash)
        )
    for stage, point, is_complete in zip(stops, points, complete, strict=False):
        fill = "accent" if is_complete else "surface"
        drawing.circle(point, 6.5, Paint(fill=fill, stroke="accent", stroke_width=2.4))
        _draw_label(drawing, stage, point, (WIDTH - 2 * _SIDE) / max(len(stops) - 1, 1) - 10)
    summary = describe_cover_path(content=content)
    return drawing.finish(kind="cover", prefix="cover", title="The path", description=summary)


def describe_cover_path(*, content: CareerPlanContent) -> str:
    """Name the stages in order with when each is about done.

    Args:
        content: The plan.

    Returns:
        One sentence.
    """
    stops = [f"{s.title} ({_describe_stop(s) or 'no date'})" for s in _list_stops(content)]
    return f"The path: {', '.join(stops)}." if stops else "The path has no stages yet."

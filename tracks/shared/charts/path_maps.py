"""Path map: stages as lanes on a time axis, milestones as marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.legends import LegendEntry, draw_legend, measure_legend
from tracks.shared.charts.marks import MARK_RADIUS, MarkState, draw_state_mark
from tracks.shared.charts.numbers import Scale
from tracks.shared.charts.text import measure_text, wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_ROW = 24.0
_LANE_PADDING = 5.0
_HEAD = 32.0
_MARK_ROOM = 17.0
# With many lanes a map that gave every mark its own row would not fit a page.
_MANY_LANES = 5
_ROWS, _ROWS_OF_MANY = 3, 2
_NAME = 11.0
_SMALL = 9.5


@dataclass(frozen=True)
class PathMark:
    """One milestone: the number that the text uses, its name, date and state."""

    number: str
    title: str
    due: date | None
    state: MarkState


@dataclass(frozen=True)
class PathLane:
    """A stage (or another row, such as exams) with its marks in order."""

    label: str
    marks: tuple[PathMark, ...]
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class PathMap:
    """Lanes over time. Without any date the marks stand in order, and there is no axis."""

    title: str
    lanes: tuple[PathLane, ...]
    today: date | None = None


def _list_dates(chart: PathMap) -> list[date]:
    dates = [mark.due for lane in chart.lanes for mark in lane.marks]
    dates += [day for lane in chart.lanes for day in (lane.start, lane.end)]
    return [day for day in (*dates, chart.today) if day is not None]


@dataclass(frozen=True)
class _TimeAxis:
    """Placing of days; whole quarters from the first to the last date."""

    first: date
    last: date
    scale: Scale

    def place(self, day: date) -> float:
        return self.scale.place(day.toordinal())


def _make_axis(chart: PathMap, left: float, right: float) -> _TimeAxis | None:
    dates = _list_dates(chart)
    if all(mark.due is None for lane in chart.lanes for mark in lane.marks) or not dates:
        return None
    low, high = min(dates), max(dates)
    first = date(low.year, (low.month - 1) // 3 * 3 + 1, 1)
    last = _add_months(date(high.year, (high.month - 1) // 3 * 3 + 1, 1), 3)
    return _TimeAxis(first, last, Scale(first.toordinal(), last.toordinal(), left, right))


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _place_marks(
    lane: PathLane, axis: _TimeAxis | None, span: tuple[float, float], max_rows: int
) -> list[tuple[float, int]]:
    """Give each mark its x and its row, so that no two touch.

    Rows are filled greedily; where there would be more than `max_rows`, the marks of the lane
    move sideways instead.
    """
    if axis is None:
        columns = max(1, int((span[1] - span[0]) // 30))
        return [(span[0] + 14 + i % columns * 30, i // columns) for i in range(len(lane.marks))]
    low, high = span[0] + MARK_RADIUS + 2, span[1] - MARK_RADIUS - 2
    ends: list[float] = []
    places = []
    # A mark without a date stands with the one before it, or with the first dated one.
    day = next((mark.due for mark in lane.marks if mark.due), axis.last)
    for mark in lane.marks:
        day = mark.due or day
        x = min(max(axis.place(day), low), high)
        row = next(
            (i for i, end in enumerate(ends) if abs(end - x) >= _MARK_ROOM and x > end), len(ends)
        )
        ends[row : row + 1] = [x]
        places.append((x, row))
    return places if len(ends) <= max_rows else _spread([x for x, _ in places], low, high, max_rows)


def _spread(
    wanted: list[float], low: float, high: float, row_count: int
) -> list[tuple[float, int]]:
    """Deal marks to rows in the order of their days, then push neighbours in a row apart."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    places = [(0.0, 0)] * len(wanted)
    for row in range(row_count):
        members = order[row::row_count]
        room = min(_MARK_ROOM, (high - low) / max(len(members) - 1, 1))
        xs: list[float] = []
        for i in members:
            xs.append(max(wanted[i], xs[-1] + room if xs else low))
        limit = high
        for at in reversed(range(len(xs))):
            xs[at] = min(xs[at], limit)
            limit = xs[at] - room
        for i, x in zip(members, xs, strict=True):
            places[i] = (x, row)
    return places


def _draw_time_axis(drawing: Drawing, axis: _TimeAxis, bottom: float) -> None:
    months = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month
    per_quarter = (axis.scale.end - axis.scale.start) / (months / 3)
    day = axis.first
    year_end = 0.0
    while day <= axis.last:
        x = axis.place(day)
        is_year = day.month == 1
        if is_year or per_quarter >= 9:
            drawing.line(
                (x, _HEAD - 4), (x, bottom), Paint(stroke="grid", stroke_width=2 if is_year else 1)
            )
        if (is_year or day == axis.first) and day < axis.last:
            year_end = _draw_year(drawing, str(day.year), x, year_end)
        if per_quarter >= 22 and day < axis.last:
            style = TextStyle(size=_SMALL, role="muted", anchor="middle")
            drawing.text((x + per_quarter / 2, 25), f"Q{(day.month + 2) // 3}", style)
        day = _add_months(day, 3)


def _draw_year(drawing: Drawing, words: str, x: float, free_from: float) -> float:
    width = measure_text(text=words, size=_NAME, weight=700)
    if x + 3 < free_from or x + 3 + width > drawing.width:
        return free_from
    drawing.text((x + 3, 12), words, TextStyle(size=_NAME, weight=700))
    return x + width + 8


def _draw_today(drawing: Drawing, x: float, bottom: float) -> None:
    drawing.line((x, _HEAD - 4), (x, bottom), Paint(stroke="risk", stroke_width=1.4, dash="4 3"))
    width = measure_text(text="Today", size=_SMALL, weight=700) + 10
    left = min(max(x - width / 2, 0), drawing.width - width)
    drawing.rect(Box(left, bottom, width, 15), Paint(fill="risk"), radius=3)
    style = TextStyle(size=_SMALL, weight=700, role="on-accent", anchor="middle")
    drawing.text((left + width / 2, bottom + 11), "Today", style)


@dataclass(frozen=True)
class _LaneLayout:
    """A lane with its vertical place and the places of its marks."""

    lane: PathLane
    top: float
    height: float
    places: tuple[tuple[float, int], ...]


def _lay_out_lanes(
    chart: PathMap, axis: _TimeAxis | None, span: tuple[float, float]
) -> list[_LaneLayout]:
    layouts, y = [], _HEAD if axis else 4.0
    max_rows = _ROWS if len(chart.lanes) <= _MANY_LANES else _ROWS_OF_MANY
    for lane in chart.lanes:
        places = _place_marks(lane, axis, span, max_rows)
        rows = max((row for _, row in places), default=0) + 1
        height = max(rows * _ROW + 2 * _LANE_PADDING, 34.0)
        layouts.append(_LaneLayout(lane, y, height, tuple(places)))
        y += height + 3
    return layouts


def _draw_lane_ground(
    drawing: Drawing, layout: _LaneLayout, axis: _TimeAxis | None, left: float
) -> None:
    box = Box(left, layout.top, drawing.width - left, layout.height)
    drawing.rect(box, Paint(fill="panel"), radius=3)
    lane = layout.lane
    if axis and lane.start and lane.end:
        x, end = axis.place(lane.start), axis.place(lane.end)
        drawing.rect(
            Box(x, layout.top, max(end - x, 3), layout.height), Paint(fill="band-90"), radius=3
        )
        drawing.rect(Box(x, layout.top, max(end - x, 3), 2.5), Paint(fill="accent"), radius=1)
    lines = wrap_text(text=lane.label, width=left - 12, size=_NAME, weight=600, max_lines=2)
    style = TextStyle(size=_NAME, weight=600)
    middle = layout.top + layout.height / 2 + 4 - (len(lines) - 1) * _NAME * 0.6
    drawing.text_lines((0, middle), lines, style)


def _draw_lane_marks(drawing: Drawing, layout: _LaneLayout) -> None:
    style = TextStyle(size=9.5, weight=600, anchor="middle")
    for mark, (x, row) in zip(layout.lane.marks, layout.places, strict=True):
        y = layout.top + _LANE_PADDING + row * _ROW + MARK_RADIUS + 1
        draw_state_mark(drawing=drawing, state=mark.state, at=(x, y))
        drawing.text((x, y + MARK_RADIUS + 9), mark.number, style)


def _list_legend(lanes: Sequence[PathLane]) -> tuple[LegendEntry, ...]:
    used = {mark.state for lane in lanes for mark in lane.marks}
    return tuple(LegendEntry(state.words, state=state) for state in MarkState if state in used)


def draw_path_map(*, chart: PathMap, prefix: str, theme: Theme = PAGE, width: float = 720) -> str:
    """Draw every milestone as a numbered mark in the lane of its stage, at its due date.

    Args:
        chart: The lanes.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.
    """
    left = min(128.0, width * 0.24)
    axis = _make_axis(chart, left, width)
    layouts = _lay_out_lanes(chart, axis, (left, width))
    bottom = layouts[-1].top + layouts[-1].height if layouts else _HEAD + 20
    legend = _list_legend(chart.lanes)
    has_today = axis is not None and chart.today is not None
    foot = 22.0 if has_today else 8.0
    height = bottom + foot + measure_legend(entries=legend, width=width - left)
    drawing = Drawing(width=width, height=height, theme=theme)
    for layout in layouts:
        _draw_lane_ground(drawing, layout, axis, left)
    if axis:
        _draw_time_axis(drawing, axis, bottom)
    if axis and chart.today:
        _draw_today(drawing, axis.place(chart.today), bottom)
    for layout in layouts:
        _draw_lane_marks(drawing, layout)
    draw_legend(drawing=drawing, entries=legend, box=Box(left, bottom + foot, width - left, 0))
    summary = describe_path_map(chart=chart).summary
    return drawing.finish(kind="path-map", prefix=prefix, title=chart.title, description=summary)


def _write_date(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else "no date"


def describe_path_map(*, chart: PathMap) -> ChartDescription:
    """Count the milestones per stage and by state, and list each with its date and state.

    Args:
        chart: The lanes.

    Returns:
        Summary and one row per milestone, in lane order.
    """
    marks = [mark for lane in chart.lanes for mark in lane.marks]
    done = sum(mark.state is MarkState.DONE for mark in marks)
    dates = [mark.due for mark in marks if mark.due]
    lanes = "; ".join(f"{lane.label}: {len(lane.marks)}" for lane in chart.lanes)
    summary = f"{len(marks)} milestones, {done} done. {lanes}."
    if dates:
        summary += f" Due from {_write_date(min(dates))} to {_write_date(max(dates))}."
    rows = tuple(
        (mark.number, mark.title, lane.label, _write_date(mark.due), mark.state.words)
        for lane in chart.lanes
        for mark in lane.marks
    )
    return ChartDescription(summary, ("No.", "Milestone", "Stage", "Due", "State"), rows)

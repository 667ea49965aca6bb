"""Outline map: stages as columns, milestones as nodes, prerequisites as lines."""

from dataclasses import dataclass

from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle, format_coordinate
from tracks.shared.charts.legends import LegendEntry, draw_legend, measure_legend
from tracks.shared.charts.marks import MarkState, draw_state_mark
from tracks.shared.charts.text import wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_NODE_WIDTH = 178.0
_NODE_HEIGHT = 44.0
_ROW = 56.0
_COLUMN_GAP = 56.0
_HEAD = 40.0
_MARGIN = 26.0


@dataclass(frozen=True)
class OutlineNode:
    """A milestone: its key, the number the outline uses, state, needed keys and link."""

    key: str
    number: str
    title: str
    state: MarkState
    needs: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class OutlineStage:
    """A column of milestones in order."""

    label: str
    nodes: tuple[OutlineNode, ...]


@dataclass(frozen=True)
class OutlineMap:
    """Stages from first to last. Needed keys that are not on the map draw no line."""

    title: str
    stages: tuple[OutlineStage, ...]


def _place_nodes(chart: OutlineMap) -> dict[str, tuple[int, Box]]:
    places = {}
    for column, stage in enumerate(chart.stages):
        x = _MARGIN + column * (_NODE_WIDTH + _COLUMN_GAP)
        for row, node in enumerate(stage.nodes):
            box = Box(x, _HEAD + row * _ROW, _NODE_WIDTH, _NODE_HEIGHT)
            places[node.key] = (column, box)
    return places


def _draw_need(
    drawing: Drawing, source: tuple[int, Box], target: tuple[int, Box], lane: int
) -> None:
    """Draw a line from what is needed to what needs it, with an arrow head at its end."""
    (column, start), (target_column, end) = source, target
    from_y, to_y = start.y + start.height / 2, end.y + end.height / 2
    paint = Paint(stroke="axis", stroke_width=1.2)
    if column == target_column:
        # Inside a column the line bows out on the left, further for longer jumps.
        bow = start.x - 8 - lane % 4 * 4
        numbers = (start.x, from_y, bow, from_y, bow, to_y, end.x - 5, to_y)
        x1, y1, a, b, c, d, x2, y2 = (format_coordinate(max(number, 0)) for number in numbers)
        drawing.path(f"M{x1} {y1}C{a} {b} {c} {d} {x2} {y2}", paint)
    else:
        x = start.x + start.width if column < target_column else start.x
        drawing.curve((x, from_y), (end.x - 5, to_y), paint)
    tip = ((end.x - 6, to_y - 3.5), (end.x - 0.5, to_y), (end.x - 6, to_y + 3.5))
    drawing.polyline(tip, Paint(fill="axis"), closed=True)


def _draw_node(drawing: Drawing, node: OutlineNode, box: Box) -> None:
    is_done = node.state is MarkState.DONE
    stroke = "accent" if is_done else "axis"
    with drawing.link(node.href):
        drawing.rect(box, Paint(fill="panel" if is_done else "surface", stroke=stroke), radius=5)
        draw_state_mark(drawing=drawing, state=node.state, at=(box.x + 13, box.y + box.height / 2))
        room = box.width - 32
        lines = wrap_text(text=f"{node.number}  {node.title}", width=room, size=10.5, weight=600)
        y = box.y + box.height / 2 + 4 - (len(lines) - 1) * 6.3
        drawing.text_lines((box.x + 25, y), lines, TextStyle(size=10.5, weight=600))


def draw_outline_map(*, chart: OutlineMap, prefix: str, theme: Theme = PAGE) -> str:
    """Draw a column per stage and a line from each needed milestone to the one that needs it.

    Args:
        chart: The stages.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.

    Returns:
        SVG text; its size follows from the number of stages and milestones.
    """
    places = _place_nodes(chart)
    states = {node.state for stage in chart.stages for node in stage.nodes}
    legend = tuple(LegendEntry(state.words, state=state) for state in MarkState if state in states)
    columns = max(len(chart.stages), 1)
    width = max(320.0, columns * (_NODE_WIDTH + _COLUMN_GAP) - _COLUMN_GAP + 2 * _MARGIN)
    rows = max((len(stage.nodes) for stage in chart.stages), default=0)
    bottom = _HEAD + rows * _ROW
    height = bottom + measure_legend(entries=legend, width=width) + 6
    drawing = Drawing(width=width, height=height, theme=theme)
    for column, stage in enumerate(chart.stages):
        x = _MARGIN + column * (_NODE_WIDTH + _COLUMN_GAP)
        lines = wrap_text(text=stage.label, width=_NODE_WIDTH, size=12, weight=700)
        drawing.text_lines((x, 14), lines, TextStyle(size=12, weight=700))
    for stage in chart.stages:
        for lane, node in enumerate(stage.nodes):
            for need in node.needs:
                if need in places and need != node.key:
                    _draw_need(drawing, places[need], places[node.key], lane)
    for stage in chart.stages:
        for node in stage.nodes:
            _draw_node(drawing, node, places[node.key][1])
    draw_legend(drawing=drawing, entries=legend, box=Box(_MARGIN, bottom, width - 2 * _MARGIN, 0))
    summary = describe_outline_map(chart=chart).summary
    return drawing.finish(kind="outline-map", prefix=prefix, title=chart.title, description=summary)


def _list_known_needs(node: OutlineNode, nodes: dict[str, OutlineNode]) -> list[OutlineNode]:
    return [nodes[need] for need in node.needs if need in nodes and need != node.key]


def describe_outline_map(*, chart: OutlineMap) -> ChartDescription:
    """Count stages, milestones and prerequisites, and list what each milestone needs.

    Args:
        chart: The stages.

    Returns:
        Summary and one row per milestone; the last cell names what it needs, or "nothing".
    """
    nodes = {node.key: node for stage in chart.stages for node in stage.nodes}
    edges = sum(len(_list_known_needs(node, nodes)) for node in nodes.values())
    summary = (
        f"{len(nodes)} milestones in {len(chart.stages)} stages, with {edges} prerequisites"
        " between them."
    )
    rows = []
    for stage in chart.stages:
        for node in stage.nodes:
            needs = ", ".join(need.title for need in _list_known_needs(node, nodes))
            rows.append(
                (node.number, node.title, stage.label, node.state.words, needs or "nothing")
            )
    return ChartDescription(summary, ("No.", "Milestone", "Stage", "State", "Needs"), tuple(rows))

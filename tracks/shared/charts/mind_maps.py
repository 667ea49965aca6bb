"""Mind map: a tree of skills with the root in the middle and branches on both sides."""

from dataclasses import dataclass

from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.text import measure_text, wrap_text
from tracks.shared.charts.themes import PAGE, Theme

_LEAF_HEIGHT = 21.0
_GROUP_GAP = 12.0
_COLUMN_GAP = 34.0
_MAX_COLUMN = 190.0
_SIZES = (14.0, 12.5, 11.5, 11.0)
_MARGIN = 8.0
_MAX_DEPTH = 5


@dataclass(frozen=True)
class MindNode:
    """A node of the tree with its branches; `href` makes it a link on pages."""

    label: str
    children: tuple["MindNode", ...] = ()
    href: str = ""


@dataclass(frozen=True)
class MindMap:
    """A titled tree: root, groups, skills, tools."""

    title: str
    root: MindNode


def _style(depth: int) -> TextStyle:
    size = _SIZES[min(depth, len(_SIZES) - 1)]
    return TextStyle(size=size, weight=700 if depth <= 1 else 600 if depth == 2 else 400)


def _depth(node: MindNode) -> int:
    return 1 + max((_depth(child) for child in node.children), default=0)


def _height(node: MindNode, depth: int) -> float:
    if not node.children:
        return _LEAF_HEIGHT
    gap = _GROUP_GAP if depth <= 1 else 0
    return sum(_height(child, depth + 1) for child in node.children) + gap * len(node.children)


def _split_sides(root: MindNode) -> tuple[tuple[MindNode, ...], tuple[MindNode, ...]]:
    """Put branches right until half of the height is used, and the rest left, in order.

    With one or two large groups under the root the groups stay whole; reading order is
    right side top to bottom, then left side.
    """
    total = _height(root, 0)
    right: list[MindNode] = []
    used = 0.0
    for child in root.children:
        height = _height(child, 1)
        if right and used + height / 2 > total / 2:
            break
        right.append(child)
        used += height
    return tuple(right), root.children[len(right) :]


def _column_widths(branches: tuple[MindNode, ...]) -> list[float]:
    """Give the width of each level, outwards from the root."""
    widths: list[float] = []
    level = branches
    depth = 1
    while level:
        style = _style(depth)
        widest = max(
            measure_text(text=n.label, size=style.size, weight=style.weight) for n in level
        )
        widths.append(min(widest + 4, _MAX_COLUMN))
        level = tuple(child for node in level for child in node.children)
        depth += 1
    return widths


@dataclass(frozen=True)
class _Side:
    """One half of the map: where each level starts and which way it grows."""

    starts: tuple[float, ...]
    widths: tuple[float, ...]
    direction: int


def _draw_node(drawing: Drawing, node: MindNode, side: _Side, level: int, y: float) -> None:
    style = _style(level + 1)
    x, width = side.starts[level], side.widths[level]
    anchor = "start" if side.direction > 0 else "end"
    lines = wrap_text(
        text=node.label, width=width, size=style.size, weight=style.weight, max_lines=1
    )
    role = "accent-strong" if level == 0 else "ink"
    label = TextStyle(size=style.size, weight=style.weight, role=role, anchor=anchor)
    with drawing.link(node.href):
        drawing.text((x, y - 3), lines[0], label)
    drawing.line((x, y + 2), (x + side.direction * width, y + 2), _branch_paint(level))


def _branch_paint(level: int) -> Paint:
    if level == 0:
        return Paint(stroke="accent", stroke_width=2.4)
    return Paint(stroke="accent" if level == 1 else "axis", stroke_width=1.5 if level == 1 else 1)


def _draw_branch(drawing: Drawing, node: MindNode, side: _Side, level: int, top: float) -> float:
    """Draw a node and what hangs on it in the space below `top`; give the node's own height."""
    height = _height(node, level + 1)
    y = top + height / 2
    gap = _GROUP_GAP if level == 0 else 0
    inner = top + gap / 2
    end = side.starts[level] + side.direction * side.widths[level]
    for child in node.children:
        child_y = _draw_branch(drawing, child, side, level + 1, inner)
        drawing.curve((end, y + 2), (side.starts[level + 1], child_y + 2), _branch_paint(level + 1))
        inner += _height(child, level + 2) + gap
    _draw_node(drawing, node, side, level, y)
    return y


def _draw_side(
    drawing: Drawing, branches: tuple[MindNode, ...], side: _Side, root_edge: float
) -> None:
    total = sum(_height(branch, 1) + _GROUP_GAP for branch in branches)
    top = (drawing.height - total) / 2 + _GROUP_GAP / 2
    for branch in branches:
        y = _draw_branch(drawing, branch, side, 0, top)
        drawing.curve((root_edge, drawing.height / 2), (side.starts[0], y + 2), _branch_paint(0))
        top += _height(branch, 1) + _GROUP_GAP


def _make_side(widths: list[float], root_edge: float, direction: int) -> _Side:
    starts, x = [], root_edge
    for width in widths:
        x += direction * _COLUMN_GAP
        starts.append(x)
        x += direction * width
    return _Side(tuple(starts), tuple(widths), direction)


def draw_mind_map(*, chart: MindMap, prefix: str, theme: Theme = PAGE) -> str:
    """Draw the tree on both sides of its root; the size follows from the labels.

    Args:
        chart: The tree; at most five levels with the root.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.

    Returns:
        SVG text.

    Raises:
        ValueError: If the tree has more than five levels.
    """
    if _depth(chart.root) > _MAX_DEPTH:
        message = f"A mind map has at most {_MAX_DEPTH} levels."
        raise ValueError(message)
    right, left = _split_sides(chart.root)
    right_widths, left_widths = _column_widths(right), _column_widths(left)
    lines = wrap_text(text=chart.root.label, width=130, size=_SIZES[0], weight=700, max_lines=3)
    root_width = max(measure_text(text=line, size=_SIZES[0], weight=700) for line in lines) + 28
    left_room = sum(width + _COLUMN_GAP for width in left_widths)
    right_room = sum(width + _COLUMN_GAP for width in right_widths)
    width = max(320.0, left_room + root_width + right_room + 2 * _MARGIN)
    sides = (sum(_height(b, 1) + _GROUP_GAP for b in branches) for branches in (left, right))
    root_height = len(lines) * _SIZES[0] * 1.2 + 18
    drawing = Drawing(width=width, height=max(root_height, *sides) + 2 * _MARGIN, theme=theme)
    x = _MARGIN + left_room + (width - 2 * _MARGIN - left_room - root_width - right_room) / 2
    _draw_side(drawing, right, _make_side(right_widths, x + root_width, 1), x + root_width)
    _draw_side(drawing, left, _make_side(left_widths, x, -1), x)
    top = (drawing.height - root_height) / 2
    drawing.rect(
        Box(x, top, root_width, root_height), Paint(fill="accent-strong"), radius=root_height / 2
    )
    style = TextStyle(size=_SIZES[0], weight=700, role="on-accent", anchor="middle")
    drawing.text_lines((x + root_width / 2, top + 9 + _SIZES[0]), lines, style)
    summary = describe_mind_map(chart=chart).summary
    return drawing.finish(kind="mind-map", prefix=prefix, title=chart.title, description=summary)


def _list_paths(node: MindNode, above: tuple[str, ...]) -> list[tuple[str, str]]:
    rows = [(node.label, " › ".join(above))]
    for child in node.children:
        rows.extend(_list_paths(child, (*above, node.label)))
    return rows


def describe_mind_map(*, chart: MindMap) -> ChartDescription:
    """Name the branches, and list every node with the path that leads to it.

    Args:
        chart: The tree.

    Returns:
        Summary and one row per node, in reading order.
    """
    rows = _list_paths(chart.root, ())
    branches = ", ".join(child.label for child in chart.root.children) or "no branches"
    summary = f"{chart.root.label}, {len(rows) - 1} entries below it. Branches: {branches}."
    return ChartDescription(summary, ("Entry", "Belongs to"), tuple(rows))

"""Progress: a ring for one glance, and a bar with a segment per state."""

import math
from dataclasses import dataclass

from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, Point, TextStyle, format_coordinate
from tracks.shared.charts.legends import LegendEntry, draw_legend, measure_legend
from tracks.shared.charts.marks import MarkState
from tracks.shared.charts.themes import PAGE, Theme

_BAR = 20.0
_RING = 120.0


@dataclass(frozen=True)
class ProgressMeter:
    """Milestones counted by state. Skipped ones are not part of the whole."""

    title: str
    done: int
    in_progress: int
    to_do: int
    late: int = 0
    skipped: int = 0

    @property
    def total(self) -> int:
        """The whole that is measured against, without the skipped ones."""
        return self.done + self.in_progress + self.to_do + self.late

    @property
    def percent(self) -> int:
        """Share done, rounded down, so that 100 means all; 0 for an empty track."""
        return self.done * 100 // self.total if self.total else 0


def _counts(chart: ProgressMeter) -> tuple[tuple[MarkState, int, str], ...]:
    return (
        (MarkState.DONE, chart.done, "accent"),
        (MarkState.IN_PROGRESS, chart.in_progress, "second"),
        (MarkState.LATE, chart.late, "risk"),
        (MarkState.TO_DO, chart.to_do, "grid"),
    )


def draw_progress_bar(
    *, chart: ProgressMeter, prefix: str, theme: Theme = PAGE, width: float = 720
) -> str:
    """Draw one bar with a segment per state, and the counts with shape and word below it.

    Args:
        chart: The counts.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.
    """
    legend = [LegendEntry(f"{s.words} {n}", state=s) for s, n, _ in _counts(chart) if n]
    if chart.skipped:
        words = f"Skipped {chart.skipped}, not counted"
        legend.append(LegendEntry(words, state=MarkState.SKIPPED))
    height = _BAR + 10 + measure_legend(entries=legend, width=width)
    drawing = Drawing(width=width, height=height, theme=theme)
    drawing.rect(Box(0, 1, width, _BAR), Paint(fill="panel"), radius=4)
    x = 0.0
    for _, count, role in _counts(chart):
        if count:
            part = width * count / chart.total
            drawing.rect(Box(x, 1, max(part - 2, 1), _BAR), Paint(fill=role), radius=3)
            x += part
    draw_legend(drawing=drawing, entries=legend, box=Box(0, _BAR + 9, width, 0))
    summary = describe_progress(chart=chart).summary
    return drawing.finish(
        kind="progress-bar", prefix=prefix, title=chart.title, description=summary
    )


def _arc(centre: Point, radius: float, share: float) -> str:
    """Give the path of an arc that starts at the top and runs clockwise."""
    angle = math.tau * share
    x, y = centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)
    start = f"M{format_coordinate(centre[0])} {format_coordinate(centre[1] - radius)}"
    size = format_coordinate(radius)
    large = 1 if share > 0.5 else 0
    return f"{start}A{size} {size} 0 {large} 1 {format_coordinate(x)} {format_coordinate(y)}"


def draw_progress_ring(*, chart: ProgressMeter, prefix: str, theme: Theme = PAGE) -> str:
    """Draw the share done as a ring with the percentage and the counts in its middle.

    Args:
        chart: The counts.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.

    Returns:
        SVG text, a square.
    """
    drawing = Drawing(width=_RING, height=_RING, theme=theme)
    centre, radius = (_RING / 2, _RING / 2), _RING / 2 - 8
    drawing.circle(centre, radius, Paint(stroke="grid", stroke_width=10))
    share = chart.done / chart.total if chart.total else 0.0
    paint = Paint(stroke="accent", stroke_width=10)
    if share >= 1:
        drawing.circle(centre, radius, paint)
    elif share > 0:
        drawing.path(_arc(centre, radius, share), paint)
    middle = TextStyle(size=26, weight=700, anchor="middle")
    drawing.text((centre[0], centre[1] + 6), f"{chart.percent} %", middle)
    below = TextStyle(size=11, role="muted", anchor="middle")
    drawing.text((centre[0], centre[1] + 22), f"{chart.done} of {chart.total}", below)
    summary = describe_progress(chart=chart).summary
    return drawing.finish(
        kind="progress-ring", prefix=prefix, title=chart.title, description=summary
    )


def describe_progress(*, chart: ProgressMeter) -> ChartDescription:
    """Say how much is done, and list the counts by state.

    Args:
        chart: The counts.

    Returns:
        Summary and one row per state that occurs.
    """
    summary = f"{chart.done} of {chart.total} milestones done ({chart.percent} %)."
    if chart.skipped:
        summary += f" {chart.skipped} skipped and not counted."
    rows = [(state.words, str(count)) for state, count, _ in _counts(chart) if count]
    if chart.skipped:
        rows.append((f"{MarkState.SKIPPED.words} (not counted)", str(chart.skipped)))
    return ChartDescription(summary, ("State", "Milestones"), tuple(rows))

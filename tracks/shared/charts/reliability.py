"""Reliability: what was told against what came true."""

from dataclasses import dataclass

from tracks.shared.charts.axes import draw_axis_words, draw_bottom_axis, draw_value_axis
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle
from tracks.shared.charts.legends import LegendEntry, draw_legend, measure_legend
from tracks.shared.charts.numbers import Scale, Ticks
from tracks.shared.charts.themes import PAGE, Theme

_LEFT = 54.0
_TOP = 28.0
_DIAGONAL = Paint(stroke="axis", stroke_width=1.4, dash="4 3")
_INTERVAL = Paint(stroke="accent-strong", stroke_width=2)
_KEPT = Paint(fill="accent", stroke="accent-strong", stroke_width=1.4)
_BROKEN = Paint(fill="surface", stroke="warn", stroke_width=2)
_TICKS = Ticks((0.0, 0.2, 0.4, 0.6, 0.8, 1.0))


@dataclass(frozen=True)
class ReliabilityPoint:
    """Predictions told alike: shares from 0 to 1, and the interval of what came true."""

    told: float
    observed: float
    low: float
    high: float
    count: int

    @property
    def is_kept(self) -> bool:
        """Whether what was told lies inside the interval."""
        return self.low <= self.told <= self.high


@dataclass(frozen=True)
class ReliabilityChart:
    """Points from the lowest to the highest share told."""

    title: str
    points: tuple[ReliabilityPoint, ...]


def _write_share(share: float) -> str:
    return f"{round(share * 100)} %"


def _draw_point(drawing: Drawing, point: ReliabilityPoint, across: Scale, up: Scale) -> None:
    x = across.place(point.told)
    drawing.line((x, up.place(point.low)), (x, up.place(point.high)), _INTERVAL)
    y = up.place(point.observed)
    if point.is_kept:
        drawing.circle((x, y), 5.5, _KEPT)
    else:
        drawing.rect(Box(x - 5, y - 5, 10, 10), _BROKEN)


def draw_reliability(
    *, chart: ReliabilityChart, prefix: str, theme: Theme = PAGE, width: float = 480
) -> str:
    """Draw what was told across and what came true upwards; on the dashed line both agree.

    Args:
        chart: The points; without any only the axes are drawn.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text.
    """
    legend = (
        LegendEntry("Agree", _DIAGONAL),
        LegendEntry("Held", _KEPT, shape="disc"),
        LegendEntry("Did not hold", _BROKEN, shape="square"),
        LegendEntry("9 in 10 interval", _INTERVAL),
    )
    side = width - _LEFT - 18
    bottom = _TOP + min(side, 320)
    height = bottom + 44 + measure_legend(entries=legend, width=width)
    drawing = Drawing(width=width, height=height, theme=theme)
    across = Scale(0.0, 1.0, _LEFT, _LEFT + side)
    up = Scale(0.0, 1.0, bottom, _TOP)
    span = (_LEFT, _LEFT + side)
    draw_value_axis(drawing=drawing, scale=up, ticks=_TICKS, span=span, written=_write_share)
    draw_bottom_axis(
        drawing=drawing, scale=across, ticks=_TICKS, span=(_TOP, bottom), written=_write_share
    )
    drawing.line((_LEFT, bottom), (_LEFT + side, _TOP), _DIAGONAL)
    for point in chart.points:
        _draw_point(drawing, point, across, up)
    drawing.text((4, 12), "share that came true", TextStyle(size=10.5, role="muted"))
    draw_axis_words(drawing=drawing, span=span, y=bottom + 31, words="share that was told")
    draw_legend(drawing=drawing, entries=legend, box=Box(0, bottom + 42, width, 0))
    summary = describe_reliability(chart=chart).summary
    return drawing.finish(kind="reliability", prefix=prefix, title=chart.title, description=summary)


def describe_reliability(*, chart: ReliabilityChart) -> ChartDescription:
    """Say how many groups of predictions held, and list each.

    Args:
        chart: The points.

    Returns:
        Summary and one row per point, in the chart's order.
    """
    held = sum(point.is_kept for point in chart.points)
    summary = f"What was told held in {held} of {len(chart.points)} groups of predictions."
    rows = tuple(
        (
            _write_share(point.told),
            _write_share(point.observed),
            f"{_write_share(point.low)} to {_write_share(point.high)}",
            str(point.count),
            "held" if point.is_kept else "did not hold",
        )
        for point in chart.points
    )
    return ChartDescription(summary, ("Told", "Came true", "9 in 10", "People", "Result"), rows)

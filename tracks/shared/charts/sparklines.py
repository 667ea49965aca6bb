"""Sparkline: a small line of recent values."""

from dataclasses import dataclass

from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Drawing, Paint, TextStyle
from tracks.shared.charts.numbers import Scale, format_number_short
from tracks.shared.charts.text import measure_text
from tracks.shared.charts.themes import PAGE, Theme

_HEIGHT = 40.0


@dataclass(frozen=True)
class SparkPoint:
    """One period and its value; None is a period without a value, a gap in the line."""

    label: str
    value: float | None


@dataclass(frozen=True)
class Sparkline:
    """Periods in order, with the unit the values are counted in."""

    title: str
    unit: str
    points: tuple[SparkPoint, ...]


def draw_sparkline(
    *, chart: Sparkline, prefix: str, theme: Theme = PAGE, width: float = 220
) -> str:
    """Draw a line through the values with a dot and the number at the last one.

    Args:
        chart: The periods.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.
        width: Chart units.

    Returns:
        SVG text; an empty frame when no period has a value.
    """
    drawing = Drawing(width=width, height=_HEIGHT, theme=theme)
    known = [(i, p.value) for i, p in enumerate(chart.points) if p.value is not None]
    drawing.line((4, _HEIGHT - 5), (width - 4, _HEIGHT - 5), Paint(stroke="grid"))
    if known:
        words = f"{format_number_short(amount=known[-1][1])} {chart.unit}".strip()
        room = measure_text(text=words, size=11, weight=700)
        x = Scale(0, max(len(chart.points) - 1, 1), 4, width - room - 14)
        low, high = min(0.0, *(v for _, v in known)), max(v for _, v in known)
        y = Scale(low, high if high > low else low + 1, _HEIGHT - 5, 7)
        run: list[tuple[float, float]] = []
        for index, point in enumerate(chart.points):
            if point.value is not None:
                run.append((x.place(index), y.place(point.value)))
            if run and (point.value is None or index == len(chart.points) - 1):
                drawing.polyline(run, Paint(stroke="accent", stroke_width=1.8))
                run = []
        end = (x.place(known[-1][0]), y.place(known[-1][1]))
        drawing.circle(end, 3, Paint(fill="accent-strong"))
        drawing.text(
            (end[0] + 7, min(max(end[1] + 4, 11), _HEIGHT - 4)), words, TextStyle(weight=700)
        )
    summary = describe_sparkline(chart=chart).summary
    return drawing.finish(kind="sparkline", prefix=prefix, title=chart.title, description=summary)


def describe_sparkline(*, chart: Sparkline) -> ChartDescription:
    """Say the first, last, lowest and highest value, and list every period.

    Args:
        chart: The periods.

    Returns:
        Summary and one row per period.
    """
    known = [point.value for point in chart.points if point.value is not None]
    if known:
        first, last, low, high = (
            format_number_short(amount=value)
            for value in (known[0], known[-1], min(known), max(known))
        )
        summary = f"From {first} to {last} {chart.unit}; lowest {low}, highest {high}."
    else:
        summary = "No values yet."
    rows = tuple(
        (
            p.label,
            "none" if p.value is None else f"{format_number_short(amount=p.value)} {chart.unit}",
        )
        for p in chart.points
    )
    return ChartDescription(summary, ("Period", "Value"), rows)

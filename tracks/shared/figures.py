"""A drawn chart together with its words, ready for `_partials/chart.html`."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from tracks.shared.charts import ChartDescription


@dataclass(frozen=True)
class Figure:
    """A chart for a page: the picture, its caption, and the summary and table beside it."""

    title: str
    svg: SafeString
    description: ChartDescription
    # The same chart drawn for a phone; blank when one picture serves all.
    narrow_svg: str = ""


def make_figure(
    *, title: str, svg: str, description: ChartDescription, narrow_svg: str = ""
) -> Figure:
    """Mark a chart's SVG as safe to print in a page and pair it with its words.

    Args:
        title: Caption, in plain text.
        svg: Output of one of `tracks.shared.charts`, which escapes all text it is given.
        description: What the same chart's `describe_` function returned.
        narrow_svg: The same chart drawn about 340 units wide with another id prefix, or blank.
    """
    # The chart writer escapes all text.
    return Figure(title, mark_safe(svg), description, mark_safe(narrow_svg))  # noqa: S308 - see above

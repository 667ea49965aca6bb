"""Write SVG elements with rounded coordinates, escaped text and no style attributes."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tracks.shared.charts.text import measure_text
from tracks.shared.charts.themes import Theme

Point = tuple[float, float]

_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
# What XML 1.0 cannot hold, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINK = re.compile(r"(?:/(?!/)|#|https://)\S*\Z")
MIN_WIDTH = 120
MAX_WIDTH = 2400


def format_coordinate(value: float) -> str:
    """Round a coordinate to one decimal and write it without needless zeros.

    Args:
        value: Chart units.

    Returns:
        For example "12", "12.5" or "-3".
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def clean_xml_text(text: str) -> str:
    """Replace the characters that XML cannot hold with the replacement character.

    Args:
        text: Any text, also with control characters or lone surrogates.

    Returns:
        Text that is safe to escape and encode.
    """
    return _NOT_XML.sub("\ufffd", text)


@dataclass(frozen=True)
class Paint:
    """Colour roles and line form of a shape."""

    fill: str = "none"
    stroke: str = "none"
    stroke_width: float = 1
    dash: str = ""


@dataclass(frozen=True)
class TextStyle:
    """Type size, weight, colour role and anchor of a label."""

    size: float = 11
    weight: int = 400
    role: str = "ink"
    anchor: str = "start"


@dataclass(frozen=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Drawing:
    """An SVG chart in the making; `finish` gives the text."""

    def __init__(self, *, width: float, height: float, theme: Theme) -> None:
        if not MIN_WIDTH <= width <= MAX_WIDTH:
            message = f"A chart is {MIN_WIDTH} to {MAX_WIDTH} units wide, not {width}."
            raise ValueError(message)
        self.width = width
        self.height = height
        self.theme = theme
        self.has_links = False
        self._parts: list[str] = []

    def rect(self, box: Box, paint: Paint, *, radius: float = 0) -> None:
        """Draw a rectangle."""
        rounding = f' rx="{format_coordinate(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{format_coordinate(box.x)}" y="{format_coordinate(box.y)}"'
            f' width="{format_coordinate(max(box.width, 0))}"'
            f' height="{format_coordinate(max(box.height, 0))}"{rounding}'
            f"{self._painted(paint)}/>"
        )

    def line(self, start: Point, end: Point, paint: Paint) -> None:
        """Draw a straight line."""
        self.polyline((start, end), paint)

    def polyline(self, points: Sequence[Point], paint: Paint, *, closed: bool = False) -> None:
        """Draw straight lines through points."""
        steps = "L".join(f"{format_coordinate(x)} {format_coordinate(y)}" for x, y in points)
        self.path(f"M{steps}{'Z' if closed else ''}", paint)

    def path(self, commands: str, paint: Paint) -> None:
        """Draw a path given by SVG commands that are already rounded."""
        self._parts.append(f'<path d="{commands}"{self._painted(paint)}/>')

    def curve(self, start: Point, end: Point, paint: Paint) -> None:
        """Draw an S-shaped connection that leaves and arrives horizontally."""
        middle = (start[0] + end[0]) / 2
        numbers = (*start, middle, start[1], middle, end[1], *end)
        x1, y1, a, b, c, d, x2, y2 = (format_coordinate(number) for number in numbers)
        self.path(f"M{x1} {y1}C{a} {b} {c} {d} {x2} {y2}", paint)

    def circle(self, centre: Point, radius: float, paint: Paint) -> None:
        """Draw a circle."""
        self._parts.append(
            f'<circle cx="{format_coordinate(centre[0])}" cy="{format_coordinate(centre[1])}"'
            f' r="{format_coordinate(radius)}"{self._painted(paint)}/>'
        )

    def text(self, at: Point, content: str, style: TextStyle, *, halo: bool = False) -> None:
        """Write one line; a halo puts the background colour behind it."""
        if halo:
            self._halo(at, content, style)
        weight = f' font-weight="{style.weight}"' if style.weight != 400 else ""
        anchor = f' text-anchor="{style.anchor}"' if style.anchor != "start" else ""
        self._parts.append(
            f'<text x="{format_coordinate(at[0])}" y="{format_coordinate(at[1])}"'
            f' font-size="{format_coordinate(style.size)}"{weight}{anchor}'
            f"{self._painted(Paint(fill=style.role))}>{escape(clean_xml_text(content))}</text>"
        )

    def text_lines(self, at: Point, lines: Sequence[str], style: TextStyle) -> None:
        """Write lines below each other, the first baseline at `at`."""
        for position, line in enumerate(lines):
            self.text((at[0], at[1] + position * style.size * 1.2), line, style)

    @contextmanager
    def link(self, href: str) -> Iterator[None]:
        """Make what is drawn inside a link on pages; in print, and without a target, only draw."""
        if not href or not self.theme.is_page:
            yield
            return
        if not _LINK.match(href):
            message = f"A chart links to a site path, a fragment or https, not to {href!r}."
            raise ValueError(message)
        self.has_links = True
        self._parts.append(f"<a href={quoteattr(clean_xml_text(href))}>")
        yield
        self._parts.append("</a>")

    def finish(self, *, kind: str, prefix: str, title: str, description: str) -> str:
        """Give the whole SVG text.

        Args:
            kind: Chart name in the class list, such as "fan".
            prefix: Start of the ids; must differ between charts of one page.
            title: Short name, read first by a screen reader.
            description: What the chart shows, in sentences.

        Returns:
            One well-formed element; the same bytes for the same calls.

        Raises:
            ValueError: If the prefix cannot start an id.
        """
        if not _PREFIX.match(prefix):
            message = f"An id prefix is letters, digits, - and _, not {prefix!r}."
            raise ValueError(message)
        width, height = format_coordinate(self.width), format_coordinate(self.height)
        classes = f' class="chart chart-{kind}"' if self.theme.is_page else ""
        family = f' font-family="{self.theme.font_family}"' if self.theme.font_family else ""
        # An image hides its links from assistive technology, a group does not.
        role = "group" if self.has_links else "img"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="{role}"'
            f' aria-labelledby="{prefix}-title {prefix}-desc"{classes}{family}>'
            f'<title id="{prefix}-title">{escape(clean_xml_text(title))}</title>'
            f'<desc id="{prefix}-desc">{escape(clean_xml_text(description))}</desc>'
            f"{''.join(self._parts)}</svg>"
        )

    def finish_icon(self, *, size: float) -> str:
        """Give what was drawn as a square picture without words, hidden from screen readers."""
        side = format_coordinate(size)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
            f' width="{side}" height="{side}" aria-hidden="true">{"".join(self._parts)}</svg>'
        )

    def _halo(self, at: Point, content: str, style: TextStyle) -> None:
        width = measure_text(text=content, size=style.size, weight=style.weight)
        offset = {"start": 0.0, "middle": width / 2, "end": width}[style.anchor]
        left = max(0.0, at[0] - offset - 2)
        right = min(self.width, at[0] - offset + width + 2)
        box = Box(left, at[1] - style.size * 0.85, right - left, style.size * 1.12)
        self.rect(box, Paint(fill="surface"))

    def _painted(self, paint: Paint) -> str:
        names = self.theme.class_names(fill=paint.fill, stroke=paint.stroke)
        classes = f' class="{" ".join(names)}"' if names else ""
        fill = self.theme.paint(kind="fill", role=paint.fill)
        if paint.stroke == "none":
            return f"{classes}{fill}"
        width = f' stroke-width="{format_coordinate(paint.stroke_width)}"'
        dash = f' stroke-dasharray="{paint.dash}"' if paint.dash else ""
        stroke = self.theme.paint(kind="stroke", role=paint.stroke)
        return f"{classes}{fill}{stroke}{width}{dash}"

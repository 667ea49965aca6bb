"""Lines, headings, links and table cells of Markdown files, as far as roadmaps use them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from tracks.shared.import_formats import Report
from tracks.shared.untrusted_files import open_text

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
# [text](address), where the address may hold one pair of brackets.
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*((?:[^()\s]|\([^()]*\))+)[^)]*\)")
_MARKS = re.compile(r"[*_`]+|<[^>]*>")
_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True)
class MarkdownLink:
    """A link: its words, where it leads, and what follows in its line up to the next link."""

    title: str
    url: str
    after: str


@dataclass(frozen=True)
class MarkdownLine:
    """A line with its number and the headings above it, outermost first."""

    number: int
    text: str
    headings: tuple[str, ...]
    # 1 to 6 when the line is a heading itself, else 0.
    level: int = 0


def read_markdown(path: Path, report: Report) -> Iterator[MarkdownLine]:
    """Yield the lines of a file; what stands in fenced code is left out.

    Raises:
        UnusableFile: If the file is not text in UTF-8.
    """
    headings: dict[int, str] = {}
    is_code = False
    size = path.stat().st_size
    with open_text(path) as text:
        for number, line in enumerate(text, start=1):
            if _FENCE.match(line):
                is_code = not is_code
                continue
            if is_code:
                continue
            heading = _HEADING.fullmatch(line.strip())
            level = len(heading[1]) if heading else 0
            if heading:
                headings = {depth: words for depth, words in headings.items() if depth < level}
                headings[level] = strip_marks(heading[2])
            above = tuple(headings[depth] for depth in sorted(headings))
            yield MarkdownLine(number, line.rstrip(), above, level)
    report(size, size)


def list_links(text: str, *, base: str) -> list[MarkdownLink]:
    """Return the links of a line; addresses inside the project are completed with `base`."""
    found = list(_LINK.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)] if found else []
    return [
        MarkdownLink(strip_marks(one[1]), urljoin(base, one[2]), text[one.end() : end])
        for one, end in zip(found, ends, strict=True)
    ]


def split_cells(text: str) -> list[str]:
    """Split a table's row; bars part the cells with or without blanks around them."""
    inside = text.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in inside.split("|")]


def strip_marks(text: str) -> str:
    """Return the words of a piece of Markdown without links, emphasis, code and tags."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())


def make_anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading: lower case, blanks as hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")

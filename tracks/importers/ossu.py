"""The OSSU computer science curriculum: tables of courses under headings, columns varying."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tracks.importers.draft_records import DraftList
from tracks.importers.markdown_lines import (
    MarkdownLine,
    list_links,
    read_markdown,
    split_cells,
    strip_marks,
)
from tracks.importers.study_hours import UNKNOWN, read_weekly_hours
from tracks.shared.import_formats import ParsedFile, Report

SOURCE = "ossu-computer-science"
# Where links inside the project lead.
BASE = "https://github.com/ossu/computer-science/blob/HEAD/"
COLUMNS = ("Courses", "Duration", "Effort", "Prerequisites")


def parse_ossu(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read every course of the curriculum's README as a draft milestone.

    Raises:
        UnusableFile: If the file has no table of courses.
    """
    drafts = DraftList(path, source=SOURCE, prefix="ossu")
    header: list[str] = []
    tables = 0
    for line in read_markdown(path, report):
        cells = split_cells(line.text)
        if len(cells) < 2:
            header = []
        elif set(COLUMNS) <= set(cells):
            header = cells
            tables += 1
        elif header and not set("".join(cells)) <= set(":- "):
            _read_course(drafts, line, header, cells)
    parsed = drafts.to_parsed_file(
        origin="ossu",
        as_of=as_of,
        missing=(
            f"holds no table with the columns {', '.join(COLUMNS)}. Give the README of the OSSU "
            "computer science curriculum."
        ),
    )
    return replace(parsed, counts={"tables": tables, **parsed.counts})


def _read_course(
    drafts: DraftList, line: MarkdownLine, header: list[str], cells: list[str]
) -> None:
    if len(cells) != len(header):
        reason = f"has {len(cells)} cells where the table has {len(header)}. Mend the bars."
        drafts.reject(line.number, "", reason)
        return
    row = dict(zip(header, cells, strict=True))
    links = list_links(row["Courses"], base=BASE)
    if not links:
        drafts.reject(line.number, "Courses", "has no link to the course. Add it.")
        return
    try:
        hours = read_weekly_hours(row["Duration"], row["Effort"])
    except ValueError as error:
        drafts.reject(line.number, "Effort", str(error))
        return
    drafts.add(
        line.number,
        links[0].title,
        url=links[0].url,
        section=" / ".join(line.headings[1:]),
        effort=_say_effort(row),
        hours=hours,
        prerequisites=_say_stated(row["Prerequisites"]),
        links=[{"title": link.title, "url": link.url, "tag": ""} for link in links[1:]],
    )


def _say_effort(row: Mapping[str, str]) -> str:
    stated = [row[name] for name in ("Duration", "Effort") if row[name] not in UNKNOWN]
    return ", ".join(stated)


def _say_stated(text: str) -> str:
    plain = strip_marks(text)
    return "" if plain in UNKNOWN else plain

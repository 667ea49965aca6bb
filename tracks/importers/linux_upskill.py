"""The Linux Upskill Challenge: the index of its days, which count from 0."""

import re
from pathlib import Path

from tracks.importers.draft_records import DraftList
from tracks.importers.markdown_lines import list_links, read_markdown, strip_marks
from tracks.importers.study_hours import read_daily_hours
from tracks.shared.import_formats import ParsedFile, Report

SOURCE = "linux-upskill-challenge"
SITE = "https://linuxupskillchallenge.org/"
# * [Day 0](00.md) - **Creating Your Own Server**: what it is about
DAY = re.compile(r"\*\s+\[Day (\d+)\]\([^)]*\)\s*-\s*\*\*(.+?)\*\*")


def parse_linux_upskill(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read every day of the index as a draft milestone with the hours that the page states.

    Raises:
        UnusableFile: If the file lists no days.
    """
    drafts = DraftList(path, source=SOURCE, prefix="linux-upskill")
    lines = list(read_markdown(path, report))
    text = "\n".join(line.text for line in lines)
    hours = read_daily_hours(text)
    for line in lines:
        day = DAY.match(line.text.strip())
        if not day:
            continue
        drafts.add(
            line.number,
            strip_marks(day[2]),
            name=f"day-{day[1]}",
            url=list_links(line.text, base=SITE)[0].url.removesuffix(".md") + "/",
            section=f"Day {day[1]}",
            hours=hours,
            effort=_say_daily(hours.low, hours.high) if hours else "",
            prerequisites="",
        )
    return drafts.to_parsed_file(
        origin="linuxupskill",
        as_of=as_of,
        missing="lists no day such as “* [Day 0](00.md) - **Title**”. Give docs/index.md of the "
        "Linux Upskill Challenge.",
    )


def _say_daily(low: int, high: int) -> str:
    return f"{low} hours each day" if low == high else f"{low}-{high} hours each day"

"""The DevOps roadmap of Milan Milanović: numbered stages with links, tagged when free."""

import re
from dataclasses import replace
from pathlib import Path

from tracks.importers.draft_records import DraftList
from tracks.importers.markdown_lines import (
    MarkdownLine,
    list_links,
    make_anchor,
    read_markdown,
    strip_marks,
)
from tracks.shared.import_formats import ParsedFile, Report

SOURCE = "milanm-devops-roadmap"
BASE = "https://github.com/milanm/DevOps-Roadmap/blob/HEAD/"
PAGE = "https://github.com/milanm/DevOps-Roadmap"
# "1. GIT", or "Bonus: Learn DevSecOps Fundamentals" at the end.
STAGE = re.compile(r"(?:\d+\.|Bonus:)\s+(.+)")
STAGE_LEVEL = 3
TAG = re.compile(r"<sup>(.*?)</sup>")


def parse_milanm(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read every stage as a draft milestone with its links; hours are not stated.

    Raises:
        UnusableFile: If the file has no stages.
    """
    drafts = DraftList(path, source=SOURCE, prefix="milanm")
    # The links of the stage being read; None outside of stages.
    links: list[dict[str, str]] | None = None
    for line in read_markdown(path, report):
        if line.level:
            links = _start_stage(drafts, line)
        elif links is not None:
            links += _list_tagged_links(line.text)
    parsed = drafts.to_parsed_file(
        origin="milanm",
        as_of=as_of,
        missing=(
            "holds no stage such as “### 1. GIT”. Give the README of the DevOps roadmap by Milan "
            "Milanović."
        ),
    )
    tags = [link["tag"] for one in drafts.records.values() for link in one.record["links"]]
    free = sum(1 for tag in tags if tag.upper().startswith("FREE"))
    counts = {**parsed.counts, "links": len(tags), "links tagged free": free}
    return replace(parsed, counts=counts)


def _start_stage(drafts: DraftList, line: MarkdownLine) -> list[dict[str, str]] | None:
    """Add the stage that a heading begins and return its list of links to fill."""
    stage = STAGE.fullmatch(line.headings[-1])
    if not stage or line.level != STAGE_LEVEL:
        return None
    links: list[dict[str, str]] = []
    drafts.add(
        line.number,
        stage[1],
        url=f"{PAGE}#{make_anchor(line.headings[-1])}",
        section=" / ".join(line.headings[1:-1]),
        effort="",
        prerequisites="",
        links=links,
    )
    return links


def _list_tagged_links(text: str) -> list[dict[str, str]]:
    """Return the links of a line, each with the tag that stands behind it."""
    links = []
    for link in list_links(text, base=BASE):
        tag = TAG.search(link.after)
        words = strip_marks(tag[1]) if tag else ""
        links.append({"title": link.title, "url": link.url, "tag": words})
    return links

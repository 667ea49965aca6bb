"""A small data set of tools and roles, and a parser of it, to import in tests."""

import csv
from pathlib import Path

from tracks.importers.kinds import ROLES, SOURCES, TOOLS
from tracks.shared.content_rows import Incoming
from tracks.shared.import_formats import ImportFormat, ParsedFile, Report, UnusableFile
from tracks.shared.imports import Position, Problem

HEADER = "kind,key,name,summary"
ROWS = ("tool,git,Git,Versions", "tool,bash,Bash,A shell", "role,operator,Operator,Keeps it up")
SOURCE = {"key": "survey", "title": "A survey", "kind": "DATASET"}


def parse_tools(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read the rows of a file; a kind that is not known is left out, an empty name flagged."""
    size = path.stat().st_size
    records = [Incoming(SOURCES, dict(SOURCE), Position(path.name, 1))]
    rejected, flagged = [], []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        if next(reader, None) != HEADER.split(","):
            reason = f"the header is not {HEADER}."
            raise UnusableFile(Problem(Position(path.name, 1), "header", reason))
        for row in reader:
            position = Position(path.name, reader.line_num, 1)
            kind, key, name, summary = row
            if kind == "tool":
                record = {"key": key, "name": name, "summary": summary}
                records.append(Incoming(TOOLS, record, position))
            elif kind == "role":
                record = {"key": key, "title": name, "summary": summary}
                records.append(Incoming(ROLES, record, position))
            else:
                rejected.append(Problem(position, "kind", f"{kind!r} is not tool or role."))
            if not summary:
                flagged.append(Problem(position, "summary", "is empty."))
    report(size, size)
    return ParsedFile(
        origin="tools",
        records=tuple(records),
        kinds=(SOURCES, TOOLS, ROLES),
        as_of=as_of,
        counts={"rows": len(records) - 1 + len(rejected)},
        rejected=tuple(rejected),
        flagged=tuple(flagged),
        remarks=("A remark.",),
    )


FORMAT = ImportFormat(
    name="tools/plain",
    label="Tools",
    suffixes=(".csv",),
    parse=parse_tools,
    licence="CC0-1.0",
    attribution="Nobody",
)


def write_rows(path: Path, *rows: str) -> Path:
    """Write a file of these rows below the header."""
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path

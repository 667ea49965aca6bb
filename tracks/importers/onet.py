"""The workbooks of the O*NET database, each recognised by its header.

They may be loaded together or one by one and in any order. A workbook that was saved
again by a spreadsheet, with blank rows or its columns in another order, reads the same.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tracks.importers.csv_tables import FieldFault
from tracks.importers.known_sources import read_known_source
from tracks.importers.reference_kinds import (
    JOB_ZONES,
    OCCUPATION_TECHNOLOGIES,
    OCCUPATION_TITLES,
    OCCUPATION_ZONES,
    OCCUPATIONS,
    PREPARATION_CATEGORIES,
)
from tracks.importers.workbook_tables import (
    Cells,
    SheetRow,
    WorkbookTable,
    require_whole_number,
)
from tracks.models import Occupation
from tracks.shared.content_rows import Incoming, Kind, Record
from tracks.shared.import_formats import ParsedFile, Report, UnusableFile
from tracks.shared.imports import Position, Problem

SOURCE = "onet-29-3"
# The release that the source's attribution names.
RELEASE = "2025-05"
CODE_COLUMN = "O*NET-SOC Code"
CODE = re.compile(r"\d\d-\d{4}\.\d\d")
MONTH = re.compile(r"(0[1-9]|1[0-2])/(\d{4})")


@dataclass(frozen=True)
class Layout:
    """One workbook: the columns that tell it, what its rows are, how to read one.

    With `gather`, the rows of one occupation become one record. Each workbook is a data
    set of its own, so that a newer one replaces only its own rows.
    """

    name: str
    origin: str
    columns: tuple[str, ...]
    kind: Kind
    read: Callable[[Cells], Record]
    gather: Callable[[str, list[Record]], Record] | None = None


def parse_onet(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read one workbook of O*NET 29.3.

    Raises:
        UnusableFile: If it is none of the workbooks, or holds no row that can be used.
    """
    table = WorkbookTable(path, report)
    with table.open() as header:
        layout = _find_layout(table, header)
        rows = list(_read_rows(table, layout))
    repeated = 0
    if layout.gather:
        records, repeated = _gather(table, layout, layout.gather, rows)
    else:
        records = _list_once(table, layout, rows)
    if not records:
        raise UnusableFile(table.problem(0, "", "holds no row that can be used."), *table.rejected)
    counts = {"rows read": table.read, layout.name: len(records), "blank rows": table.blank}
    if layout.gather:
        counts["rows that repeat another"] = repeated
    return ParsedFile(
        origin=layout.origin,
        records=(read_known_source(SOURCE), *records),
        kinds=(layout.kind,),
        as_of=as_of or RELEASE,
        counts=counts,
        rejected=tuple(table.rejected),
        flagged=_flag_unknown_codes(layout, records),
        remarks=_remark_release(as_of),
    )


def _find_layout(table: WorkbookTable, header: tuple[str, ...]) -> Layout:
    for layout in LAYOUTS:
        if set(layout.columns) <= set(header):
            return layout
    known = "; ".join(f"{layout.name}: {', '.join(layout.columns)}" for layout in LAYOUTS)
    found = ", ".join(header)[:200] or "nothing"
    reason = (
        f"is none of the O*NET workbooks: its header is {found}. Give one of these in English, as "
        f"published ({known})."
    )
    raise UnusableFile(table.problem(1, "", reason))


def _read_rows(table: WorkbookTable, layout: Layout) -> list[tuple[SheetRow, Record]]:
    rows = []
    for row in table.rows(layout.columns):
        try:
            rows.append((row, layout.read(row.cells)))
        except FieldFault as fault:
            table.reject(row.line, fault.name, fault.reason)
    return rows


def _list_once(
    table: WorkbookTable, layout: Layout, rows: list[tuple[SheetRow, Record]]
) -> list[Incoming]:
    """Return a record for each row; a key that came before is rejected."""
    records: dict[str, Incoming] = {}
    for row, record in rows:
        key = record["key"]
        if key in records:
            line = records[key].position.line
            reason = f"says again what row {line} says ({key}). Keep one; the first was taken."
            table.reject(row.line, "", reason)
            continue
        position = Position(table.path.name, row.line)
        records[key] = Incoming(layout.kind, {**record, "source": SOURCE}, position)
    return list(records.values())


def _gather(
    table: WorkbookTable,
    layout: Layout,
    gather: Callable[[str, list[Record]], Record],
    rows: list[tuple[SheetRow, Record]],
) -> tuple[list[Incoming], int]:
    """Return a record for each occupation, and how many rows say what another one says."""
    lines: dict[str, int] = {}
    by_code: dict[str, dict[tuple[str, str], Record]] = {}
    for row, record in rows:
        code = record.pop("code")
        lines.setdefault(code, row.line)
        values = [str(value) for value in record.values()]
        by_code.setdefault(code, {}).setdefault((values[0].casefold(), values[1]), record)
    records = []
    for code, unique in by_code.items():
        listed = [unique[identity] for identity in sorted(unique)]
        record = {"key": make_key(code), "code": code, **gather(code, listed), "source": SOURCE}
        records.append(Incoming(layout.kind, record, Position(table.path.name, lines[code])))
    return records, len(rows) - sum(len(unique) for unique in by_code.values())


def _flag_unknown_codes(layout: Layout, records: list[Incoming]) -> tuple[Problem, ...]:
    """Flag rows on occupations that are not on record, once any are."""
    known = set(Occupation.objects.values_list("code", flat=True))
    if layout.kind is OCCUPATIONS or not known:
        return ()
    return tuple(
        Problem(
            one.position,
            CODE_COLUMN,
            f"{one.record['code']} is no occupation on record. Load Occupation Data.xlsx of the "
            "same release.",
        )
        for one in records
        if "code" in one.record and one.record["code"] not in known
    )


def _remark_release(as_of: str) -> tuple[str, ...]:
    if as_of in ("", RELEASE):
        return ()
    remark = (
        f"The file is said to be of {as_of}; pages name the O*NET 29.3 Database ({RELEASE}). Add "
        "the newer release to content/sources.yaml if it is one."
    )
    return (remark,)


def make_key(code: str) -> str:
    """Return the key of an occupation's rows: onet-15-1244-00 for 15-1244.00."""
    return f"onet-{code.replace('.', '-')}"


def _read_code(cells: Mapping[str, object]) -> str:
    code = str(cells[CODE_COLUMN]).strip()
    if not CODE.fullmatch(code):
        reason = f"is {code[:40]!r}. Write a code such as 15-1244.00, as text."
        raise FieldFault(CODE_COLUMN, reason)
    return code


def _read_text(cells: Mapping[str, object], name: str, *, longest: int = 0) -> str:
    text = " ".join(str(cells[name]).split())
    if not text:
        raise FieldFault(name, "is blank. Add it.")
    if longest and len(text) > longest:
        raise FieldFault(name, f"has {len(text)} characters; at most {longest} fit. Shorten it.")
    return text


def _read_flag(cells: Mapping[str, object], name: str) -> bool:
    text = str(cells[name]).strip()
    if text not in ("Y", "N"):
        raise FieldFault(name, f"is {text[:40]!r}. Write Y or N.")
    return text == "Y"


def _read_occupation(cells: Cells) -> Record:
    code = _read_code(cells)
    return {
        "key": make_key(code),
        "code": code,
        "soc_code": code.split(".")[0],
        "title": _read_text(cells, "Title", longest=160),
        "description": _read_text(cells, "Description"),
    }


def _read_zone_of_occupation(cells: Cells) -> Record:
    code = _read_code(cells)
    date = str(cells["Date"]).strip()
    month = MONTH.fullmatch(date)
    if not month:
        raise FieldFault("Date", f"is {date[:40]!r}. Write the month as 08/2023, as text.")
    return {
        "key": make_key(code),
        "code": code,
        "zone": require_whole_number(cells, "Job Zone", least=1, most=5),
        "as_of": f"{month[2]}-{month[1]}",
        "rated_by": _read_text(cells, "Domain Source", longest=80),
    }


def _read_job_zone(cells: Cells) -> Record:
    number = require_whole_number(cells, "Job Zone", least=1, most=5)
    return {
        "key": f"job-zone-{number}",
        "number": number,
        "name": _read_text(cells, "Name", longest=160),
        "experience": _read_text(cells, "Experience"),
        "education": _read_text(cells, "Education"),
        "training": _read_text(cells, "Job Training"),
        "examples": _read_text(cells, "Examples"),
        "svp_range": _read_text(cells, "SVP Range", longest=40),
    }


def _read_technology(cells: Cells) -> Record:
    return {
        "code": _read_code(cells),
        "name": _read_text(cells, "Example"),
        "category": _read_text(cells, "Commodity Title"),
        "is_hot": _read_flag(cells, "Hot Technology"),
        "is_in_demand": _read_flag(cells, "In Demand"),
    }


def _read_title(cells: Cells) -> Record:
    return {
        "code": _read_code(cells),
        "title": _read_text(cells, "Alternate Title"),
        "short_title": " ".join(str(cells["Short Title"]).split()),
    }


def _read_category(cells: Cells) -> Record:
    scale = _read_text(cells, "Scale ID", longest=2)
    number = require_whole_number(cells, "Category", least=1, most=99)
    return {
        "key": f"onet-{scale.lower()}-{number}",
        "element": _read_text(cells, "Element Name", longest=80),
        "scale": scale,
        "category": number,
        "description": _read_text(cells, "Category Description"),
    }


LAYOUTS = (
    Layout(
        "technology lists",
        "onet-technologies",
        (CODE_COLUMN, "Example", "Commodity Title", "Hot Technology", "In Demand"),
        OCCUPATION_TECHNOLOGIES,
        _read_technology,
        lambda _code, listed: {"technologies": listed},
    ),
    Layout(
        "title lists",
        "onet-titles",
        (CODE_COLUMN, "Alternate Title", "Short Title"),
        OCCUPATION_TITLES,
        _read_title,
        lambda _code, listed: {"titles": listed},
    ),
    Layout(
        "rated occupations",
        "onet-rated-occupations",
        (CODE_COLUMN, "Job Zone", "Date", "Domain Source"),
        OCCUPATION_ZONES,
        _read_zone_of_occupation,
    ),
    Layout(
        "job zones",
        "onet-job-zones",
        ("Job Zone", "Name", "Experience", "Education", "Job Training", "Examples", "SVP Range"),
        JOB_ZONES,
        _read_job_zone,
    ),
    Layout(
        "categories",
        "onet-categories",
        ("Element Name", "Scale ID", "Category", "Category Description"),
        PREPARATION_CATEGORIES,
        _read_category,
    ),
    Layout(
        "occupations",
        "onet-occupations",
        (CODE_COLUMN, "Title", "Description"),
        OCCUPATIONS,
        _read_occupation,
    ),
)

"""The US consumer price index by month (CPI-U), as packaged by the Data Hub."""

import re
from collections.abc import Mapping
from pathlib import Path

from tracks.importers.csv_tables import (
    CsvTable,
    FieldFault,
    list_records,
    read_number,
    require_rows,
)
from tracks.importers.known_sources import read_known_source
from tracks.importers.reference_kinds import PRICE_INDEXES
from tracks.shared.content_rows import Incoming, Record
from tracks.shared.import_formats import ParsedFile, Report
from tracks.shared.provenance import EvidenceState

SOURCE = "bls-cpi-u"
COLUMNS = ("Date", "Index")
MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?")


def parse_price_indexes(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read the index of each month; months that the file jumps over are named.

    Raises:
        UnusableFile: If the file is not such a table or breaks off.
    """
    table = CsvTable(path, COLUMNS, report)
    records = list_records(table, PRICE_INDEXES, _make_index)
    require_rows(table, records)
    missing = _list_missing_months(records)
    remarks = (
        [f"No figure for {', '.join(missing)}: a year without all its months has no average."]
        if missing
        else []
    )
    return ParsedFile(
        origin="cpi",
        records=(read_known_source(SOURCE), *records),
        kinds=(PRICE_INDEXES,),
        as_of=as_of or max(one.record["as_of"] for one in records),
        counts={
            "rows read": table.read,
            "months": len(records),
            "months missing between": len(missing),
        },
        rejected=tuple(table.rejected),
        remarks=tuple(remarks),
    )


def _make_index(cells: Mapping[str, str]) -> Record:
    text = cells["Date"].strip()
    match = MONTH.fullmatch(text)
    if not match:
        found = repr(text[:40]) if text else "blank"
        raise FieldFault("Date", f"is {found}, not a month. Write it as 2024-01-01.")
    year, month = int(match[1]), int(match[2])
    return {
        "key": f"us-cpi-u-{year}-{month:02}",
        "year": year,
        "month": month,
        "index": read_number(cells, "Index"),
        "source": SOURCE,
        "as_of": f"{year}-{month:02}",
        "state": EvidenceState.ATTRIBUTED.value,
        "note": None,
    }


def _list_missing_months(records: list[Incoming]) -> list[str]:
    """Name the months between the first and the last that no row is about."""
    months = {one.record["year"] * 12 + one.record["month"] - 1 for one in records}
    missing = sorted(set(range(min(months), max(months))) - months)
    return [f"{month // 12}-{month % 12 + 1:02}" for month in missing]

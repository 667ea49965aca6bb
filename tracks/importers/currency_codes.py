"""ISO 4217 currency codes with their users, as packaged by the Data Hub.

The file has a row for every user of a currency, and rows for what was withdrawn. A code
that is in use somewhere is in use; one that all have given up is withdrawn.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tracks.importers.csv_tables import CsvTable, FieldFault, TableRow, require_rows
from tracks.importers.known_sources import read_known_source
from tracks.importers.reference_kinds import CURRENCIES
from tracks.shared.content_rows import Incoming, Record
from tracks.shared.import_formats import ParsedFile, Report
from tracks.shared.imports import Position

SOURCE = "iso-4217"
COLUMNS = ("Entity", "Currency", "AlphabeticCode", "NumericCode", "MinorUnit", "WithdrawalDate")
CODE = re.compile(r"[A-Z]{3}")
# A user of no currency, which is no fault of the file.
NO_CURRENCY = "No universal currency"


@dataclass(frozen=True)
class CodeRow:
    """One user of one currency."""

    line: int
    code: str
    entity: str
    name: str
    number: str
    minor_unit: int | None
    withdrawn: str


def parse_currency_codes(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read the codes, one record for each.

    Raises:
        UnusableFile: If the file is not such a table or breaks off.
    """
    table = CsvTable(path, COLUMNS, report)
    by_code: dict[str, list[CodeRow]] = {}
    without = 0
    for row in table.rows():
        if row.cells["Currency"].strip() == NO_CURRENCY:
            without += 1
            continue
        try:
            one = _read_code_row(row)
        except FieldFault as fault:
            table.reject(row.line, fault.name, fault.reason)
            continue
        by_code.setdefault(one.code, []).append(one)
    records = [
        Incoming(CURRENCIES, _make_currency(rows), Position(path.name, rows[0].line))
        for rows in by_code.values()
    ]
    require_rows(table, records)
    withdrawn = sum(1 for one in records if one.record["withdrawn"])
    return ParsedFile(
        origin="iso4217",
        records=(read_known_source(SOURCE), *records),
        kinds=(CURRENCIES,),
        as_of=as_of,
        counts={
            "rows read": table.read,
            "currencies": len(records),
            "of these withdrawn": withdrawn,
            "users without a currency": without,
        },
        rejected=tuple(table.rejected),
    )


def _read_code_row(row: TableRow) -> CodeRow:
    cells = {name: text.strip() for name, text in row.cells.items()}
    if not CODE.fullmatch(cells["AlphabeticCode"]):
        found = repr(cells["AlphabeticCode"][:40]) if cells["AlphabeticCode"] else "blank"
        raise FieldFault("AlphabeticCode", f"is {found}. Write the three capital letters.")
    minor = cells["MinorUnit"]
    if minor not in ("", "-") and not (minor.isascii() and minor.isdigit() and len(minor) == 1):
        reason = f"is {minor[:40]!r}. Write the number of decimal digits, or - for none."
        raise FieldFault("MinorUnit", reason)
    return CodeRow(
        line=row.line,
        code=cells["AlphabeticCode"],
        entity=cells["Entity"],
        name=cells["Currency"],
        number=cells["NumericCode"],
        minor_unit=int(minor) if minor.isdigit() else None,
        withdrawn=cells["WithdrawalDate"],
    )


def _make_currency(rows: list[CodeRow]) -> Record:
    """Join the rows of one code: those in use, or of the withdrawn the last."""
    in_use = [row for row in rows if not row.withdrawn]
    last = in_use[0] if in_use else max(rows, key=lambda row: row.withdrawn)
    return {
        "key": last.code.lower(),
        "code": last.code,
        "name": last.name,
        "number": last.number,
        "minor_unit": last.minor_unit,
        "entities": sorted({row.entity for row in in_use or rows}),
        "withdrawn": "" if in_use else last.withdrawn,
        "source": SOURCE,
    }

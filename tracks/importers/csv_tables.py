"""Tables in CSV files: the header checked, every row with its line, faults collected."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tracks.shared.content_rows import Incoming, Kind, Record
from tracks.shared.import_formats import Report, UnusableFile
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_tables import read_amount, stream_csv


class FieldFault(ValueError):
    """A field does not hold what it should; says which, why and how to mend it."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name}: {reason}")


@dataclass(frozen=True)
class TableRow:
    """One row: its line and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass
class CsvTable:
    """Reads a table row by row; what is wrong with single rows is added to `rejected`.

    Columns after those that are named may follow.
    """

    path: Path
    columns: Sequence[str]
    report: Report
    rejected: list[Problem] = field(default_factory=list)
    read: int = 0

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows below the header; blank lines are passed over.

        Raises:
            UnusableFile: If the file is no such table, not UTF-8, or breaks off.
        """
        rows = stream_csv(
            self.path,
            columns=self.columns,
            problems=self.rejected,
            is_prefix=True,
            report=self.report,
        )
        for line, cells in rows:
            self.read += 1
            yield TableRow(line, dict(zip(self.columns, cells, strict=False)))

    def problem(self, line: int, name: str, reason: str) -> Problem:
        """Return a problem of this file; the column is the place of the field in the row."""
        column = self.columns.index(name) + 1 if name in self.columns else 0
        return Problem(Position(self.path.name, line, column), name, reason)

    def reject(self, line: int, name: str, reason: str) -> None:
        """Leave a row out and say why."""
        self.rejected.append(self.problem(line, name, reason))


def list_records(
    table: CsvTable, kind: Kind, make: Callable[[Mapping[str, str]], Record]
) -> list[Incoming]:
    """Turn every row into a record; rows with a fault or a key that came before are rejected.

    Args:
        table: The file.
        kind: What the rows are.
        make: Turns the cells of a row into a record; raises `FieldFault`.
    """
    records: dict[str, Incoming] = {}
    for row in table.rows():
        try:
            record = make(row.cells)
        except FieldFault as fault:
            table.reject(row.line, fault.name, fault.reason)
            continue
        key = record["key"]
        if key in records:
            line = records[key].position.line
            reason = f"says again what line {line} says ({key}). Keep one; the first was taken."
            table.reject(row.line, "", reason)
            continue
        position = Position(table.path.name, row.line)
        records[key] = Incoming(kind, record, position)
    return list(records.values())


def require_rows(table: CsvTable, records: Sequence[Incoming]) -> None:
    """Refuse a file in which no row could be used.

    Raises:
        UnusableFile: With what is wrong with the rows, or that there are none.
    """
    if not records:
        nothing = table.problem(0, "", "holds no row that can be used. Check that it is whole.")
        raise UnusableFile(nothing, *table.rejected)


def read_number(cells: Mapping[str, str], name: str) -> Decimal:
    """Return a field as a number above zero.

    Raises:
        FieldFault: If it is blank, is not a plain number or is not above zero. A comma is
            never guessed to part thousands or decimals.
    """
    if not cells[name].strip():
        raise FieldFault(name, "is blank, which means unknown; the row is left out.")
    try:
        number = read_amount(cells[name])
    except ValueError as error:
        raise FieldFault(name, str(error)) from error
    if number <= 0:
        raise FieldFault(name, f"is {number}; it must be above zero. Correct it.")
    return number


def read_year(cells: Mapping[str, str], name: str) -> int:
    """Return a field as a year; a date gives its year.

    Raises:
        FieldFault: If it is blank or no year between 1900 and 2100.
    """
    text = cells[name].strip()
    if not text:
        raise FieldFault(name, "is blank. Add the year.")
    first = text.split("-")[0]
    if not (first.isascii() and first.isdigit()) or not 1900 <= int(first) <= 2100:
        raise FieldFault(name, f"is {text[:40]!r}, not a year. Write it as 2024 or 2024-01-01.")
    return int(first)

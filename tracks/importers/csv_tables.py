"""Tables in CSV files: the header checked, every row with its line, faults collected."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tracks.importers.opened_files import open_text
from tracks.shared.content_rows import Incoming, Kind, Record
from tracks.shared.import_formats import Report, UnusableFile
from tracks.shared.imports import Position, Problem

# So many lines are read between two reports of progress.
REPORT_EVERY = 2_000


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

    A file whose header lacks a column, or whose last row breaks off, is not usable: the
    one is another file, of the other a part is missing.
    """

    path: Path
    columns: Sequence[str]
    report: Report
    rejected: list[Problem] = field(default_factory=list)
    blank: int = 0
    read: int = 0
    _header: tuple[str, ...] = ()

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows below the header; blank lines are counted, not yielded.

        Raises:
            UnusableFile: If the header is not that of this table or the file breaks off.
        """
        size = self.path.stat().st_size
        with open_text(self.path) as text:
            reader = csv.reader(text)
            header = self._header = self._read_header(reader)
            short: TableRow | None = None
            for cells in self._read_cells(reader):
                if reader.line_num % REPORT_EVERY == 0:
                    self.report(text.buffer.tell(), size)
                if short:
                    self.reject(short.line, "", _say_cells(short.cells, header))
                    short = None
                if not any(cell.strip() for cell in cells):
                    self.blank += 1
                    continue
                self.read += 1
                row = TableRow(reader.line_num, dict(zip(header, cells, strict=False)))
                if len(cells) == len(header):
                    yield row
                else:
                    short = row
            if short:
                reason = (
                    f"{_say_cells(short.cells, header)} It is the last row: the file breaks off. "
                    "Fetch it again."
                )
                raise UnusableFile(self.problem(short.line, "", reason))

    def _read_cells(self, reader: Any) -> Iterator[list[str]]:
        """Yield rows as the reader does; what it cannot read makes the file unusable."""
        try:
            yield from reader
        except UnicodeDecodeError as error:
            reason = f"is not UTF-8 (byte {error.object[error.start]:#04x}). Save it as UTF-8."
            raise UnusableFile(self.problem(reader.line_num + 1, "", reason)) from error
        except csv.Error as error:
            reason = f"is no CSV from here on: {error}. Fetch it again."
            raise UnusableFile(self.problem(reader.line_num, "", reason)) from error

    def _read_header(self, reader: Any) -> tuple[str, ...]:
        try:
            header = tuple(name.strip() for name in next(self._read_cells(reader)))
        except StopIteration:
            reason = "is empty. Fetch it again."
            raise UnusableFile(self.problem(0, "", reason)) from None
        missing = [name for name in self.columns if name not in header]
        if missing:
            reason = (
                f"the header has no column {', '.join(missing)}; it has {', '.join(header)[:200]}. "
                "Choose the format that fits the file, or fetch it again with its own header."
            )
            raise UnusableFile(self.problem(1, "", reason))
        return header

    def problem(self, line: int, name: str, reason: str) -> Problem:
        """Return a problem of this file; the column is the place of the field in the row."""
        column = self._header.index(name) + 1 if name in self._header else 0
        return Problem(Position(self.path.name, line, column), name, reason)

    def reject(self, line: int, name: str, reason: str) -> None:
        """Leave a row out and say why."""
        self.rejected.append(self.problem(line, name, reason))


def _say_cells(cells: Mapping[str, str], header: Sequence[str]) -> str:
    if len(cells) < len(header):
        return f"has {len(cells)} of {len(header)} fields. Add what is missing."
    return f"has more than {len(header)} fields. Put a text that holds a comma in quotes."


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
    text = cells[name].strip()
    if not text:
        raise FieldFault(name, "is blank, which means unknown; the row is left out.")
    if "," in text:
        raise FieldFault(name, f"is {text!r}. Write it with a point and nothing else: 1234.5.")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise FieldFault(name, f"is {text[:40]!r}, not a number. Correct it.") from None
    if not number.is_finite() or number <= 0:
        raise FieldFault(name, f"is {text[:40]!r}; it must be above zero. Correct it.")
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

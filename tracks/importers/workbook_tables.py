"""The first sheet of a workbook as a table, streamed: every row with its number."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from tracks.importers.csv_tables import FieldFault
from tracks.importers.opened_files import open_workbook
from tracks.shared.import_formats import Report, UnusableFile
from tracks.shared.imports import Position, Problem

# So many rows are read between two reports of progress.
REPORT_EVERY = 500

Cells = Mapping[str, object]


@dataclass(frozen=True)
class SheetRow:
    """One row: its number and its cells by column; an empty cell is an empty text."""

    line: int
    cells: Cells


@dataclass
class WorkbookTable:
    """Reads the first sheet row by row; what is wrong with single rows is in `rejected`."""

    path: Path
    report: Report
    rejected: list[Problem] = field(default_factory=list)
    blank: int = 0
    read: int = 0
    _sheet: Any = None
    _header: tuple[str, ...] = ()
    _expected: int = 0

    @contextmanager
    def open(self) -> Iterator[tuple[str, ...]]:
        """Open the workbook and give its header, blank where the first row is.

        Raises:
            UnusableFile: If the file is no workbook.
        """
        try:
            with open_workbook(self.path) as workbook:
                yield self._read_header(workbook.worksheets[0])
        except BadZipFile as error:
            reason = "is no Excel workbook (.xlsx). Fetch it again, or save it as one."
            raise UnusableFile(self.problem(0, "", reason)) from error

    def _read_header(self, sheet: Any) -> tuple[str, ...]:
        self._sheet = sheet.iter_rows(values_only=True)
        # A workbook need not say how many rows it has.
        self._expected = sheet.max_row or 0
        first = next(self._sheet, ())
        self._header = tuple("" if value is None else str(value).strip() for value in first)
        return self._header

    def rows(self, columns: Sequence[str]) -> Iterator[SheetRow]:
        """Yield rows with these columns; rows without any value are counted, not yielded.

        A row in which a cell holds a formula is rejected: what it would come to is not
        in the file.
        """
        places = {name: self._header.index(name) for name in columns}
        size = self.path.stat().st_size
        for line, values in enumerate(self._sheet, start=2):
            if line % REPORT_EVERY == 0:
                self.report(size * min(line, self._expected) // (self._expected or 1), size)
            if all(value is None or value == "" for value in values):
                self.blank += 1
                continue
            self.read += 1
            cells = {
                name: _plain(values[place] if place < len(values) else None)
                for name, place in places.items()
            }
            formula = next((name for name, value in cells.items() if _is_formula(value)), None)
            if formula:
                reason = "is a formula. Write its result, or save the workbook with values only."
                self.reject(line, formula, reason)
                continue
            yield SheetRow(line, cells)
        self.report(size, size)

    def problem(self, line: int, name: str, reason: str) -> Problem:
        """Return a problem of this workbook."""
        column = self._header.index(name) + 1 if name in self._header else 0
        return Problem(Position(self.path.name, line, column), name, reason)

    def reject(self, line: int, name: str, reason: str) -> None:
        """Leave a row out and say why."""
        self.rejected.append(self.problem(line, name, reason))


def _plain(value: object) -> object:
    return "" if value is None else value


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=")


def require_whole_number(cells: Cells, name: str, *, least: int, most: int) -> int:
    """Return a cell as a whole number within bounds.

    Raises:
        FieldFault: If it is something else.
    """
    text = str(cells[name]).strip().removesuffix(".0")
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        found = repr(text[:40]) if text else "blank"
        reason = f"is {found}. Write a whole number from {least} to {most}."
        raise FieldFault(name, reason)
    return int(text)

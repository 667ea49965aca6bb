"""The first sheet of a workbook as a table, streamed: every row with its number."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracks.importers.csv_tables import FieldFault
from tracks.shared.import_formats import Report
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_workbooks import open_workbook, stream_sheet

Cells = Mapping[str, object]


@dataclass(frozen=True)
class SheetRow:
    """One row: its number and its cells by column; an empty cell is an empty text."""

    line: int
    cells: Cells


@dataclass
class WorkbookTable:
    """Reads the first sheet row by row; what is wrong with single rows is in `rejected`.

    Rows in which a cell holds a formula are among them: what a formula comes to is no
    figure of a source.
    """

    path: Path
    report: Report
    rejected: list[Problem] = field(default_factory=list)
    blank: int = 0
    read: int = 0
    _rows: Iterator[tuple[int, tuple[Any, ...]]] = field(default_factory=lambda: iter(()))
    _header: tuple[str, ...] = ()

    @contextmanager
    def open(self) -> Iterator[tuple[str, ...]]:
        """Open the workbook and give its header, blank where the first row is.

        Raises:
            UnusableFile: If the file is no workbook, or one that should not be opened.
        """
        with open_workbook(self.path) as workbook:
            self._rows = stream_sheet(
                workbook.worksheets[0], name=self.path.name, problems=self.rejected
            )
            _, first = next(self._rows, (1, ()))
            self._header = tuple("" if value is None else str(value).strip() for value in first)
            yield self._header

    def rows(self, columns: Sequence[str]) -> Iterator[SheetRow]:
        """Yield rows with these columns; rows without any value are counted, not yielded."""
        places = {name: self._header.index(name) for name in columns}
        for line, values in self._rows:
            if all(value is None or value == "" for value in values):
                self.blank += 1
                continue
            self.read += 1
            cells = {
                name: _plain(values[place] if place < len(values) else None)
                for name, place in places.items()
            }
            yield SheetRow(line, cells)
        size = self.path.stat().st_size
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

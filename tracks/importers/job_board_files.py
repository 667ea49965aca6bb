"""Read a whole job-board salary file once, column by column."""

import csv
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from tracks.importers.job_board_tables import Numbering, PayTable, Whole
from tracks.importers.salary_statistics import COLUMNS, check_header
from tracks.shared.import_formats import Report, UnusableFile, ignore_progress
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_files import check_file, open_text

# Lines read at a time; bounds what is held as cells.
_BLOCK = 16_384
_NO_CELLS = [""] * len(COLUMNS)


class _NeedsParser(Exception):
    """A line has quotes or foreign line ends, so lines are not rows."""


def read_pay_file(path: Path, report: Report = ignore_progress) -> PayTable:
    """Read a file of eleven columns, streamed; rows with something wrong stay in the table.

    Args:
        path: A CSV file in UTF-8 with the eleven columns, in the published order.
        report: Receives progress.

    Raises:
        UnusableFile: The file cannot be opened, decoded or parsed as CSV, or its header is
            not the expected one.
    """
    byte_size = check_file(path)

    def report_bytes(done: int) -> None:
        report(done, byte_size)

    try:
        try:
            return _read(path, report_bytes, is_quoted=False)
        except _NeedsParser:
            return _read(path, report_bytes, is_quoted=True)
    except csv.Error as error:
        reason = f"not a CSV file: {error}; a quoted cell may have lost its end"
        raise UnusableFile(Problem(Position(path.name), "", reason)) from error


def _read(path: Path, report: Callable[[int], None], *, is_quoted: bool) -> PayTable:
    with open_text(path) as stream:
        return _Reader(stream, file=path.name, is_quoted=is_quoted).read(report)


class _Reader:
    """One pass over a file."""

    def __init__(self, stream: TextIO, *, file: str, is_quoted: bool) -> None:
        self._stream, self._file, self._is_quoted = stream, file, is_quoted
        self._seen = Numbering()
        self._codings = {name: Numbering() for name in COLUMNS}
        self._blocks: list[list[Whole]] = []
        self._odd_rows: dict[int, Sequence[str]] = {}
        self._blank: list[int] = []
        self._starts: list[int] = []
        self._line_end = ""

    def read(self, report: Callable[[int], None]) -> PayTable:
        """Read to the end; `report` receives the bytes read so far."""
        header = csv.reader(self._stream, strict=True)
        check_header(next(header, None), file=self._file)
        first_line = header.line_num + 1
        records = self._iterate_rows(first_line) if self._is_quoted else iter(self._stream)
        places, known = [], 0
        while True:
            block = np.fromiter(
                map(self._seen.__getitem__, islice(records, _BLOCK)), dtype=np.int64
            )
            if not block.size:
                break
            places.append(block)
            self._take_apart(list(islice(self._seen, known, None)), known)
            known = len(self._seen)
            report(self._stream.buffer.tell())
        return self._finish(places, first_line)

    def _iterate_rows(self, line: int) -> Iterator[Hashable]:
        reader = csv.reader(self._stream, strict=True)
        start = line
        for row in reader:
            self._starts.append(start)
            start = line + reader.line_num
            yield tuple(row)

    def _take_apart(self, new: Sequence[Any], first: int) -> None:
        """Code the cells of distinct rows that were not met before."""
        columns = None if self._is_quoted else self._split_lines(new)
        if columns is None:
            rows = new if self._is_quoted else csv.reader(new, strict=True)
            full = [
                row if len(row) == len(COLUMNS) else self._put_aside(row, number)
                for number, row in enumerate(rows, start=first)
            ]
            columns = list(zip(*full, strict=True))
        self._blocks.append(
            [
                np.fromiter(map(coding.__getitem__, column), np.int64, len(column))
                for coding, column in zip(self._codings.values(), columns, strict=False)
            ]
        )

    def _split_lines(self, lines: Sequence[str]) -> list[Sequence[str]] | None:
        """Split lines into columns at once; None when one has another number of cells.

        One flat list of strings: thousands of small lists would keep the garbage collector
        busy, which took half of the time of reading a file.

        Raises:
            _NeedsParser: If lines are not rows, or end in different ways.
        """
        text = "".join(lines)
        self._line_end = self._line_end or ("\r\n" if lines[0].endswith("\r\n") else "\n")
        ends = text.count("\n")
        if '"' in text or text.count("\r") != ends * (len(self._line_end) - 1):
            raise _NeedsParser
        width, count = len(COLUMNS) + 1, len(lines)
        flat = text.replace(self._line_end, ",\n,").split(",")
        if len(flat) != width * count + 1 or flat[len(COLUMNS) :: width] != ["\n"] * count:
            return None
        return [flat[at::width][:count] for at in range(len(COLUMNS))]

    def _put_aside(self, row: Sequence[str], number: int) -> Sequence[str]:
        if row:
            self._odd_rows[number] = row
        else:
            self._blank.append(number)
        return _NO_CELLS

    def _finish(self, blocks: Sequence[Whole], first_line: int) -> PayTable:
        places = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.int64)
        lines = (
            np.array(self._starts, dtype=np.int64)
            if self._is_quoted
            else np.arange(first_line, first_line + len(places))
        )
        is_cut_off = self._close_last_line(places)
        if self._blank:
            stands = ~np.isin(places, self._blank)
            places, lines = places[stands], lines[stands]
        columns = zip(*self._blocks, strict=True) if self._blocks else [[]] * len(COLUMNS)
        codes = {
            name: np.concatenate(column) if column else np.zeros(0, dtype=np.int64)
            for name, column in zip(COLUMNS, columns, strict=True)
        }
        cells = {name: list(coding) for name, coding in self._codings.items()}
        return PayTable(self._file, places, lines, codes, cells, self._odd_rows, is_cut_off)

    def _close_last_line(self, places: Whole) -> bool:
        """Say whether the last line has no end; it repeats the same line with an end."""
        last = next(reversed(self._seen), "")
        if self._is_quoted or not last or last.endswith("\n"):
            return False
        places[-1] = self._seen.get(f"{last}{self._line_end}", places[-1])
        return True

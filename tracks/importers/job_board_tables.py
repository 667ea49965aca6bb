"""Read a whole job-board salary file once and compute every cell of its statistics.

More than half of the rows repeat an earlier one exactly, so a file is held as its distinct
rows, each taken apart once and coded by its distinct cells, and as the number of the
distinct row that stands in each place. `salary_statistics` has the same definitions row by
row, in constant memory; both give the same figures.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple, TextIO

import numpy as np
from numpy.typing import NDArray

from tracks.importers.salary_statistics import (
    CHECKS,
    COLUMNS,
    FEWEST_ROWS,
    FULL_TIME,
    Group,
    PayStatistics,
    Variant,
    check_header,
    check_row,
    find_family,
    interpolate_percentiles,
)
from tracks.shared.import_formats import Report
from tracks.shared.imports import Position, Problem

Whole = NDArray[np.int64]
Amounts = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Lines read at a time; bounds what is held as cells.
_BLOCK = 16_384
_PAY_COLUMNS = ("salary", "salary_in_usd")
_LARGEST_KEY = 2**62
_NO_CELLS = [""] * len(COLUMNS)


class Cell(NamedTuple):
    """The statistics of one group under one reading of the rows."""

    group: Group
    variant: Variant
    statistics: PayStatistics


class _Numbering(defaultdict[Any, int]):
    """Number values from 0 in the order in which they are first met."""

    def __init__(self) -> None:
        super().__init__()
        self.default_factory = self.__len__


class _NeedsParser(Exception):
    """A line has quotes or foreign line ends, so lines are not rows."""


@dataclass(frozen=True)
class PayTable:
    """A salary file: `places` holds the number of the distinct row for each row of the file.

    `lines` are the lines on which the rows start. `codes` gives for each column and
    distinct row the number of its cell in `cells`. `odd_rows` are distinct rows of another
    length. `is_cut_off` says that the last line has no end.
    """

    file: str
    places: Whole
    lines: Whole
    codes: dict[str, Whole]
    cells: dict[str, list[str]]
    odd_rows: dict[int, Sequence[str]]
    is_cut_off: bool

    @cached_property
    def is_good(self) -> Flags:
        """For each distinct row, whether every cell holds what its column must."""
        good: Flags = np.ones(len(self.codes[COLUMNS[0]]), dtype=np.bool_)
        for name, check in CHECKS.items():
            passed = [not check(cell) for cell in self.cells[name]]
            good &= np.array(passed, dtype=np.bool_)[self.codes[name]]
        good[list(self.odd_rows)] = False
        return good

    @cached_property
    def is_present(self) -> Flags:
        """For each distinct row, whether it stands anywhere; blank lines do not."""
        present: Flags = np.zeros(len(self.is_good), dtype=np.bool_)
        present[self.places] = True
        return present

    @cached_property
    def pay_usd(self) -> Amounts:
        """For each distinct row, its pay in US dollars; 0 where it is not an amount."""
        check = CHECKS["salary_in_usd"]
        amounts = [0.0 if check(cell) else float(cell) for cell in self.cells["salary_in_usd"]]
        return np.array(amounts, dtype=np.float64)[self.codes["salary_in_usd"]]

    @cached_property
    def but_for_pay(self) -> Whole:
        """For each distinct row, a number that rows share which are alike in all but pay."""
        key: Whole = np.zeros(len(self.is_good), dtype=np.int64)
        span = 1
        for name in COLUMNS:
            if name in _PAY_COLUMNS:
                continue
            size = len(self.cells[name])
            if span * size > _LARGEST_KEY:
                key = np.unique(key, return_inverse=True)[1]
                span = int(key.max()) + 1
            key = key * size + self.codes[name]
            span *= size
        return key

    @cached_property
    def families(self) -> list[str | None]:
        """For each distinct job title, its role family."""
        return [find_family(title) for title in self.cells["job_title"]]

    @cached_property
    def has_family(self) -> Flags:
        """For each distinct row, whether its job title meets a rule."""
        known = [family is not None for family in self.families]
        return np.array(known, dtype=np.bool_)[self.codes["job_title"]]

    @cached_property
    def is_full_time(self) -> Flags:
        """For each distinct row, whether it is full-time work."""
        full = [cell == FULL_TIME for cell in self.cells["employment_type"]]
        return np.array(full, dtype=np.bool_)[self.codes["employment_type"]]

    @cached_property
    def groups(self) -> tuple[list[Group], Whole]:
        """The groups that statistics are about, and for each distinct row its group or -1."""
        counts = self.is_good & self.is_full_time & self.has_family
        names = ("job_title", "experience_level", "employee_residence", "work_year")
        chosen = [self.codes[name][counts].tolist() for name in names]
        numbering = _Numbering()
        cells = self.cells
        of_row: Whole = np.full(len(counts), -1, dtype=np.int64)
        of_row[counts] = np.fromiter(
            (
                numbering[self.families[title], level, country, year]
                for title, level, country, year in zip(*chosen, strict=True)
            ),
            np.int64,
        )
        groups = [
            Group(
                str(family),
                cells["experience_level"][level],
                cells["employee_residence"][country],
                int(cells["work_year"][year]),
            )
            for family, level, country, year in numbering
        ]
        return groups, of_row

    @cached_property
    def second_of_pair(self) -> Flags:
        """For each row, whether it is the second of two neighbours alike in all but pay.

        Greedy from the top, as an advertised range stands in the file: in a run of alike
        rows the first and second are a pair, the third and fourth, and so on.
        """
        alike, good = self.but_for_pay[self.places], self.is_good[self.places]
        starts_run: Flags = np.ones(len(self.places), dtype=np.bool_)
        starts_run[1:] = (alike[1:] != alike[:-1]) | ~good[1:] | ~good[:-1]
        starts = np.flatnonzero(starts_run)
        place_in_run = np.arange(len(self.places)) - starts[np.cumsum(starts_run) - 1]
        second: Flags = place_in_run % 2 == 1
        return second

    def read_row(self, number: int) -> Sequence[str]:
        """Return the cells of one distinct row."""
        if number in self.odd_rows:
            return self.odd_rows[number]
        return [self.cells[name][self.codes[name][number]] for name in COLUMNS]

    def list_bad_rows(self) -> list[int]:
        """Return the numbers of the distinct rows with something wrong."""
        bad: list[int] = np.flatnonzero(~self.is_good & self.is_present).tolist()
        return bad

    def list_problems(self, limit: int | None = None) -> list[Problem]:
        """Return what is wrong with rows, in the order of the file."""
        bad = np.flatnonzero(~self.is_good[self.places])[:limit]
        return [
            problem
            for place in bad.tolist()
            for problem in check_row(
                self.read_row(int(self.places[place])),
                position=Position(self.file, int(self.lines[place])),
            )
        ]


def read_pay_table(
    open_stream: Callable[[], AbstractContextManager[TextIO]],
    *,
    file: str,
    byte_size: int,
    report: Report,
) -> PayTable:
    """Read a file of eleven columns, streamed.

    Args:
        open_stream: Opens the file as text without translating line ends; called again
            when lines turn out not to be rows.
        file: Its name, for problems.
        byte_size: Its size, for the report of progress.
        report: Receives progress.

    Raises:
        UnusableSalaryFile: If the header is not the expected one.
        csv.Error: If it is no CSV.
    """
    for is_quoted in (False, True):
        try:
            with open_stream() as stream:
                reader = _Reader(stream, file=file, is_quoted=is_quoted)
                return reader.read(lambda done: report(done, byte_size))
        except _NeedsParser:
            continue
    raise AssertionError  # pragma: no cover - the second round never asks for another


class _Reader:
    """One pass over a file."""

    def __init__(self, stream: TextIO, *, file: str, is_quoted: bool) -> None:
        self._stream, self._file, self._is_quoted = stream, file, is_quoted
        self._seen = _Numbering()
        self._codings = {name: _Numbering() for name in COLUMNS}
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
            report(self._count_bytes())
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

    def _count_bytes(self) -> int:
        raw = getattr(self._stream, "buffer", None)
        return int(raw.tell()) if raw is not None else 0

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


def compute_cells(table: PayTable) -> list[Cell]:
    """Compute the statistics of every group under the three readings of the rows."""
    of_row, pay, places = table.groups[1], table.pay_usd, table.places
    second = table.second_of_pair
    middle = pay[places]
    seconds = np.flatnonzero(second)
    middle[seconds - 1] = (middle[seconds - 1] + middle[seconds]) / 2
    readings = (
        (Variant.AS_IS, of_row[places], pay[places]),
        (Variant.EXACT_DUPLICATES_DROPPED, of_row[table.is_present], pay[table.is_present]),
        (Variant.PAIR_MIDPOINT, of_row[places][~second], middle[~second]),
    )
    return [
        Cell(table.groups[0][number], variant, statistics)
        for variant, groups, amounts in readings
        for number, statistics in _summarise(groups, amounts)
    ]


def _summarise(groups: Whole, pay: Amounts) -> Iterator[tuple[int, PayStatistics]]:
    counted = groups >= 0
    groups, pay = groups[counted], pay[counted]
    order = np.lexsort((pay, groups))
    groups, pay = groups[order], pay[order]
    ends = np.flatnonzero(np.diff(groups, append=-1)) + 1
    start = 0
    for end in ends.tolist():
        ascending = pay[start:end]
        is_enough = end - start >= FEWEST_ROWS
        figures = interpolate_percentiles(ascending) if is_enough else {}
        yield int(groups[start]), PayStatistics(n=end - start, percentiles=figures)
        start = end

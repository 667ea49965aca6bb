"""A whole job-board salary file in memory, and the cells of its statistics.

More than half of the rows repeat an earlier one exactly, so a file is held as its distinct
rows, each coded by its distinct cells, and as the number of the distinct row that stands
in each place. `job_board_files` reads it, `salary_statistics` has the definitions.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

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
    check_row,
    compute_statistics,
    find_family,
    interpolate_percentiles,
)
from tracks.shared.imports import Position, Problem

Whole = NDArray[np.int64]
Amounts = NDArray[np.float64]
Flags = NDArray[np.bool_]

_PAY_COLUMNS = ("salary", "salary_in_usd")
_LARGEST_KEY = 2**62


class Cell(NamedTuple):
    """The statistics of one group under one reading of the rows."""

    group: Group
    variant: Variant
    statistics: PayStatistics


class Numbering(defaultdict[Any, int]):
    """Number values from 0 in the order in which they are first met."""

    def __init__(self) -> None:
        super().__init__()
        self.default_factory = self.__len__


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
        numbering = Numbering()
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


def compute_cells(table: PayTable) -> list[Cell]:
    """Compute the statistics of every group under the three readings of the rows."""
    known = table.groups[0]
    return [
        Cell(known[number], variant, statistics)
        for variant in Variant
        for number, statistics in _summarise(*read_pay(table, variant))
    ]


def compute_group(table: PayTable, *, group: Group, variant: Variant) -> PayStatistics:
    """Compute the statistics of one group under one reading; a group of no rows has n = 0."""
    known = table.groups[0]
    number = known.index(group) if group in known else len(known)
    groups, pay = read_pay(table, variant)
    return compute_statistics(pay[groups == number])


def read_pay(table: PayTable, variant: Variant) -> tuple[Whole, Amounts]:
    """Return the group, or -1, and the pay of each row that counts under a reading."""
    of_row, pay = table.groups[1], table.pay_usd
    if variant is Variant.EXACT_DUPLICATES_DROPPED:
        return of_row[table.is_present], pay[table.is_present]
    groups, amounts = of_row[table.places], pay[table.places]
    if variant is Variant.AS_IS:
        return groups, amounts
    second = table.second_of_pair
    seconds = np.flatnonzero(second)
    amounts[seconds - 1] = (amounts[seconds - 1] + amounts[seconds]) / 2
    return groups[~second], amounts[~second]


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

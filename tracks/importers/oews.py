"""National wage workbooks of the Occupational Employment and Wage Statistics (BLS).

Layouts differ from year to year: names of columns in capitals or not, OCC_GROUP for
O_GROUP, columns that come and go. Columns are found by name. The amount behind `#` is read
from the sheet of field descriptions, because it differs from year to year.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from tracks.choices import PayScheme, PayVariant, SourceKind
from tracks.importers.kinds import SOURCES
from tracks.importers.salary_records import (
    SALARY_STATISTICS,
    Dataset,
    Snapshot,
    Subject,
    make_source,
    make_statistic,
)
from tracks.shared.content_rows import Incoming
from tracks.shared.import_formats import ParsedFile, Report, UnusableFile, ignore_progress
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_workbooks import open_workbook

OEWS = Dataset(
    key="bls-oews",
    title="Occupational Employment and Wage Statistics, national",
    publisher="US Bureau of Labor Statistics",
    kind=SourceKind.STATISTICS,
    url="https://www.bls.gov/oes/",
    licence="public domain (17 USC 105)",
    attribution=(
        "Source: US Bureau of Labor Statistics, Occupational Employment and Wage Statistics, "
        "{edition}."
    ),
)
PAY_COLUMNS = {
    "p10": "a_pct10",
    "p25": "a_pct25",
    "p50": "a_median",
    "p75": "a_pct75",
    "p90": "a_pct90",
    "mean": "a_mean",
}
_NEEDED = ("occ_code", "occ_title", "o_group", "tot_emp", *PAY_COLUMNS.values())
_OTHER_NAMES = {"occ_group": "o_group"}
DETAILED, MAJOR, TOTAL = "detailed", "major", "total"
_WITHHELD, _NO_EMPLOYMENT, _AT_TOP = "*", "**", "#"
_DESCRIPTIONS = "field descriptions"
_TOP = re.compile(r"^#\s*=.*?\$([\d,]+)(?:\.\d+)?\s+per\s+year", re.IGNORECASE)
_YEAR = re.compile(r"\bMay\s+(20\d\d)\b")
_YEAR_IN_NAME = re.compile(r"M(20\d\d)")
_CODE = re.compile(r"\d{2}-\d{4}")
# How far employment of detailed occupations may stand from their group's: each is rounded
# to 10, and some are withheld (0.2 % of farming in 2023).
_ROUNDING, _WITHHELD_SHARE = 10, Decimal("0.0025")


@dataclass(frozen=True)
class Edition:
    """What the sheet of field descriptions says of all rows: the year, and the top of pay."""

    year: int
    top: Decimal


class _CellProblem(Exception):
    """A cell does not hold what its column must."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(reason)


def parse_oews(path: Path, as_of: str = "", report: Report = ignore_progress) -> ParsedFile:
    """Read the annual wages of every detailed occupation of a national workbook.

    Raises:
        UnusableFile: No workbook, no sheet of field descriptions that states the year and
            the amount behind `#`, columns missing, another year than `as_of`, or rows
            missing: detailed occupations do not add up to their group.
    """
    with open_workbook(path) as book:
        edition = _read_edition(path, book)
        if as_of and not as_of.startswith(str(edition.year)):
            reason = f"is of May {edition.year}, not of {as_of}; leave --as-of out"
            raise UnusableFile(Problem(Position(path.name), "as of", reason))
        sheet = _Sheet(path, _find_data_sheet(path, book), edition)
        sheet.read()
    # How far a workbook has been read is not known before its end.
    byte_size = path.stat().st_size
    report(byte_size, byte_size)
    sheet.refuse_missing_rows()
    snapshot = sheet.snapshot
    source = make_source(
        OEWS,
        key=snapshot.source,
        title=f"{OEWS.title}, May {edition.year}",
        published=snapshot.as_of,
        edition=f"May {edition.year}",
        position=snapshot.position,
    )
    return ParsedFile(
        origin=f"{OEWS.key}-{edition.year}",
        records=(source, *sheet.records.values()),
        kinds=(SOURCES, SALARY_STATISTICS),
        as_of=snapshot.as_of,
        counts=dict(sheet.counts),
        rejected=tuple(sheet.rejected),
        flagged=tuple(sheet.flagged),
        remarks=(
            f"Pay marked # is ${edition.top:,.0f} a year or more, as the workbook of "
            f"{edition.year} says; it stands as an open end, not as an amount.",
            "The workbook does not state how many answers a figure rests on.",
        ),
    )


def _read_edition(path: Path, book: Any) -> Edition:
    sheets = [sheet for sheet in book.worksheets if sheet.title.strip().lower() == _DESCRIPTIONS]
    if not sheets:
        reason = (
            "the sheet “Field Descriptions” is missing, and with it the amount behind #; "
            "take the workbook as the bureau publishes it"
        )
        raise UnusableFile(Problem(Position(path.name), "Field Descriptions", reason))
    texts = [str(row[0]) for row in sheets[0].iter_rows(values_only=True) if row and row[0]]
    tops = [top for text in texts if (top := _TOP.search(text.strip()))]
    years = [year for text in texts if (year := _YEAR.search(text))]
    for found, what in ((tops, "the amount behind #"), (years, "its year (May 2023)")):
        if not found:
            reason = f"the sheet does not state {what}; take the workbook as it is published"
            raise UnusableFile(Problem(Position(path.name), "Field Descriptions", reason))
    edition = Edition(int(years[0].group(1)), Decimal(tops[0].group(1).replace(",", "")))
    named = _YEAR_IN_NAME.search(path.name)
    if named and int(named.group(1)) != edition.year:
        reason = f"the file is named for {named.group(1)} but says May {edition.year}"
        raise UnusableFile(Problem(Position(path.name), "Field Descriptions", reason))
    return edition


def _find_data_sheet(path: Path, book: Any) -> Any:
    for sheet in book.worksheets:
        # Read to the end of the row, which closes the sheet's file.
        header = list(sheet.iter_rows(max_row=1, values_only=True))
        if header and "occ_code" in _name_columns(header[0]):
            return sheet
    reason = (
        f"no sheet has a header with {', '.join(name.upper() for name in _NEEDED)} in its first row"
    )
    raise UnusableFile(Problem(Position(path.name), "header", reason))


def _name_columns(header: Sequence[object]) -> dict[str, int]:
    """Return the place of each column by its name in small letters."""
    names = [str(cell or "").strip().lower() for cell in header]
    return {_OTHER_NAMES.get(name, name): place for place, name in enumerate(names) if name}


class _Sheet:
    """The rows of the data sheet and what became of them."""

    def __init__(self, path: Path, sheet: Any, edition: Edition) -> None:
        self._file, self._sheet, self._edition = path.name, sheet, edition
        self.snapshot = Snapshot(
            OEWS.key,
            f"{OEWS.key}-{edition.year}",
            f"{edition.year}-05",
            Position(path.name),
        )
        self.records: dict[str, Incoming] = {}
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.rejected: list[Problem] = []
        self.flagged: list[Problem] = []
        self._columns: dict[str, int] = {}
        # Employment by major group, as its own row states it and as detailed rows add up.
        self._stated: dict[str, int] = {}
        self._added: defaultdict[str, int] = defaultdict(int)
        self._details: defaultdict[str, int] = defaultdict(int)

    def read(self) -> None:
        """Read all rows."""
        with closing(self._sheet.iter_rows(values_only=True)) as rows:
            self._read_rows(rows)

    def _read_rows(self, rows: Iterator[Sequence[object]]) -> None:
        self._columns = _name_columns(next(rows))
        missing = [name.upper() for name in _NEEDED if name not in self._columns]
        if missing:
            reason = f"the header lacks {', '.join(missing)}"
            raise UnusableFile(Problem(Position(self._file, 1), "header", reason))
        for line, row in enumerate(rows, start=2):
            if any(cell is not None for cell in row):
                self._read_row(line, row)

    def _read_row(self, line: int, row: Sequence[object]) -> None:
        self.counts["rows read"] += 1
        values = {
            name: row[place] if place < len(row) else None for name, place in self._columns.items()
        }
        group = str(values["o_group"] or "").strip().lower()
        try:
            if group == MAJOR:
                self._stated[self._read_code(values)[:2]] = self._read_employment(values) or 0
            if group != DETAILED or not self._is_national(values):
                self.counts["rows of other levels, areas or industries"] += 1
                return
            self._keep(line, values)
        except _CellProblem as problem:
            place = Position(self._file, line, self._columns[problem.column] + 1)
            self.rejected.append(Problem(place, problem.column.upper(), problem.reason))
            self.counts["rows left out because something is wrong"] += 1

    @staticmethod
    def _is_national(values: Mapping[str, object]) -> bool:
        """Whether a row is about the whole country and all industries, where it says so."""
        area = str(values.get("area", "99")).lstrip("0")
        industry = str(values.get("i_group", "cross-industry")).strip().lower()
        return area == "99" and industry in ("", "none", "cross-industry")

    def _keep(self, line: int, values: Mapping[str, object]) -> None:
        code = self._read_code(values)
        if code in self.records:
            raise _CellProblem(
                "occ_code", f"{code} stands in the workbook twice; the first is kept"
            )
        employment = self._read_employment(values)
        self._added[code[:2]] += employment or 0
        self._details[code[:2]] += 1
        pay = {name: self._read_pay(values, column) for name, column in PAY_COLUMNS.items()}
        mean, is_mean_open = pay.pop("mean")
        percentiles = {name: amount for name, (amount, _) in pay.items()}
        note = ""
        if any(amount is None for amount in percentiles.values()):
            note = self._explain_gap(line, values, percentiles)
            percentiles = dict.fromkeys(percentiles)
        else:
            _check_order(percentiles)
        is_open = [name for name, (_, at_top) in pay.items() if at_top]
        top = self._edition.top if is_open or is_mean_open else None
        self.counts["occupations"] += 1
        if is_open:
            self.counts["occupations with an open end"] += 1
        self.records[code] = make_statistic(
            self.snapshot,
            Subject(PayScheme.SOC, code, str(values["occ_title"]).strip()),
            variant=PayVariant.PUBLISHED,
            country="US",
            year=self._edition.year,
            n=None,
            percentiles=percentiles,
            mean=mean,
            top=top,
            open_from=is_open[0] if is_open and note == "" else "",
            mean_is_open=is_mean_open,
            employment=employment,
            note=note,
        )

    def _explain_gap(
        self, line: int, values: Mapping[str, object], percentiles: Mapping[str, object]
    ) -> str:
        self.counts["occupations without annual pay"] += 1
        if any(amount is not None for amount in percentiles.values()):
            column = self._columns["a_median"] + 1
            reason = "some percentiles are withheld, so none are kept"
            self.flagged.append(Problem(Position(self._file, line, column), "A_MEDIAN", reason))
        if str(values.get("hourly") or "").strip().upper() == "TRUE":
            return "The bureau publishes hourly wages only for this occupation."
        return "The bureau withholds the annual wages of this occupation."

    def _read_code(self, values: Mapping[str, object]) -> str:
        code = str(values["occ_code"] or "").strip()
        if not _CODE.fullmatch(code):
            raise _CellProblem("occ_code", f"{code!r} is not an occupation code such as 15-1252")
        return code

    def _read_employment(self, values: Mapping[str, object]) -> int | None:
        cell = values["tot_emp"]
        if isinstance(cell, str) and cell.strip() == _NO_EMPLOYMENT:
            return None
        return int(_read_number("tot_emp", cell))

    def _read_pay(self, values: Mapping[str, object], column: str) -> tuple[Decimal | None, bool]:
        """Return an amount, or None where it is withheld, and whether it is the top or more."""
        cell = values[column]
        marker = cell.strip() if isinstance(cell, str) else ""
        if marker == _AT_TOP:
            return self._edition.top, True
        if marker == _WITHHELD:
            return None, False
        amount = _read_number(column, cell)
        # Means are published even where they lie above the top.
        if amount > self._edition.top and column != PAY_COLUMNS["mean"]:
            reason = f"{amount:,} lies above the top of ${self._edition.top:,}"
            raise _CellProblem(column, reason)
        return amount, False

    def refuse_missing_rows(self) -> None:
        """Raise if detailed occupations do not add up to their major groups.

        Source: every occupation is in one detailed row (sheet Field Descriptions, o_group).
        """
        if not self._stated:
            reason = "no row of O_GROUP “major” to check the others against; rows are missing"
            raise UnusableFile(Problem(Position(self._file), "O_GROUP", reason))
        problems = [
            Problem(Position(self._file), "TOT_EMP", reason) for reason in self._find_gaps()
        ]
        if problems:
            raise UnusableFile(*self.rejected, *problems)

    def _find_gaps(self) -> Iterator[str]:
        for group in sorted({*self._stated, *self._details}):
            stated, added = self._stated.get(group), self._added[group]
            if stated is None:
                yield f"the row of major group {group}-0000 is missing"
                continue
            allowed = _ROUNDING * self._details[group] + int(stated * _WITHHELD_SHARE)
            if abs(stated - added) > allowed:
                yield (
                    f"the detailed occupations of {group}-0000 add up to {added:,} people, the "
                    f"group has {stated:,}: rows are missing or were added; take the workbook "
                    "as the bureau publishes it"
                )


def _read_number(column: str, cell: object) -> Decimal:
    """Return a figure of a cell; numbers written as text count, formulas do not."""
    if isinstance(cell, bool) or cell is None or cell == "":
        reason = "is empty" if cell in (None, "") else f"{cell!r} is not a number"
        raise _CellProblem(column, reason)
    text = str(cell).strip()
    if text.startswith("="):
        raise _CellProblem(column, f"holds the formula {text!r}, not a figure; paste its value")
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        reason = f"{text!r} is neither a number nor one of the markers * ** #"
        raise _CellProblem(column, reason) from error
    if not number.is_finite() or number < 0:
        raise _CellProblem(column, f"{text!r} is not a figure above zero")
    return number


def _check_order(percentiles: Mapping[str, Decimal | None]) -> None:
    known = [(name, amount) for name, amount in percentiles.items() if amount is not None]
    for (below, low), (above, high) in pairwise(known):
        if low > high:
            reason = f"{below.upper()} ({low:,}) lies above {above.upper()} ({high:,})"
            raise _CellProblem(PAY_COLUMNS[below], reason)

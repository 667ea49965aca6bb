"""The yearly developer survey of Stack Overflow: one row per respondent, 170 columns in 2025.

Columns are found by name, because their number and order differ from year to year. The
survey does not tell full-time from part-time work nor state a level, so a cell is a
developer type in a country and year.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tracks.choices import PayScheme, PayVariant, SourceKind
from tracks.importers.country_names import find_country
from tracks.importers.kinds import SOURCES
from tracks.importers.salary_records import (
    SALARY_STATISTICS,
    Dataset,
    Snapshot,
    Subject,
    make_source,
    make_statistic,
    make_subject_code,
)
from tracks.importers.salary_statistics import compute_statistics
from tracks.shared.content_rows import Incoming
from tracks.shared.import_formats import ParsedFile, Report, UnusableFile, ignore_progress
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_files import open_text

SURVEY = Dataset(
    key="stackoverflow",
    title="Stack Overflow Developer Survey",
    publisher="Stack Overflow",
    kind=SourceKind.DATASET,
    url="https://survey.stackoverflow.co/",
    licence="ODbL-1.0",
    attribution=(
        "Contains information from the Stack Overflow Developer Survey {edition}, made available "
        "under the Open Database License (ODbL)."
    ),
    note="A database derived from it stays under ODbL.",
)
ID, DEVELOPER_TYPE, COUNTRY = "ResponseId", "DevType", "Country"
PAY, PAY_AS_GIVEN, CURRENCY = "ConvertedCompYearly", "CompTotal", "Currency"
COLUMNS = (ID, DEVELOPER_TYPE, COUNTRY, PAY, PAY_AS_GIVEN, CURRENCY)
ALL_TYPES = Subject(PayScheme.DEVELOPER_TYPE, "all-respondents", "All respondents")
# Below is less than three dollars a day, often a monthly amount in thousands or a joke;
# above, mistyped zeros and monthly pay counted twelve times outnumber true answers.
LEAST_PLAUSIBLE_USD, MOST_PLAUSIBLE_USD = 1_000, 1_000_000
# No currency has pay of this size: seven billion Vietnamese dong is 275,000 dollars.
MOST_PLAUSIBLE_AMOUNT = 1e11
_MISSING = ("", "NA")
_AMOUNT = re.compile(r"\d{1,16}(\.\d{1,6})?([eE]\+?\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}([,.' ]\d{3})+")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


class Answer(NamedTuple):
    """What one respondent says of pay, in US dollars a year."""

    subject: Subject
    country: str
    pay_usd: float
    is_plausible: bool


@dataclass
class _Survey:
    """What was read so far."""

    file: str
    places: Mapping[str, int]
    answers: list[Answer] = field(default_factory=list)
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    rejected: list[Problem] = field(default_factory=list)
    flagged: list[Problem] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def read_row(self, line: int, row: Sequence[str]) -> None:
        """Take one respondent in, or say why not."""
        self.counts["rows read"] += 1
        cells = {name: row[place].strip() for name, place in self.places.items()}
        first = self.seen.setdefault(cells[ID], line)
        if first != line:
            self.reject(line, ID, f"{cells[ID]} answered in line {first} already")
            return
        self._flag_amount(line, cells)
        if cells[PAY] in _MISSING:
            self.counts["respondents without pay"] += 1
            return
        if not _AMOUNT.fullmatch(cells[PAY]):
            self.reject(line, PAY, _explain_amount(cells[PAY]))
            return
        country = find_country(cells[COUNTRY])
        if country is None:
            self.reject(line, COUNTRY, _explain_country(cells[COUNTRY]))
            return
        self._keep(line, cells, country)

    def _keep(self, line: int, cells: Mapping[str, str], country: str) -> None:
        pay = float(cells[PAY])
        is_plausible = LEAST_PLAUSIBLE_USD <= pay <= MOST_PLAUSIBLE_USD
        self.counts["respondents with pay"] += 1
        if country == "US":
            self.counts["respondents with pay in the United States"] += 1
        if not is_plausible:
            self.counts["respondents with implausible pay"] += 1
            reason = (
                f"${pay:,.0f} a year is below ${LEAST_PLAUSIBLE_USD:,}: not a living anywhere, "
                "more likely a monthly amount, thousands or a joke"
                if pay < LEAST_PLAUSIBLE_USD
                else f"${pay:,.0f} a year is above ${MOST_PLAUSIBLE_USD:,}: more likely a "
                "mistyped zero or another currency"
            )
            self.flag(line, PAY, reason)
        subjects = [ALL_TYPES]
        if cells[DEVELOPER_TYPE] in _MISSING:
            self.counts["respondents with pay and no developer type"] += 1
        else:
            name = cells[DEVELOPER_TYPE].removesuffix(" (please specify):")
            code = make_subject_code(name)
            subjects.append(Subject(PayScheme.DEVELOPER_TYPE, code, name))
        self.answers += [Answer(one, country, pay, is_plausible) for one in subjects]

    def _flag_amount(self, line: int, cells: Mapping[str, str]) -> None:
        given = cells[PAY_AS_GIVEN]
        if given in _MISSING or not _AMOUNT.fullmatch(given):
            return
        if float(given) > MOST_PLAUSIBLE_AMOUNT:
            self.counts["absurd amounts before conversion"] += 1
            reason = f"{float(given):,.0f} {cells[CURRENCY][:3]} is no pay; "
            reason += "nothing was converted from it" if cells[PAY] in _MISSING else "see its pay"
            self.flag(line, PAY_AS_GIVEN, reason)

    def reject(self, line: int, column: str, reason: str) -> None:
        """Leave a row out."""
        self.counts["rows left out because something is wrong"] += 1
        self.rejected.append(self._make_problem(line, column, reason))

    def flag(self, line: int, column: str, reason: str) -> None:
        """Keep a row that looks wrong."""
        self.flagged.append(self._make_problem(line, column, reason))

    def _make_problem(self, line: int, column: str, reason: str) -> Problem:
        return Problem(Position(self.file, line, self.places[column] + 1), column, reason)


def _explain_amount(cell: str) -> str:
    if _GROUPED.fullmatch(cell):
        return f"{cell!r} has separators between thousands; write {re.sub('[^0-9]', '', cell)}"
    return f"{cell!r} is not an amount"


def _explain_country(cell: str) -> str:
    if cell in _MISSING:
        return "pay without a country cannot be compared with anything"
    return f"{cell!r} is no country name that we know; add it to tracks/importers/country_names.py"


def parse_stackoverflow(
    path: Path, as_of: str = "", report: Report = ignore_progress
) -> ParsedFile:
    """Read the pay of every developer type in every country, with and without odd answers.

    Raises:
        UnusableFile: No such file, no CSV in UTF-8 with the columns needed, or no year.
    """
    survey = _Survey(path.name, {})
    try:
        with open_text(path) as stream:
            for line, row in _stream_rows(stream, survey):
                survey.read_row(line, row)
                if line % 512 == 0:
                    report(stream.buffer.tell(), path.stat().st_size)
    except csv.Error as error:
        reason = f"not a CSV file: {error}; a quoted cell may have lost its end"
        raise UnusableFile(Problem(Position(path.name), "", reason)) from error
    if not survey.counts["rows read"]:
        raise UnusableFile(Problem(Position(path.name), "", "has a header and no rows"))
    year = _find_year(path, as_of)
    snapshot = Snapshot(SURVEY.key, f"{SURVEY.key}-{year}", str(year), Position(path.name))
    source = make_source(
        SURVEY,
        key=snapshot.source,
        title=f"{SURVEY.title} {year}",
        published=str(year),
        edition=str(year),
        position=snapshot.position,
    )
    return ParsedFile(
        origin=f"{SURVEY.key}-{year}",
        records=(source, *_make_records(snapshot, year, survey.answers)),
        kinds=(SOURCES, SALARY_STATISTICS),
        as_of=as_of or str(year),
        counts=dict(survey.counts),
        rejected=tuple(survey.rejected),
        flagged=tuple(survey.flagged),
        remarks=(
            "Full-time work and levels are not stated by the survey: all who state pay count, "
            "by developer type and country.",
            f"Pay below ${LEAST_PLAUSIBLE_USD:,} or above ${MOST_PLAUSIBLE_USD:,} a year stays in "
            "the reading “as is” and is left out of “implausible answers left "
            "out”.",
            "Open Database License: a database derived from these figures stays under ODbL.",
        ),
    )


def _stream_rows(stream: Iterator[str], survey: _Survey) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines on which rows start, and the rows; blank lines are passed over."""
    reader = csv.reader(stream, strict=True)
    header = next(reader, None)
    survey.places = _find_columns(survey.file, header)
    width = len(header or ())
    start = reader.line_num + 1
    last: tuple[int, list[str]] | None = None
    for row in reader:
        line, start = start, reader.line_num + 1
        if row and len(row) != width:
            reason = f"has {len(row)} cells instead of {width}; the file may have been cut off"
            raise UnusableFile(Problem(Position(survey.file, line), "row", reason))
        if row:
            last = (line, row)
            yield last


def _find_columns(file: str, header: Sequence[str] | None) -> dict[str, int]:
    names = [name.strip() for name in header or ()]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        reason = f"the header lacks {', '.join(missing)}; the survey's own English header is needed"
        raise UnusableFile(Problem(Position(file, 1), "header", reason))
    return {name: names.index(name) for name in COLUMNS}


def _find_year(path: Path, as_of: str) -> int:
    found = (
        _YEAR.match(as_of) or _YEAR.search(path.name) or _YEAR.search(path.resolve().parent.name)
    )
    if not found:
        reason = "neither the file nor its folder says the year of the survey; add --as-of 2025"
        raise UnusableFile(Problem(Position(path.name), "as of", reason))
    return int(found.group(1))


def _make_records(snapshot: Snapshot, year: int, answers: Sequence[Answer]) -> Iterator[Incoming]:
    cells: defaultdict[tuple[Subject, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        cells[answer.subject, answer.country].append(answer)
    for (subject, country), group in cells.items():
        plausible = [answer for answer in group if answer.is_plausible]
        for variant, kept in ((PayVariant.AS_IS, group), (PayVariant.PLAUSIBLE, plausible)):
            pay = [answer.pay_usd for answer in kept]
            statistics = compute_statistics(pay)
            yield make_statistic(
                snapshot,
                subject,
                variant=variant,
                country=country,
                year=year,
                n=statistics.n,
                percentiles=statistics.percentiles,
                flagged_count=sum(not answer.is_plausible for answer in kept),
            )

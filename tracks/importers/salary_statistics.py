"""What pay statistics of the ai-jobs and infosec-jobs salary files are.

The definitions are fixed here so that two people get the same number: full-time rows
only, pay in `salary_in_usd`, country by `employee_residence`, level as the file states
it, role family by the first rule that a job title meets, percentiles by linear
interpolation between closest ranks. `job_board_files` reads a file by them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracks.shared.import_formats import UnusableFile
from tracks.shared.imports import Position, Problem

COLUMNS = (
    "work_year",
    "experience_level",
    "employment_type",
    "job_title",
    "salary",
    "salary_currency",
    "salary_in_usd",
    "employee_residence",
    "remote_ratio",
    "company_location",
    "company_size",
)
LEVELS = ("EN", "MI", "SE", "EX")
EMPLOYMENT_TYPES = ("FT", "PT", "CT", "FL")
COMPANY_SIZES = ("S", "M", "L")
FULL_TIME = "FT"
FEWEST_ROWS = 10
PERCENTILES = (10, 25, 50, 75, 90)

# First match wins, on the lower-cased job title.
FAMILY_RULES = tuple(
    (family, re.compile(pattern))
    for family, pattern in (
        ("devsecops", r"devsecops|secdevops|devops security|security devops"),
        ("devops", r"dev\s?ops"),
        ("mlops", r"ml\s?ops"),
        ("ml_platform", r"(?:machine learning|ml|ai) (?:platform|infrastructure)"),
        ("sre", r"site reliability|\bsre\b"),
        ("platform", r"^platform engineer"),
        ("ml_engineer", r"(?:machine learning|\bml\b) (?:software )?engineer"),
        ("data_engineer", r"data engineer"),
        ("sysadmin_linux", r"linux|unix|systems? administrator|sysadmin"),
        ("systems_engineer", r"^systems? engineer"),
        ("cloud_engineer", r"cloud engineer|cloud infrastructure"),
        ("infrastructure_engineer", r"infrastructure engineer"),
        ("python_developer", r"python"),
    )
)
FAMILIES = tuple(family for family, _ in FAMILY_RULES)

_FAMILY_NAMES = {
    "devsecops": "DevSecOps",
    "devops": "DevOps",
    "mlops": "MLOps",
    "ml_platform": "ML platform",
    "sre": "Site reliability",
    "ml_engineer": "ML engineer",
    "sysadmin_linux": "System administrator and Linux",
    "python_developer": "Python developer",
}
_YEARS = range(1990, 2101)
_YEAR = re.compile(r"[0-9]{4}")
_MOST_DIGITS = 15
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[0-9]{1,3}([,.' \u00a0][0-9]{3})+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CENT = Decimal("0.01")
_AT = {name: number for number, name in enumerate(COLUMNS)}


class Variant(StrEnum):
    """How repeated rows are read."""

    AS_IS = "as_is"
    EXACT_DUPLICATES_DROPPED = "exact_duplicates_dropped"
    PAIR_MIDPOINT = "pair_midpoint"


class Group(NamedTuple):
    """What one set of statistics is about."""

    family: str
    level: str
    country: str
    year: int


@dataclass(frozen=True)
class PayStatistics:
    """Gross pay a year in US dollars; percentiles are empty where `n` is too small."""

    n: int
    percentiles: dict[str, Decimal]

    @property
    def is_too_few(self) -> bool:
        """Whether the rows are too few for a figure."""
        return self.n < FEWEST_ROWS


@lru_cache(maxsize=4096)
def find_family(job_title: str) -> str | None:
    """Name the role family of a job title by the first rule it meets, in any case."""
    lowered = job_title.lower()
    return next((family for family, rule in FAMILY_RULES if rule.search(lowered)), None)


def write_family_name(family: str) -> str:
    """Return a role family in words, such as "ML engineer" for ml_engineer."""
    return _FAMILY_NAMES.get(family) or family.replace("_", " ").capitalize()


def check_header(header: list[str] | None, *, file: str) -> None:
    """Accept the eleven columns in the published order, and nothing else.

    Raises:
        UnusableFile: Says which columns are missing, and what was expected.
    """
    if header is None:
        raise UnusableFile(Problem(Position(file), "", "the file is empty"))
    if tuple(header) == COLUMNS:
        return
    missing = [name for name in COLUMNS if name not in header]
    reason = f"the header lacks {', '.join(missing)}" if missing else "the header is out of order"
    expected = f"{reason}; expected {','.join(COLUMNS)}"
    raise UnusableFile(Problem(Position(file, 1), "header", expected))


def check_row(row: Sequence[str], *, position: Position) -> list[Problem]:
    """Return what is wrong with one row, cell by cell; empty for a good one."""
    if len(row) != len(COLUMNS):
        reason = f"has {len(row)} cells instead of {len(COLUMNS)}"
        if len(row) > len(COLUMNS):
            reason += "; quote a title with a comma, write amounts without one (85000)"
        return [Problem(position, "row", reason)]
    found = []
    for name, reason in _check_cells(row):
        place = Position(position.file, position.line, _AT[name] + 1)
        found.append(Problem(place, name, f"{row[_AT[name]]!r} {reason}"))
    return found


def _check_cells(row: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, cell in zip(COLUMNS, row, strict=True):
        check = CHECKS.get(name)
        reason = check(cell) if check else ""
        if reason:
            yield name, reason


def check_year(cell: str) -> str:
    """Return why a cell is not a year, or nothing."""
    is_year = _YEAR.fullmatch(cell) and int(cell) in _YEARS
    return "" if is_year else f"is not a year from {_YEARS.start} to {_YEARS.stop - 1}"


def check_amount(cell: str) -> str:
    """Return why a cell is not an amount of money above zero, and how to mend it."""
    # Nearly all are whole numbers, and asking the string is five times as quick.
    if cell.isdecimal() and cell.isascii() and len(cell) <= _MOST_DIGITS and cell.strip("0"):
        return ""
    if _AMOUNT.fullmatch(cell) and float(cell) > 0:
        return ""
    if _GROUPED.fullmatch(cell):
        return f"has separators between thousands; write {re.sub('[^0-9]', '', cell)}"
    return "is not an amount above zero"


def _check_code(codes: Sequence[str]) -> Callable[[str], str]:
    return lambda cell: "" if cell in codes else f"is not one of {', '.join(codes)}"


def _check_country(cell: str) -> str:
    return "" if _COUNTRY.fullmatch(cell) else "is not a two-letter country code"


def _check_title(cell: str) -> str:
    return "" if cell.strip() else "is empty"


# What each column must hold; the others are compared but not read.
CHECKS: dict[str, Callable[[str], str]] = {
    "work_year": check_year,
    "experience_level": _check_code(LEVELS),
    "employment_type": _check_code(EMPLOYMENT_TYPES),
    "job_title": _check_title,
    "salary": check_amount,
    "salary_in_usd": check_amount,
    "employee_residence": _check_country,
    # The last cell: what a file that was cut off in its middle lacks first.
    "company_size": _check_code(COMPANY_SIZES),
}


def compute_statistics(pay_usd: Iterable[float]) -> PayStatistics:
    """Compute P10, P25, P50, P75 and P90, to the cent; none from fewer than ten rows."""
    values = np.sort(np.fromiter(pay_usd, dtype=np.float64))
    if values.size < FEWEST_ROWS:
        return PayStatistics(n=int(values.size), percentiles={})
    return PayStatistics(n=int(values.size), percentiles=interpolate_percentiles(values))


def interpolate_percentiles(ascending: NDArray[np.float64]) -> dict[str, Decimal]:
    """Return P10 to P90 of sorted pay, exactly, rounded half up to the cent.

    Source: linear interpolation between closest ranks (type 7 of Hyndman and Fan, 1996).
    Decimal numbers, because a half cent must round the same way for everybody.
    """
    figures = {}
    for rank in PERCENTILES:
        below, hundredths = divmod(rank * (ascending.size - 1), 100)
        low = Decimal(repr(float(ascending[below])))
        if hundredths:
            low += (Decimal(repr(float(ascending[below + 1]))) - low) * hundredths / 100
        figures[f"p{rank}"] = low.quantize(_CENT, rounding=ROUND_HALF_UP)
    return figures

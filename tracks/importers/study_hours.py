"""Hours of study from the words of a roadmap: weeks times hours a week, or hours a day."""

import re
from dataclasses import dataclass

# 14, 10-12 or 4–12: roadmaps write ranges with a hyphen or an en dash.
_RANGE = r"(\d+)(?:\s*[-–]\s*(\d+))?"
_WEEKS = re.compile(rf"{_RANGE}\s*weeks?", re.IGNORECASE)
_MONTHS = re.compile(rf"{_RANGE}\s*months?", re.IGNORECASE)
_EFFORT = re.compile(rf"{_RANGE}\s*hours?\s*/\s*week", re.IGNORECASE)
_DAILY = re.compile(rf"{_RANGE}\s*hours? each day", re.IGNORECASE)
UNKNOWN = ("", "-", "–")


@dataclass(frozen=True)
class Hours:
    """Study hours, or weeks of study, from low to high as a source states them."""

    low: int
    high: int


def read_weekly_hours(duration: str, effort: str) -> Hours | None:
    """Multiply a duration such as "10-12 weeks" by an effort such as "6-10 hours/week".

    Returns:
        None where either is not stated. A duration in months counts as not stated: a
        month has no whole number of weeks, and none is assumed.

    Raises:
        ValueError: If either is stated in words that are not understood.
    """
    hours = _read(effort, _EFFORT, "an effort such as 6-10 hours/week")
    if _MONTHS.fullmatch(duration.strip()):
        return None
    weeks = _read(duration, _WEEKS, "a duration such as 10-12 weeks")
    return Hours(weeks.low * hours.low, weeks.high * hours.high) if weeks and hours else None


def read_daily_hours(text: str) -> Hours | None:
    """Find the hours a day that a page states, such as "1-2 hours each day", or None."""
    found = _DAILY.search(text)
    return _to_hours(found) if found else None


def _read(text: str, pattern: re.Pattern[str], what: str) -> Hours | None:
    text = text.strip()
    if text in UNKNOWN:
        return None
    found = pattern.fullmatch(text)
    read = _to_hours(found) if found else None
    if read is None or not 1 <= read.low <= read.high:
        message = f"is {text[:60]!r}, not {what}. Correct it, or write - for unknown."
        raise ValueError(message)
    return read


def _to_hours(found: re.Match[str]) -> Hours:
    return Hours(int(found[1]), int(found[2] or found[1]))

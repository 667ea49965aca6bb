"""Write the plan's values the way they are printed."""

from datetime import date
from decimal import Decimal

from progress.documents.content import DateRange, HourRange
from tracks.shared.charts.numbers import MINUS

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNKNOWN = "unknown"


def format_date(day: date | None) -> str:
    """Write a day such as "3 Feb 2026"; an empty text without one.

    Args:
        day: The day.

    Returns:
        English text, the same under every system locale.
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def format_days(*, first: date, last: date) -> str:
    """Write a span of days, leaving out the month and year that both ends share.

    Args:
        first: First day.
        last: Last day.

    Returns:
        For example "3–18 Feb 2026", "3 Feb – 4 Mar 2026" or one day.
    """
    if first == last:
        return format_date(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_date(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {format_date(last)}"
    return f"{format_date(first)} – {format_date(last)}"


def format_due(due: DateRange | None) -> str:
    """Write when something is due as its range; an empty text without a date.

    Args:
        due: The range.

    Returns:
        The span from earliest to latest.
    """
    return format_days(first=due.earliest, last=due.latest) if due else ""


def format_number(number: float) -> str:
    """Write hours and the like with one decimal at most.

    Args:
        number: The number.

    Returns:
        For example "12" or "2.5".
    """
    return f"{number:,.1f}".removesuffix(".0")


def format_hours(hours: HourRange | None) -> str:
    """Write an effort as "likely (low–high)"; an empty text without one.

    Args:
        hours: The estimate.

    Returns:
        For example "6 (4–10)".
    """
    if hours is None:
        return ""
    low, likely, high = map(format_number, (hours.low_hours, hours.likely_hours, hours.high_hours))
    return f"{likely} ({low}–{high})" if low != high else likely


def format_money(*, amount: Decimal | None, currency: str) -> str:
    """Write an amount with thousands, and cents only where there are some.

    Args:
        amount: The amount; None is unknown.
        currency: Sign or code; a code of letters is followed by a space.

    Returns:
        For example "$1,250", "$70.50", "−$40" or "unknown".
    """
    if amount is None:
        return UNKNOWN
    unit = f"{currency} " if currency.isalpha() and len(currency) > 1 else currency
    digits = f"{abs(amount):,.2f}".removesuffix(".00")
    return f"{MINUS if amount < 0 else ''}{unit}{digits}"

"""Formatting only: days, ranges, states. Nothing here asks the database."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.timezone import localtime

from progress.choices import MilestoneStatus
from progress.queries.outlines import StageProgress
from progress.queries.schedules import DueRange

register = template.Library()

_ACTIONS = {
    MilestoneStatus.TODO: "r",
    MilestoneStatus.IN_PROGRESS: "l",
    MilestoneStatus.DONE: "d",
    MilestoneStatus.SKIPPED: "s",
}


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Look a key up; None when it is absent."""
    return mapping.get(key)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day such as 12 Mar 2026, in the page's time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = localtime(value)
    return f"{value.day} {value:%b %Y}"


@register.filter
def month(value: date | None) -> str:
    """Write a month such as Mar 2026."""
    return f"{value:%b %Y}" if value else ""


@register.filter
def due_words(due: DueRange | None) -> str:
    """Write the range in which something falls due, the likely day in the middle."""
    if due is None:
        return ""
    if due.earliest == due.latest:
        return f"due {day(due.likely)}"
    return f"due {day(due.earliest)} to {day(due.latest)}, likely {day(due.likely)}"


@register.filter
def short_hours(hours: Any) -> str:
    """Write hours without needless zeros, at most one decimal."""
    return "0" if not hours else f"{float(hours):.1f}".removesuffix(".0")


@register.filter
def exact_hours(hours: Decimal) -> str:
    """Write logged hours to the quarter, without needless zeros."""
    return f"{hours.normalize():f}"


@register.filter
def share_of(part: Decimal, whole: float) -> str:
    """Write a part as per cent of a whole, for the width of a bar."""
    return f"{100 * float(part) / whole:.1f}"


@register.filter
def weeks_words(weeks: int) -> str:
    """Write a time to study: weeks while they can be counted, then years and months."""
    months = round(weeks * 12 / 52)
    if months < 3:
        return f"{weeks} week{'' if weeks == 1 else 's'}"
    years, rest = divmod(months, 12)
    parts = [(years, "year"), (rest, "month")]
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)


@register.filter
def shortcut(status: str) -> str:
    """Return the key that sets a state while a milestone has the focus."""
    return _ACTIONS[MilestoneStatus(status)]


@register.filter
def status_label(status: str) -> str:
    """Write a state as a word."""
    return str(MilestoneStatus(status).label)


@register.filter
def has_status(part: StageProgress, status: str) -> bool:
    """Tell whether a stage has a milestone in a state."""
    return any(one.status == status for one in part.milestones)

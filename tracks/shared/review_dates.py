"""When a figure has to be looked at again (docs/curating.md has the table for people).

The date is reckoned, not stored: the later of the time that the figure speaks of and the
day on which somebody compared it with its source, and an interval for its sort. A date
kept in a column would be one more thing to forget when one of the two changes.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from django.db.models import Model, Q

from tracks.shared.provenance import SourcedRow

# Days between two looks, by name of the table. Surveys of pay come out once a year, some
# months after the year they speak of; vendors change fees and rules at any time.
REVIEW_DAYS = {"salaryband": 540, "claim": 365}
# What sources say in words ages more slowly.
OTHER_DAYS = 730

_DATED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def get_review_days(model: type[Model]) -> int:
    """Return the days after which a figure of this table is due."""
    return REVIEW_DAYS.get(str(model._meta.model_name), OTHER_DAYS)


def read_last_day(as_of: str) -> date | None:
    """Return the last day of the year, month or day that a source dates itself with, or None."""
    found = _DATED.fullmatch(as_of.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        return date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None


def find_review_date(row: SourcedRow) -> date | None:
    """Return the day on which the figure has to be looked at again.

    None means now: it has no date that can be read and nobody has checked it.
    """
    days = [
        day
        for day in (read_last_day(row.as_of), row.checked_at.date() if row.checked_at else None)
        if day
    ]
    return max(days) + timedelta(days=get_review_days(type(row))) if days else None


def make_due_filter(model: type[Model], *, today: date) -> Q:
    """Return the filter for figures that are past their review date.

    Says the same as `find_review_date`, in the database: texts that date a year, a month
    or a day are compared with as much of the latest day that is too old.
    """
    latest = today - timedelta(days=get_review_days(model) + 1)
    is_old = Q()
    for pattern, last in (
        (
            r"^\d{4}$",
            str(latest.year if (latest.month, latest.day) == (12, 31) else latest.year - 1),
        ),
        (r"^\d{4}-\d{2}$", _last_whole_month(latest)),
        (r"^\d{4}-\d{2}-\d{2}$", latest.isoformat()),
    ):
        is_old |= Q(as_of__regex=pattern, as_of__lte=last)
    is_undated = ~Q(as_of__regex=r"^\d{4}(-\d{2}){0,2}$")
    is_unchecked = Q(checked_at__isnull=True) | Q(checked_at__date__lte=latest)
    is_due = (is_old | is_undated) & is_unchecked
    # A band that pages and projections leave out can rest.
    is_kept = any(field.name == "withdrawn_at" for field in model._meta.fields)
    return is_due & Q(withdrawn_at__isnull=True) if is_kept else is_due


def _last_whole_month(latest: date) -> str:
    is_whole = latest.day == monthrange(latest.year, latest.month)[1]
    whole = latest if is_whole else latest.replace(day=1) - timedelta(days=1)
    return f"{whole:%Y-%m}"

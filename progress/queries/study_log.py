"""What a learner studied: entries, weeks and the streak."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from progress.models import StudyLogEntry


@dataclass(frozen=True)
class StudyWeek:
    """Hours of one week, from Monday to Sunday."""

    monday: date
    hours: Decimal


def list_log_entries(*, user: User) -> QuerySet[StudyLogEntry]:
    """Return the log, the newest day first."""
    return (
        StudyLogEntry.objects.filter(user=user).select_related("milestone").order_by("-date", "-pk")
    )


def list_study_weeks(*, user: User, today: date, count: int = 12) -> list[StudyWeek]:
    """Return the last weeks up to the one of `today`, empty ones included; one query."""
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(count))]
    hours = dict.fromkeys(mondays, Decimal(0))
    entries = StudyLogEntry.objects.filter(user=user, date__gte=mondays[0], date__lte=today)
    for day, studied in entries.values_list("date", "hours"):
        hours[day - timedelta(days=day.weekday())] += studied
    return [StudyWeek(monday, total) for monday, total in hours.items()]


def get_streak(*, user: User, today: date) -> int:
    """Count days of study in a row up to today; a day that is not over yet breaks nothing.

    `today` is the learner's own date, so the streak follows the learner's time zone.
    """
    days = set(
        StudyLogEntry.objects.filter(user=user, date__lte=today).values_list("date", flat=True)
    )
    day = today if today in days else today - timedelta(days=1)
    streak = 0
    while day in days:
        streak += 1
        day -= timedelta(days=1)
    return streak

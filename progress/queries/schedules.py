"""When milestones fall due at the learner's pace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Min, Sum

from accounts.models import User
from progress.models import StudyLogEntry
from progress.queries.outlines import MilestoneProgress

# Fewer logged weeks than this say little about a pace (roi.md 7.9).
WEEKS_FOR_OWN_PACE = 2
# No plan reaches further; a few minutes logged in many months would lead past the calendar's end.
FARTHEST = timedelta(days=36_525)


@dataclass(frozen=True)
class StudyPace:
    """Hours a week: planned by the learner, and as logged."""

    planned_hours_per_week: Decimal | None
    logged_weeks: int
    logged_hours: Decimal

    @property
    def hours_per_week(self) -> Decimal | None:
        """The logged pace once two weeks are logged, else the planned one; None is unknown."""
        if self.logged_weeks >= WEEKS_FOR_OWN_PACE and self.logged_hours:
            return self.logged_hours / self.logged_weeks
        return self.planned_hours_per_week


@dataclass(frozen=True)
class DueRange:
    """The day something is done if every estimate before it turns out low, likely or high."""

    earliest: date
    likely: date
    latest: date


def get_study_pace(*, user: User, planned: Decimal | None, today: date) -> StudyPace:
    """Read the study log: whole weeks from the first entry up to today, at least one."""
    log = StudyLogEntry.objects.filter(user=user, date__lte=today).aggregate(
        first=Min("date"), hours=Sum("hours")
    )
    if log["first"] is None:
        return StudyPace(planned, 0, Decimal(0))
    return StudyPace(planned, count_logged_weeks(first=log["first"], today=today), log["hours"])


def count_logged_weeks(*, first: date, today: date) -> int:
    """Count the weeks from the first day of a log up to today, begun ones included."""
    return max(1, -(-((today - first).days + 1) // 7))


def schedule_milestones(
    *, milestones: Iterable[MilestoneProgress], hours_per_week: Decimal, start: date
) -> dict[int, DueRange]:
    """Return due ranges by milestone id for what is still open, one after the other.

    The order is the release's, in which prerequisites come first; optional milestones
    that nobody started and milestones without hours are left out. The three days add up
    the low, likely and high hours of everything before, so they are ends of a range and
    not percentiles. Nothing has dates at a pace that may take more than a hundred years.

    Raises:
        ValueError: If `hours_per_week` is not above 0.
    """
    if hours_per_week <= 0:
        message = f"hours_per_week is {hours_per_week}; it must be above 0"
        raise ValueError(message)
    sums = [Decimal(0), Decimal(0), Decimal(0)]
    due: dict[int, DueRange] = {}
    for one in milestones:
        hours = (
            one.milestone.hours_low,
            one.milestone.hours_likely,
            one.milestone.hours_high,
        )
        if one.is_closed or not one.counts or None in hours:
            continue
        sums = [total + (value or 0) for total, value in zip(sums, hours, strict=True)]
        earliest, likely, latest = (
            find_day_after(hours=total, hours_per_week=hours_per_week, start=start)
            for total in sums
        )
        if earliest is None or likely is None or latest is None:
            return {}
        due[one.milestone.pk] = DueRange(earliest, likely, latest)
    return due


def find_day_after(*, hours: Decimal, hours_per_week: Decimal, start: date) -> date | None:
    """Return the day after so many hours of study; None when it is over a hundred years away."""
    days = hours / hours_per_week * 7
    return None if days >= FARTHEST.days else start + timedelta(days=int(days) + 1)


def get_due_ranges(
    *, milestones: Iterable[MilestoneProgress], user: User, planned: Decimal | None, today: date
) -> dict[int, DueRange]:
    """Schedule milestones at the learner's pace from today; empty while it is unknown or too slow."""
    pace = get_study_pace(user=user, planned=planned, today=today).hours_per_week
    if not pace:
        return {}
    return schedule_milestones(milestones=milestones, hours_per_week=pace, start=today)


def find_finish(due: dict[int, DueRange]) -> DueRange | None:
    """Return when the last scheduled milestone falls due, or None when nothing is scheduled."""
    return max(due.values(), key=lambda one: one.latest, default=None)

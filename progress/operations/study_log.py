"""Hours that a learner studied: logged, and taken out again."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum

from accounts.models import User
from progress.models import StudyLogEntry
from tracks.models import Milestone

HOURS_OF_A_DAY = Decimal(24)
# Whoever began earlier can say so in words; a slip of the year would make a pace of nothing.
REACH = timedelta(days=3_653)


class RequestKeyReused(Exception):
    """A request has the key of an earlier one that said something else."""


def log_study(
    *,
    user: User,
    date: date,
    hours: Decimal,
    today: date,
    milestone: Milestone | None = None,
    note: str = "",
    request_key: str = "",
) -> StudyLogEntry:
    """Add hours to the study log, once for each request key.

    Args:
        user: who studied.
        date: the day, not after `today`.
        hours: above 0 and at most 24.
        today: the date where the learner is.
        milestone: what the hours went into, if anything in particular.
        note: at most 200 characters.
        request_key: tells a request that is sent again from one that adds more; blank adds
            always.

    Returns:
        The new entry, or the one that the same request added before.

    Raises:
        ValidationError: If the hours do not fit into the day with what is logged for it, or
            the day lies in the future or over ten years back. Nothing is written.
        RequestKeyReused: If the entry of this key says something else.
    """
    _require_day(date, today=today)
    entry = StudyLogEntry(
        user=user, date=date, hours=hours, milestone=milestone, note=note, request_key=request_key
    )
    # Whether the key was used is the database's to say: another request may be under way.
    entry.full_clean(exclude={"request_key"})
    with transaction.atomic():
        # Two requests at once must not both take the hours that are left of a day.
        User.objects.select_for_update().get(pk=user.pk)
        log = StudyLogEntry.objects.filter(user=user)
        if not (request_key and log.filter(request_key=request_key).exists()):
            _require_room(log.filter(date=date), hours)
        if not request_key:
            entry.save()
            return entry
        stored, is_new = StudyLogEntry.objects.get_or_create(
            user=user,
            request_key=request_key,
            defaults={"date": date, "hours": hours, "milestone": milestone, "note": note},
        )
    if not is_new and _list_words(stored) != _list_words(entry):
        message = "This request key was used for other hours. Send new hours with a new key."
        raise RequestKeyReused(message)
    return stored


def _require_day(day: date, *, today: date) -> None:
    """Refuse days ahead, and years that are slips: a pace counts all weeks since the first day."""
    if day > today:
        raise ValidationError({"date": "This day has not come yet. Log hours already studied."})
    if day < today - REACH:
        message = "This day is more than ten years ago. Check the year."
        raise ValidationError({"date": ValidationError(message, code="too_long_ago")})


def _require_room(log_of_day: QuerySet[StudyLogEntry], hours: Decimal) -> None:
    logged: Decimal = log_of_day.aggregate(hours=Sum("hours", default=Decimal(0)))["hours"]
    if logged + hours > HOURS_OF_A_DAY:
        left = HOURS_OF_A_DAY - logged
        message = (
            f"{_say(logged)} h are logged for this day, and a day has {HOURS_OF_A_DAY}. "
            + (f"Log at most {_say(left)} h" if left > 0 else "Choose another day")
            + ", or delete an entry."
        )
        raise ValidationError({"hours": ValidationError(message, code="day_is_full")})


def _say(hours: Decimal) -> str:
    return f"{hours.normalize():f}"


def drop_log_entry(*, entry: StudyLogEntry) -> None:
    """Take an entry out of the study log for good."""
    entry.delete()


def _list_words(entry: StudyLogEntry) -> tuple[object, ...]:
    return entry.date, entry.hours, entry.milestone_id, entry.note

"""Hours that a learner studied: logged, and taken out again."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.models import User
from progress.models import StudyLogEntry
from tracks.models import Milestone


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
        ValidationError: If the hours do not fit a day or the day lies in the future.
        RequestKeyReused: If the entry of this key says something else.
    """
    if date > today:
        raise ValidationError({"date": "This day has not come yet. Log hours already studied."})
    entry = StudyLogEntry(
        user=user, date=date, hours=hours, milestone=milestone, note=note, request_key=request_key
    )
    # Whether the key was used is the database's to say: another request may be under way.
    entry.full_clean(exclude={"request_key"})
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


def drop_log_entry(*, entry: StudyLogEntry) -> None:
    """Take an entry out of the study log for good."""
    entry.delete()


def _list_words(entry: StudyLogEntry) -> tuple[object, ...]:
    return entry.date, entry.hours, entry.milestone_id, entry.note

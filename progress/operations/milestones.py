"""Record what a learner has done: every change an event, the state derived from it."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from progress.choices import MilestoneStatus
from progress.models import Enrolment, MilestoneEvent, MilestoneState
from progress.queries.successions import get_successions
from tracks.models import Milestone

NOTE_LIMIT = 400
LINK_LIMIT = 5


class MilestoneNotInTrack(Exception):
    """The milestone is not part of the release that the learner follows."""


class NothingToUndo(Exception):
    """The event is undone already, or a newer change stands on top of it."""


def set_milestone_status(
    *, enrolment: Enrolment, milestone: Milestone, status: MilestoneStatus, now: datetime
) -> MilestoneEvent | None:
    """Move a milestone to a state and log it; None when it was in that state.

    Raises:
        MilestoneNotInTrack: If the enrolment's release does not place the milestone.
    """
    _require_placed(enrolment, milestone)
    return _change_status(enrolment, milestone, status, now)


def _change_status(
    enrolment: Enrolment, milestone: Milestone, status: MilestoneStatus, now: datetime
) -> MilestoneEvent | None:
    with transaction.atomic():
        state = _lock_state(user=enrolment.user, milestone=milestone, now=now)
        if state.status == status:
            return None
        event = MilestoneEvent.objects.create(
            user=enrolment.user,
            milestone=milestone,
            from_status=state.status,
            to_status=status,
            at=now,
            track=enrolment.track,
        )
        _move(state, status, now, enrolment)
        return event


def undo_milestone_event(*, user: User, event: MilestoneEvent, now: datetime) -> MilestoneEvent:
    """Take back the newest change of a milestone; logged as an event of its own.

    Raises:
        NothingToUndo: If the event was undone before or is not the newest of its milestone.
    """
    with transaction.atomic():
        state = _lock_state(user=user, milestone=event.milestone, now=now)
        newest = (
            MilestoneEvent.objects.filter(user=user, milestone=event.milestone)
            .order_by("-pk")
            .first()
        )
        if newest is None or newest.pk != event.pk or event.undoes_id is not None:
            message = "This change cannot be undone: a newer one stands on top of it."
            raise NothingToUndo(message)
        undone = MilestoneEvent.objects.create(
            user=user,
            milestone=event.milestone,
            from_status=event.to_status,
            to_status=event.from_status,
            at=now,
            track=event.track,
            undoes=event,
        )
        before = (
            MilestoneEvent.objects.filter(user=user, milestone=event.milestone, pk__lt=event.pk)
            .order_by("-pk")
            .first()
        )
        state.status = event.from_status
        state.changed_at = now
        state.track = before.track if before else None
        state.save(update_fields=["status", "changed_at", "track"])
        return undone


def save_note(
    *, enrolment: Enrolment, milestone: Milestone, note: str, links: Sequence[str], now: datetime
) -> MilestoneState:
    """Store the learner's note and proof links of a milestone.

    Raises:
        MilestoneNotInTrack: If the enrolment's release does not place the milestone.
        ValidationError: If the note is too long or a link is not an https address.
    """
    _require_placed(enrolment, milestone)
    if len(note) > NOTE_LIMIT:
        message = f"The note has {len(note)} characters; at most {NOTE_LIMIT} fit."
        raise ValidationError({"note": message})
    kept = [link.strip() for link in links if link.strip()]
    if len(kept) > LINK_LIMIT:
        raise ValidationError({"links": f"At most {LINK_LIMIT} links."})
    for link in kept:
        if not _is_https_address(link):
            message = f"{link[:60]!r} is not an https address of at most 300 characters."
            raise ValidationError({"links": message})
    with transaction.atomic():
        state = _lock_state(user=enrolment.user, milestone=milestone, now=now)
        state.note, state.links = note.strip(), kept
        state.save(update_fields=["note", "links"])
        return state


def reset_track(*, enrolment: Enrolment, now: datetime) -> int:
    """Set every milestone of the release back to *to do* and return how many moved.

    Each move is an event, so each can be undone. Milestones shared with other tracks
    move too, because they are one record; so do those that were replaced by milestones
    of the release, because these would count as done through them.
    """
    placed = set(
        Milestone.objects.filter(
            release_placements__stage__release_id=enrolment.release_id
        ).values_list("pk", flat=True)
    )
    successions = get_successions(enrolment=enrolment)
    earlier = {one.pk for pk in placed for one in successions.list_predecessors(pk)}
    states = MilestoneState.objects.filter(
        user=enrolment.user, milestone__in=placed | earlier
    ).exclude(status=MilestoneStatus.TODO)
    count = 0
    with transaction.atomic():
        for state in states.select_related("milestone").order_by("pk"):
            moved = _change_status(enrolment, state.milestone, MilestoneStatus.TODO, now)
            count += moved is not None
    return count


def _is_https_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:  # a bracket that is never closed
        return False
    return parts.scheme == "https" and bool(parts.hostname) and len(link) <= 300


def _require_placed(enrolment: Enrolment, milestone: Milestone) -> None:
    if not milestone.release_placements.filter(stage__release_id=enrolment.release_id).exists():
        message = f"“{milestone}” is not part of {enrolment.release}."
        raise MilestoneNotInTrack(message)


def _lock_state(*, user: User, milestone: Milestone, now: datetime) -> MilestoneState:
    MilestoneState.objects.get_or_create(
        user=user, milestone=milestone, defaults={"changed_at": now}
    )
    return MilestoneState.objects.select_for_update().get(user=user, milestone=milestone)


def _move(
    state: MilestoneState, status: MilestoneStatus, now: datetime, enrolment: Enrolment
) -> None:
    state.status = status
    state.changed_at = now
    state.track = enrolment.track
    state.save(update_fields=["status", "changed_at", "track"])

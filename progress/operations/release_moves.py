"""Move learners to a newer release, take it back, or let them stay."""

from datetime import datetime

from django.db import transaction

from progress.models import Enrolment, ReleaseMove
from tracks.models import TrackRelease


class ReleaseNotAhead(Exception):
    """The release is not a newer one of the track that is followed."""


class MoveNotUndoable(Exception):
    """The move was undone before, or another one came after it."""


def move_to_release(
    *, enrolment: Enrolment, release: TrackRelease, now: datetime
) -> ReleaseMove | None:
    """Make a newer release the one that is followed; None when it is followed already.

    No state of a milestone is written: what carries over does so by itself.

    Raises:
        ReleaseNotAhead: If the release is older, or one of another track.
    """
    with transaction.atomic():
        locked = _lock(enrolment)
        if locked.release_id == release.pk:
            _follow(enrolment, locked)
            return None
        _require_ahead(locked, release)
        move = ReleaseMove.objects.create(
            enrolment=locked, from_release=locked.release, to_release=release, moved_at=now
        )
        locked.release = release
        locked.save(update_fields=["release"])
    _follow(enrolment, locked)
    return move


def stay_with_release(*, enrolment: Enrolment, release: TrackRelease) -> None:
    """Remember that the learner does not want to move to this release, nor to one before it.

    A release that comes later is offered again. Saying it twice changes nothing.

    Raises:
        ReleaseNotAhead: If the release is not ahead of the one that is followed.
    """
    with transaction.atomic():
        locked = _lock(enrolment)
        _require_ahead(locked, release)
        locked.declined_release = release
        locked.save(update_fields=["declined_release"])
    enrolment.declined_release = release


def undo_release_move(*, move: ReleaseMove, now: datetime) -> Enrolment:
    """Follow again what was followed before the last move, and return the enrolment.

    Moving does not touch what was declined, so what is offered is as it was, too.

    Raises:
        MoveNotUndoable: If it was undone before or is not the last move of its enrolment.
    """
    with transaction.atomic():
        locked = _lock(move.enrolment)
        last = (
            ReleaseMove.objects.filter(enrolment=locked, undone_at__isnull=True)
            .order_by("-pk")
            .first()
        )
        if last is None or last.pk != move.pk or locked.release_id != last.to_release_id:
            message = "This move cannot be undone: it was undone before, or another followed it."
            raise MoveNotUndoable(message)
        last.undone_at = now
        last.save(update_fields=["undone_at"])
        locked.release = last.from_release
        locked.save(update_fields=["release"])
    move.undone_at = now
    return locked


def _lock(enrolment: Enrolment) -> Enrolment:
    # Only the enrolment's row: its track and releases are everybody's.
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("track", "release", "user")
        .get(pk=enrolment.pk)
    )


def _follow(enrolment: Enrolment, locked: Enrolment) -> None:
    """Bring the caller's copy up to date."""
    enrolment.release = locked.release


def _require_ahead(enrolment: Enrolment, release: TrackRelease) -> None:
    if release.track_id != enrolment.track_id or release.number <= enrolment.release.number:
        message = f"{release} is not ahead of {enrolment.release}, which you follow."
        raise ReleaseNotAhead(message)

"""Choose and change the track that a learner follows."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from progress.choices import EnrolmentState
from progress.models import Enrolment
from progress.operations.learners import get_or_create_learner
from tracks.models import Track
from tracks.operations.releases import get_latest_release


class TrackNotPublished(Exception):
    """The track has no release yet, so nobody can follow it."""


def choose_track(*, user: User, track: Track, now: datetime) -> Enrolment:
    """Make the track the one that the learner follows, pinned to its latest release.

    A track followed before comes back with the release it had. The track followed until
    now rests; no milestone is lost. Choosing the current track again changes nothing.

    Raises:
        TrackNotPublished: If the track has no release.
    """
    release = get_latest_release(track=track)
    if release is None:
        message = f"{track} has not been published yet. Please choose another track."
        raise TrackNotPublished(message)
    with transaction.atomic():
        get_or_create_learner(user=user)
        User.objects.select_for_update().get(pk=user.pk)
        present = Enrolment.objects.filter(user=user, track=track).first()
        if present and present.state == EnrolmentState.ACTIVE:
            return present
        Enrolment.objects.filter(user=user, state=EnrolmentState.ACTIVE).update(
            state=EnrolmentState.DORMANT
        )
        if present:
            present.state = EnrolmentState.ACTIVE
            present.activated_at = now
            present.save(update_fields=["state", "activated_at"])
            return present
        return Enrolment.objects.create(
            user=user, track=track, release=release, started_at=now, activated_at=now
        )

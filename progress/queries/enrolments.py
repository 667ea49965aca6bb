"""Which track a learner follows."""

from django.db.models import QuerySet

from accounts.models import User
from progress.choices import EnrolmentState
from progress.models import Enrolment
from tracks.models import Track
from tracks.queries.tracks import find_latest_release


class NotEnrolled(Exception):
    """The learner follows no track."""


def find_active_enrolment(*, user: User) -> Enrolment | None:
    """Return the enrolment that the learner follows now, with track and release, or None."""
    return (
        Enrolment.objects.filter(user=user, state=EnrolmentState.ACTIVE)
        .select_related("track", "release", "user")
        .first()
    )


def get_active_enrolment(*, user: User) -> Enrolment:
    """Return the enrolment that the learner follows now.

    Raises:
        NotEnrolled: If there is none.
    """
    enrolment = find_active_enrolment(user=user)
    if enrolment is None:
        message = "You follow no track yet. Choose one first."
        raise NotEnrolled(message)
    return enrolment


def list_enrolments(*, user: User) -> QuerySet[Enrolment]:
    """Return all enrolments of a learner, the active one first."""
    return (
        Enrolment.objects.filter(user=user)
        .select_related("track", "release")
        .order_by("state", "-activated_at", "pk")
    )


def count_enrolments_on_latest(*, track: Track) -> int:
    """Count learners whose enrolment, active or resting, is at the newest release; two queries."""
    newest = find_latest_release(track=track)
    return Enrolment.objects.filter(release=newest).count() if newest else 0

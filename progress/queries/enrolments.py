"""Which track a learner follows."""

from django.db.models import QuerySet

from accounts.models import User
from progress.choices import EnrolmentState
from progress.models import Enrolment


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

"""A learner's career plans, and what may be said about one in public."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from progress.choices import JobState
from progress.models import CareerPlan


@dataclass(frozen=True)
class Verification:
    """What anybody who holds a plan may learn: whether it is the newest, and its digest."""

    is_current: bool
    sha256: str


def list_career_plans(*, user: User) -> QuerySet[CareerPlan]:
    """Return a learner's plans of all tracks, the newest request first, without deleted ones."""
    return (
        CareerPlan.objects.filter(enrolment__user=user, file_deleted_at=None)
        .select_related("enrolment__track")
        # Large, and only compared when a plan is finished.
        .defer("content", "chapter_pages")
        .order_by("-requested_at", "-pk")
    )


def count_plans_ahead(*, plan: CareerPlan) -> int:
    """Return how many unfinished plans of anybody were asked for before a waiting one."""
    earlier = Q(requested_at__lt=plan.requested_at) | Q(
        requested_at=plan.requested_at, pk__lt=plan.pk
    )
    count: int = CareerPlan.objects.unfinished().filter(earlier).count()
    return count


def find_verification(*, uuid: UUID) -> Verification | None:
    """Say whether a plan was issued here and is the newest of its track, or None if not issued."""
    plan = CareerPlan.objects.filter(uuid=uuid, job_state=JobState.READY).first()
    if plan is None:
        return None
    is_superseded = (
        CareerPlan.objects.filter(enrolment_id=plan.enrolment_id, job_state=JobState.READY)
        .filter(requested_at__gt=plan.requested_at)
        .exists()
    )
    return Verification(is_current=not is_superseded, sha256=plan.sha256)

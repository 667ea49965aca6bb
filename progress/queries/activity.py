"""What a learner did last, and which of it can be taken back."""

from dataclasses import dataclass

from django.db.models import Max

from accounts.models import User
from progress.models import MilestoneEvent


@dataclass(frozen=True)
class Activity:
    """One change of a milestone; `can_undo` when it is the newest of its milestone."""

    event: MilestoneEvent
    can_undo: bool


def list_recent_activity(*, user: User, limit: int = 8) -> list[Activity]:
    """Return the newest changes first; two queries."""
    events = list(
        MilestoneEvent.objects.filter(user=user)
        .select_related("milestone", "track")
        .order_by("-pk")[:limit]
    )
    newest = (
        MilestoneEvent.objects.filter(user=user, milestone__in={one.milestone_id for one in events})
        .values("milestone")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    last_ones = set(newest)
    return [Activity(one, one.pk in last_ones and one.undoes_id is None) for one in events]


def find_undoable_event(*, user: User, pk: int) -> MilestoneEvent | None:
    """Return a learner's own change when it can still be taken back, else None."""
    event = (
        MilestoneEvent.objects.filter(user=user, pk=pk, undoes__isnull=True)
        .select_related("milestone")
        .first()
    )
    if event is None:
        return None
    is_covered = MilestoneEvent.objects.filter(
        user=user, milestone_id=event.milestone_id, pk__gt=pk
    ).exists()
    return None if is_covered else event

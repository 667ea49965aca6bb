"""The log of a learner's changes, whole."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from progress.models import MilestoneEvent


def list_milestone_events(*, user: User) -> QuerySet[MilestoneEvent]:
    """Return every change, the newest first.

    Each row carries `is_undoable`: it takes nothing back itself and is the newest change of
    its milestone.
    """
    newer = MilestoneEvent.objects.filter(
        user=OuterRef("user"), milestone=OuterRef("milestone"), pk__gt=OuterRef("pk")
    )
    return (
        MilestoneEvent.objects.filter(user=user)
        .annotate(is_undoable=Q(undoes__isnull=True) & ~Exists(newer))
        .select_related("milestone", "track")
        .order_by("-pk")
    )


def find_undoable_event(*, user: User, pk: int) -> MilestoneEvent | None:
    """Return a learner's own change when it can still be taken back, else None."""
    events = list_milestone_events(user=user)
    return events.filter(is_undoable=True, pk=pk).first()  # type: ignore[misc]  # annotated above

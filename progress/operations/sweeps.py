"""Find background work that was lost or has become due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from progress.choices import EnrolmentState
from progress.models import CareerPlan, Enrolment, Projection
from progress.operations.projections import InputsMissing, record_projection_request

# Learners who were not here for longer are refreshed when they come back.
ACTIVE_FOR = timedelta(days=30)


@dataclass(frozen=True)
class AdriftJobs:
    """Rows to send to a worker again, by table."""

    projections: tuple[int, ...]
    career_plans: tuple[int, ...]


def list_adrift_jobs(*, queued_for: timedelta) -> AdriftJobs:
    """Return unfinished rows that wait longer than `queued_for` or whose lease ran out."""
    return AdriftJobs(
        projections=tuple(
            Projection.objects.adrift(queued_for=queued_for).values_list("pk", flat=True)
        ),
        career_plans=tuple(
            CareerPlan.objects.adrift(queued_for=queued_for).values_list("pk", flat=True)
        ),
    )


def list_stale_enrolments(*, now: datetime) -> Iterator[Enrolment]:
    """Yield followed tracks of recent learners who have a projection; each may be stale."""
    since = now - ACTIVE_FOR
    yield from (
        Enrolment.objects.filter(
            state=EnrolmentState.ACTIVE,
            user__last_login__gte=since,
            projections__isnull=False,
        )
        .select_related("track", "release", "user")
        .distinct()
        .order_by("pk")
        .iterator(chunk_size=500)
    )


def record_refresh(*, enrolment: Enrolment, today: date) -> int | None:
    """Write a request for a fresh projection when the latest one is stale; its id or None."""
    try:
        requested = record_projection_request(enrolment=enrolment, today=today)
    except InputsMissing:
        return None
    return requested.projection.pk if requested.is_new else None

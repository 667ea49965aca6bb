"""The projection that pages show, and whether it is still true."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from progress.choices import JobState
from progress.models import Enrolment, Projection
from progress.queries.roi_inputs import GatheredInputs, gather_roi_inputs
from progress.roi.fingerprint import input_fingerprint
from progress.roi.results import RoiResult


@dataclass(frozen=True)
class ProjectionStatus:
    """What a learner can be shown now.

    `latest` is the newest finished projection or None; `result` is its content.
    `pending` is an unfinished one, `failed` the newest when it failed. `is_stale` says
    that today's inputs differ from those of `latest`; `current_fingerprint` is None while
    something is missing.
    """

    gathered: GatheredInputs
    current_fingerprint: str | None
    latest: Projection | None
    result: RoiResult | None
    pending: Projection | None
    failed: Projection | None

    @property
    def is_stale(self) -> bool:
        """Whether the latest projection rests on other inputs than today's."""
        return self.latest is None or self.latest.fingerprint != self.current_fingerprint


def find_latest_projection(*, enrolment: Enrolment) -> Projection | None:
    """Return the newest finished projection of an enrolment, or None."""
    return (
        Projection.objects.filter(enrolment=enrolment, job_state=JobState.READY)
        .order_by("-requested_at", "-pk")
        .first()
    )


def find_previous_projection(*, projection: Projection) -> Projection | None:
    """Return the finished projection before this one, or None when it is the first."""
    return (
        Projection.objects.filter(
            enrolment_id=projection.enrolment_id, job_state=JobState.READY, pk__lt=projection.pk
        )
        .order_by("-requested_at", "-pk")
        .first()
    )


def read_result(projection: Projection) -> RoiResult | None:
    """Return the stored result, or None when there is none of the present shape."""
    if not projection.result:
        return None
    try:
        return RoiResult.from_dict(projection.result)
    except (KeyError, TypeError):
        # Stored by another model version; its fingerprint is stale, so it is worked out anew.
        return None


def get_projection_status(*, enrolment: Enrolment, today: date) -> ProjectionStatus:
    """Compare the newest projection with today's inputs; about twenty queries."""
    gathered = gather_roi_inputs(enrolment=enrolment, today=today)
    rows = list(
        Projection.objects.filter(enrolment=enrolment).order_by("-requested_at", "-pk")[:20]
    )
    latest = next((row for row in rows if row.job_state == JobState.READY), None)
    latest = latest or find_latest_projection(enrolment=enrolment)
    newest = rows[0] if rows else None
    return ProjectionStatus(
        gathered=gathered,
        current_fingerprint=input_fingerprint(gathered.inputs) if gathered.inputs else None,
        latest=latest,
        result=read_result(latest) if latest else None,
        pending=next((row for row in rows if row.is_unfinished), None),
        failed=newest if newest and newest.job_state == JobState.FAILED else None,
    )


def list_projections(*, user: User) -> QuerySet[Projection]:
    """Return a learner's projections of all tracks, the newest request first."""
    return (
        Projection.objects.filter(enrolment__user=user)
        .select_related("enrolment__track")
        .order_by("-requested_at", "-pk")
    )

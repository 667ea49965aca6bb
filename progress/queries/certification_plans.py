"""Certifications in a learner's plan: cost, exam window and what could be added."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Min, QuerySet

from certifications.choices import CertificationStatus
from certifications.models import Certification
from certifications.queries.fees import CertificationCost
from progress.models import Enrolment
from progress.queries.outlines import Outline
from progress.queries.roi_inputs import find_exam_hours, list_planned_costs
from progress.queries.schedules import find_day_after

PLANNABLE = (CertificationStatus.ACTIVE, CertificationStatus.UNVERIFIED)
# An exam is booked within a month after the study for it is done.
WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class PlanLine:
    """A planned certification with its cost and the days between which it can be sat.

    The window is None while the pace is unknown or too slow. `hours_left` is the likely study before
    the exam; `covers` names the milestones of the track that passing it shows.
    """

    cost: CertificationCost
    hours_left: int
    window: tuple[date, date] | None
    covers: tuple[str, ...]


def list_plan_lines(
    *, outline: Outline, hours_per_week: Decimal | None, today: date
) -> list[PlanLine]:
    """Return the planned certifications in the track's order, with exam windows."""
    return [
        _read_line(cost, outline, hours_per_week, today)
        for cost in list_planned_costs(enrolment=outline.enrolment)
    ]


def find_exam_window(
    *, hours_left: int, hours_per_week: Decimal | None, today: date
) -> tuple[date, date] | None:
    """Return the month after the study is done; None while the pace is unknown or too slow."""
    if not hours_per_week:
        return None
    start = find_day_after(hours=Decimal(hours_left), hours_per_week=hours_per_week, start=today)
    return (start, start + WINDOW) if start else None


def list_plannable(*, enrolment: Enrolment) -> QuerySet[Certification]:
    """Return certifications of the track that can be earned and are not planned yet."""
    return (
        Certification.objects.filter(track_links__track_id=enrolment.track_id, status__in=PLANNABLE)
        .exclude(pk__in=enrolment.user.planned_certifications.values("certification"))
        .select_related("issuer")
        .annotate(rung=Min("track_links__rung"))
        .order_by("rung", "key")
    )


def _read_line(
    cost: CertificationCost, outline: Outline, hours_per_week: Decimal | None, today: date
) -> PlanLine:
    hours = find_exam_hours(certification=cost.certification, outline=outline)
    covered = {link.milestone_id for link in cost.certification.coverage.all()}
    return PlanLine(
        cost=cost,
        hours_left=hours,
        window=find_exam_window(hours_left=hours, hours_per_week=hours_per_week, today=today),
        covers=tuple(
            one.milestone.title for one in outline.milestones if one.milestone.pk in covered
        ),
    )

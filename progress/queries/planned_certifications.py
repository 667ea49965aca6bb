"""Certifications that a learner means to earn."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from certifications.choices import CertificationStatus
from certifications.models import Certification
from progress.models import Enrolment, PlannedCertification
from progress.queries.fees import CertificationCost
from progress.queries.outlines import Outline
from progress.queries.plan_money import EXAM_WINDOW
from progress.queries.roi_inputs import find_exam_hours, list_planned_costs


@dataclass(frozen=True)
class PlanLine:
    """A planned certification as the learner's page shows it.

    `window` is the first and last day to sit the exam at the learner's pace, or None while
    the pace is unknown. `hours_left` is the likely study before it; `covers` are the titles
    of the followed track's milestones that it shows.
    """

    cost: CertificationCost
    hours_left: int
    window: tuple[date, date] | None
    covers: tuple[str, ...]


def list_plan_lines(
    *, outline: Outline, hours_per_week: Decimal | None, today: date
) -> list[PlanLine]:
    """Return what the learner plans in the track's order; six queries."""
    return [
        _read_line(cost, outline, hours_per_week, today)
        for cost in list_planned_costs(enrolment=outline.enrolment)
    ]


def _read_line(
    cost: CertificationCost, outline: Outline, hours_per_week: Decimal | None, today: date
) -> PlanLine:
    hours = find_exam_hours(certification=cost.certification, outline=outline)
    window = None
    if hours_per_week:
        first = today + timedelta(days=int(Decimal(hours) / hours_per_week * 7) + 1)
        window = (first, first + EXAM_WINDOW)
    covered = {link.milestone_id for link in cost.certification.coverage.all()}
    titles = (one.milestone.title for one in outline.milestones if one.milestone.pk in covered)
    return PlanLine(cost, hours, window, tuple(titles))


def list_plannable(*, enrolment: Enrolment) -> QuerySet[Certification]:
    """Return the track's certifications that can be earned and are not planned yet, by rung."""
    planned = PlannedCertification.objects.filter(user_id=enrolment.user_id)
    return (
        Certification.objects.filter(
            track_links__track_id=enrolment.track_id,
            status__in=(CertificationStatus.ACTIVE, CertificationStatus.UNVERIFIED),
        )
        .exclude(pk__in=planned.values("certification"))
        .order_by("track_links__rung", "track_links__position", "pk")
    )


def list_planned_certifications(*, user: User) -> QuerySet[PlannedCertification]:
    """Return what a learner plans in the order of planning, ready for reading its cost."""
    return (
        PlannedCertification.objects.filter(user=user)
        .select_related("certification__issuer")
        .prefetch_related("certification__claims__source", "certification__exams")
        .order_by("added_at", "pk")
    )

"""Certifications that a learner means to earn."""

from django.db.models import QuerySet

from accounts.models import User
from progress.models import PlannedCertification


def list_planned_certifications(*, user: User) -> QuerySet[PlannedCertification]:
    """Return what a learner plans in the order of planning, ready for reading its cost."""
    return (
        PlannedCertification.objects.filter(user=user)
        .select_related("certification__issuer")
        .prefetch_related("certification__claims__source", "certification__exams")
        .order_by("added_at", "pk")
    )

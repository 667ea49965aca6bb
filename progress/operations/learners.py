"""Change what a learner told us."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from certifications.choices import CertificationStatus
from certifications.models import Certification
from progress.models import Learner, PlannedCertification
from progress.roi.assumptions import Assumptions

CIRCUMSTANCES = (
    "current_role",
    "current_rung",
    "current_pay",
    "pay_currency",
    "country",
    "hours_per_week",
    "goal",
    "target_role",
    "target_date",
    "employer_share",
)


class CertificationNotPlannable(Exception):
    """The certification cannot be earned any more, or never could."""


def get_or_create_learner(*, user: User) -> Learner:
    """Return the learner's circumstances, empty at first."""
    learner, _ = Learner.objects.get_or_create(user=user)
    return learner


def save_circumstances(*, user: User, now: datetime, **answers: Any) -> Learner:
    """Store answers about a learner's circumstances; fields that are not named stay.

    Raises:
        ValidationError: If an answer is impossible; nothing is stored.
        TypeError: If a name is not one of `CIRCUMSTANCES`.
    """
    unknown = set(answers) - set(CIRCUMSTANCES)
    if unknown:
        message = f"not a circumstance: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    with transaction.atomic():
        get_or_create_learner(user=user)
        learner = Learner.objects.select_for_update().get(user=user)
        for name, value in answers.items():
            setattr(learner, name, value)
        learner.onboarded_at = learner.onboarded_at or now
        learner.full_clean()
        learner.save()
    return learner


def override_assumptions(*, user: User, track_key: str, changes: dict[str, float]) -> Learner:
    """Replace the assumptions that the learner changed; an empty mapping resets all.

    Raises:
        AssumptionUnknown: If a key names no assumption.
        AssumptionOutOfRange: If a value lies outside its allowed range.
    """
    Assumptions.for_track(track_key).override(changes, track_key=track_key)
    with transaction.atomic():
        get_or_create_learner(user=user)
        learner = Learner.objects.select_for_update().get(user=user)
        learner.assumption_overrides = changes
        learner.save(update_fields=["assumption_overrides"])
    return learner


def plan_certification(*, user: User, certification: Certification, now: datetime) -> bool:
    """Add a certification to the learner's plan; False when it was there.

    Raises:
        CertificationNotPlannable: If it is retired, renamed or does not exist.
    """
    if certification.status not in (CertificationStatus.ACTIVE, CertificationStatus.UNVERIFIED):
        message = (
            f"{certification.short_name} cannot be planned: "
            f"{certification.get_status_display().lower()}."
        )
        raise CertificationNotPlannable(message)
    _, is_new = PlannedCertification.objects.get_or_create(
        user=user, certification=certification, defaults={"added_at": now}
    )
    return is_new


def drop_certification(*, user: User, certification: Certification) -> bool:
    """Take a certification out of the learner's plan; False when it was not there."""
    count, _ = PlannedCertification.objects.filter(user=user, certification=certification).delete()
    return bool(count)

"""Keep as many career plans as each learner wants, and delete the files of older ones."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import Greatest, RowNumber

from accounts.models import User
from progress.choices import JobState, PlansKept
from progress.models import CareerPlan, Learner
from progress.operations.learners import get_or_create_learner


def save_plans_kept(*, user: User, count: PlansKept | None) -> Learner:
    """Store how many finished plans of a track keep their file; None keeps all."""
    with transaction.atomic():
        get_or_create_learner(user=user)
        learner = Learner.objects.select_for_update().get(user=user)
        learner.plans_kept = count
        learner.save(update_fields=["plans_kept"])
    return learner


def delete_surplus_plans(*, now: datetime) -> int:
    """Delete file and content of plans beyond what their learner keeps; return how many.

    Counted by track, the newest first; the newest stays whatever is asked. The row stays
    too, without the person's data, so that a printed copy is still known here as superseded.
    Running it twice, or stopping it half way, does no harm.
    """
    surplus = (
        CareerPlan.objects.filter(
            job_state=JobState.READY,
            file_deleted_at=None,
            enrolment__user__learner__plans_kept__isnull=False,
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("enrolment_id"),
                order_by=(F("requested_at").desc(), F("pk").desc()),
            ),
            wanted=Greatest(F("enrolment__user__learner__plans_kept"), 1),
        )
        .filter(place__gt=F("wanted"))
        .only("pk", "file")
    )
    plans = list(surplus)
    for plan in plans:
        _delete(plan, now)
    return len(plans)


def _delete(plan: CareerPlan, now: datetime) -> None:
    """Delete the file first: a row that still names it is found again by the next run."""
    name = plan.file.name
    if name and not CareerPlan.objects.filter(file=name).exclude(pk=plan.pk).exists():
        plan.file.storage.delete(name)
    CareerPlan.objects.filter(pk=plan.pk).update(
        file="", content=None, changes=[], chapter_pages={}, stamp="", file_deleted_at=now
    )

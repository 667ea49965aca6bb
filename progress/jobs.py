"""Start background work: the row first, the message after the commit.

A message that cannot be sent is logged and left to the sweeper, so that a request is
answered although the broker is down.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

from progress.choices import PageSize
from progress.models import CareerPlan, Enrolment, Projection
from progress.operations.career_plans import record_plan_request
from progress.operations.projections import record_projection_request
from progress.operations.sweeps import CHUNKS_AT_ONCE
from progress.tasks import compute_projection_task, render_career_plan_task, sweep_chunk_task

logger = logging.getLogger(__name__)


def request_projection(*, enrolment: Enrolment, today: date) -> Projection:
    """Have the enrolment's worth computed unless that is done or under way.

    Raises:
        InputsMissing: If something must be told first.
    """
    requested = record_projection_request(enrolment=enrolment, today=today)
    if requested.is_new:
        _send(compute_projection_task, requested.projection.pk)
    return requested.projection


def request_career_plan(*, enrolment: Enrolment, page_size: PageSize, now: datetime) -> CareerPlan:
    """Have a career plan made unless the same one exists or is under way."""
    requested = record_plan_request(enrolment=enrolment, page_size=page_size, now=now)
    if requested.is_new:
        _send(render_career_plan_task, requested.plan.pk)
    return requested.plan


def resend_projection(*, projection: Projection) -> None:
    """Send an unfinished projection to a worker again; sending twice is harmless."""
    _send(compute_projection_task, projection.pk)


def resend_career_plan(*, plan: CareerPlan) -> None:
    """Send an unfinished career plan to a worker again; sending twice is harmless."""
    _send(render_career_plan_task, plan.pk)


def send_chunks(*, chunks: Sequence[int]) -> None:
    """Send the first chunks of a sweep; each sends the next when it is done."""
    for pk in chunks[:CHUNKS_AT_ONCE]:
        _send(sweep_chunk_task, pk)


def _send(task: "Task[[int], None]", pk: int) -> None:
    transaction.on_commit(partial(_publish, task, pk))


def _publish(task: "Task[[int], None]", pk: int) -> None:
    try:
        task.apply_async(args=(pk,), retry=False)
    except (OperationalError, OSError):
        logger.exception("job %s of %s was not sent; the sweeper will send it", pk, task.name)

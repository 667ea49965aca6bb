"""Celery entry points: an id in, one operation call."""

import logging
from datetime import timedelta
from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_process_init
from django.utils import timezone

from progress.documents.career_plan import warm_up
from progress.documents.failures import RenderFailed
from progress.operations.career_plans import render_career_plan_file
from progress.operations.plan_retention import delete_surplus_plans
from progress.operations.projections import compute_projection
from progress.operations.sweep_looks import look_for_changes
from progress.operations.sweep_runs import (
    PlannedSweep,
    SweepUnderWay,
    list_waiting_chunks,
    plan_sweep,
    run_chunk,
    settle_run,
)
from progress.operations.sweeps import CHUNKS_AT_ONCE, list_adrift_jobs
from tracks.shared.job_rows import LeaseLost

logger = logging.getLogger(__name__)
PLAN_QUEUE = "pdf"
QUEUED_FOR = timedelta(seconds=30)


@worker_process_init.connect
def warm_up_for_plans(**kwargs: Any) -> None:
    """Load typefaces and styles once per pool process, so that no learner waits for it.

    After the fork, because the text libraries start helper threads. A machine that cannot
    print plans keeps its worker; each plan then fails with the reason.
    """
    if PLAN_QUEUE not in current_app.amqp.queues.consume_from:
        return
    try:
        warm_up()
    except RenderFailed as failure:
        logger.error("this worker cannot print career plans: %s", failure)


@shared_task(name="progress.compute_projection")
def compute_projection_task(pk: int) -> None:
    """Work out one requested projection."""
    try:
        compute_projection(pk=pk)
    except LeaseLost:
        # Another worker holds the row; its result counts.
        return


@shared_task(name="progress.render_career_plan")
def render_career_plan_task(pk: int) -> None:
    """Render one requested career plan."""
    try:
        render_career_plan_file(pk=pk)
    except LeaseLost:
        # Another worker holds the row; its file counts.
        return


@shared_task(name="progress.resend_adrift_jobs")
def resend_adrift_jobs_task() -> None:
    """Send jobs again that no worker has taken or finished."""
    adrift = list_adrift_jobs(queued_for=QUEUED_FOR)
    for pk in adrift.projections:
        compute_projection_task.apply_async(args=(pk,))
    for pk in adrift.career_plans:
        render_career_plan_task.apply_async(args=(pk,))
    for pk in adrift.sweep_chunks:
        sweep_chunk_task.apply_async(args=(pk,))
    for pk in adrift.sweep_runs:
        settle_run(pk=pk)


@shared_task(name="progress.sweep_chunk")
def sweep_chunk_task(pk: int) -> None:
    """Bring the rows of one chunk up to date, then send the next chunk of its run."""
    is_ours = True
    try:
        is_ours = run_chunk(pk=pk, now=timezone.now(), today=timezone.localdate()) is not None
    except LeaseLost:
        # Another worker holds the chunk; its rows count.
        is_ours = False
    finally:
        # A message that came twice ends here, or each copy would go through the whole run.
        for waiting in list_waiting_chunks(chunk=pk, limit=1) if is_ours else ():
            sweep_chunk_task.apply_async(args=(waiting,))


@shared_task(name="progress.sweep_changed_figures")
def sweep_changed_figures_task() -> None:
    """Start a sweep when anything curated that projections rest on changed since the last look."""
    _send_first_chunks(look_for_changes(now=timezone.now(), today=timezone.localdate()))


@shared_task(name="progress.delete_surplus_plans")
def delete_surplus_plans_task() -> None:
    """Delete the files of career plans that their learners do not keep."""
    deleted = delete_surplus_plans(now=timezone.now())
    if deleted:
        logger.info("deleted the files of %s career plans that are not kept", deleted)


@shared_task(name="progress.sweep_everybody")
def sweep_everybody_task() -> None:
    """Start a sweep over every active learner, for whom time has passed if nothing else."""
    try:
        planned = plan_sweep(is_whole=True, now=timezone.now(), today=timezone.localdate())
    except SweepUnderWay:
        # Last night's has not ended; it looks at today's answers too.
        return
    _send_first_chunks(planned)


def _send_first_chunks(planned: PlannedSweep | None) -> None:
    for pk in planned.chunks[:CHUNKS_AT_ONCE] if planned else ():
        sweep_chunk_task.apply_async(args=(pk,))

"""Find background work that was lost or has become due."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from progress.choices import JobState
from progress.models import CareerPlan, Projection, SweepChunk, SweepRun

# Chunks wait for each other: they are lost only when nothing of their run goes on for so long.
CHUNK_QUEUED_FOR = timedelta(minutes=1)
# Messages of one run that are on their way at the same time: others must get through.
CHUNKS_AT_ONCE = 4


@dataclass(frozen=True)
class AdriftJobs:
    """Rows to send to a worker again, by table; sweeps are not sent but added up."""

    projections: tuple[int, ...]
    career_plans: tuple[int, ...]
    sweep_chunks: tuple[int, ...]
    sweep_runs: tuple[int, ...]


def list_adrift_jobs(*, queued_for: timedelta) -> AdriftJobs:
    """Return unfinished rows that wait longer than `queued_for` or whose lease ran out."""
    return AdriftJobs(
        projections=tuple(
            Projection.objects.adrift(queued_for=queued_for).values_list("pk", flat=True)
        ),
        career_plans=tuple(
            CareerPlan.objects.adrift(queued_for=queued_for).values_list("pk", flat=True)
        ),
        sweep_chunks=_list_adrift_chunks(),
        sweep_runs=tuple(SweepRun.objects.unfinished().values_list("pk", flat=True)),
    )


def _list_adrift_chunks() -> tuple[int, ...]:
    """Return chunks that no message leads to; each message of a run sends the next one."""
    recent = Now() - CHUNK_QUEUED_FOR
    is_alive = (
        Q(started_at__gte=recent)
        | Q(finished_at__gte=recent)
        | Q(job_state=JobState.RUNNING, lease_until__gte=Now())
    )
    alive = SweepChunk.objects.filter(is_alive, run=OuterRef("run"))
    adrift = SweepChunk.objects.adrift(queued_for=CHUNK_QUEUED_FOR).exclude(
        Exists(alive), job_state=JobState.QUEUED
    )
    return tuple(adrift.order_by("pk").values_list("pk", flat=True)[:CHUNKS_AT_ONCE])

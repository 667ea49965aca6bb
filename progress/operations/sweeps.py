"""Find background work that was lost or has become due."""

from dataclasses import dataclass
from datetime import timedelta

from progress.models import CareerPlan, Projection, SweepChunk, SweepRun

# Chunks wait for each other, so a waiting one is not lost for a long time.
CHUNK_QUEUED_FOR = timedelta(minutes=5)
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
        sweep_chunks=tuple(
            SweepChunk.objects.adrift(queued_for=CHUNK_QUEUED_FOR)
            .order_by("pk")
            .values_list("pk", flat=True)[:CHUNKS_AT_ONCE]
        ),
        sweep_runs=tuple(SweepRun.objects.unfinished().values_list("pk", flat=True)),
    )

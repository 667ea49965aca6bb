"""Which sweep a change of a curated row caused."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Model, Q

from certifications.models import Certification, Claim
from progress.choices import JobState
from progress.models import SweepRun
from progress.queries.stale_summaries import list_active_summaries, name_subject
from tracks.models import LadderRung, Milestone, SalaryBand

# A change that found no sweep among so many caused none.
_LOOKED_THROUGH = 100


def list_subjects(row: Model) -> tuple[str, ...]:
    """Return the names under which sweeps list a change of the row; empty for other tables."""
    if isinstance(row, SalaryBand):
        name = f"band {row.rung}"
        return (name_subject(name, track=row.track_id, country=row.country),)
    if isinstance(row, Claim):
        return (f"certification {row.certification.key}",)
    if isinstance(row, Certification):
        return (f"certification {row.key}",)
    if isinstance(row, Milestone):
        return (f"milestone {row.pk}",)
    return (f"ladder {row.track_id}",) if isinstance(row, LadderRung) else ()


def count_without_figures(row: Model, *, since: datetime) -> int:
    """Return how many active learners have no figures because pay is missing where a band stands.

    No sweep follows: their figures are kept until the pay is back, and no page shows them.

    Args:
        row: the changed row; 0 for anything but a pay band.
        since: as in `list_active_summaries`.
    """
    if not isinstance(row, SalaryBand):
        return 0
    return (
        list_active_summaries(since=since)
        .filter(
            context__version=None,
            context__release__track=row.track_id,
            context__country=row.country,
        )
        .count()
    )


def find_sweep(*, subjects: Collection[str], since: datetime) -> SweepRun | None:
    """Return the sweep that brought a change to learners, or tries to; one query.

    That is the first begun after the change that lists it, a later one if that failed; or one
    that was under way and took the change in.

    Args:
        subjects: from `list_subjects`.
        since: when the row was changed.
    """
    runs = SweepRun.objects.filter(Q(finished_at=None) | Q(finished_at__gte=since))
    found = [
        run
        for run in runs.order_by("pk")[:_LOOKED_THROUGH]
        if not set(run.subjects).isdisjoint(subjects)
    ]
    begun = [run for run in found if run.requested_at >= since] or found[-1:]
    good = (run for run in begun if run.job_state != JobState.FAILED)
    return next(good, begun[-1] if begun else None)

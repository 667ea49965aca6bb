"""Tell the screens of a figure how far the sweep is that its change caused."""

from datetime import datetime, timedelta

from django.db.models import Model
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils import timezone

from progress.choices import JobState
from progress.models import SweepRun
from progress.operations.sweep_looks import is_looked_at
from progress.operations.sweep_runs import ACTIVE_FOR
from progress.queries.sweep_progress import count_without_figures, find_sweep, list_subjects
from tracks.shared.aftermath import Aftermath, register_aftermath

# Later it is no news that nothing rests on a figure.
TOLD_FOR = timedelta(hours=1)


def find_sweep_after(row: Model, since: datetime) -> Aftermath | None:
    """Describe the sweep, that it is about to start, or that there is nothing to do."""
    subjects = list_subjects(row)
    if not subjects:
        return None
    run = find_sweep(subjects=subjects, since=since)
    is_old = since < timezone.now() - TOLD_FOR
    if run is not None and (run.is_unfinished or run.requested_at >= since or is_old):
        return describe_run(run)
    if is_old:
        return None
    if is_looked_at(today=timezone.localdate()):
        return describe_run(run) if run else Aftermath(_say_why_there_is_none(row))
    # Also after a sweep that had begun before the change: another does what that one did too early.
    words = "A sweep brings them up to date within half a minute. Whoever looks sooner sees the new figures all the same."
    return Aftermath(words, is_unfinished=True)


def _say_why_there_is_none(row: Model) -> str:
    count = count_without_figures(row, since=timezone.now() - ACTIVE_FOR)
    if count:
        whom = "1 learner has" if count == 1 else f"{count:,} learners have"
        return (
            f"A rung is without pay here: {whom} no figures until it is published, and read "
            "what is missing."
        )
    # Nobody's rest on it, or their readers or the sweep at night were there first.
    return "No sweep was needed: the current figures of all active learners are up to date."


def describe_run(run: SweepRun) -> Aftermath:
    """Say how far a sweep is."""
    count = f"{run.row_count:,} {'learner' if run.row_count == 1 else 'learners'}"
    if run.is_unfinished:
        words = f"Being brought up to date: {count}."
    elif run.job_state == JobState.FAILED:
        words = (
            f"The sweep failed: {run.error_public} Learners see the right figures when they look. "
            "For the others it has to be run again."
        )
    elif run.job_state == JobState.CANCELLED:
        words = "The sweep was cancelled. Learners see the right figures when they look."
    else:
        when = date(timezone.localtime(run.finished_at), "DATETIME_FORMAT")
        words = f"Brought up to date: {count}, {when}"
    return Aftermath(
        words,
        is_unfinished=run.is_unfinished,
        is_failed=run.job_state == JobState.FAILED,
        done=run.progress_step,
        total=run.progress_of,
        link=f"Sweep {run.pk}",
        url=reverse("admin:progress_sweeprun_change", args=(run.pk,)),
    )


register_aftermath(name="sweep", finder=find_sweep_after)

"""Bring the current figures of active learners up to date, a few thousand at a time.

A run is a row and each of its chunks is one: whoever is killed leaves rows that say what is
still to do, and a chunk that arrives twice is done once. `docs/adr/0015-contexts-and-the-sweep.md`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Now

from progress.choices import JobState
from progress.models import Enrolment, ProjectionSummary, SweepChunk, SweepRun
from progress.operations.contexts import RefreshedContexts, drop_unused_contexts, refresh_contexts
from progress.operations.summaries import refresh_summaries
from progress.queries.stale_summaries import (
    StaleReasons,
    explain_stale_summaries,
    list_active_summaries,
    list_stale_summaries,
)
from tracks.shared.job_rows import UNFINISHED, LeaseLost

# Learners who were not here for longer are refreshed when they come back.
ACTIVE_FOR = timedelta(days=30)
CHUNK_SIZE = 4_000
# Learners whose inputs and results are held in memory at once.
_BATCH_SIZE = 1_000
_REASONS_SHOWN = 20
_UNDER_WAY = "a sweep of this kind is under way"


class SweepUnderWay(Exception):
    """A run of the same kind has not ended; what it did before a change is stale again."""


@dataclass(frozen=True)
class PlannedSweep:
    """A run that was just written, and its chunks in order."""

    run: SweepRun
    chunks: tuple[int, ...]


def plan_sweep(
    *, is_whole: bool, now: datetime, today: date, chunk_size: int = CHUNK_SIZE
) -> PlannedSweep | None:
    """Move the contexts to today's figures and write a run for the rows that are stale now.

    None when nothing is stale.

    Args:
        is_whole: also look for learners whose own inputs changed, if only by time passing.
        now: the end of the thirty days in which a learner was here.
        today: the day on which figures are resolved.
        chunk_size: rows of one chunk.

    Raises:
        SweepUnderWay: Ask again later. The contexts are moved all the same, so that every
            chunk from now on works with today's figures, and the run under way says so.
    """
    refreshed = refresh_contexts(today=today)
    if is_whole:
        drop_unused_contexts()
    rows = _list_rows(is_whole=is_whole, since=now - ACTIVE_FOR)
    ranges = list(_list_ranges(rows, chunk_size))
    if not ranges:
        return None
    reasons = explain_stale_summaries(since=now - ACTIVE_FOR)
    try:
        with transaction.atomic():
            run = _make_run(ranges, refreshed, reasons, is_whole=is_whole)
            chunks = SweepChunk.objects.bulk_create(_make_chunks(run, ranges))
    except IntegrityError as unfinished:
        _add_reasons(reasons, is_whole=is_whole)
        raise SweepUnderWay(_UNDER_WAY) from unfinished
    return PlannedSweep(run, tuple(chunk.pk for chunk in chunks))


def run_chunk(*, pk: int, now: datetime, today: date) -> JobState | None:
    """Work out the stale rows of a chunk and store them; None when it is not ours to do.

    When the database gave way the chunk waits to be sent again, until its attempts are used up.

    Raises:
        LeaseLost: If another worker took the chunk over; what was written is right anyway.
    """
    token = SweepChunk.objects.claim(pk)
    chunk = SweepChunk.objects.select_related("run").get(pk=pk)
    if token is None:
        settle_run(pk=chunk.run_id)
        return None
    begun = SweepRun.objects.unfinished().filter(pk=chunk.run_id, started_at=None)
    begun.update(job_state=JobState.RUNNING, started_at=Now())
    try:
        _refresh_range(chunk, token, now=now, today=today)
    except LeaseLost:
        raise
    except OperationalError as passing:
        SweepChunk.objects.give_back(pk, token, operator=repr(passing))
        raise
    except Exception as error:
        SweepChunk.objects.fail(
            pk, token, public="These rows could not be worked out.", operator=repr(error)
        )
        settle_run(pk=chunk.run_id)
        raise
    SweepChunk.objects.finish(pk, token, progress_words="done")
    settle_run(pk=chunk.run_id)
    return JobState.READY


def settle_run(*, pk: int) -> None:
    """Add up what the chunks of a run did; end the run when none is left."""
    chunks = SweepChunk.objects.filter(run=pk)
    sums = chunks.aggregate(
        ended=Count("pk", filter=~Q(job_state__in=UNFINISHED)),
        failed=Count("pk", filter=Q(job_state=JobState.FAILED)),
        all=Count("pk"),
        looked_at=Sum("looked_at_count"),
        written=Sum("written_count"),
    )
    columns: dict[str, object] = {
        "progress_step": sums["ended"],
        "looked_at_count": sums["looked_at"] or 0,
        "written_count": sums["written"] or 0,
    }
    if sums["ended"] == sums["all"]:
        columns |= {"job_state": JobState.READY, "finished_at": Now(), "progress_words": "done"}
        if sums["failed"]:
            columns |= {
                "job_state": JobState.FAILED,
                "error_public": f"{sums['failed']} of {sums['all']} parts failed.",
                "progress_words": "ended with failures",
            }
    SweepRun.objects.unfinished().filter(pk=pk).update(**columns)


def list_waiting_chunks(*, chunk: int, limit: int) -> list[int]:
    """Return what comes next in the run of a chunk: the first that nobody has taken yet."""
    of_run = SweepChunk.objects.filter(run__chunks=chunk)
    waiting = of_run.filter(job_state=JobState.QUEUED).exclude(pk=chunk).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:limit])


def retry_run(*, pk: int) -> tuple[int, ...]:
    """Let the failed chunks of a run be done again; their ids.

    Raises:
        SweepUnderWay: Another run of the same kind has not ended; nothing is written.
    """
    try:
        with transaction.atomic():
            failed = SweepChunk.objects.filter(run=pk, job_state=JobState.FAILED)
            chunks = tuple(failed.order_by("pk").values_list("pk", flat=True))
            if chunks:
                SweepRun.objects.filter(pk=pk).update(
                    job_state=JobState.RUNNING, finished_at=None, error_public=""
                )
            SweepChunk.objects.filter(pk__in=chunks).update(
                job_state=JobState.QUEUED,
                attempts=0,
                error_public="",
                error_operator="",
                requested_at=Now(),
            )
    except IntegrityError as unfinished:
        raise SweepUnderWay(_UNDER_WAY) from unfinished
    return chunks


def _refresh_range(chunk: SweepChunk, token: str, *, now: datetime, today: date) -> None:
    """Work out what is stale in a chunk; each batch is stored and counted before the next.

    Whoever takes the chunk over goes on counting, unless it looks at everybody once more.
    """
    is_whole = chunk.run.is_whole
    rows = _list_rows(is_whole=is_whole, since=now - ACTIVE_FOR)
    in_range = rows.filter(pk__gte=chunk.first_enrolment, pk__lte=chunk.last_enrolment)
    places = list(in_range.values_list("pk", flat=True))
    looked_at = 0 if is_whole else chunk.looked_at_count
    written = chunk.written_count
    for start in range(0, len(places), _BATCH_SIZE):
        batch = places[start : start + _BATCH_SIZE]
        looked_at += len(batch)
        written += _refresh_batch(batch, today=today)
        SweepChunk.objects.advance(
            chunk.pk, token, looked_at_count=looked_at, written_count=written
        )


def _refresh_batch(places: Sequence[int], *, today: date) -> int:
    """Work out some rows and return how many were written."""
    enrolments = Enrolment.objects.filter(pk__in=places).select_related("track").order_by("pk")
    try:
        done = refresh_summaries(enrolments=list(enrolments), today=today, is_sweep=True)
    except IntegrityError:
        # One of them was deleted before the rows were stored; the others are read once more.
        done = refresh_summaries(enrolments=list(enrolments.all()), today=today, is_sweep=True)
    return len(done.written)


def _list_rows(*, is_whole: bool, since: datetime) -> QuerySet[ProjectionSummary]:
    rows = list_active_summaries if is_whole else list_stale_summaries
    return rows(since=since)


def _list_ranges(rows: QuerySet[ProjectionSummary], size: int) -> Iterator[tuple[int, int, int]]:
    """Yield first id, last id and count of each chunk, without holding all ids."""
    first = last = count = 0
    for pk in rows.values_list("pk", flat=True).iterator(chunk_size=10_000):
        first, last, count = (first if count else pk), pk, count + 1
        if count == size:
            yield first, last, count
            count = 0
    if count:
        yield first, last, count


def _make_run(
    ranges: list[tuple[int, int, int]],
    refreshed: RefreshedContexts,
    reasons: StaleReasons,
    *,
    is_whole: bool,
) -> SweepRun:
    lines = [*reasons.words, *(["every active learner is looked at once a night"] * is_whole)]
    return SweepRun.objects.create(
        fingerprint=_digest(f"{is_whole} {refreshed.changed} {ranges}"),
        is_whole=is_whole,
        reason=_write_reason(lines),
        subjects=list(reasons.subjects),
        context_count=len(refreshed.changed),
        row_count=sum(count for _, _, count in ranges),
        progress_of=len(ranges),
        progress_words="waiting for a worker",
    )


def _add_reasons(reasons: StaleReasons, *, is_whole: bool) -> None:
    """Let the run under way say what changed since it began: its next chunks work with that."""
    with transaction.atomic():
        runs = SweepRun.objects.unfinished().filter(is_whole=is_whole)
        run = runs.select_for_update(of=("self",)).first()
        if run is None:
            return
        run.reason = _write_reason([*run.reason.split("\n"), *reasons.words])
        run.subjects = list(dict.fromkeys([*run.subjects, *reasons.subjects]))
        run.save(update_fields=["reason", "subjects"])


def _write_reason(lines: Sequence[str]) -> str:
    told = list(dict.fromkeys(lines))
    more = len(told) - _REASONS_SHOWN
    shown = [*told[:_REASONS_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    # No figure differs: another engine, or rows of a version that knew less.
    return "\n".join(shown) or "figures are worked out by a newer version"


def _make_chunks(run: SweepRun, ranges: list[tuple[int, int, int]]) -> list[SweepChunk]:
    return [
        SweepChunk(
            run=run,
            fingerprint=_digest(f"{run.fingerprint} {first} {last}"),
            first_enrolment=first,
            last_enrolment=last,
            progress_words=f"{count:,} {'learner' if count == 1 else 'learners'}",
        )
        for first, last, count in ranges
    ]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

"""Write down what an import run did: its counts, the rows it touched, the rows it left out."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from tracks.choices import ImportStage
from tracks.models import ImportedRow, ImportRun, RejectedRow
from tracks.operations.content import ComparedRecords
from tracks.operations.import_results import ImportResult
from tracks.shared.content_comparisons import Comparison
from tracks.shared.imports import Change, Effect, FieldChange, Problem
from tracks.shared.job_rows import JobState

_BATCH = 1000


def fill_run(*, run: ImportRun, result: ImportResult) -> None:
    """Copy what a plan says onto a run and save it; its stage and job state stay as they are."""
    run.format = result.format_name
    run.origin = result.origin
    run.file_name = result.file.name
    run.sha256 = result.file.sha256
    run.byte_size = result.file.byte_size
    run.as_of = result.as_of
    run.resolution = result.resolution.value
    run.effects = {effect.value: count for effect, count in result.effects.items() if count}
    run.row_counts = dict(result.row_counts)
    run.kinds = list(result.kinds)
    run.remarks = list(result.remarks)
    run.rejected_count = len(result.rejected)
    run.flagged_count = len(result.flagged)
    run.fingerprint = run.fingerprint or result.file.sha256
    run.save()


def record_run(
    *,
    run: ImportRun | None,
    result: ImportResult,
    compared: ComparedRecords,
    now: datetime,
    requested_by: User | None,
) -> ImportRun:
    """Store what is written in this transaction; call before anything is written.

    Args:
        run: The row of an upload's job, whose job state its worker keeps; None makes a
            row that has ended already, as commands need it.
        result: What the plan said.
        compared: The records beside the rows as they still are.
        now: When it is written.
        requested_by: Who asked for a new run; None for a command.
    """
    if run is None:
        run = ImportRun(requested_by=requested_by, job_state=JobState.READY, finished_at=now)
    run.stage = ImportStage.APPLIED
    run.applied_at = now
    fill_run(run=run, result=result)
    store_rows(run=run, compared=compared)
    store_rejected(run=run, rejected=result.rejected, flagged=result.flagged)
    return run


def store_rows(*, run: ImportRun, compared: ComparedRecords) -> None:
    """Store the rows that are not simply unchanged, instead of what the run held so far."""
    run.rows.all().delete()
    told = describe_rows(run=run, compared=compared)
    ImportedRow.objects.bulk_create(told, batch_size=_BATCH)


def describe_rows(*, run: ImportRun, compared: ComparedRecords) -> list[ImportedRow]:
    """Make, without storing, what a run tells of the rows that are not simply unchanged."""
    told = [
        _describe(run, one)
        for one in compared.comparisons
        if one.change.effect is not Effect.UNCHANGED or one.is_stale
    ]
    gone = [change for change in compared.plan.changes if change.effect is Effect.GONE]
    told += [
        ImportedRow(run=run, kind=change.kind, key=change.key, effect=change.effect.value)
        for change in gone
    ]
    return told


def _describe(run: ImportRun, one: Comparison) -> ImportedRow:
    change = one.change
    is_written = change.effect in (Effect.NEW, Effect.CHANGED)
    described = ImportedRow(
        run=run,
        kind=change.kind,
        key=change.key,
        effect=change.effect.value,
        changes=[_describe_field(field) for field in change.fields],
        line=_line_of(change),
        fingerprint_after=one.fingerprint if is_written or one.is_stale else "",
    )
    if one.row is not None:
        described.fingerprint_before = one.row.content_fingerprint
        described.origin_before = one.row.content_origin
    if change.effect is Effect.CHANGED and one.present is not None:
        described.before = dict(one.present)
        if one.incoming.kind.is_numbered:
            described.before["position"] = getattr(one.row, "position", 0)
    return described


def _describe_field(field: FieldChange) -> dict[str, object]:
    return {"name": field.name, "before": field.before, "after": field.after}


def _line_of(change: Change) -> int:
    return change.position.line if change.position else 0


def store_rejected(
    *, run: ImportRun, rejected: Iterable[Problem], flagged: Iterable[Problem]
) -> None:
    """Store the rows that were left out or look wrong, instead of what the run held so far."""
    run.rejected_rows.all().delete()
    rows = [_reject(run, problem, is_flagged=False) for problem in rejected]
    rows += [_reject(run, problem, is_flagged=True) for problem in flagged]
    RejectedRow.objects.bulk_create(rows, batch_size=_BATCH)


def _reject(run: ImportRun, problem: Problem, *, is_flagged: bool) -> RejectedRow:
    return RejectedRow(
        run=run,
        is_flagged=is_flagged,
        file=problem.position.file,
        line=problem.position.line,
        column=problem.position.column,
        field=problem.field,
        reason=problem.reason,
    )

"""Import files: plan without writing, apply all or nothing, and keep a run of what was done.

The same engine serves data sets, content files and uploads. A file that was loaded before
and cannot change anything is recognised by its bytes; an older snapshot is refused.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tracks.choices import ImportStage
from tracks.models import ImportRun
from tracks.operations.content import ComparedRecords, compare_records, write_compared
from tracks.operations.import_records import record_run
from tracks.operations.import_repeats import digest_parser, digest_rows, find_repeat
from tracks.operations.import_results import (
    ImportRequest,
    ImportResult,
    SnapshotIsOlder,
    count_effects,
)
from tracks.operations.rollbacks import (
    Rollback,
    RollbackRefused,
    plan_rollback,
    roll_back_import,
)
from tracks.shared.file_digests import FileDigest, digest_file
from tracks.shared.import_formats import ParsedFile, Report, UnusableFile, ignore_progress
from tracks.shared.imports import Position, Problem, Resolution

__all__ = [
    "ImportRequest",
    "ImportResult",
    "Rollback",
    "RollbackRefused",
    "SnapshotIsOlder",
    "apply_import",
    "apply_parsed",
    "compare_parsed",
    "plan_import",
    "plan_parsed",
    "plan_rollback",
    "roll_back_import",
]


def plan_import(*, request: ImportRequest, report: Report = ignore_progress) -> ImportResult:
    """Say what an import would do; writes nothing.

    Args:
        request: The file and how to read it.
        report: Receives the bytes read so far and the bytes in all.

    Raises:
        UnusableFile: If the file is not what it is said to be, or too large.
        SnapshotIsOlder: If a newer snapshot of the data set was loaded already.
    """
    file = _open(request)
    repeat = find_repeat(request=request, file=file)
    if repeat:
        return repeat
    parsed = request.format.parse(request.path, request.as_of, report)
    return plan_parsed(
        parsed=parsed,
        file=file,
        format_name=request.format.name,
        resolution=request.resolution,
    )


def apply_import(
    *,
    request: ImportRequest,
    now: datetime,
    requested_by: User | None = None,
    report: Report = ignore_progress,
    run: ImportRun | None = None,
) -> ImportResult:
    """Write what is new or changed, all or nothing, and record the run.

    Args:
        request: The file and how to read it.
        now: When it is written.
        requested_by: Who asked; None for a command.
        report: Receives the bytes read so far and the bytes in all.
        run: The row of an upload's job to record on; its job state is left to its worker.

    Raises:
        UnusableFile: As for `plan_import`; nothing was written.
        SnapshotIsOlder: As for `plan_import`; nothing was written.
    """
    file = _open(request)
    repeat = find_repeat(request=request, file=file)
    if repeat:
        return repeat
    parsed = request.format.parse(request.path, request.as_of, report)
    return apply_parsed(
        parsed=parsed,
        file=file,
        format_name=request.format.name,
        now=now,
        resolution=request.resolution,
        requested_by=requested_by,
        parser_sha256=digest_parser(request.format.parse),
        run=run,
    )


def plan_parsed(
    *,
    parsed: ParsedFile,
    file: FileDigest,
    format_name: str,
    resolution: Resolution = Resolution.REPORT,
) -> ImportResult:
    """Say what loading a file that was parsed already would do; writes nothing.

    Raises:
        SnapshotIsOlder: If a newer snapshot of the data set was loaded already.
    """
    return compare_parsed(parsed=parsed, file=file, format_name=format_name, resolution=resolution)[
        0
    ]


def apply_parsed(
    *,
    parsed: ParsedFile,
    file: FileDigest,
    format_name: str,
    now: datetime,
    resolution: Resolution = Resolution.REPORT,
    requested_by: User | None = None,
    parser_sha256: str = "",
    run: ImportRun | None = None,
) -> ImportResult:
    """Write a file that was parsed already, all or nothing, and record the run.

    Files without a parser's digest, as the content files are, record a run only when
    they change something.

    Raises:
        SnapshotIsOlder: If a newer snapshot of the data set was loaded already.
    """
    with transaction.atomic():
        result, compared = compare_parsed(
            parsed=parsed, file=file, format_name=format_name, resolution=resolution
        )
        is_idle = not any(one.is_stale for one in compared.comparisons) and result.changes_nothing
        known = _find_same_run(result) if is_idle else None
        if is_idle and run is None and (known or not parser_sha256):
            if known and parser_sha256:
                _remember(known, parser_sha256)
            return replace(result, run=known)
        run = record_run(
            run=run, result=result, compared=compared, now=now, requested_by=requested_by
        )
        write_compared(compared=compared)
        if parser_sha256:
            _remember(run, parser_sha256)
        return replace(result, run=run)


def _open(request: ImportRequest) -> FileDigest:
    """Digest the file, but look at its size first: nobody reads what is refused anyway."""
    name = request.file_name or request.path.name
    limit = request.format.max_bytes
    try:
        size = request.path.stat().st_size
        if size > limit:
            reason = (
                f"has {size:,} bytes; at most {limit:,} are read. Take a smaller extract "
                "of it, or split it."
            )
            raise UnusableFile(Problem(Position(name), "", reason))
        return digest_file(request.path, name=name)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}. Check the path."
        raise UnusableFile(Problem(Position(name), "", reason)) from error


def compare_parsed(
    *, parsed: ParsedFile, file: FileDigest, format_name: str, resolution: Resolution
) -> tuple[ImportResult, ComparedRecords]:
    """Say what loading would do, beside every record and its row; writes nothing.

    Raises:
        UnusableFile: If two records are the same row.
        SnapshotIsOlder: If a newer snapshot of the data set was loaded already.
    """
    _refuse_older(parsed, file)
    _refuse_doubles(parsed)
    compared = compare_records(
        records=parsed.records, kinds=parsed.kinds, resolution=resolution, origin=parsed.origin
    )
    kinds = {one.kind.name for one in parsed.records} | {kind.name for kind in parsed.kinds}
    result = ImportResult(
        format_name=format_name,
        file=file,
        origin=parsed.origin,
        as_of=parsed.as_of,
        plan=compared.plan,
        effects=count_effects(compared.plan),
        resolution=resolution,
        row_counts=parsed.counts,
        kinds=tuple(sorted(kinds)),
        rejected=parsed.rejected,
        flagged=parsed.flagged,
        remarks=parsed.remarks,
    )
    return result, compared


def _refuse_older(parsed: ParsedFile, file: FileDigest) -> None:
    """Refuse a snapshot that is older than one of the same data set that was loaded."""
    if not parsed.as_of:
        return
    days = (
        ImportRun.objects.filter(origin=parsed.origin, stage=ImportStage.APPLIED)
        .exclude(as_of="")
        .values_list("as_of", flat=True)
    )
    newest = max(days, default="")
    # A year can only be compared with the year of a day.
    length = min(len(newest), len(parsed.as_of))
    if parsed.as_of[:length] < newest[:length]:
        reason = (
            f"is the snapshot of {parsed.as_of}, but {parsed.origin} of {newest} was loaded "
            "already and is not overwritten by an older one. Roll that import back first if "
            "you want the older figures."
        )
        raise SnapshotIsOlder(Problem(Position(file.name), "", reason))


def _refuse_doubles(parsed: ParsedFile) -> None:
    """Refuse a file in which two records are the same row: one would silently win."""
    seen: dict[tuple[str, str], Position] = {}
    for one in parsed.records:
        name = (one.kind.name, one.key)
        if name in seen:
            reason = (
                f"{one.kind.name} {one.key!r} stands at {seen[name]} already. Remove one of them."
            )
            raise UnusableFile(Problem(one.position, "key", reason))
        seen[name] = one.position


def _find_same_run(result: ImportResult) -> ImportRun | None:
    """Return the newest run of the data set if it loaded the same bytes."""
    newest = (
        ImportRun.objects.filter(origin=result.origin, stage=ImportStage.APPLIED)
        .order_by("-pk")
        .first()
    )
    is_same = newest is not None and (newest.sha256, newest.as_of) == (
        result.file.sha256,
        result.as_of,
    )
    return newest if is_same else None


def _remember(run: ImportRun, parser_sha256: str) -> None:
    """Keep how the rows stand now, by which the same file is recognised next time."""
    run.parser_sha256 = parser_sha256
    run.rows_sha256 = digest_rows(kinds=run.kinds, origin=run.origin)
    run.save(update_fields=["parser_sha256", "rows_sha256"])

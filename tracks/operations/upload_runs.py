"""Plan and write uploads in the background: each run may die anywhere and be done again."""

import json
import logging
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, transaction

from tracks.choices import ImportStage
from tracks.models import ImportedRow, ImportRun
from tracks.operations.content import ComparedRecords
from tracks.operations.import_records import describe_rows, fill_run, store_rejected
from tracks.operations.import_repeats import digest_parser
from tracks.operations.imports import apply_parsed, compare_parsed
from tracks.shared.content_rows import Incoming, Record
from tracks.shared.file_digests import FileDigest, digest_file
from tracks.shared.import_formats import ImportFormat, ParsedFile, UnusableFile, get_import_format
from tracks.shared.imports import Effect, FieldChange, Position, Problem, Resolution
from tracks.shared.job_rows import JobState, LeaseLost

logger = logging.getLogger(__name__)

# Of a hundred steps so many are the reading, in proportion to the bytes that are read.
STEPS = 100
READING_STEPS = 90
PLAN_MOVED = "The catalogue changed meanwhile, so nothing was written. Read the plan again."
_BATCH = 500


@dataclass(frozen=True)
class _Held:
    """The claim on a run: every word about its progress renews the lease."""

    pk: int
    token: str

    def lock(self) -> ImportRun:
        """Return the row, locked, if it is still this worker's; call in a transaction."""
        run: ImportRun = ImportRun.objects.select_for_update().get(pk=self.pk)
        if run.lease_token != self.token:
            message = f"import {self.pk} is not held by this worker any more"
            raise LeaseLost(message)
        return run

    def tell(self, step: int, words: str) -> None:
        ImportRun.objects.report(self.pk, self.token, step=step, of=STEPS, words=words)


class _Reading:
    """Tell how many bytes are read, once for each step."""

    def __init__(self, held: _Held) -> None:
        self._held = held
        self._step = -1

    def report(self, done: int, total: int) -> None:
        step = READING_STEPS * min(done, total) // max(total, 1)
        if step != self._step:
            self._step = step
            self._held.tell(step, f"reading: {done:,} of {total:,} bytes")


def work_on_upload(*, pk: int, now: datetime) -> JobState | None:
    """Plan an upload, or write it once it is approved; None when it is not ours to do.

    A file that cannot be used ends FAILED with its problems kept as left-out rows. What
    was written before a worker died is found written, not written twice.

    Raises:
        LeaseLost: If another worker took the run over; nothing of ours is kept.
        OperationalError: If the database did not answer; a sweep sends the run again.
    """
    token = ImportRun.objects.claim(pk)
    if token is None:
        return None
    held = _Held(pk, token)
    run = ImportRun.objects.get(pk=pk)
    if run.stage != ImportStage.PLANNED:
        ImportRun.objects.finish(pk, token, progress_words="written")
        return JobState.READY
    try:
        words = _work(held, run, now)
    except UnusableFile as unusable:
        return _refuse(held, unusable)
    except (LeaseLost, OperationalError):
        raise
    except Exception as error:
        # Whatever a stranger's file does to a parser, its owner gets an answer.
        logger.exception("import %s failed", pk)
        public = "This file could not be read because of a fault of ours. Nothing was written."
        ImportRun.objects.fail(pk, token, public=public, operator=repr(error))
        return JobState.FAILED
    ImportRun.objects.finish(pk, token, progress_words=words)
    return JobState.READY


def _work(held: _Held, run: ImportRun, now: datetime) -> str:
    """Plan or write and return the last word on it."""
    chosen = _find_format(run)
    with _fetch(run) as path:
        held.tell(0, "opening the file")
        file = digest_file(path, name=run.file_name)
        if file.sha256 != run.sha256:
            reason = "is not what was uploaded: it was damaged in storage. Upload it again."
            raise UnusableFile(Problem(Position(run.file_name), "", reason))
        parsed = chosen.parse(path, run.as_of, _Reading(held).report)
    held.tell(READING_STEPS, "comparing with the catalogue")
    if run.approved_at is None:
        _plan(held, parsed, file, run)
        return "planned"
    return _apply(held, parsed, file, chosen, now)


def _find_format(run: ImportRun) -> ImportFormat:
    try:
        return get_import_format(run.format)
    except KeyError as error:
        reason = f"is of the format {run.format!r}, which nobody reads any more."
        raise UnusableFile(Problem(Position(run.file_name), "", reason)) from error


@contextmanager
def _fetch(run: ImportRun) -> Iterator[Path]:
    """Give the upload as a file of its own name: parsers find the day of a snapshot in it."""
    with TemporaryDirectory(prefix="milepost-import-") as folder:
        path = Path(folder) / PurePath(run.file_name).name
        try:
            with run.upload.open("rb") as stored, path.open("wb") as copy:
                shutil.copyfileobj(stored, copy)
        except (OSError, ValueError) as error:
            reason = "is not in storage any more. Upload it again."
            raise UnusableFile(Problem(Position(run.file_name), "", reason)) from error
        yield path


def _plan(held: _Held, parsed: ParsedFile, file: FileDigest, run: ImportRun) -> None:
    result, compared = compare_parsed(
        parsed=parsed, file=file, format_name=run.format, resolution=Resolution(run.resolution)
    )
    with transaction.atomic():
        locked = held.lock()
        fill_run(run=locked, result=result)
        store_rejected(run=locked, rejected=result.rejected, flagged=result.flagged)
        _store_plan(locked, _describe_plan(locked, compared))


def _apply(
    held: _Held, parsed: ParsedFile, file: FileDigest, chosen: ImportFormat, now: datetime
) -> str:
    """Write what the plan said; if it would say something else now, only plan again."""
    with transaction.atomic():
        locked = held.lock()
        resolution = Resolution(locked.resolution)
        result, compared = compare_parsed(
            parsed=parsed, file=file, format_name=locked.format, resolution=resolution
        )
        rows = _describe_plan(locked, compared)
        if _list_marks(rows) != _list_marks(locked.rows.all()):
            locked.approved_by = locked.approved_at = None
            fill_run(run=locked, result=result)
            store_rejected(run=locked, rejected=result.rejected, flagged=result.flagged)
            _store_plan(locked, rows)
            return PLAN_MOVED
        apply_parsed(
            parsed=parsed,
            file=file,
            format_name=locked.format,
            now=now,
            resolution=resolution,
            parser_sha256=digest_parser(chosen.parse),
            run=locked,
        )
    return "written"


def _store_plan(run: ImportRun, rows: list[ImportedRow]) -> None:
    run.rows.all().delete()
    ImportedRow.objects.bulk_create(rows, batch_size=_BATCH)


def _describe_plan(run: ImportRun, compared: ComparedRecords) -> list[ImportedRow]:
    """Describe rows as a run does, and say of new ones what they will say."""
    new = {
        (one.change.kind, one.change.key): one.incoming
        for one in compared.comparisons
        if one.change.effect is Effect.NEW
    }
    rows = describe_rows(run=run, compared=compared)
    for row in rows:
        incoming = new.get((row.kind, row.key))
        if incoming is not None:
            row.changes = [vars(one) for one in _list_values(incoming)]
    return rows


def _list_values(incoming: Incoming) -> Iterator[FieldChange]:
    kind, record = incoming.kind, incoming.record
    for name in (*kind.links, *kind.columns):
        if record.get(name) not in (None, "", [], {}):
            yield FieldChange(name, None, record[name])
    for name in (*kind.sets, *(child.name for child in kind.children)):
        if record.get(name):
            yield FieldChange(name, None, _count(record, name))


def _count(record: Record, name: str) -> str:
    number = len(record[name])
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _list_marks(rows: Iterable[ImportedRow]) -> list[tuple[str, ...]]:
    """Return what tells one plan from another, alike for stored rows and for fresh ones."""
    return sorted(
        (
            row.kind,
            row.key,
            row.effect,
            row.fingerprint_before,
            row.fingerprint_after,
            json.dumps(row.changes, cls=DjangoJSONEncoder, sort_keys=True),
        )
        for row in rows
    )


def _refuse(held: _Held, unusable: UnusableFile) -> JobState:
    with transaction.atomic():
        locked = held.lock()
        store_rejected(run=locked, rejected=unusable.problems, flagged=())
        locked.rejected_count, locked.flagged_count = len(unusable.problems), 0
        locked.save(update_fields=["rejected_count", "flagged_count"])
    public = "This file cannot be used. Nothing of it was written."
    ImportRun.objects.fail(held.pk, held.token, public=public, operator=str(unusable))
    return JobState.FAILED

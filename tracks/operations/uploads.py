"""Files that people hand in to be imported: kept apart, planned, approved, deleted in time."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from tracks.choices import ImportStage
from tracks.models import ImportRun
from tracks.shared.import_formats import ImportFormat
from tracks.shared.imports import Resolution
from tracks.shared.job_rows import UNFINISHED, JobState

# So long the file of an upload is kept after its job ended; its run stays for ever.
UPLOADS_KEPT = timedelta(days=30)
WAITING_WORDS = "waiting for a worker"


class NotWaiting(Exception):
    """The upload does not wait for a decision (any more); the text says how it stands."""


class SecondPersonNeeded(Exception):
    """Nobody has their own upload written."""


class PlanChangedSince(Exception):
    """The plan is not the one that the person has read."""


@dataclass(frozen=True)
class Upload:
    """A file that somebody hands in, what it is called and how to read it."""

    file: "File[bytes]"
    file_name: str
    format: ImportFormat
    as_of: str = ""
    resolution: Resolution = Resolution.REPORT


@dataclass(frozen=True)
class RecordedUpload:
    """The run of an upload; `is_new` when it must be sent to a worker."""

    run: ImportRun
    is_new: bool


def record_upload(*, upload: Upload, requested_by: User) -> RecordedUpload:
    """Write the QUEUED run and then its file, or return the run that plans the same file.

    The file is stored under a name of our own in private storage; no address serves it.

    Raises:
        OSError: If the file cannot be stored; the run says so and is FAILED.
    """
    sha256 = _digest(upload.file)
    told = (upload.format.name, upload.as_of, upload.resolution.value, sha256)
    fingerprint = hashlib.sha256("\0".join(told).encode()).hexdigest()
    run = ImportRun(
        requested_by=requested_by,
        fingerprint=fingerprint,
        format=upload.format.name,
        file_name=upload.file_name,
        sha256=sha256,
        byte_size=upload.file.size,
        as_of=upload.as_of,
        resolution=upload.resolution.value,
        progress_of=100,
        progress_words=WAITING_WORDS,
    )
    run.upload.name = f"imports/{run.uuid.hex}{_take_suffix(upload)}"
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        # The same file is being planned already: it was sent twice.
        present = ImportRun.objects.unfinished().get(fingerprint=fingerprint)
        return RecordedUpload(present, is_new=False)
    try:
        run.upload.storage.save(run.upload.name, upload.file)
    except OSError as error:
        _fail_without_file(run, error)
        raise
    return RecordedUpload(run, is_new=True)


def _digest(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _take_suffix(upload: Upload) -> str:
    suffix = PurePath(upload.file_name).suffix.lower()
    return suffix if suffix in upload.format.suffixes else ""


def _fail_without_file(run: ImportRun, error: OSError) -> None:
    run.upload.name = ""
    run.job_state = JobState.FAILED
    run.error_public = "The file could not be stored. Upload it again."
    run.error_operator = repr(error)
    run.save()


def approve_upload(
    *,
    run: ImportRun,
    approved_by: User,
    now: datetime,
    seen_at: datetime | None = None,
    is_alone: bool = False,
) -> ImportRun:
    """Have what a plan says written; the run is QUEUED again and must be sent to a worker.

    Args:
        run: An upload whose plan is there.
        approved_by: Who has read the plan.
        now: The time.
        seen_at: When the plan that the person read was made; None skips the check.
        is_alone: The installation has a single curator, who may approve their own.

    Raises:
        NotWaiting: If there is no plan to approve, or it was decided already.
        SecondPersonNeeded: If the person uploaded the file.
        PlanChangedSince: If the plan was made again since the person read it.
    """
    with transaction.atomic():
        held: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
        _check_waits(held)
        if held.requested_by_id == approved_by.pk and not is_alone:
            raise SecondPersonNeeded
        if seen_at is not None and held.finished_at != seen_at:
            raise PlanChangedSince
        held.approved_by = approved_by
        held.approved_at = now
        held.job_state = JobState.QUEUED
        # A second upload of the same file may be planned meanwhile.
        held.fingerprint = held.uuid.hex
        held.attempts = 0
        held.finished_at = None
        held.progress_step = 0
        held.progress_words = WAITING_WORDS
        held.save()
    return held


def discard_upload(*, run: ImportRun, now: datetime) -> None:
    """Drop a plan that nobody wants; the run stays as cancelled, its file goes.

    Raises:
        NotWaiting: If there is no plan that waits.
    """
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        _check_waits(held)
        held.job_state = JobState.CANCELLED
        held.finished_at = now
        held.save(update_fields=["job_state", "finished_at"])
    _delete_file(held)


def _check_waits(run: ImportRun) -> None:
    if run.stage != ImportStage.PLANNED:
        raise NotWaiting(f"It is {run.get_stage_display().lower()} already.")
    if run.job_state != JobState.READY or run.approved_at is not None:
        raise NotWaiting(f"Its work is {run.get_job_state_display()}.")
    if not run.upload:
        raise NotWaiting("Its file was deleted. Upload it again.")


def list_adrift_uploads(*, queued_for: timedelta) -> tuple[int, ...]:
    """Return uploads that wait longer than `queued_for`, or whose worker is gone."""
    return tuple(ImportRun.objects.adrift(queued_for=queued_for).values_list("pk", flat=True))


def delete_old_uploads(*, now: datetime) -> int:
    """Delete the files of uploads that ended long ago and return how many."""
    ended = Q(finished_at__lt=now - UPLOADS_KEPT) | Q(
        finished_at__isnull=True, requested_at__lt=now - UPLOADS_KEPT
    )
    old = ImportRun.objects.filter(ended).exclude(upload="").exclude(job_state__in=UNFINISHED)
    return sum(_delete_file(run) for run in list(old.order_by("pk")))


def _delete_file(run: ImportRun) -> bool:
    # The row keeps the name until the file is gone, so that a fault leaves nothing behind.
    name = run.upload.name
    if not name:
        return False
    run.upload.storage.delete(name)
    return bool(ImportRun.objects.filter(pk=run.pk, upload=name).update(upload=""))

"""Uploads for tests: files as a browser hands them in, and a worker that does them at once."""

from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from tests.factories.import_files import FORMAT, HEADER, ROWS
from tests.factories.progress import make_user
from tracks.models import ImportRun
from tracks.operations.upload_runs import work_on_upload
from tracks.operations.uploads import Upload, approve_upload, record_upload
from tracks.shared import import_formats


def register_tools(monkeypatch: Any) -> None:
    """Make the small format of the import tests known for one test."""
    known = {one.name: one for one in [*import_formats.list_import_formats(), FORMAT]}
    monkeypatch.setattr(import_formats, "_load_formats", lambda: known)


def make_text(*rows: str) -> bytes:
    """Return a file of these rows below the header."""
    return ("\n".join([HEADER, *rows]) + "\n").encode()


def make_upload(content: bytes | None = None, **changes: Any) -> Upload:
    """Return a file of the small format, as a form hands it on."""
    told: dict[str, Any] = {"file_name": "tools.csv", "format": FORMAT} | changes
    return Upload(file=ContentFile(make_text(*ROWS) if content is None else content), **told)


def make_queued_upload(
    content: bytes | None = None, *, by: User | None = None, **changes: Any
) -> ImportRun:
    """Hand in a file that nobody has planned yet."""
    upload = make_upload(content, **changes)
    return record_upload(upload=upload, requested_by=by or make_user()).run


def make_planned_upload(
    content: bytes | None = None, *, by: User | None = None, **changes: Any
) -> ImportRun:
    """Hand in a file and plan it."""
    run = make_queued_upload(content, by=by, **changes)
    return work(run)


def make_applied_upload(content: bytes | None = None, **changes: Any) -> ImportRun:
    """Hand in a file, plan it and have somebody else write it."""
    run = make_planned_upload(content, **changes)
    approve_upload(run=run, approved_by=make_user(), now=timezone.now())
    return work(run)


def work(run: ImportRun) -> ImportRun:
    """Do what a worker does with the run and return it as it stands then."""
    work_on_upload(pk=run.pk, now=timezone.now())
    run.refresh_from_db()
    return run


def find_stored(run: ImportRun) -> Path:
    """Return where the file of an upload lies."""
    return Path(run.upload.path)

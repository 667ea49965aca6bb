"""Start background work of the catalogue after the commit; a broker that is down only delays it."""

import logging
from datetime import datetime
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from tracks.models import ImportRun
from tracks.operations.uploads import Upload, approve_upload, record_upload
from tracks.tasks import check_links_task, work_on_upload_task

logger = logging.getLogger(__name__)


def request_link_check() -> None:
    """Have the addresses that somebody asked for looked at soon; else the night does it."""
    transaction.on_commit(_send)


def _send() -> None:
    try:
        check_links_task.apply_async(retry=False)
    except (OperationalError, OSError):
        logger.exception("the link check was not sent; the nightly one will look")


def request_import_plan(*, upload: Upload, requested_by: User) -> ImportRun:
    """Keep a file and have it planned, unless the same file is being planned already."""
    recorded = record_upload(upload=upload, requested_by=requested_by)
    if recorded.is_new:
        transaction.on_commit(partial(_send_upload, recorded.run.pk))
    return recorded.run


def request_import(
    *,
    run: ImportRun,
    approved_by: User,
    now: datetime,
    seen_at: datetime | None = None,
    is_alone: bool = False,
) -> ImportRun:
    """Have what a plan says written; see `approve_upload` for what may be in the way."""
    approved = approve_upload(
        run=run, approved_by=approved_by, now=now, seen_at=seen_at, is_alone=is_alone
    )
    transaction.on_commit(partial(_send_upload, approved.pk))
    return approved


def _send_upload(pk: int) -> None:
    try:
        work_on_upload_task.apply_async(args=(pk,), retry=False)
    except (OperationalError, OSError):
        logger.exception("upload %s was not sent; the sweeper will send it", pk)

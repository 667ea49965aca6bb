"""Celery entry points of the catalogue."""

import logging
import time
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from tracks.operations.link_checks import Clock, check_addresses, collect_addresses, list_due
from tracks.operations.upload_runs import work_on_upload
from tracks.operations.uploads import delete_old_uploads, list_adrift_uploads
from tracks.shared.job_rows import LeaseLost
from tracks.shared.link_probes import Prober

logger = logging.getLogger(__name__)

# The queue also sends lost jobs again: a run gives it back soon and comes again a minute later.
SECONDS_A_RUN = 8.0
LOCK_KEY = "tracks:link-check"
LOCK_SECONDS = 60
QUEUED_FOR = timedelta(seconds=30)


@shared_task(name="tracks.check_links")
def check_links_task() -> None:
    """Look at addresses that are due, for a few seconds; does nothing where it is switched off."""
    if not settings.LINK_CHECK or not cache.add(LOCK_KEY, 1, timeout=LOCK_SECONDS):
        return
    try:
        collect_addresses()
        check_addresses(
            checks=list_due(now=timezone.now())[:50],
            probe=Prober(user_agent=settings.LINK_CHECK_USER_AGENT).probe,
            clock=Clock(timezone.now, time.monotonic, time.sleep),
            seconds=SECONDS_A_RUN,
        )
    finally:
        cache.delete(LOCK_KEY)


@shared_task(name="tracks.work_on_upload")
def work_on_upload_task(pk: int) -> None:
    """Plan one uploaded file, or write it once it is approved."""
    try:
        work_on_upload(pk=pk, now=timezone.now())
    except LeaseLost:
        # Another worker holds the run; its plan counts.
        return


@shared_task(name="tracks.resend_adrift_uploads")
def resend_adrift_uploads_task() -> None:
    """Send uploads again that no worker has taken or finished."""
    for pk in list_adrift_uploads(queued_for=QUEUED_FOR):
        work_on_upload_task.apply_async(args=(pk,))


@shared_task(name="tracks.delete_old_uploads")
def delete_old_uploads_task() -> None:
    """Delete files whose import ended long ago; their runs stay."""
    deleted = delete_old_uploads(now=timezone.now())
    if deleted:
        logger.info("deleted the files of %s uploads that ended long ago", deleted)

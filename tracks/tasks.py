"""Celery entry points of the catalogue."""

import time

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from tracks.operations.link_checks import Clock, check_addresses, collect_addresses, list_due
from tracks.shared.link_probes import Prober

# The queue also sends lost jobs again: a run gives it back soon and comes again a minute later.
SECONDS_A_RUN = 8.0
LOCK_KEY = "tracks:link-check"
LOCK_SECONDS = 60


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

"""Start background work of the catalogue after the commit; a broker that is down only delays it."""

import logging

from django.db import transaction
from kombu.exceptions import OperationalError

from tracks.tasks import check_links_task

logger = logging.getLogger(__name__)


def request_link_check() -> None:
    """Have the addresses that somebody asked for looked at soon; else the night does it."""
    transaction.on_commit(_send)


def _send() -> None:
    try:
        check_links_task.apply_async(retry=False)
    except (OperationalError, OSError):
        logger.exception("the link check was not sent; the nightly one will look")

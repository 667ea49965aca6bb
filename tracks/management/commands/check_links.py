"""Look at the web addresses of the catalogue now."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracks.choices import LinkState
from tracks.models import LinkCheck
from tracks.operations.link_checks import Clock, check_addresses, collect_addresses, list_due
from tracks.shared.link_probes import Prober


class Command(BaseCommand):
    help = "Ask due web addresses whether they are alive. Exit status 1 when some are dead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="look at no more than so many")
        parser.add_argument("--all", action="store_true", help="also those seen a short while ago")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look, store, and say what is dead."""
        if not settings.LINK_CHECK:
            message = "The link check is switched off: LINK_CHECK is off."
            raise CommandError(message, returncode=2)
        count = collect_addresses()
        rows = LinkCheck.objects.order_by("pk") if options["all"] else list_due(now=timezone.now())
        run = check_addresses(
            checks=rows[: options["limit"]],
            probe=Prober(user_agent=settings.LINK_CHECK_USER_AGENT).probe,
            clock=Clock(timezone.now, time.monotonic, time.sleep),
        )
        self.stdout.write(f"{run.checked} of {count} addresses looked at, {run.dead} dead")
        dead = LinkCheck.objects.filter(state=LinkState.DEAD).order_by("address")
        for row in dead:
            self.stdout.write(f"  {row.status or '-'} {row.address} {row.reason}".rstrip())
        if dead:
            message = f"{len(dead)} dead addresses. They are listed on the curator’s board."
            raise CommandError(message, returncode=1)

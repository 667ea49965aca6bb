"""Take an import back as one unit; nothing is written without --apply."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracks.models import ImportRun
from tracks.operations.imports import RollbackRefused, plan_rollback, roll_back_import


class Command(BaseCommand):
    """Roll an import back: exit status 0 done, 1 refused, 2 no such import."""

    help = "Delete what an import added and restore what it changed, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("run", type=int, metavar="RUN", help="number from list_imports")
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what would happen, or do it."""
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            message = f"There is no import {options['run']}. manage.py list_imports shows all."
            raise CommandError(message, returncode=2)
        rollback = plan_rollback(run=run)
        if options["apply"]:
            try:
                rollback = roll_back_import(run=run, now=timezone.now())
            except RollbackRefused as refused:
                reasons = "\n".join(refused.reasons)
                message = f"{reasons}\n{run} was not rolled back; nothing was written."
                raise CommandError(message, returncode=1) from refused
        for word, names in (("delete", rollback.deleted), ("restore", rollback.restored)):
            for name in names if options["verbosity"] > 1 else ():
                self.stdout.write(f"{word} {name}")
        if rollback.reasons:
            reasons = "\n".join(rollback.reasons)
            message = f"{reasons}\n{run} cannot be rolled back."
            raise CommandError(message, returncode=1)
        self.stdout.write(
            f"{run}: {len(rollback.deleted):,} rows deleted, "
            f"{len(rollback.restored):,} rows restored"
        )
        if not options["apply"]:
            self.stdout.write("Nothing was written. Add --apply to do this.")

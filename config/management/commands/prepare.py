"""Bring an installation up to date: tables, content, and what its kind needs."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Migrate, load the content, and (in production) collect static files. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="also add demo people and print their passwords"
        )
        parser.add_argument(
            "--without-static",
            action="store_true",
            help="static files were collected before, as in the image",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._tell("Migrating the database")
        call_command("migrate", interactive=False, verbosity=0)
        if settings.IS_PRODUCTION and not options["without_static"]:
            self._tell("Collecting static files")
            call_command("collectstatic", interactive=False, verbosity=0)
        self._tell("Loading the content")
        try:
            call_command("load_content", apply=True, publish=True)
        except CommandError as error:
            # 1: somebody has to decide between the files and what was edited here. The site
            # runs on what it has until then; only files that cannot be read stop it.
            if error.returncode != 1:
                raise
            self.stderr.write(str(error))
        if options["demo"]:
            self._tell("Adding demo people")
            call_command("seed_demo")

    def _tell(self, step: str) -> None:
        self.stdout.write(f"{step} ...")
        self.stdout.flush()

"""Bring an installation up to date: tables, content, and what its kind needs."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from progress.documents.career_plan import self_check
from progress.documents.failures import PdfSetupBroken


def check_printing() -> None:
    """Prove that native libraries and typefaces are there, before anybody waits for a plan.

    Raises:
        CommandError: If one is missing, with the command that mends it.
    """
    try:
        self_check()
    except PdfSetupBroken as broken:
        message = f"Plans cannot be printed here. {broken} (Or run prepare with --without-pdf.)"
        raise CommandError(message) from broken


class Command(BaseCommand):
    help = (
        "Check that plans can be printed, migrate, load the content, and (in production) collect "
        "static files. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="also add demo people and print their passwords"
        )
        parser.add_argument(
            "--without-static",
            action="store_true",
            help="static files were collected before, as in the image",
        )
        parser.add_argument(
            "--without-pdf",
            action="store_true",
            help="no plan is printed on this machine, so it needs no text libraries and typefaces",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["without_pdf"]:
            self._tell("Checking that plans can be printed")
            check_printing()
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

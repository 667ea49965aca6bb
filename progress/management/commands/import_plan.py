"""Bring the plan.json of a printed plan into a fresh account."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from progress.documents.plan_files import PlanFileInvalid, read_plan_file
from progress.operations.plan_imports import PlanNotImportable, import_career_plan


class Command(BaseCommand):
    help = (
        "Bring the plan.json that a printed plan carries into an account that follows no track "
        "yet: track, milestones, notes, circumstances, study days and planned certifications."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a plan.json taken out of a PDF")
        parser.add_argument("--email", required=True, help="the account's address")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            message = f"Nobody has signed up as {options['email']}."
            raise CommandError(message)
        path = Path(options["file"])
        try:
            content = read_plan_file(path.read_bytes())
            enrolment = import_career_plan(user=user, content=content, now=timezone.now())
        except OSError as fault:
            message = f"{path} cannot be read: {fault.strerror}"
            raise CommandError(message) from fault
        except (PlanFileInvalid, PlanNotImportable) as refusal:
            raise CommandError(str(refusal)) from refusal
        count = sum(len(stage.milestones) for stage in content.stages)
        self.stdout.write(
            f"{user.email} follows {enrolment.release} with {count} milestones and "
            f"{len(content.certifications)} planned certifications."
        )

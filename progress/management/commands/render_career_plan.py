"""Write a career plan as a PDF file without a worker."""

import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from progress.choices import JobState, PageSize
from progress.documents.failures import RenderFailed
from progress.documents.limits import PlanTooLarge
from progress.models import CareerPlan, Enrolment
from progress.operations.career_plans import (
    print_career_plan,
    record_plan_request,
    render_career_plan_file,
)
from progress.operations.demo import LEARNER_EMAIL
from progress.operations.projections import (
    InputsMissing,
    compute_projection,
    record_projection_request,
)
from progress.queries.enrolments import find_active_enrolment


class Command(BaseCommand):
    help = (
        "Write a career plan as a PDF file, rendered here and now. --demo takes the demo "
        "learner, made by seed_demo when missing; --plan takes any plan that was asked for, "
        "with the data of today."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--demo", action="store_true", help="the demo learner's plan")
        which.add_argument("--plan", metavar="ID", help="a plan's id, as in its verify address")
        parser.add_argument("--output", metavar="FILE", required=True, help="the PDF to write")
        parser.add_argument(
            "--page-size", choices=PageSize.values, help="A4 unless the plan says otherwise"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        if options["demo"]:
            pdf, page_count = self._make_demo_plan(PageSize(options["page_size"] or PageSize.A4))
        else:
            plan = _find_plan(options["plan"])
            plan.page_size = options["page_size"] or plan.page_size
            pdf, page_count = _print(plan)
        path = Path(options["output"])
        try:
            path.write_bytes(pdf)
        except OSError as fault:
            message = f"{path} cannot be written: {fault.strerror}"
            raise CommandError(message) from fault
        self.stdout.write(
            f"{path}: {page_count} pages, {len(pdf) / 1024:,.0f} KiB, "
            f"{time.perf_counter() - began:.1f} s"
        )

    def _make_demo_plan(self, page_size: PageSize) -> tuple[bytes, int]:
        learner = User.objects.filter(email=LEARNER_EMAIL).first()
        if learner is None:
            call_command("seed_demo", stdout=self.stdout, stderr=self.stderr)
            learner = User.objects.get(email=LEARNER_EMAIL)
        enrolment = find_active_enrolment(user=learner)
        if enrolment is None:
            raise CommandError("The demo learner follows no track.")
        self._compute_projection(enrolment)
        plan = record_plan_request(
            enrolment=enrolment, page_size=page_size, now=timezone.now()
        ).plan
        render_career_plan_file(pk=plan.pk)
        plan.refresh_from_db()
        if plan.job_state != JobState.READY:
            raise CommandError(plan.error_public or f"The plan is {plan.get_job_state_display()}.")
        with plan.file.open("rb") as stored:
            return stored.read(), plan.page_count or 0

    def _compute_projection(self, enrolment: Enrolment) -> None:
        try:
            requested = record_projection_request(enrolment=enrolment, today=timezone.localdate())
        except InputsMissing as missing:
            self.stderr.write(f"The plan shows no projection: {missing}")
            return
        if requested.projection.job_state != JobState.READY:
            compute_projection(pk=requested.projection.pk)


def _print(plan: CareerPlan) -> tuple[bytes, int]:
    try:
        printed = print_career_plan(plan=plan)
    except (RenderFailed, PlanTooLarge) as failure:
        raise CommandError(str(failure)) from failure
    return printed.pdf, printed.page_count


def _find_plan(name: str) -> CareerPlan:
    try:
        wanted = {"uuid": UUID(name)}
    except ValueError:
        raise CommandError(f"{name!r} is not a plan's id.") from None
    plan = CareerPlan.objects.select_related("enrolment__track", "projection").filter(**wanted)
    found: CareerPlan | None = plan.first()
    if found is None:
        message = f"There is no plan {name}."
        raise CommandError(message)
    return found

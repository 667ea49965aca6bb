"""Career plans as jobs: what failed, why, and another try. The file is its owner's alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone

from progress.admin.job_screens import JOB_FIELDS, JobAdmin
from progress.choices import JobState, PageSize
from progress.jobs import request_career_plan, resend_career_plan
from progress.models import CareerPlan


@admin.register(CareerPlan)
class CareerPlanAdmin(JobAdmin):
    list_display = (*JobAdmin.list_display, "page_count", "size_bytes")
    list_filter = (*JobAdmin.list_filter, "page_size")
    fields = (*JOB_FIELDS, ("page_size", "page_count", "size_bytes"), "sha256")

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: Any, plans: QuerySet[CareerPlan]) -> None:
        sent = 0
        for row in plans.select_related("enrolment__user", "enrolment__track").order_by("pk"):
            if row.is_unfinished:
                resend_career_plan(plan=row)
                sent += 1
            elif row.job_state == JobState.FAILED:
                again = request_career_plan(
                    enrolment=row.enrolment,
                    page_size=PageSize(row.page_size),
                    now=timezone.now(),
                )
                self.log_change(request, row, f"Tried again as career plan {again.pk}.")
                sent += 1
        self.message_user(request, f"{sent} sent to a worker. Finished ones are left alone.")

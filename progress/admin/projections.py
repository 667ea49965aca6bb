"""Projections as jobs: what failed, why, and another try."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone

from progress.admin.job_screens import JOB_FIELDS, JobAdmin
from progress.choices import JobState
from progress.jobs import request_projection, resend_projection
from progress.models import Projection
from progress.operations.projections import InputsMissing


@admin.register(Projection)
class ProjectionAdmin(JobAdmin):
    change_list_template = "admin/projection_list.html"
    fields = (*JOB_FIELDS, "model_version", "fingerprint")

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: Any, projections: QuerySet[Projection]) -> None:
        sent = 0
        for row in projections.select_related("enrolment__user", "enrolment__track").order_by("pk"):
            if row.is_unfinished:
                resend_projection(projection=row)
                sent += 1
            elif row.job_state == JobState.FAILED:
                try:
                    again = request_projection(enrolment=row.enrolment, today=timezone.localdate())
                except InputsMissing as missing:
                    self.message_user(request, f"Projection {row.pk}: {missing}", messages.WARNING)
                    continue
                self.log_change(request, row, f"Tried again as projection {again.pk}.")
                sent += 1
        self.message_user(request, f"{sent} sent to a worker. Finished ones are left alone.")

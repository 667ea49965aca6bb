"""The screen that every kind of background job shares."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils.text import Truncator

from tracks.shared.admin import ReadOnlyAdmin

# What the learner told us, and what was worked out for them, is theirs: no inputs, no result.
JOB_FIELDS = (
    "uuid",
    "enrolment",
    ("job_state", "attempts"),
    ("progress_step", "progress_of", "progress_words"),
    ("requested_at", "started_at", "finished_at"),
    "error_public",
    "error_operator",
)


class JobAdmin(ReadOnlyAdmin):
    section = "Learners"
    list_display: Any = (
        "number",
        "learner",
        "track",
        "job_state",
        "attempts",
        "requested_at",
        "finished_at",
        "error",
    )
    list_filter: ClassVar[Any] = ("job_state", "enrolment__track", "requested_at")
    list_select_related = ("enrolment__user", "enrolment__track")
    search_fields = ("enrolment__user__email", "uuid")
    fields: ClassVar[Any] = JOB_FIELDS
    ordering = ("-requested_at", "-pk")
    actions = ("try_again",)

    @admin.display(description="job", ordering="pk")
    def number(self, job: Any) -> int:
        return int(job.pk)

    @admin.display(description="learner", ordering="enrolment__user__email")
    def learner(self, job: Any) -> str:
        return str(job.enrolment.user.email)

    @admin.display(description="track", ordering=F("enrolment__track__position"))
    def track(self, job: Any) -> str:
        return str(job.enrolment.track)

    @admin.display(description="error")
    def error(self, job: Any) -> str:
        return Truncator(job.error_operator or job.error_public).chars(80)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        # Asking for work again makes a row of the same table.
        codename = f"{self.opts.app_label}.add_{self.opts.model_name}"
        return bool(request.user.has_perm(codename))

"""Sweeps over current figures: what changed, how far it is, and another try."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from progress.choices import JobState
from progress.jobs import send_chunks
from progress.models import SweepRun
from progress.operations.sweep_runs import retry_run
from tracks.shared.admin import ReadOnlyAdmin


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnlyAdmin):
    section = "Review"
    list_display: Any = (
        "number", "bar", "job_state", "is_whole", "row_count", "written_count",
        "requested_at", "finished_at", "first_reason",
    )  # fmt: skip
    list_filter: ClassVar[Any] = ("job_state", "is_whole", "requested_at")
    fields: ClassVar[Any] = (
        ("job_state", "bar"),
        "reason",
        "is_whole",
        "context_count",
        ("row_count", "looked_at_count", "written_count"),
        ("requested_at", "started_at", "finished_at"),
        "error_public",
        "failures",
    )
    readonly_fields: ClassVar[Any] = ("bar", "failures")
    ordering = ("-requested_at", "-pk")
    actions = ("try_again",)

    @admin.display(description="sweep", ordering="pk")
    def number(self, run: SweepRun) -> int:
        return int(run.pk)

    @admin.display(description="progress")
    def bar(self, run: SweepRun) -> SafeString:
        return format_html(
            '<progress value="{}" max="{}" aria-label="Progress of sweep {}">{} %</progress> '
            "{} of {} chunks",
            run.progress_step, max(run.progress_of, 1), run.pk, run.progress_percent,
            run.progress_step, run.progress_of,
        )  # fmt: skip

    @admin.display(description="what changed")
    def first_reason(self, run: SweepRun) -> str:
        return run.reason.partition("\n")[0]

    @admin.display(description="failed chunks")
    def failures(self, run: SweepRun) -> str:
        failed = run.chunks.filter(job_state=JobState.FAILED).order_by("pk")[:20]
        return "\n".join(
            f"enrolments {one.first_enrolment} to {one.last_enrolment}: {one.error_operator}"
            for one in failed
        )

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("progress.add_sweeprun"))

    @admin.action(description="Try failed chunks again", permissions=["retry"])
    def try_again(self, request: Any, runs: QuerySet[SweepRun]) -> None:
        sent = 0
        for run in runs.order_by("pk"):
            chunks = retry_run(pk=run.pk)
            if chunks:
                send_chunks(chunks=chunks)
                self.log_change(request, run, f"{len(chunks)} chunks tried again.")
            sent += len(chunks)
        self.message_user(request, f"{sent} chunks are done again. Finished ones are left alone.")

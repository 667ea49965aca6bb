"""Sweeps over current figures: what changed, how far it is, what failed, and another try."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from progress.choices import JobState
from progress.jobs import send_chunks
from progress.models import SweepRun
from progress.operations.sweep_runs import SweepUnderWay, retry_run
from tracks.shared.admin import LINE_BREAK, ReadOnlyAdmin

FAILURES_SHOWN = 20
EVERYBODY = "everybody, once a night"
THE_CONCERNED = "whom a change concerns"


class WhomFilter(admin.SimpleListFilter):
    """Sweeps over everybody, or over those whom a change concerns."""

    title = "whom"
    parameter_name = "whom"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("everybody", EVERYBODY), ("concerned", THE_CONCERNED)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SweepRun]) -> QuerySet[SweepRun]:
        chosen = self.value()
        return queryset.filter(is_whole=chosen == "everybody") if chosen else queryset


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnlyAdmin):
    section = "Review"
    change_form_template = "admin/sweep.html"
    list_display: Any = (
        "number", "first_reason", "bar", "job_state", "learners", "written",
        "requested_at", "finished_at", "whom",
    )  # fmt: skip
    list_filter: ClassVar[Any] = ("job_state", WhomFilter, "requested_at")
    fields: ClassVar[Any] = (
        ("job_state", "bar"),
        "what_changed",
        "whom",
        ("learners", "looked_at", "written"),
        ("requested_at", "started_at", "finished_at"),
        "what_failed",
        "failures",
    )
    readonly_fields: ClassVar[Any] = (
        "bar", "what_changed", "whom", "learners", "looked_at", "written", "what_failed",
        "failures",
    )  # fmt: skip
    ordering = ("-requested_at", "-pk")
    actions = ("try_again",)

    @admin.display(description="sweep", ordering="pk")
    def number(self, run: SweepRun) -> int:
        return int(run.pk)

    @admin.display(description="progress")
    def bar(self, run: SweepRun) -> SafeString:
        return format_html(
            '<progress value="{}" max="{}" aria-label="Progress of sweep {}">{} %</progress> '
            "{} of {}",
            run.progress_step, max(run.progress_of, 1), run.pk, run.progress_percent,
            run.progress_step, run.progress_of,
        )  # fmt: skip

    @admin.display(description="what changed")
    def first_reason(self, run: SweepRun) -> str:
        first, *others = run.reason.split("\n")
        return f"{first}, and {len(others)} more" if others else first

    @admin.display(description="what changed")
    def what_changed(self, run: SweepRun) -> str:
        return run.reason

    @admin.display(description="whom", ordering="is_whole")
    def whom(self, run: SweepRun) -> str:
        return EVERYBODY if run.is_whole else THE_CONCERNED

    @admin.display(description="learners", ordering="row_count")
    def learners(self, run: SweepRun) -> str:
        return f"{run.row_count:,}"

    @admin.display(description="looked at")
    def looked_at(self, run: SweepRun) -> str:
        return f"{run.looked_at_count:,}"

    @admin.display(description="brought up to date", ordering="written_count")
    def written(self, run: SweepRun) -> str:
        return f"{run.written_count:,}"

    @admin.display(description="what failed")
    def what_failed(self, run: SweepRun) -> str:
        return run.error_public or "nothing"

    @admin.display(description="failed parts")
    def failures(self, run: SweepRun) -> SafeString | str:
        failed = run.chunks.filter(job_state=JobState.FAILED).order_by("pk")[:FAILURES_SHOWN]
        lines = (
            (
                f"{one.progress_words}, enrolments {one.first_enrolment} to {one.last_enrolment}",
                one.error_public,
                one.error_operator,
            )
            for one in failed
        )
        line = "{}: {} <code>{}</code>"
        return format_html_join(LINE_BREAK, line, lines) or "none"

    def get_urls(self) -> list[URLPattern]:
        """Add the button of the page."""
        view = self.admin_site.admin_view(require_POST(self.retry_view))
        own = path("<int:pk>/retry/", view, name="progress_sweeprun_retry")
        return [own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Say whether the page has to look again, and whether there is something to run again."""
        run = SweepRun.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        is_failed = run is not None and run.job_state == JobState.FAILED
        context = {
            "is_refreshing": run is not None and run.is_unfinished,
            "can_retry": is_failed and self.has_retry_permission(request),
            "must_ask": is_failed and not self.has_retry_permission(request),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Run the failed parts of one sweep again."""
        if not self.has_retry_permission(request):
            raise PermissionDenied
        count = self._run_again(request, get_object_or_404(SweepRun, pk=pk))
        if count is not None:
            self.message_user(request, f"{_count_parts(count)} again.")
        return HttpResponseRedirect(reverse("admin:progress_sweeprun_change", args=(pk,)))

    def _run_again(self, request: Any, run: SweepRun) -> int | None:
        """Return how many parts are run again; None when that has to wait."""
        try:
            chunks = retry_run(pk=run.pk)
        except SweepUnderWay:
            note = f"Another sweep is under way. Run sweep {run.pk} again when that has ended."
            self.message_user(request, note, messages.WARNING)
            return None
        if chunks:
            send_chunks(chunks=chunks)
            self.log_change(request, run, f"{_count_parts(len(chunks))} again.")
        return len(chunks)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("progress.add_sweeprun"))

    @admin.action(description="Run failed parts again", permissions=["retry"])
    def try_again(self, request: Any, runs: QuerySet[SweepRun]) -> None:
        sent = sum(self._run_again(request, run) or 0 for run in runs.order_by("pk"))
        self.message_user(request, f"{_count_parts(sent)} again. Finished ones are left alone.")


def _count_parts(count: int) -> str:
    return f"{count} part is run" if count == 1 else f"{count} parts are run"

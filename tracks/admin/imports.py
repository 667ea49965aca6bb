"""Imports: hand in a file, read what it would change, have it written, take it back."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from tracks.admin.import_forms import UploadForm, describe_limit
from tracks.admin.import_pages import find_format, list_buttons, make_page, may_apply
from tracks.choices import ImportStage
from tracks.jobs import request_import, request_import_plan
from tracks.models import ImportRun
from tracks.operations.imports import RollbackRefused, plan_rollback, roll_back_import
from tracks.operations.uploads import (
    NotWaiting,
    PlanChangedSince,
    SecondPersonNeeded,
    discard_upload,
)
from tracks.shared.admin import ReadOnlyAdmin
from tracks.shared.import_formats import list_import_formats
from tracks.shared.job_rows import JobState
from tracks.shared.spreadsheet_cells import write_csv
from tracks.shared.upload_limits import LimitedUploadHandler, drain, is_too_long, limit_upload

REJECTED_HEADER = ("file", "line", "column", "field", "reason", "what became of it")
# So many lines of what a rollback does are listed.
LISTED = 200


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    section = "Review"
    list_display = ("name", "what", "as_of", "stands", "summary", "requested_by", "asked_at")
    list_display_links = ("name",)
    list_filter = ("stage", "job_state", "format")
    list_select_related = ("requested_by", "approved_by")
    search_fields = ("file_name", "origin", "sha256")
    ordering = ("-pk",)

    @admin.display(description="file", ordering="file_name")
    def name(self, run: ImportRun) -> str:
        return run.file_name

    @admin.display(description="what", ordering="format")
    def what(self, run: ImportRun) -> str:
        chosen = find_format(run)
        return chosen.label if chosen else run.format

    @admin.display(description="state", ordering="stage")
    def stands(self, run: ImportRun) -> SafeString:
        code, words = describe_state(run)
        return format_html('<span class="revision-state is-{}">{}</span>', code, words)

    @admin.display(description="rows")
    def summary(self, run: ImportRun) -> str:
        counts = [f"{count:,} {name}" for name, count in run.effects.items() if count]
        left_out = [f"{run.rejected_count:,} left out"] if run.rejected_count else []
        return ", ".join([*counts, *left_out]) or "–"

    @admin.display(description="asked", ordering="requested_at")
    def asked_at(self, run: ImportRun) -> Any:
        return run.requested_at

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return request.user.has_perm("tracks.add_importrun")

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons of the page and what it fetches."""
        own = [
            ("apply", require_POST(self.apply_view)),
            ("discard", require_POST(self.discard_view)),
            ("roll-back", self.roll_back_view),
            ("progress", require_GET(self.progress_view)),
            ("rejected.csv", require_GET(self.rejected_view)),
        ]
        wrapped = [
            path(
                f"<int:pk>/{name}{'' if '.' in name else '/'}",
                self.admin_site.admin_view(view),
                name=f"tracks_importrun_{name.partition('.')[0].replace('-', '_')}",
            )
            for name, view in own
        ]
        return [*wrapped, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list what it is: there is nothing to select."""
        return super().changelist_view(request, {"title": "Imports", **(extra_context or {})})

    # The check of the token reads the whole request: it comes after the check of its length.
    @method_decorator(csrf_exempt)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file, if it is not too large to be looked at."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        max_bytes = max((one.max_bytes for one in list_import_formats()), default=0)
        if request.method == "POST" and is_too_long(request, max_bytes=max_bytes):
            drain(request)
            form = UploadForm()
            return self._show_form(request, form, refusal=describe_limit(max_bytes), status=413)
        handler = limit_upload(request, max_bytes=max_bytes)
        return self._take_file(request, handler, max_bytes)

    @method_decorator(csrf_protect)
    def _take_file(
        self, request: Any, handler: LimitedUploadHandler, max_bytes: int
    ) -> HttpResponse:
        if request.method != "POST":
            return self._show_form(request, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if handler.is_exceeded:
            return self._show_form(
                request, UploadForm(), refusal=describe_limit(max_bytes), status=413
            )
        if not form.is_valid():
            return self._show_form(request, form, status=422)
        try:
            run = request_import_plan(upload=form.make_upload(), requested_by=request.user)
        except OSError:
            refusal = "The file could not be stored. Try again, or tell who runs this site."
            return self._show_form(request, form, refusal=refusal, status=503)
        self.log_addition(request, run, "Uploaded.")
        return HttpResponseRedirect(find_run_url(run))

    def _show_form(
        self, request: HttpRequest, form: UploadForm, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Import a file",
            "opts": self.opts,
            "form": form,
            "formats": list_import_formats(),
            "refusal": refusal,
        }
        return TemplateResponse(request, "admin/import_upload.html", context, status=status)

    def change_view(
        self,
        request: Any,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how far it is, then what it would change, then what it changed."""
        run = self._get(request, object_id)
        code, words = describe_state(run)
        context = {
            **self.admin_site.each_context(request),
            "title": run.file_name,
            "opts": self.opts,
            "state_code": code,
            "state_words": words,
            **make_page(run=run, user=request.user, query=request.GET),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/import_run.html", context)

    def _get(self, request: Any, pk: object) -> ImportRun:
        if not self.has_view_permission(request):
            raise PermissionDenied
        people = ("requested_by", "approved_by", "rolled_back_by")
        rows = ImportRun.objects.select_related(*people)
        run: ImportRun | None = (
            rows.filter(pk=int(str(pk))).first() if str(pk).isdecimal() else None
        )
        if run is None:
            raise Http404
        return run

    def progress_view(self, request: Any, pk: int) -> HttpResponse:
        """Answer how far it is; once it has ended, have the page opened again."""
        run = self._get(request, pk)
        response = TemplateResponse(request, "admin/import_progress.html", {"run": run})
        if not run.is_unfinished:
            response["HX-Refresh"] = "true"
        return response

    def apply_view(self, request: Any, pk: int) -> HttpResponse:
        """Have what the plan says written."""
        run = self._get(request, pk)
        if not may_apply(request.user):
            raise PermissionDenied
        try:
            approved = request_import(
                run=run,
                approved_by=request.user,
                now=timezone.now(),
                seen_at=parse_datetime(request.POST.get("seen_at", "")),
                is_alone=settings.SINGLE_CURATOR,
            )
        except SecondPersonNeeded:
            words = "You uploaded this file, so somebody else has to apply it."
            self.message_user(request, words, messages.ERROR)
        except PlanChangedSince:
            words = "The plan was made again while you were reading. Read it again, then apply."
            self.message_user(request, words, messages.ERROR)
        except NotWaiting as reason:
            self.message_user(request, f"Nothing was begun. {reason}", messages.ERROR)
        else:
            self.log_change(request, approved, "Approved.")
        return HttpResponseRedirect(find_run_url(run))

    def discard_view(self, request: Any, pk: int) -> HttpResponse:
        """Drop a plan that nobody wants."""
        run = self._get(request, pk)
        if not may_apply(request.user) and run.requested_by_id != request.user.pk:
            raise PermissionDenied
        try:
            discard_upload(run=run, now=timezone.now())
        except NotWaiting as reason:
            self.message_user(request, f"Nothing was discarded. {reason}", messages.ERROR)
        else:
            self.log_change(request, run, "Discarded.")
            words = f"{run.file_name} was discarded. Nothing was written; its file is deleted."
            self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(find_run_url(run))

    def roll_back_view(self, request: Any, pk: int) -> HttpResponse:
        """Show what taking the import back does, or what is in the way; do it on POST."""
        run = self._get(request, pk)
        if not may_apply(request.user):
            raise PermissionDenied
        if request.method == "POST":
            return self._roll_back(request, run)
        if not list_buttons(run, request.user)["can_roll_back"]:
            words = "Only an import that is applied can be taken back."
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(find_run_url(run))
        context = {
            **self.admin_site.each_context(request),
            "title": "Take the import back",
            "opts": self.opts,
            "run": run,
            "rollback": plan_rollback(run=run),
            "listed": LISTED,
            "first": f":{LISTED}",
        }
        return TemplateResponse(request, "admin/import_rollback.html", context)

    def _roll_back(self, request: Any, run: ImportRun) -> HttpResponse:
        try:
            done = roll_back_import(run=run, now=timezone.now(), rolled_back_by=request.user)
        except RollbackRefused as refused:
            # The page lists every row that is in the way.
            words = f"Nothing was taken back: {len(refused.reasons)} rows are in the way."
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(
                reverse("admin:tracks_importrun_roll_back", args=(run.pk,))
                if run.stage == ImportStage.APPLIED
                else find_run_url(run)
            )
        self.log_change(request, run, "Rolled back.")
        words = (
            f"Taken back: {len(done.deleted):,} rows deleted, {len(done.restored):,} restored "
            "as they were."
        )
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(find_run_url(run))

    def rejected_view(self, request: Any, pk: int) -> HttpResponse:
        """Give the rows that were left out or flagged as a CSV file."""
        run = self._get(request, pk)
        rows = run.rejected_rows.order_by("is_flagged", "line", "pk")
        content = write_csv(
            REJECTED_HEADER,
            (
                (
                    row.file,
                    row.line or "",
                    row.column or "",
                    row.field,
                    row.reason,
                    "kept, but looks wrong" if row.is_flagged else "left out",
                )
                for row in rows.iterator()
            ),
        )
        return HttpResponse(
            content,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="import-{run.pk}-rows.csv"'},
        )


def find_run_url(run: ImportRun) -> str:
    """Return the address of an import's page."""
    return reverse("admin:tracks_importrun_change", args=(run.pk,))


def describe_state(run: ImportRun) -> tuple[str, str]:
    """Return a code for the colour and the words for how an import stands."""
    if run.is_unfinished:
        return "in_review", "being written" if run.approved_at else "being planned"
    if run.job_state == JobState.FAILED:
        return "declined", "failed"
    if run.job_state == JobState.CANCELLED:
        return "withdrawn", "discarded"
    if run.stage == ImportStage.APPLIED:
        return "published", "applied"
    if run.stage == ImportStage.ROLLED_BACK:
        return "withdrawn", "rolled back"
    return "draft", "plan to read"

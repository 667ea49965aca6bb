"""What curation screens of every app share: the site, read-only and sourced-row bases."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Model, URLField
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from tracks.shared.board import OPEN_STATES, BoardTask, EvidenceCount, list_boards
from tracks.shared.evidence import forget_check
from tracks.shared.export_actions import ExportActions
from tracks.shared.impact import Impact, list_impacts
from tracks.shared.provenance import EvidenceState, SourcedRow
from tracks.shared.recorded_screens import RecordedScreen
from tracks.shared.review_dates import find_review_date, make_due_filter
from tracks.shared.reviewed_kinds import get_desk

# Sections of the first page, in order; a screen names its own with `section`.
SECTIONS = (
    "Review",
    "Tracks and milestones",
    "Pay",
    "Certifications",
    "What sources say",
    "Questionnaire",
    "Sources",
    "Occupations and money",
    "Learners",
    "Accounts and system",
)
# Between the lines of a list in a field that is only shown; the admin indents real lists.
LINE_BREAK = SafeString("<br>")
PAPER_FIELDS = ("source", "as_of", "state", "note", "checked_by", "checked_at")
PAPERS_FIELDSET: tuple[str, dict[str, Any]] = (
    "Where it comes from",
    {
        "fields": ("source", ("as_of", "state"), "note", ("checked_by", "checked_at")),
        "description": (
            "A figure without its papers is not shown as a fact. The as-of date is the time the "
            "source speaks of: a day, a month or a year, as it says."
        ),
    },
)
# An address typed without a scheme is taken for https.
URL_FIELDS: dict[Any, dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


@dataclass(frozen=True)
class BoardCell:
    """One count of the evidence table and the list that shows its rows."""

    count: int
    url: str


class CurationSite(AdminSite):
    """The admin: models grouped by what curators do, with the board on the first page."""

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Group the screens that this person may see by section instead of by app."""
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        if app_label:
            return apps
        sections: dict[str, list[dict[str, Any]]] = {name: [] for name in SECTIONS}
        for app in apps:
            for model in app["models"]:
                screen = self._registry[model["model"]]
                sections[getattr(screen, "section", SECTIONS[-1])].append(model)
        home = reverse("admin:index")
        return [
            {
                "name": name,
                "app_label": slugify(name),
                "app_url": f"{home}#{slugify(name)}",
                "has_module_perms": True,
                "models": models,
            }
            for name, models in sections.items()
            if models
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the first page with the curator's board."""
        return super().index(request, {**self._make_board(request), **(extra_context or {})})

    def _make_board(self, request: Any) -> dict[str, Any]:
        boards = list_boards()
        evidence = [row for board in boards for row in board.evidence]
        tasks = [task for board in boards for task in board.tasks if task.count]
        return {
            "board_states": [*(state.label for state in OPEN_STATES), "Past review"],
            "board_waiting": get_desk().count_waiting(user=request.user),
            "board_evidence": [
                (row.label, self._make_cells(row))
                for row in evidence
                if self._is_visible(request, row.model)
            ],
            "board_tasks": [
                (task, self._link_task(task))
                for task in tasks
                if self._is_visible(request, task.model)
            ],
            "board_pages": [
                (page, reverse(page.url_name)) for board in boards for page in board.pages
            ],
        }

    def _is_visible(self, request: HttpRequest, model: type[Model]) -> bool:
        screen = self._registry.get(model)
        return screen is not None and screen.has_view_permission(request)

    def _make_cells(self, row: EvidenceCount) -> list[BoardCell]:
        url = _link_list(row.model)
        return [
            *(
                BoardCell(row.by_state.get(state, 0), f"{url}?state__exact={state}")
                for state in OPEN_STATES
            ),
            BoardCell(row.due, f"{url}?review=due"),
            BoardCell(row.total, url),
        ]

    def _link_task(self, task: BoardTask) -> str:
        return f"{_link_list(task.model)}?{task.query}"


def _link_list(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


class FixedKeyForm(ModelForm):
    """The form of a row below another: its key is open only until it is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields and not self.instance._state.adding:
            self.fields["key"].disabled = True


class CuratedAdmin(ExportActions, RecordedScreen):
    """A screen for one table of the catalogue. A key is chosen once and never changed."""

    section = SECTIONS[-1]
    list_per_page = 50
    formfield_overrides = URL_FIELDS
    # The field from which a new row's key is suggested.
    key_from = ""

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Lock the key of a row that exists: files, links and learners refer to it."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        return (*fixed, "key") if obj and hasattr(obj, "key") and "key" not in fixed else fixed

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Suggest a key for a new row."""
        return {} if obj or not self.key_from else {"key": (self.key_from,)}


class SourcedAdmin(CuratedAdmin):
    """A screen for facts that carry their papers; the papers are always open."""

    autocomplete_fields: ClassVar[Any] = ("source",)
    readonly_fields: ClassVar[Any] = ("checked_by", "checked_at")
    list_select_related: ClassVar[Any] = ("source",)

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Offer what is past its review date on every list of figures."""
        return (*super().get_list_filter(request), ReviewDateFilter)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Show the papers below everything else."""
        if self.fieldsets:
            return super().get_fieldsets(request, obj)
        names = [name for name in self.get_fields(request, obj) if name not in PAPER_FIELDS]
        return [(None, {"fields": names}), PAPERS_FIELDSET]

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Note who verified the row, or that somebody has to again."""
        forget_check(row=obj, changed=form.changed_data)
        if "state" in form.changed_data and obj.state == EvidenceState.VERIFIED:
            obj.checked_by = request.user
            obj.checked_at = timezone.now()
        super().save_model(request, obj, form, change)


class ReviewDateFilter(admin.SimpleListFilter):
    """Figures that somebody has to look at again, as the board counts them."""

    title = "review"
    parameter_name = "review"

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        """Offer the one filter."""
        return [("due", "Past its review date")]

    def queryset(self, _request: HttpRequest, queryset: Any) -> Any:
        """Keep what is due today."""
        if self.value() != "due":
            return queryset
        return queryset.filter(make_due_filter(queryset.model, today=timezone.localdate()))


def describe_review_date(row: SourcedRow) -> str:
    """Write when the figure has to be looked at again."""
    if row._state.adding:
        return "Reckoned from the as-of date once it is saved."
    due = find_review_date(row)
    if due is None:
        return "now: it has no date, and nobody has checked it"
    words = date_format(due, "DATE_FORMAT")
    return f"{words}: past" if due < timezone.localdate() else words


class NothingToEdit:
    """Rows made by code: they can be looked at and nothing else."""

    def has_add_permission(self, *_args: Any) -> bool:
        """Refuse new rows."""
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        """Refuse changes."""
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        """Refuse deletion."""
        return False


class ReadOnlyAdmin(NothingToEdit, CuratedAdmin):
    """A screen to look at rows that code made."""


class ReadOnlyInline(NothingToEdit, admin.TabularInline):
    """Rows that code made, listed below what they belong to."""

    extra = 0
    can_delete = False


def describe_impacts(row: Model) -> SafeString:
    """Write what a change of the row touches as a list for a form."""
    items = format_html_join(
        "",
        "<li>{}{}</li>",
        ((impact, _explain(impact)) for impact in list_impacts(row=row)),
    )
    return format_html('<ul class="impacts">{}</ul>', items)


def _explain(impact: Impact) -> str:
    if not impact.count or not impact.is_recomputed:
        return ""
    return " — recomputed in the background once it is published"


def say_recomputed(row: Model, *, what: str) -> str:
    """Say after saving what is being made again because of the change."""
    used = [impact for impact in list_impacts(row=row) if impact.is_recomputed and impact.count]
    if not used:
        return f"No learner’s projection uses this {what}."
    counts = " and ".join(str(impact) for impact in used)
    verb = "uses" if len(used) == 1 and used[0].count == 1 else "use"
    again = "is" if verb == "uses" else "are"
    return f"{counts} {verb} this {what} and {again} recomputed in the background."

"""The queue of milestones that open roadmaps suggest."""

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from tracks.admin.draft_forms import DecisionForm
from tracks.choices import DraftState
from tracks.models import DraftDecision, DraftMilestone
from tracks.operations.draft_milestones import DraftDecided, KeyTaken, describe_origin
from tracks.shared.admin import LINE_BREAK, CuratedAdmin

STATED = ("title", "link", "section", "position", "effort", "hours", "prerequisites", "material")
DECIDED = ("state", "milestone", "reason", "decided_by", "decided_at")
DECISION = ("decision", "new_title", "new_key", "outcome", "existing", "why")


def find_decision(draft: DraftMilestone) -> DraftDecision | None:
    """Return who decided and when; None while the draft is waiting."""
    # A list fetches the decision together with its draft.
    decision: DraftDecision | None = getattr(draft, "decision", None)
    return decision


@admin.register(DraftMilestone)
class DraftMilestoneAdmin(CuratedAdmin):
    section = "Tracks and milestones"
    form = DecisionForm
    list_display = ("title", "section", "hours", "source", "state", "decided_by")
    list_filter = ("state", ("source", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("source", "decision__decided_by")
    search_fields = ("title", "section", "key", "prerequisites")
    ordering = ("source__title", "position", "pk")
    readonly_fields = (*STATED, "origin", *DECIDED)

    def has_add_permission(self, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.state == DraftState.WAITING
        return is_open and request.user.has_perm("tracks.decide_draftmilestone")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        stated = ("What the roadmap says", {"fields": (*STATED, "origin")})
        if not self.has_change_permission(request, obj):
            return (stated, ("What became of it", {"fields": DECIDED}))
        description = (
            "Only facts were taken over. Write the outcome and the description in your own words."
        )
        return (stated, ("Your decision", {"fields": DECISION, "description": description}))

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        decision: Any = form
        try:
            done = decision.decide(decided_by=request.user, now=timezone.now())
        except (DraftDecided, KeyTaken) as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)

    @admin.display(description="decided by", ordering="decision__decided_by__email")
    def decided_by(self, draft: DraftMilestone) -> str:
        decision = find_decision(draft)
        return str(decision.decided_by or "somebody who left") if decision else "–"

    @admin.display(description="decided at", ordering="decision__decided_at")
    def decided_at(self, draft: DraftMilestone) -> str:
        decision = find_decision(draft)
        return date_format(localtime(decision.decided_at), "DATETIME_FORMAT") if decision else "–"

    @admin.display(description="link")
    def link(self, draft: DraftMilestone) -> str:
        if not draft.url:
            return "none"
        return format_html('<a href="{}" rel="noopener external">{}</a>', draft.url, draft.url)

    @admin.display(description="hours", ordering="hours_low")
    def hours(self, draft: DraftMilestone) -> str:
        if draft.hours_low is None:
            return "unknown"
        if draft.hours_low == draft.hours_high:
            return f"{draft.hours_low} h"
        return f"{draft.hours_low}–{draft.hours_high} h"

    @admin.display(description="further links")
    def material(self, draft: DraftMilestone) -> str:
        if not draft.links:
            return "none"
        rows = (
            (one["url"], one["title"], f" ({one['tag']})" * bool(one["tag"])) for one in draft.links
        )
        return format_html_join(LINE_BREAK, '<a href="{}" rel="noopener external">{}</a>{}', rows)

    @admin.display(description="attribution")
    def origin(self, draft: DraftMilestone) -> str:
        return describe_origin(draft)

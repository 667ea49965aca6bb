"""Milestones with what teaches them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest

from tracks.admin.milestone_forms import MilestoneForm
from tracks.models import Milestone, Placement, Resource
from tracks.shared.admin import URL_FIELDS, CuratedAdmin

_earlier = Placement.objects.filter(
    stage__track=OuterRef(OuterRef("stage__track")), milestone=OuterRef("to_milestone")
).filter(
    Q(stage__position__lt=OuterRef(OuterRef("stage__position")))
    | Q(stage__position=OuterRef(OuterRef("stage__position")))
    & Q(position__lt=OuterRef(OuterRef("position")))
)
_unmet = Milestone.prerequisites.through.objects.filter(from_milestone=OuterRef("milestone"))
# Placed in a track before something that it needs, or without it.
_unreachable = Placement.objects.filter(milestone=OuterRef("pk")).filter(
    Exists(_unmet.filter(~Exists(_earlier)))
)

# What the board and this filter count alike.
GAPS: dict[str, tuple[str, Q]] = {
    "hours": ("No hours", Q(hours_likely__isnull=True, retired_at__isnull=True)),
    "place": ("In no track", Q(placements__isnull=True, retired_at__isnull=True)),
    "reach": ("Placed before what it needs", Q(Exists(_unreachable), retired_at__isnull=True)),
    "resources": ("No resources", Q(resources__isnull=True, retired_at__isnull=True)),
    "successor": (
        "Retired without a way on",
        Q(retired_at__isnull=False, successor__isnull=True, retired_reason=""),
    ),
    "retired": ("Retired", Q(retired_at__isnull=False)),
}


class GapFilter(admin.SimpleListFilter):
    title = "what is missing"
    parameter_name = "gap"

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        return [(name, words) for name, (words, _) in GAPS.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        gap = GAPS.get(self.value() or "")
        return queryset.filter(gap[1]) if gap else queryset


class ResourceInline(admin.TabularInline):
    model = Resource
    classes = ("plain",)
    formfield_overrides = URL_FIELDS
    ordering = ("position", "pk")
    extra = 0


@admin.register(Milestone)
class MilestoneAdmin(CuratedAdmin):
    section = "Tracks and milestones"
    key_from = "title"
    form = MilestoneForm
    fieldsets = (
        (None, {"fields": ("title", "key", "outcome", "description", "proof_idea")}),
        ("Hours", {"fields": (("hours_low", "hours_likely", "hours_high"), "hours_source")}),
        ("How it connects", {"fields": ("prerequisites", "skills", "tools")}),
        (
            "Retirement",
            {
                "fields": ("is_retired", "successor", "retired_reason", "retired_at"),
                "description": "A published milestone is never deleted: it is retired.",
            },
        ),
    )
    readonly_fields = ("retired_at",)
    autocomplete_fields = ("prerequisites", "skills", "tools", "hours_source", "successor")
    list_display = ("title", "key", "hours", "tracks_count", "is_in_use")
    list_filter = (GapFilter, "placements__stage__track", "placements__stage__level")
    search_fields = ("title", "key", "outcome")
    ordering = ("title", "pk")
    inlines = (ResourceInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        count = Count("placements__stage__track", distinct=True)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(track_count=count)
        return rows

    @admin.display(description="hours", ordering=F("hours_likely").asc(nulls_first=True))
    def hours(self, milestone: Milestone) -> str:
        if milestone.hours_likely is None:
            return "unknown"
        return f"{milestone.hours_low} / {milestone.hours_likely} / {milestone.hours_high}"

    @admin.display(description="tracks", ordering="track_count")
    def tracks_count(self, milestone: Any) -> int:
        return int(milestone.track_count)

    @admin.display(description="in use", boolean=True, ordering="retired_at")
    def is_in_use(self, milestone: Milestone) -> bool:
        return milestone.retired_at is None

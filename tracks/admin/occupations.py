"""Occupations of the O*NET database, to look at, and our decisions which roles they fit."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from tracks.models import (
    JobZone,
    Occupation,
    OccupationMatch,
    OccupationTechnologies,
    OccupationTitles,
    OccupationZone,
    PreparationCategory,
)
from tracks.queries.occupations import list_suggestions, list_unsupported_matches
from tracks.shared.admin import LINE_BREAK, CuratedAdmin, ReadOnlyAdmin

SECTION = "Occupations and money"


@admin.register(OccupationMatch)
class OccupationMatchAdmin(CuratedAdmin):
    section = "Pay"
    list_display = ("role", "quality", "occupation_code", "occupation_title", "decided_on")
    list_filter = ("quality", "role__rungs__track")
    list_select_related = ("role",)
    search_fields = ("role__title", "occupation_code", "occupation_title", "reason")
    ordering = ("role__title", "position", "pk")
    autocomplete_fields = ("role",)
    fieldsets = (
        (None, {"fields": ("role", "key", "quality", "occupation_code", "occupation_title")}),
        ("Why", {"fields": ("reason", ("decided_by", "decided_on"), "position")}),
        (
            "What titles suggest",
            {
                "fields": ("suggestions",),
                "description": "Occupations that list the role’s title or one of its other names.",
            },
        ),
    )
    readonly_fields = ("suggestions",)
    actions = ("compare_with_titles",)

    @admin.display(description="suggestions")
    def suggestions(self, match: OccupationMatch) -> str:
        if not match.pk:
            return "Shown once the row is saved."
        rows = [
            (one.code, one.title or "title not loaded", one.quality.label.lower(), one.name)
            for one in list_suggestions(role=match.role)
        ]
        if not rows:
            return "No occupation on record lists this role’s title or another name of it."
        return format_html_join(LINE_BREAK, "{} {}: {} (“{}”)", rows)

    @admin.action(description="Compare with the titles of O*NET")
    def compare_with_titles(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        chosen = set(queryset.values_list("pk", flat=True))
        wrong = [one for one in list_unsupported_matches() if one.pk in chosen]
        for one in wrong:
            note = f"{one.role}: {one.occupation_title} does not list this title. Check the match."
            self.message_user(request, note, messages.WARNING)
        if not wrong:
            titles = OccupationTitles.objects.exists()
            note = (
                f"{len(chosen)} compared; every title that is claimed as listed is listed."
                if titles
                else "No titles are loaded. Import Alternate Titles.xlsx first."
            )
            self.message_user(request, note, messages.SUCCESS if titles else messages.WARNING)


class OnetAdmin(ReadOnlyAdmin):
    section = SECTION
    list_select_related = ("source",)
    ordering: ClassVar[Any] = ("code", "pk")


@admin.register(Occupation)
class OccupationAdmin(OnetAdmin):
    list_display = ("code", "title", "soc_code")
    search_fields = ("code", "title", "description")


@admin.register(OccupationZone)
class OccupationZoneAdmin(OnetAdmin):
    list_display = ("code", "zone", "as_of", "rated_by")
    list_filter = ("zone", "rated_by")
    search_fields = ("code",)


@admin.register(OccupationTechnologies)
class OccupationTechnologiesAdmin(OnetAdmin):
    list_display = ("code", "count", "hot")
    search_fields = ("code", "technologies")
    fields = ("code", "source", "listed")
    readonly_fields = ("listed",)

    @admin.display(description="technologies")
    def count(self, row: OccupationTechnologies) -> int:
        return len(row.technologies)

    @admin.display(description="hot")
    def hot(self, row: OccupationTechnologies) -> int:
        return sum(one["is_hot"] for one in row.technologies)

    @admin.display(description="technologies")
    def listed(self, row: OccupationTechnologies) -> str:
        rows = [
            (
                one["name"],
                one["category"],
                ", hot" * one["is_hot"] + ", in demand" * one["is_in_demand"],
            )
            for one in row.technologies
        ]
        return format_html_join(LINE_BREAK, "{} ({}){}", rows)


@admin.register(OccupationTitles)
class OccupationTitlesAdmin(OnetAdmin):
    list_display = ("code", "count")
    search_fields = ("code", "titles")
    fields = ("code", "source", "listed")
    readonly_fields = ("listed",)

    @admin.display(description="titles")
    def count(self, row: OccupationTitles) -> int:
        return len(row.titles)

    @admin.display(description="titles")
    def listed(self, row: OccupationTitles) -> str:
        return format_html_join(LINE_BREAK, "{}", ((one["title"],) for one in row.titles))


@admin.register(JobZone)
class JobZoneAdmin(OnetAdmin):
    list_display = ("number", "name", "svp_range")
    search_fields = ("name",)
    ordering = ("number",)


@admin.register(PreparationCategory)
class PreparationCategoryAdmin(OnetAdmin):
    list_display = ("element", "category", "description")
    list_filter = ("element",)
    search_fields = ("description",)
    ordering = ("scale", "category")

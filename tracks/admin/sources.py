"""Sources, and how many figures cite them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from tracks.models import Source
from tracks.shared.admin import CuratedAdmin


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    section = "Sources"
    key_from = "title"
    list_display = ("title", "publisher", "kind", "licence", "published", "retrieved_date", "bands")
    list_filter = ("kind", "licence")
    search_fields = ("title", "publisher", "key", "url")
    ordering = ("title", "pk")
    fieldsets = (
        (None, {"fields": ("title", "key", "publisher", "kind", "url")}),
        ("Dates", {"fields": (("published", "retrieved_date"),)}),
        (
            "Licence",
            {
                "fields": ("licence", "attribution"),
                "description": "The attribution is printed wherever the source’s facts are shown.",
            },
        ),
        ("Notes", {"fields": ("note",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(band_count=Count("tracks_salaryband_rows"))
        )
        return rows

    @admin.display(description="pay bands", ordering="band_count")
    def bands(self, source: Any) -> int:
        return int(source.band_count)

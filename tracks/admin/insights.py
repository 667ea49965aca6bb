"""What sources say about tracks besides pay."""

from typing import Any, ClassVar

from django.contrib import admin

from tracks.models import (
    Accelerator,
    ComparisonDimension,
    ComparisonEntry,
    CostRange,
    DemandIndicator,
    Insight,
    MeetingPoint,
    QualitativeFactor,
    Synergy,
    Transition,
)
from tracks.shared.admin import CuratedAdmin, SourcedAdmin


class StatementAdmin(SourcedAdmin):
    """A sourced statement about one track."""

    section = "What sources say"
    list_select_related = ("track", "source")
    ordering: ClassVar[Any] = ("track__position", "position", "pk")


@admin.register(DemandIndicator)
class DemandIndicatorAdmin(StatementAdmin):
    key_from = "sector"
    list_display = ("sector", "track", "level", "source", "as_of", "state")
    list_filter = ("state", "track", "level")
    search_fields = ("sector", "key")


@admin.register(Insight)
class InsightAdmin(StatementAdmin):
    key_from = "title"
    list_display = ("title", "track", "kind", "period", "source", "state")
    list_filter = ("state", "track", "kind")
    search_fields = ("title", "body", "key")
    autocomplete_fields = ("source", "tools")
    ordering = ("track__position", "kind", "position", "pk")


@admin.register(Accelerator)
class AcceleratorAdmin(StatementAdmin):
    key_from = "name"
    list_display = ("name", "track", "horizon", "source", "state")
    list_filter = ("state", "track", "horizon")
    search_fields = ("name", "description", "key")


@admin.register(QualitativeFactor)
class QualitativeFactorAdmin(StatementAdmin):
    list_display = ("text", "track", "kind", "source", "state")
    list_filter = ("state", "track", "kind")
    search_fields = ("text", "key")


@admin.register(Transition)
class TransitionAdmin(SourcedAdmin):
    section = "What sources say"
    list_display = ("to_field", "from_track", "to_track", "source", "state")
    list_filter = ("state", "from_track", "to_track")
    list_select_related = ("from_track", "to_track", "source")
    search_fields = ("to_field", "description", "key")
    ordering = ("from_track__position", "position", "pk")


@admin.register(CostRange)
class CostRangeAdmin(SourcedAdmin):
    section = "What sources say"
    list_display = ("key", "track", "low", "high", "currency", "source", "as_of", "state")
    list_filter = ("state", "track", "currency")
    list_select_related = ("track", "source")
    search_fields = ("key", "note")
    ordering = ("track__position", "key")


@admin.register(Synergy)
class SynergyAdmin(SourcedAdmin):
    section = "What sources say"
    list_display = ("text", "source", "state")
    list_filter = ("state", "tracks")
    search_fields = ("text", "key")
    filter_horizontal = ("tracks",)
    ordering = ("position", "pk")


@admin.register(MeetingPoint)
class MeetingPointAdmin(SourcedAdmin):
    section = "What sources say"
    key_from = "name"
    list_display = ("name", "category", "source", "state")
    list_filter = ("state", "category", "tracks")
    search_fields = ("name", "category", "description", "key")
    autocomplete_fields = ("source", "tools")
    filter_horizontal = ("tracks",)
    ordering = ("position", "pk")


class ComparisonEntryInline(admin.StackedInline):
    model = ComparisonEntry
    fields = ("track", "text", "source", ("as_of", "state"), "note")
    autocomplete_fields = ("source",)
    ordering = ("track__position", "pk")
    extra = 0


@admin.register(ComparisonDimension)
class ComparisonDimensionAdmin(CuratedAdmin):
    section = "What sources say"
    key_from = "name"
    list_display = ("name", "question", "position")
    search_fields = ("name", "question", "key")
    ordering = ("position", "pk")
    inlines = (ComparisonEntryInline,)

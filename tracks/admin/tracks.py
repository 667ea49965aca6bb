"""Tracks: the draft with its stages, and the releases that learners follow."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracks.models import (
    Placement,
    ReleaseStage,
    Removal,
    Stage,
    TimeInvestment,
    Track,
    TrackRelease,
)
from tracks.operations.releases import (
    ReleaseRefused,
    list_unpublished_tracks,
    publish_release,
)
from tracks.queries.editions import Edition, list_departures, read_draft, read_release
from tracks.queries.release_differences import compare_editions
from tracks.queries.release_faults import list_release_faults
from tracks.queries.release_notes import NOTHING_TO_TELL, list_note_parts, summarise_difference
from tracks.queries.tracks import find_latest_release
from tracks.shared.admin import CuratedAdmin, FixedKeyForm, ReadOnlyAdmin, ReadOnlyInline
from tracks.shared.impact import list_impacts


class StageInline(admin.TabularInline):
    model = Stage
    form = FixedKeyForm
    classes = ("plain",)
    fields = ("title", "key", "level", "rung", "position")
    ordering = ("position", "pk")
    show_change_link = True
    extra = 0


class RemovalInline(admin.TabularInline):
    model = Removal
    classes = ("plain",)
    autocomplete_fields = ("milestone", "successor")
    ordering = ("pk",)
    extra = 0
    verbose_name = "milestone that leaves this track"
    verbose_name_plural = (
        "milestones that leave this track (not needed for retired ones; whoever did all that a "
        "successor replaces has done the successor)"
    )


class TimeInvestmentInline(admin.StackedInline):
    model = TimeInvestment
    fields = (("level", "low_months", "high_months"), "source", ("as_of", "state"), "note")
    autocomplete_fields = ("source",)
    ordering = ("level", "pk")
    extra = 0


class ReleaseInline(ReadOnlyInline):
    model = TrackRelease
    fields = ("number", "published_at", "published_by", "notes", "sha256")
    ordering = ("-number",)
    show_change_link = True
    verbose_name_plural = "releases (never edited)"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("published_by", "track")


class DraftFilter(admin.SimpleListFilter):
    title = "draft"
    parameter_name = "draft"

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        return [("changed", "Differs from the last release")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "changed":
            return queryset
        return queryset.filter(pk__in=[track.pk for track in list_unpublished_tracks()])


def read_next_release(track: Track) -> dict[str, Any]:
    """Return what publishing now would do: notes, refusals, and whom it concerns."""
    last = find_latest_release(track=track)
    draft = read_draft(track=track)
    before = read_release(release=last) if last else Edition(())
    departures = list_departures(track=track, before=before, after=draft)
    difference = compare_editions(before=before, after=draft, departures=departures)
    return {
        "track": track,
        "last": last,
        "is_changed": last is None or last.sha256 != draft.digest,
        "reasons": list_release_faults(draft=draft, departures=departures),
        "summary": summarise_difference(difference=difference) if last else "first release",
        "nothing_to_tell": NOTHING_TO_TELL,
        "parts": list_note_parts(difference=difference),
        "impacts": list_impacts(row=track),
    }


@admin.register(Track)
class TrackAdmin(CuratedAdmin):
    section = "Tracks and milestones"
    key_from = "name"
    list_display = (
        "name",
        "tagline",
        "stage_count",
        "placed_count",
        "last_release",
        "next_release",
    )
    list_filter = (DraftFilter,)
    search_fields = ("name", "key", "tagline")
    ordering = ("position", "pk")
    inlines = (StageInline, RemovalInline, TimeInvestmentInline, ReleaseInline)
    actions = ("publish",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(
                stages_placed=Count("stages", distinct=True),
                milestones_placed=Count("stages__placements", distinct=True),
                newest_release=Max("releases__number"),
            )
        )
        return rows

    @admin.display(description="stages", ordering="stages_placed")
    def stage_count(self, track: Any) -> int:
        return int(track.stages_placed)

    @admin.display(description="milestones", ordering="milestones_placed")
    def placed_count(self, track: Any) -> int:
        return int(track.milestones_placed)

    @admin.display(description="last release", ordering="newest_release")
    def last_release(self, track: Any) -> str:
        return str(track.newest_release or "not published")

    @admin.display(description="next release")
    def next_release(self, track: Track) -> SafeString:
        url = reverse("admin:tracks_track_release", args=(track.pk,))
        return format_html(
            '<a href="{}">preview<span class="visually-hidden"> of {}</span></a>', url, track
        )

    def get_urls(self) -> list[Any]:
        own = path(
            "<int:pk>/release/",
            self.admin_site.admin_view(self.preview_release),
            name="tracks_track_release",
        )
        return [own, *super().get_urls()]

    def preview_release(self, request: Any, pk: int) -> HttpResponse:
        track = get_object_or_404(Track, pk=pk)
        if not self.has_view_permission(request, track):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_publish_permission(request):
                raise PermissionDenied
            self._publish(request, track, request.POST.get("notes", "")[:8000])
            return redirect("admin:tracks_track_release", pk)
        context = {"title": f"Next release of {track}", "preview": read_next_release(track)}
        return self._render(request, "admin/tracks/next_release.html", context)

    def _render(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "can_publish": self.has_publish_permission(request),
        }
        return render(request, template, context)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tracks.add_trackrelease")

    @admin.action(description="Publish a release", permissions=["publish"])
    def publish(self, request: HttpRequest, tracks: QuerySet[Track]) -> HttpResponse:
        """Show what each chosen track would publish; publishing is a button below it."""
        chosen = list(tracks.order_by("position", "pk"))
        if len(chosen) == 1:
            return redirect("admin:tracks_track_release", chosen[0].pk)
        context = {
            "title": "Next releases",
            "previews": [read_next_release(track) for track in chosen],
        }
        return self._render(request, "admin/tracks/next_releases.html", context)

    def _publish(self, request: Any, track: Track, notes: str) -> None:
        try:
            release = publish_release(
                track=track, now=timezone.now(), published_by=request.user, notes=notes
            )
        except ReleaseRefused as refused:
            for reason in refused.reasons:
                self.message_user(request, f"{track}: {reason}", messages.ERROR)
            return
        if release is None:
            self.message_user(request, f"{track}: nothing changed since the last release.")
            return
        self.log_addition(request, release, f"Published release {release.number}.")
        self.message_user(
            request,
            f"{track}: release {release.number} is published. Learners choose when to move.",
            messages.SUCCESS,
        )


class PlacementInline(admin.TabularInline):
    model = Placement
    classes = ("plain",)
    autocomplete_fields = ("milestone",)
    ordering = ("position", "pk")
    extra = 0


@admin.register(Stage)
class StageAdmin(CuratedAdmin):
    section = "Tracks and milestones"
    key_from = "title"
    list_display = ("title", "track", "level", "rung", "position", "placed_count")
    list_filter = ("track", "level", "rung")
    list_select_related = ("track",)
    search_fields = ("title", "key", "track__name")
    ordering = ("track__position", "position", "pk")
    inlines = (PlacementInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(placed=Count("placements"))
        return rows

    @admin.display(description="milestones", ordering="placed")
    def placed_count(self, stage: Any) -> int:
        return int(stage.placed)


class ReleaseStageInline(ReadOnlyInline):
    model = ReleaseStage
    fields = ("title", "level", "rung", "milestones")
    readonly_fields = ("milestones",)
    ordering = ("position", "pk")
    verbose_name_plural = "stages as published"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("placements__milestone")

    @admin.display(description="milestones")
    def milestones(self, stage: ReleaseStage) -> str:
        placed = sorted(stage.placements.all(), key=lambda one: (one.position, one.pk))
        return format_html_join(
            "",
            "{}{}<br>",
            ((one.milestone, " (optional)" if one.is_optional else "") for one in placed),
        )


@admin.register(TrackRelease)
class TrackReleaseAdmin(ReadOnlyAdmin):
    section = "Tracks and milestones"
    list_display = ("track", "number", "published_at", "published_by", "notes")
    list_filter = ("track",)
    list_select_related = ("track", "published_by")
    fields = ("track", "number", "published_at", "published_by", "notes", "sha256")
    ordering = ("-published_at", "-pk")
    inlines = (ReleaseStageInline,)

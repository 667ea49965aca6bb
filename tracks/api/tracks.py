"""Tracks and their releases."""

from typing import Any, ClassVar

from django.db.models import Prefetch
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tracks.models import (
    LadderRung,
    ReleasePlacement,
    ReleaseStage,
    RolePlacement,
    TimeInvestment,
    Track,
    TrackRelease,
)
from tracks.shared.api import CatalogueViewSet, SourcedSerializer


class TimeInvestmentSerializer(SourcedSerializer):
    """Months that a source says a level takes."""

    class Meta:
        model = TimeInvestment
        fields = ("level", "low_months", "high_months", "papers")


class RungRoleSerializer(serializers.ModelSerializer[RolePlacement]):
    """A role on a rung."""

    key = serializers.SlugField(source="role.key")
    title = serializers.CharField(source="role.title")

    class Meta:
        model = RolePlacement
        fields = ("key", "title")


class LadderRungSerializer(SourcedSerializer):
    """A rung of the ladder with its roles."""

    roles = RungRoleSerializer(source="placements", many=True)

    class Meta:
        model = LadderRung
        fields = ("rung", "name", "roles", "papers")


class TrackSerializer(serializers.ModelSerializer[Track]):
    """A track in short."""

    class Meta:
        model = Track
        fields: ClassVar[Any] = ("key", "name", "tagline", "summary", "colour")


class TrackDetailSerializer(TrackSerializer):
    """A track with its ladder and the time it takes."""

    time_investments = TimeInvestmentSerializer(many=True)
    ladder = LadderRungSerializer(source="ladder_rungs", many=True)

    class Meta(TrackSerializer.Meta):
        fields = (*TrackSerializer.Meta.fields, "description", "time_investments", "ladder")


class ReleasePlacementSerializer(serializers.ModelSerializer[ReleasePlacement]):
    """A milestone as placed."""

    key = serializers.SlugField(source="milestone.key")
    title = serializers.CharField(source="milestone.title")
    hours_likely = serializers.IntegerField(source="milestone.hours_likely", allow_null=True)

    class Meta:
        model = ReleasePlacement
        fields = ("key", "title", "hours_likely", "is_optional", "position")


class ReleaseStageSerializer(serializers.ModelSerializer[ReleaseStage]):
    """A stage with its milestones in order."""

    milestones = ReleasePlacementSerializer(source="placements", many=True)

    class Meta:
        model = ReleaseStage
        fields = ("key", "title", "summary", "level", "rung", "milestones")


class ReleaseSerializer(serializers.ModelSerializer[TrackRelease]):
    """A numbered edition of a track."""

    track = serializers.SlugField(source="track.key")
    stages = ReleaseStageSerializer(many=True)

    class Meta:
        model = TrackRelease
        fields = ("track", "number", "published_at", "notes", "sha256", "stages")


class Tracks(CatalogueViewSet):
    """The learning tracks; `outline` is the newest release, `releases/{number}` any one."""

    queryset = Track.objects.order_by("position", "pk")

    def get_queryset(self) -> Any:
        """Fetch the ladder with its papers for one track."""
        if self.action != "retrieve":
            return super().get_queryset()
        placements = RolePlacement.objects.select_related("role").order_by("position", "pk")
        rungs = (
            LadderRung.objects.select_related("source")
            .order_by("rung")
            .prefetch_related(Prefetch("placements", placements))
        )
        times = TimeInvestment.objects.select_related("source").order_by("low_months", "pk")
        return (
            super()
            .get_queryset()
            .prefetch_related(Prefetch("ladder_rungs", rungs), Prefetch("time_investments", times))
        )

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """Return the short form for lists."""
        return TrackDetailSerializer if self.action == "retrieve" else TrackSerializer

    @extend_schema(responses=ReleaseSerializer)
    @action(detail=True)
    def outline(self, request: Request, key: str) -> Response:
        """Return the newest release with its stages and milestones."""
        return self._answer_with_release(key, None)

    @extend_schema(
        responses=ReleaseSerializer,
        parameters=[OpenApiParameter("number", int, OpenApiParameter.PATH)],
    )
    @action(detail=True, url_path=r"releases/(?P<number>\d+)")
    def release(self, request: Request, key: str, number: str) -> Response:
        """Return one release by its number."""
        return self._answer_with_release(key, int(number))

    def _answer_with_release(self, key: str, number: int | None) -> Response:
        placements = ReleasePlacement.objects.select_related("milestone").order_by("position", "pk")
        stages = ReleaseStage.objects.order_by("position", "pk").prefetch_related(
            Prefetch("placements", placements)
        )
        releases = (
            TrackRelease.objects.filter(track__key=key)
            .select_related("track")
            .prefetch_related(Prefetch("stages", stages))
            .order_by("-number")
        )
        if number is not None:
            releases = releases.filter(number=number)
        release = releases.first()
        if release is None:
            raise Http404
        return Response(ReleaseSerializer(release).data)

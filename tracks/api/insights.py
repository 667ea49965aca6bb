"""What sources say about tracks besides pay."""

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers

from tracks import models
from tracks.shared.api import CatalogueViewSet, SourcedSerializer


class TrackFilter(filters.FilterSet):
    """Narrow statements to one track."""

    track = filters.CharFilter("track__key")


class TrackStatement(SourcedSerializer):
    """Base of statements about one track."""

    track: Any = serializers.SlugRelatedField("key", read_only=True)


class DemandSerializer(TrackStatement):
    """Demand in a sector."""

    class Meta:
        model = models.DemandIndicator
        fields = ("key", "track", "sector", "level", "papers")


class DemandIndicators(CatalogueViewSet):
    """How strong demand is, by sector."""

    queryset = models.DemandIndicator.objects.select_related("track", "source").order_by(
        "position", "pk"
    )
    serializer_class = DemandSerializer
    filterset_class = TrackFilter


class InsightSerializer(TrackStatement):
    """A strength, trend, growth area, pro or con."""

    tools: Any = serializers.SlugRelatedField("key", many=True, read_only=True)

    class Meta:
        model = models.Insight
        fields = ("key", "track", "kind", "title", "body", "tools", "period", "papers")


class InsightFilter(TrackFilter):
    """Narrow insights to a track and a kind."""

    class Meta:
        model = models.Insight
        fields: ClassVar[list[str]] = ["kind"]


class Insights(CatalogueViewSet):
    """Strengths, outlook and trends of the tracks."""

    queryset = (
        models.Insight.objects.select_related("track", "source")
        .prefetch_related("tools")
        .order_by("position", "pk")
    )
    serializer_class = InsightSerializer
    filterset_class = InsightFilter


class AcceleratorSerializer(TrackStatement):
    """Something said to raise the return; it has no number."""

    class Meta:
        model = models.Accelerator
        fields = ("key", "track", "horizon", "name", "description", "papers")


class Accelerators(CatalogueViewSet):
    """Short-term boosters and long-term multipliers."""

    queryset = models.Accelerator.objects.select_related("track", "source").order_by(
        "position", "pk"
    )
    serializer_class = AcceleratorSerializer
    filterset_class = TrackFilter


class FactorSerializer(TrackStatement):
    """A return that no number stands for."""

    class Meta:
        model = models.QualitativeFactor
        fields = ("key", "track", "kind", "text", "papers")


class QualitativeFactors(CatalogueViewSet):
    """Job security and career mobility."""

    queryset = models.QualitativeFactor.objects.select_related("track", "source").order_by(
        "position", "pk"
    )
    serializer_class = FactorSerializer
    filterset_class = TrackFilter


class CostRangeSerializer(TrackStatement):
    """What a source says certifications of a track cost each."""

    class Meta:
        model = models.CostRange
        fields = ("key", "track", "low", "high", "currency", "papers")


class CostRanges(CatalogueViewSet):
    """Stated cost ranges of certifications by track."""

    queryset = models.CostRange.objects.select_related("track", "source").order_by("key")
    serializer_class = CostRangeSerializer
    filterset_class = TrackFilter


class TransitionSerializer(SourcedSerializer):
    """A move that a track makes easier."""

    from_track: Any = serializers.SlugRelatedField("key", read_only=True)
    to_track: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)

    class Meta:
        model = models.Transition
        fields = ("key", "from_track", "to_track", "to_field", "description", "papers")


class Transitions(CatalogueViewSet):
    """Where tracks lead besides their own ladder."""

    queryset = models.Transition.objects.select_related(
        "from_track", "to_track", "source"
    ).order_by("position", "pk")
    serializer_class = TransitionSerializer


class SynergySerializer(SourcedSerializer):
    """Why tracks help each other."""

    tracks: Any = serializers.SlugRelatedField("key", many=True, read_only=True)

    class Meta:
        model = models.Synergy
        fields = ("key", "tracks", "text", "papers")


class Synergies(CatalogueViewSet):
    """What two tracks give each other."""

    queryset = (
        models.Synergy.objects.select_related("source")
        .prefetch_related("tracks")
        .order_by("position", "pk")
    )
    serializer_class = SynergySerializer


class MeetingPointSerializer(SynergySerializer):
    """A practice or platform that tracks share."""

    tools: Any = serializers.SlugRelatedField("key", many=True, read_only=True)

    class Meta:
        model = models.MeetingPoint
        fields = ("key", "name", "category", "description", "tracks", "tools", "papers")


class MeetingPoints(CatalogueViewSet):
    """Where tracks work with the same tools."""

    queryset = (
        models.MeetingPoint.objects.select_related("source")
        .prefetch_related("tracks", "tools")
        .order_by("position", "pk")
    )
    serializer_class = MeetingPointSerializer


class ComparisonEntrySerializer(TrackStatement):
    """One track's answer."""

    class Meta:
        model = models.ComparisonEntry
        fields = ("track", "text", "papers")


class ComparisonDimensionSerializer(serializers.ModelSerializer[models.ComparisonDimension]):
    """A question and the tracks' answers."""

    entries = ComparisonEntrySerializer(many=True)

    class Meta:
        model = models.ComparisonDimension
        fields = ("key", "name", "question", "entries")


class ComparisonDimensions(CatalogueViewSet):
    """In what tracks differ."""

    queryset = models.ComparisonDimension.objects.prefetch_related(
        "entries__track", "entries__source"
    ).order_by("position", "pk")
    serializer_class = ComparisonDimensionSerializer

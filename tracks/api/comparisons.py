"""Any two tracks side by side."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tracks.api.salaries import SalaryBandSerializer
from tracks.models import ComparisonEntry, DemandIndicator, Insight, Synergy
from tracks.queries.comparisons import Comparison, DimensionRow, compare_tracks
from tracks.queries.tracks import list_tracks
from tracks.shared.api import KeyField, SourcedSerializer
from tracks.shared.transfer_serializers import SimilaritySerializer, TransferSerializer


class SaidSerializer(SourcedSerializer):
    """Something said for or against a track."""

    class Meta:
        model = Insight
        fields = ("key", "title", "body", "papers")


class SectorDemandSerializer(SourcedSerializer):
    """Demand in a sector."""

    class Meta:
        model = DemandIndicator
        fields = ("key", "sector", "level", "papers")


class SharedGainSerializer(SourcedSerializer):
    """Why the two tracks help each other."""

    class Meta:
        model = Synergy
        fields = ("key", "text", "papers")


class SideSerializer(serializers.Serializer[Any]):
    """What is said for and against one of the two tracks, and its demand."""

    track = serializers.SlugField(source="track.key")
    strengths = SaidSerializer(many=True)
    pros = SaidSerializer(many=True)
    cons = SaidSerializer(many=True)
    demand = SectorDemandSerializer(many=True)


class DimensionAnswerSerializer(SourcedSerializer):
    """One track's answer to a question."""

    class Meta:
        model = ComparisonEntry
        fields = ("text", "papers")


class DimensionSerializer(serializers.Serializer[Any]):
    """A question and both answers; null where nobody answered it."""

    key = serializers.SlugField(source="dimension.key")
    name = serializers.CharField(source="dimension.name")
    question = serializers.CharField(source="dimension.question")
    left = serializers.SerializerMethodField()
    right = serializers.SerializerMethodField()

    @extend_schema_field(DimensionAnswerSerializer(allow_null=True))
    def get_left(self, row: DimensionRow) -> Any:
        """Return the left track's answer."""
        return DimensionAnswerSerializer(row.left).data if row.left else None

    @extend_schema_field(DimensionAnswerSerializer(allow_null=True))
    def get_right(self, row: DimensionRow) -> Any:
        """Return the right track's answer."""
        return DimensionAnswerSerializer(row.right).data if row.right else None


class PayPairSerializer(serializers.Serializer[Any]):
    """Every band on record for the same rung of both ladders."""

    rung = serializers.IntegerField()
    left = SalaryBandSerializer(source="left.bands", many=True)
    right = SalaryBandSerializer(source="right.bands", many=True)


class CarryoverSerializer(serializers.Serializer[Any]):
    """What somebody who finished one track brings to the other."""

    shared: Any = serializers.ListField(child=KeyField(), help_text="Milestones in both.")
    hours_low = serializers.IntegerField()
    hours_high = serializers.IntegerField()
    left_only_count = serializers.IntegerField()
    right_only_count = serializers.IntegerField()


class SkillSplitSerializer(serializers.Serializer[Any]):
    """Keys of skills that both tracks need, or only one."""

    shared: Any = serializers.ListField(child=KeyField())
    left_only: Any = serializers.ListField(child=KeyField())
    right_only: Any = serializers.ListField(child=KeyField())


class ComparisonSerializer(serializers.Serializer[Any]):
    """Two tracks, whole."""

    left = SideSerializer()
    right = SideSerializer()
    dimensions = DimensionSerializer(many=True)
    pay = PayPairSerializer(many=True)
    carryover = CarryoverSerializer()
    similarity = SimilaritySerializer()
    hours_from_nothing = serializers.SerializerMethodField(
        help_text="Likely hours of the left and of the right track; optional milestones are left out."
    )
    finishers = TransferSerializer(
        many=True,
        help_text="The left track for who finished the right one, and the other way round.",
    )
    skills = SkillSplitSerializer()
    meeting_points: Any = serializers.ListField(child=KeyField())
    shared_tools: Any = serializers.ListField(child=KeyField())
    synergies = SharedGainSerializer(many=True)

    def get_hours_from_nothing(self, comparison: Comparison) -> list[int]:
        """Return the hours of somebody who has done nothing."""
        return [starter.hours_left for starter in comparison.starters]


class Comparisons(APIView):
    """Two different tracks by what they ask, pay and share."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=ComparisonSerializer)
    def get(self, request: Request, left: str, right: str) -> Response:
        """Return the comparison; a track cannot be compared with itself."""
        if left == right:
            message = "Choose two different tracks."
            raise NotFound(message)
        tracks = list_tracks()
        comparison = compare_tracks(
            left=get_object_or_404(tracks, key=left), right=get_object_or_404(tracks, key=right)
        )
        return Response(ComparisonSerializer(comparison).data)

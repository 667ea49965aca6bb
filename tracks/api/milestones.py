"""Milestones, skills and tools."""

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers

from tracks.models import Milestone, Resource, Skill, SkillGroup, Tool
from tracks.shared.api import CatalogueViewSet


class ResourceSerializer(serializers.ModelSerializer[Resource]):
    """A link that teaches a milestone."""

    class Meta:
        model = Resource
        fields = ("title", "url", "kind")


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A milestone; hours are nominal study hours and null when unknown."""

    prerequisites: Any = serializers.SlugRelatedField("key", many=True, read_only=True)
    skills: Any = serializers.SlugRelatedField("key", many=True, read_only=True)
    tools: Any = serializers.SlugRelatedField("key", many=True, read_only=True)
    successor: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)
    resources = ResourceSerializer(many=True)
    tracks = serializers.SerializerMethodField(help_text="Keys of the tracks that place it.")
    hours_source: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)

    class Meta:
        model = Milestone
        fields: ClassVar[Any] = (
            "key",
            "title",
            "outcome",
            "description",
            "hours_low",
            "hours_likely",
            "hours_high",
            "hours_source",
            "proof_idea",
            "prerequisites",
            "skills",
            "tools",
            "resources",
            "tracks",
            "retired_at",
            "successor",
        )

    def get_tracks(self, milestone: Milestone) -> list[str]:
        """Return the tracks whose draft places the milestone."""
        return sorted({placed.stage.track.key for placed in milestone.placements.all()})


class MilestoneFilter(filters.FilterSet):
    """Narrow milestones to a track, a skill or a tool."""

    track = filters.CharFilter("placements__stage__track__key", distinct=True)
    skill = filters.CharFilter("skills__key", distinct=True)
    tool = filters.CharFilter("tools__key", distinct=True)

    class Meta:
        model = Milestone
        fields: ClassVar[list[str]] = []


class Milestones(CatalogueViewSet):
    """What can be learned; shared by tracks."""

    queryset = (
        Milestone.objects.select_related("successor", "hours_source")
        .prefetch_related(
            "prerequisites", "skills", "tools", "resources", "placements__stage__track"
        )
        .order_by("key")
    )
    serializer_class = MilestoneSerializer
    filterset_class = MilestoneFilter


class ToolSerializer(serializers.ModelSerializer[Tool]):
    """A tool."""

    class Meta:
        model = Tool
        fields = ("key", "name", "url", "summary")


class Tools(CatalogueViewSet):
    """Software and services that skills and milestones name."""

    queryset = Tool.objects.order_by("key")
    serializer_class = ToolSerializer


class SkillSerializer(serializers.ModelSerializer[Skill]):
    """A skill with its tools and the tracks that need it."""

    tools: Any = serializers.SlugRelatedField("key", many=True, read_only=True)
    tracks: Any = serializers.SlugRelatedField("key", many=True, read_only=True)
    source: Any = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = Skill
        fields = ("key", "name", "summary", "tools", "tracks", "source")


class SkillGroupSerializer(serializers.ModelSerializer[SkillGroup]):
    """A branch of the mind map."""

    skills = SkillSerializer(many=True)
    tracks: Any = serializers.SlugRelatedField("key", many=True, read_only=True)

    class Meta:
        model = SkillGroup
        fields = ("key", "name", "tracks", "skills")


class SkillGroups(CatalogueViewSet):
    """Skills by group, as the mind map draws them."""

    queryset = SkillGroup.objects.prefetch_related(
        "tracks", "skills__tools", "skills__tracks", "skills__source"
    ).order_by("position", "pk")
    serializer_class = SkillGroupSerializer

"""Roles, pay bands and sources."""

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers

from tracks.models import Role, SalaryBand, Source
from tracks.shared.api import CatalogueViewSet, SourcedSerializer


class SalaryBandSerializer(SourcedSerializer):
    """A pay band as one source states it; gross a year, null is unknown.

    With `high_is_open` the source stopped counting at `high`.
    """

    track: Any = serializers.SlugRelatedField("key", read_only=True)
    role: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)

    class Meta:
        model = SalaryBand
        fields: ClassVar[Any] = (
            "key",
            "track",
            "rung",
            "role",
            "country",
            "currency",
            "year",
            "statistic",
            "low",
            "high",
            "high_is_open",
            "p10",
            "p25",
            "p50",
            "p75",
            "p90",
            "sample_size",
            "derivation",
            "dispute",
            "papers",
        )


class SalaryBandFilter(filters.FilterSet):
    """Narrow bands to a track, rung, role, country, year, source or state."""

    track = filters.CharFilter("track__key")
    role = filters.CharFilter("role__key")
    source = filters.CharFilter("source__key")

    class Meta:
        model = SalaryBand
        fields: ClassVar[list[str]] = ["rung", "country", "year", "state", "statistic", "dispute"]


class SalaryBands(CatalogueViewSet):
    """Sourced pay; sources that disagree share `dispute` and are never averaged."""

    queryset = (
        SalaryBand.objects.filter(withdrawn_at__isnull=True)
        .select_related("track", "role", "source")
        .order_by("track__position", "rung", "key")
    )
    serializer_class = SalaryBandSerializer
    filterset_class = SalaryBandFilter


class RoleSerializer(serializers.ModelSerializer[Role]):
    """A job title and the rungs on which it stands."""

    rungs = serializers.SerializerMethodField()

    class Meta:
        model = Role
        fields = ("key", "title", "summary", "aliases", "soc_code", "rungs")

    def get_rungs(self, role: Role) -> list[dict[str, Any]]:
        """Return track key and rung number of each placement."""
        return [
            {"track": placed.ladder_rung.track.key, "rung": placed.ladder_rung.rung}
            for placed in role.placements.all()
        ]


class Roles(CatalogueViewSet):
    """Jobs that the tracks lead to."""

    queryset = Role.objects.prefetch_related("placements__ladder_rung__track").order_by("key")
    serializer_class = RoleSerializer


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A publication, data set or page with its licence and attribution."""

    class Meta:
        model = Source
        fields = (
            "key",
            "title",
            "publisher",
            "kind",
            "url",
            "licence",
            "attribution",
            "published",
            "retrieved_date",
            "note",
        )


class Sources(CatalogueViewSet):
    """Where facts come from."""

    queryset = Source.objects.order_by("key")
    serializer_class = SourceSerializer
    filterset_fields = ("kind",)

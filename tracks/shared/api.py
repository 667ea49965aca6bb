"""What the catalogue's endpoints share: open to all, read only, papers beside figures."""

from typing import Any

from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from accounts.shared.api import KEY_PATTERN
from tracks.shared.provenance import EvidenceState


class PapersSerializer(serializers.Serializer[Any]):
    """Where a figure comes from."""

    key = serializers.SlugField(source="source.key", help_text="Key of the source.")
    title = serializers.CharField(source="source.title")
    publisher = serializers.CharField(source="source.publisher")
    url = serializers.URLField(source="source.url", allow_blank=True)
    licence = serializers.CharField(source="source.licence", allow_blank=True)
    as_of = serializers.CharField(
        allow_blank=True, help_text="Date of the figure as the source states it; blank is unknown."
    )
    state = serializers.ChoiceField(choices=EvidenceState.choices)
    note = serializers.CharField(allow_blank=True)


class SourcedSerializer(serializers.ModelSerializer[Any]):
    """Base of serializers of sourced rows: `papers` is the row's provenance."""

    papers = PapersSerializer(source="*", read_only=True)


class CatalogueViewSet(viewsets.ReadOnlyModelViewSet[Any]):
    """Base of the catalogue's endpoints: found by key, readable by everybody."""

    permission_classes = (AllowAny,)
    lookup_field = "key"
    lookup_value_regex = KEY_PATTERN


class KeyField(serializers.SlugField):
    """The key of a row, where the row itself stands elsewhere in the API."""

    def to_representation(self, value: Any) -> str:
        """Return the key."""
        key: str = value.key
        return key

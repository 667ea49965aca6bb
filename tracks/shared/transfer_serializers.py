"""How endpoints write what of a track somebody brings along who has done milestones of another.

The objects are those of `tracks.queries.transfers`, which stands above this layer.
"""

from typing import Any

from rest_framework import serializers

FORMULA = (
    "Likely hours of the milestones that both tracks place, over the likely hours of those "
    "that either places, each milestone once."
)


class SimilaritySerializer(serializers.Serializer[Any]):
    """How much two tracks are alike."""

    share = serializers.SerializerMethodField(
        help_text="0, nothing in common, to 1, the same milestones."
    )
    shared_hours = serializers.IntegerField()
    all_hours = serializers.IntegerField()
    formula = serializers.SerializerMethodField(help_text="How the share comes about, in words.")

    def get_share(self, alike: Any) -> float:
        """Return the share to four places."""
        share: float = round(alike.share, 4)
        return share

    def get_formula(self, alike: Any) -> str:
        """Return what the share is made of."""
        return FORMULA


class TransferredMilestoneSerializer(serializers.Serializer[Any]):
    """A milestone of the other track, as somebody meets it who has done some."""

    key = serializers.SlugField(source="milestone.key")
    title = serializers.CharField(source="milestone.title")
    hours = serializers.IntegerField(
        allow_null=True, help_text="Likely hours from nothing; null is unknown."
    )
    is_optional = serializers.BooleanField()
    is_under_way = serializers.BooleanField()
    known_skills = serializers.ListField(
        child=serializers.CharField(), help_text="Skills that milestones done have trained."
    )


class BridgeStepSerializer(serializers.Serializer[Any]):
    """One step of the shortest way over."""

    milestone = serializers.SlugField(source="milestone.key")
    hours = serializers.IntegerField()
    hours_so_far = serializers.IntegerField(help_text="Up to and with this step.")


class TransferSerializer(serializers.Serializer[Any]):
    """A track as somebody meets it who has finished the other one."""

    track = serializers.SlugField(source="track.key")
    carried = TransferredMilestoneSerializer(many=True, help_text="Done already.")
    partly = TransferredMilestoneSerializer(
        many=True, help_text="Half of the skills are known; hours count whole."
    )
    new = TransferredMilestoneSerializer(many=True)
    hours_carried = serializers.IntegerField()
    hours_left = serializers.IntegerField(help_text="Likely hours of all that is open and counts.")
    bridge = BridgeStepSerializer(
        many=True, help_text="Of what is open and can be begun, always the shortest next."
    )

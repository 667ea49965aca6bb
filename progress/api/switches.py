"""What going over to another track would mean."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from certifications.queries.track_fees import add_fees
from progress.api.access import get_enrolment, get_learner
from progress.api.planned_certifications import CostSerializer
from progress.api.scenario_bodies import ProjectedSerializer, show_projection
from progress.queries.switches import Switch, get_switch
from tracks.models import SalaryBand, Track
from tracks.shared.api import SourcedSerializer
from tracks.shared.transfer_serializers import (
    BridgeStepSerializer,
    SimilaritySerializer,
    TransferredMilestoneSerializer,
)


class SwitchedFeeSerializer(serializers.Serializer[Any]):
    """A certification with its cost."""

    certification = serializers.SlugField(source="certification.key")
    name = serializers.CharField(source="certification.name")
    cost = CostSerializer(source="*")


class FeeSumSerializer(serializers.Serializer[Any]):
    """Fees of one currency added up; those that nobody states are counted and not added."""

    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    currency = serializers.CharField(allow_blank=True)
    unknown_count = serializers.IntegerField()


class SwitchFeesSerializer(serializers.Serializer[Any]):
    """Planned certifications that still count there, those that do not, and what is on offer."""

    kept = SwitchedFeeSerializer(many=True)
    kept_sums = FeeSumSerializer(many=True)
    dropped = SwitchedFeeSerializer(many=True)
    dropped_sums = FeeSumSerializer(many=True)
    offered = SwitchedFeeSerializer(
        many=True, help_text="Not planned; nobody is told to buy them all, so they have no sum."
    )


class SwitchBandSerializer(SourcedSerializer):
    """Gross pay a year as one source states it; null is unknown."""

    class Meta:
        model = SalaryBand
        fields: ClassVar[Any] = (
            "key",
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
            "papers",
        )


class SwitchPaySerializer(serializers.Serializer[Any]):
    """Every band on record for the same rung of both ladders."""

    rung = serializers.IntegerField()
    here = SwitchBandSerializer(source="left.bands", many=True)
    there = SwitchBandSerializer(source="right.bands", many=True)


class SwitchSerializer(serializers.Serializer[Any]):
    """Everything to weigh before changing tracks; asking changes nothing."""

    here = serializers.SlugField()
    there = serializers.SlugField()
    similarity = SimilaritySerializer()
    carried = TransferredMilestoneSerializer(many=True, help_text="Done already.")
    partly = TransferredMilestoneSerializer(
        many=True, help_text="Under way, or half of the skills are known; hours count whole."
    )
    new = TransferredMilestoneSerializer(many=True)
    hours_carried = serializers.IntegerField()
    hours_left = serializers.IntegerField(help_text="Likely hours of all that is open and counts.")
    hours_left_here = serializers.IntegerField(help_text="The same of the followed track.")
    hours_per_week = serializers.FloatField(allow_null=True, help_text="The learner's pace.")
    weeks_left = serializers.IntegerField(
        allow_null=True, help_text="Null while the pace is unknown."
    )
    weeks_left_here = serializers.IntegerField(allow_null=True)
    bridge = BridgeStepSerializer(
        many=True, help_text="Of what is open and can be begun, always the shortest next."
    )
    fees = SwitchFeesSerializer()
    pay = SwitchPaySerializer(many=True)
    stay = ProjectedSerializer()
    go = ProjectedSerializer(help_text="The same circumstances and luck on the other track.")


class SwitchTo(APIView):
    """Going over to another track."""

    conflicts = ("GET",)

    @extend_schema(responses=SwitchSerializer)
    def get(self, request: Request, key: str) -> Response:
        """Weigh it; 404 for the followed track itself and for one without a release.

        A side that cannot be projected says why in `missing` or `problem`; all else stands.
        """
        enrolment = get_enrolment(request)
        track = get_object_or_404(Track, key=key)
        if track == enrolment.track:
            message = "This track is followed already. Name another one."
            raise NotFound(message)
        now = timezone.localtime(timezone=ZoneInfo(get_learner(request).time_zone))
        switch = get_switch(enrolment=enrolment, track=track, now=now)
        if switch is None:
            message = f"{track} has not been published yet."
            raise NotFound(message)
        return Response(SwitchSerializer(_show(switch)).data)


def _show(switch: Switch) -> dict[str, Any]:
    transfer, fees = switch.transfer, switch.fees
    return {
        "here": switch.here.track.key,
        "there": switch.there.key,
        "similarity": switch.similarity,
        "carried": transfer.carried,
        "partly": transfer.partly,
        "new": transfer.new,
        "hours_carried": transfer.hours_carried,
        "hours_left": transfer.hours_left,
        "hours_left_here": switch.remaining_here.hours_left,
        "hours_per_week": switch.hours_per_week,
        "weeks_left": switch.weeks_left,
        "weeks_left_here": switch.weeks_left_here,
        "bridge": transfer.bridge,
        "fees": {
            "kept": fees.kept,
            "kept_sums": add_fees(fees.kept),
            "dropped": fees.dropped,
            "dropped_sums": add_fees(fees.dropped),
            "offered": fees.offered,
        },
        "pay": switch.pay,
        "stay": show_projection(switch.stay),
        "go": show_projection(switch.go),
    }

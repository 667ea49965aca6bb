"""What either of two tracks may be worth to a typical starter: open to everybody."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from progress.api.scenario_bodies import ProjectedSerializer, show_projection
from progress.queries.typical_starters import PAY_SOURCE_KEY, TypicalStarter, get_typical_starter
from tracks.models import Track


class TypicalStarterSerializer(serializers.Serializer[Any]):
    """Somebody outside the field at the median pay of all, and what the track may be worth."""

    track = serializers.SlugField()
    pay_usd_per_year = serializers.DecimalField(max_digits=12, decimal_places=2)
    pay_source = serializers.SlugField(help_text="Key of the source of that pay.")
    hours_per_week = serializers.FloatField(help_text="Our assumption.")
    projection = ProjectedSerializer(help_text="Without exams; the same luck for every track.")


class TypicalStarters(APIView):
    """A track for somebody who begins with nothing."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=TypicalStarterSerializer)
    def get(self, request: Request, key: str) -> Response:
        """Return what the comparison page shows of one side."""
        track = get_object_or_404(Track, key=key)
        starter = get_typical_starter(track=track, today=timezone.localdate())
        if starter is None:
            raise NotFound(f"{track} has not been published yet.")
        return Response(TypicalStarterSerializer(_show(starter)).data)


def _show(starter: TypicalStarter) -> dict[str, Any]:
    return {
        "track": starter.track.key,
        "pay_usd_per_year": starter.pay_usd,
        "pay_source": PAY_SOURCE_KEY,
        "hours_per_week": float(starter.hours_per_week),
        "projection": show_projection(starter.projection),
    }

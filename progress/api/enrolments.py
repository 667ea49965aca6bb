"""Which tracks a learner follows."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.shared.api import Conflict, StrictSerializer
from progress.api.access import get_learner
from progress.models import Enrolment
from progress.operations.enrolments import TrackNotPublished, choose_track
from progress.queries.enrolments import list_enrolments
from tracks.models import Track


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    """A track that the learner follows (ACTIVE) or has put aside (DORMANT)."""

    track: Any = serializers.SlugRelatedField("key", read_only=True)
    release = serializers.IntegerField(source="release.number")

    class Meta:
        model = Enrolment
        fields = ("id", "track", "release", "state", "started_at", "activated_at")


class EnrolmentBody(StrictSerializer):
    """The track to follow from now on."""

    track: Any = serializers.SlugRelatedField("key", queryset=Track.objects.order_by("key"))


class Enrolments(generics.ListAPIView[Enrolment]):
    """The caller's tracks, the active one first."""

    serializer_class = EnrolmentSerializer
    queryset = Enrolment.objects.none()
    conflicts = ("POST",)

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_enrolments(user=get_learner(self.request))

    @extend_schema(request=EnrolmentBody, responses=EnrolmentSerializer)
    def post(self, request: Request) -> Response:
        """Follow a track; the one followed until now rests and nothing is lost."""
        body = EnrolmentBody(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            enrolment = choose_track(
                user=get_learner(request), track=body.validated_data["track"], now=timezone.now()
            )
        except TrackNotPublished as refusal:
            raise Conflict(str(refusal), "not_published") from refusal
        return Response(EnrolmentSerializer(enrolment).data)

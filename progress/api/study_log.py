"""Hours that a learner studied."""

from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.shared.api import DecimalInput, StrictSerializer
from progress.api.access import get_learner, get_today
from progress.models import StudyLogEntry
from progress.operations.milestones import drop_log_entry, log_study
from progress.queries.study_log import list_log_entries
from tracks.models import Milestone


class LogEntrySerializer(serializers.ModelSerializer[StudyLogEntry]):
    """Hours of a day."""

    milestone: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)

    class Meta:
        model = StudyLogEntry
        fields = ("id", "date", "hours", "milestone", "note")


class LogEntryBody(StrictSerializer):
    """Hours to add to a day that has come."""

    date = serializers.DateField()
    hours = DecimalInput(
        max_digits=4, decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(24)
    )
    milestone: Any = serializers.SlugRelatedField(
        "key", queryset=Milestone.objects.order_by("key"), allow_null=True, required=False
    )
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class StudyLog(generics.ListAPIView[StudyLogEntry]):
    """The caller's log, the newest day first."""

    serializer_class = LogEntrySerializer
    queryset = StudyLogEntry.objects.none()

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_log_entries(user=get_learner(self.request))

    @extend_schema(request=LogEntryBody, responses={201: LogEntrySerializer})
    def post(self, request: Request) -> Response:
        """Add hours to the log."""
        user = get_learner(request)
        body = LogEntryBody(data=request.data)
        body.is_valid(raise_exception=True)
        entry = log_study(user=user, today=get_today(user), **body.validated_data)
        return Response(LogEntrySerializer(entry).data, status=status.HTTP_201_CREATED)


class StudyLogDetail(generics.GenericAPIView[StudyLogEntry]):
    """One entry of the caller's log."""

    serializer_class = LogEntrySerializer
    queryset = StudyLogEntry.objects.none()

    @extend_schema(responses={204: None})
    def delete(self, request: Request, entry_id: int) -> Response:
        """Take an entry out."""
        entry = get_object_or_404(list_log_entries(user=get_learner(request)), pk=entry_id)
        drop_log_entry(entry=entry)
        return Response(status=status.HTTP_204_NO_CONTENT)

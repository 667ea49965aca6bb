"""Hours that a learner studied."""

import re
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers, status
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.shared.api import Conflict, DecimalInput, StrictSerializer
from progress.api.access import get_learner, get_today
from progress.models import StudyLogEntry
from progress.operations.study_log import RequestKeyReused, drop_log_entry, log_study
from progress.queries.study_log import list_log_entries
from tracks.models import Milestone

_KEY = re.compile(r"[!-~]{1,64}")
REQUEST_KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="1 to 64 visible ASCII characters, such as a UUID, new for new hours.",
    pattern=f"^{_KEY.pattern}$",
)


def read_request_key(request: Request) -> str:
    """Return the key by which a request that is sent again is known; blank without one."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    if not _KEY.fullmatch(key):
        message = "Give 1 to 64 visible ASCII characters in Idempotency-Key, such as a UUID."
        raise ParseError(message, "invalid_key")
    return key


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
    conflicts = ("POST",)

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_log_entries(user=get_learner(self.request))

    @extend_schema(
        request=LogEntryBody, responses={201: LogEntrySerializer}, parameters=[REQUEST_KEY]
    )
    def post(self, request: Request) -> Response:
        """Add hours to the log; sent again with the same `Idempotency-Key` they are added once."""
        user = get_learner(request)
        body = LogEntryBody(data=request.data)
        body.is_valid(raise_exception=True)
        key = read_request_key(request)
        try:
            entry = log_study(
                user=user, today=get_today(user), request_key=key, **body.validated_data
            )
        except RequestKeyReused as reused:
            raise Conflict(str(reused), "key_reused") from reused
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

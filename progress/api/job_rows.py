"""What answers about background work share."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracks.shared.job_rows import JobRow

JOB_FIELDS = (
    "id",
    "track",
    "state",
    "progress_percent",
    "progress_words",
    "error",
    "requested_at",
    "finished_at",
)


class JobSerializer(serializers.ModelSerializer[Any]):
    """How far a piece of background work is."""

    id = serializers.UUIDField(source="uuid")
    track = serializers.SlugField(source="enrolment.track.key")
    state = serializers.ChoiceField(
        source="job_state",
        choices=JobRow._meta.get_field("job_state").choices or (),
    )
    progress_percent = serializers.IntegerField()
    error = serializers.CharField(
        source="error_public", allow_blank=True, help_text="Why it failed, in a sentence."
    )


def answer_with_job(row: JobRow, serializer: JobSerializer, route: str) -> Response:
    """Say 202 while the work goes on and 200 when it is done, and where to look."""
    return Response(
        serializer.data,
        status=status.HTTP_202_ACCEPTED if row.is_unfinished else status.HTTP_200_OK,
        headers={"Location": reverse(route, args=(row.uuid,))},
    )

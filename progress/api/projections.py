"""What a path is worth."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from progress.api.access import get_enrolment, get_learner, get_today, refuse_missing
from progress.api.job_rows import JOB_FIELDS, JobSerializer, answer_with_job
from progress.jobs import request_projection
from progress.models import Projection
from progress.operations.projections import InputsMissing
from progress.queries.projection_differences import explain_difference
from progress.queries.projections import find_previous_projection, list_projections

ROUTE = "api-projection-detail"


class ProjectionSerializer(JobSerializer):
    """A projection in short."""

    class Meta:
        model = Projection
        fields: Any = (*JOB_FIELDS, "model_version", "fingerprint")


class CauseSerializer(serializers.Serializer[Any]):
    """One input that changed."""

    words = serializers.CharField()
    is_own = serializers.BooleanField(help_text="Said or done by the learner, not curated.")
    average_change_usd = serializers.FloatField(
        allow_null=True,
        help_text="What it alone does to the average; null where it cannot stand alone.",
    )


class DifferenceSerializer(serializers.Serializer[Any]):
    """What changed since the projection before."""

    before = serializers.UUIDField()
    lead = serializers.CharField(help_text="One sentence with “because”; may be blank.")
    causes = CauseSerializer(many=True)
    effects = serializers.ListField(child=serializers.CharField())


class ProjectionDetailSerializer(ProjectionSerializer):
    """A projection with everything it rests on; `result` and `decisions` are null until READY."""

    inputs: Any = serializers.DictField(help_text="Units stand in the names.")
    sources: Any = serializers.ListField(
        child=serializers.DictField(), help_text="Papers of each figure, and remarks."
    )
    result: Any = serializers.DictField(
        allow_null=True, help_text="Ranges in US dollars of today; shares are 0 to 1."
    )
    decisions: Any = serializers.DictField(
        allow_null=True, help_text="What moves the result most, and the next block of study."
    )

    difference = serializers.SerializerMethodField()

    @extend_schema_field(DifferenceSerializer(allow_null=True))
    def get_difference(self, row: Projection) -> dict[str, Any] | None:
        """Explain what is different from the projection before, once this one is READY."""
        before = find_previous_projection(projection=row) if row.result else None
        if before is None:
            return None
        told = explain_difference(before=before, after=row)
        return {
            "before": before.uuid,
            "lead": told.lead,
            "causes": [
                {
                    "words": one.cause.words,
                    "is_own": one.cause.is_own,
                    "average_change_usd": one.average_change_usd
                    and round(one.average_change_usd, 2),
                }
                for one in told.causes
            ],
            "effects": told.effects,
        }

    class Meta(ProjectionSerializer.Meta):
        fields = (
            *ProjectionSerializer.Meta.fields,
            "inputs",
            "sources",
            "result",
            "decisions",
            "difference",
        )


class Projections(generics.ListAPIView[Projection]):
    """The caller's projections of all tracks, the newest first."""

    serializer_class = ProjectionSerializer
    queryset = Projection.objects.none()
    conflicts = ("POST",)

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_projections(user=get_learner(self.request))

    @extend_schema(request=None, responses={200: ProjectionSerializer, 202: ProjectionSerializer})
    def post(self, request: Request) -> Response:
        """Have the followed track worked out; 200 when that is done for today's inputs."""
        enrolment = get_enrolment(request)
        try:
            row = request_projection(enrolment=enrolment, today=get_today(get_learner(request)))
        except InputsMissing as lack:
            raise refuse_missing(lack.missing) from lack
        return answer_with_job(row, ProjectionSerializer(row), ROUTE)


class ProjectionDetail(generics.RetrieveAPIView[Projection]):
    """One projection, frozen once it is READY."""

    serializer_class = ProjectionDetailSerializer
    queryset = Projection.objects.none()
    lookup_field = "uuid"
    lookup_url_kwarg = "projection_id"

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_projections(user=get_learner(self.request))

    def get(self, request: Request, projection_id: UUID) -> Response:
        """Return a projection with inputs, sources and result."""
        return self.retrieve(request)

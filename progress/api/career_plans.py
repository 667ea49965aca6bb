"""PDF career plans: asked for, watched, taken away."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.shared.api import Conflict, StrictSerializer
from progress.api.access import get_enrolment, get_learner
from progress.api.job_rows import JOB_FIELDS, JobSerializer, answer_with_job
from progress.choices import JobState, PageSize, PlansKept
from progress.jobs import request_career_plan
from progress.models import CareerPlan
from progress.operations.career_plans import cancel_career_plan
from progress.operations.learners import get_or_create_learner
from progress.operations.plan_retention import save_plans_kept
from progress.queries.career_plans import list_career_plans

ROUTE = "api-career-plan-detail"


class CareerPlanSerializer(JobSerializer):
    """A requested plan; `download` is null until READY.

    `changes` says in sentences what differs from the plan before it on the same track.
    """

    download = serializers.SerializerMethodField()
    changes = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = CareerPlan
        fields: Any = (
            *JOB_FIELDS,
            "page_size",
            "sha256",
            "size_bytes",
            "page_count",
            "changes",
            "download",
        )

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_download(self, plan: CareerPlan) -> str | None:
        """Return the path of the file."""
        if plan.job_state != JobState.READY:
            return None
        return reverse("api-career-plan-download", args=(plan.uuid,))


class CareerPlanBody(StrictSerializer):
    """What to print it on."""

    page_size = serializers.ChoiceField(choices=PageSize.choices, default=PageSize.A4.value)


class CareerPlans(generics.ListAPIView[CareerPlan]):
    """The caller's plans, the newest first."""

    serializer_class = CareerPlanSerializer
    queryset = CareerPlan.objects.none()
    conflicts = ("POST",)

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_career_plans(user=get_learner(self.request))

    @extend_schema(
        request=CareerPlanBody, responses={200: CareerPlanSerializer, 202: CareerPlanSerializer}
    )
    def post(self, request: Request) -> Response:
        """Have a plan of the followed track made; 200 when the same one is ready."""
        enrolment = get_enrolment(request)
        body = CareerPlanBody(data=request.data)
        body.is_valid(raise_exception=True)
        plan = request_career_plan(
            enrolment=enrolment,
            page_size=PageSize(body.validated_data["page_size"]),
            now=timezone.now(),
        )
        return answer_with_job(plan, CareerPlanSerializer(plan), ROUTE)


class PlansKeptSerializer(StrictSerializer):
    """How many finished plans of each track keep their file; null keeps all."""

    plans_kept = serializers.ChoiceField(choices=PlansKept.choices, allow_null=True)


class CareerPlanSettings(APIView):
    """How many of the caller's plans are kept."""

    @extend_schema(responses=PlansKeptSerializer)
    def get(self, request: Request) -> Response:
        """Return the number; null is all."""
        learner = get_or_create_learner(user=get_learner(request))
        return Response(PlansKeptSerializer(learner).data)

    @extend_schema(request=PlansKeptSerializer, responses=PlansKeptSerializer)
    def put(self, request: Request) -> Response:
        """Set it; files of older plans are deleted within the hour, never the newest."""
        body = PlansKeptSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        kept = body.validated_data["plans_kept"]
        learner = save_plans_kept(
            user=get_learner(request), count=None if kept is None else PlansKept(kept)
        )
        return Response(PlansKeptSerializer(learner).data)


class CareerPlanDetail(APIView):
    """One of the caller's plans."""

    @extend_schema(responses=CareerPlanSerializer)
    def get(self, request: Request, plan_id: UUID) -> Response:
        """Return how far it is."""
        return Response(CareerPlanSerializer(_get_own(request, plan_id)).data)


class CancelledCareerPlan(APIView):
    """Calling a plan off."""

    conflicts = ("POST",)

    @extend_schema(request=None, responses=CareerPlanSerializer)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Cancel an unfinished plan; 409 when it has ended."""
        plan = _get_own(request, plan_id)
        if not cancel_career_plan(plan=plan):
            message = "The plan had ended already."
            raise Conflict(message, "ended")
        return Response(CareerPlanSerializer(_get_own(request, plan_id)).data)


class RetriedCareerPlan(APIView):
    """Another try of a plan that failed or was called off."""

    conflicts = ("POST",)

    @extend_schema(request=None, responses={200: CareerPlanSerializer, 202: CareerPlanSerializer})
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Ask for the same plan again, as a new one; 409 unless it failed or was cancelled."""
        old = _get_own(request, plan_id)
        if old.job_state not in (JobState.FAILED, JobState.CANCELLED):
            message = "Only a plan that failed or was cancelled can be tried again."
            raise Conflict(message, "not_failed")
        plan = request_career_plan(
            enrolment=old.enrolment, page_size=PageSize(old.page_size), now=timezone.now()
        )
        return answer_with_job(plan, CareerPlanSerializer(plan), ROUTE)


class PdfOrProblem(BaseContentNegotiation):
    """The file is a PDF and its errors are JSON, whatever the caller says it accepts."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the one parser."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """Return the one renderer, which only errors use."""
        return renderers[0], renderers[0].media_type


class CareerPlanFile(APIView):
    """The PDF, for its owner alone."""

    content_negotiation_class = PdfOrProblem
    conflicts = ("GET",)

    @extend_schema(
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 304: None},
    )
    def get(self, request: Request, plan_id: UUID) -> HttpResponseBase:
        """Return the file; 409 until it is ready. Its ETag is its SHA-256."""
        plan = _get_own(request, plan_id)
        if plan.job_state != JobState.READY:
            message = "This plan is not ready."
            raise Conflict(message, "not_ready")
        etag = f'"{plan.sha256}"'
        response: HttpResponseBase
        if request.headers.get("If-None-Match") == etag:
            response = HttpResponse(status=304)
        else:
            response = _open_file(plan)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "private, no-cache"
        return response


def _open_file(plan: CareerPlan) -> FileResponse:
    try:
        stored = plan.file.open("rb")
    except FileNotFoundError as gone:
        message = "The file is gone. Ask for the plan again."
        raise Conflict(message, "file_gone") from gone
    day = timezone.localdate(plan.requested_at)
    name = f"milepost-{plan.enrolment.track.key}-plan-{day:%Y-%m-%d}.pdf"
    return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")


def _get_own(request: Request, plan_id: UUID) -> CareerPlan:
    """Return a plan of the caller; somebody else's does not exist."""
    return get_object_or_404(list_career_plans(user=get_learner(request)), uuid=plan_id)

"""Certifications that a learner means to earn."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.shared.api import Conflict, StrictSerializer
from certifications.models import Certification
from certifications.queries.fees import get_certification_cost
from progress.api.access import get_learner
from progress.models import PlannedCertification
from progress.operations.learners import (
    CertificationNotPlannable,
    drop_certification,
    plan_certification,
)
from progress.queries.planned_certifications import list_planned_certifications
from tracks.shared.api import PapersSerializer


class CostSerializer(serializers.Serializer[Any]):
    """Fee and upkeep from the preferred claims; null is unknown, never zero."""

    currency = serializers.CharField(allow_blank=True)
    fee = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    monthly_fee = serializers.DecimalField(
        max_digits=12, decimal_places=2, allow_null=True, help_text="Set for a subscription."
    )
    is_retake_included = serializers.BooleanField()
    does_not_expire = serializers.BooleanField()
    renewal_every_months = serializers.IntegerField(allow_null=True)
    renewal_fee = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    five_year_cost = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    papers = PapersSerializer(source="chosen", many=True, help_text="Of the fee.")


class PlannedSerializer(serializers.ModelSerializer[PlannedCertification]):
    """A planned certification with its cost."""

    certification: Any = serializers.SlugRelatedField("key", read_only=True)
    name = serializers.CharField(source="certification.name")
    cost = serializers.SerializerMethodField()

    class Meta:
        model = PlannedCertification
        fields = ("certification", "name", "added_at", "cost")

    @extend_schema_field(CostSerializer)
    def get_cost(self, row: PlannedCertification) -> Any:
        """Return the cost; claims and exams are prefetched."""
        return CostSerializer(get_certification_cost(certification=row.certification)).data


class PlannedBody(StrictSerializer):
    """The certification to plan."""

    certification: Any = serializers.SlugRelatedField(
        "key", queryset=Certification.objects.order_by("key")
    )


class PlannedCertifications(generics.ListAPIView[PlannedCertification]):
    """The caller's plan in the order of planning."""

    serializer_class = PlannedSerializer
    queryset = PlannedCertification.objects.none()
    conflicts = ("POST",)

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_planned_certifications(user=get_learner(self.request))

    @extend_schema(request=PlannedBody, responses={200: PlannedSerializer, 201: PlannedSerializer})
    def post(self, request: Request) -> Response:
        """Add a certification: 201, or 200 when it was planned already."""
        body = PlannedBody(data=request.data)
        body.is_valid(raise_exception=True)
        certification = body.validated_data["certification"]
        try:
            is_new = plan_certification(
                user=get_learner(request), certification=certification, now=timezone.now()
            )
        except CertificationNotPlannable as refusal:
            raise Conflict(str(refusal), "not_plannable") from refusal
        row = self.get_queryset().get(certification=certification)
        return Response(
            PlannedSerializer(row).data,
            status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK,
        )


class PlannedCertificationDetail(generics.GenericAPIView[PlannedCertification]):
    """One certification of the caller's plan."""

    serializer_class = PlannedSerializer
    queryset = PlannedCertification.objects.none()

    @extend_schema(responses={204: None})
    def delete(self, request: Request, key: str) -> Response:
        """Take it out of the plan."""
        certification = get_object_or_404(Certification, key=key)
        if not drop_certification(user=get_learner(request), certification=certification):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)

"""A learner's circumstances."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.shared.api import DecimalInput, StrictSerializer
from progress.api.access import get_learner, get_today
from progress.forms.learners import CURRENCIES, list_countries
from progress.models import Learner
from progress.operations.learners import get_or_create_learner, save_circumstances
from progress.queries.enrolments import find_active_enrolment
from tracks.models import Role

RUNGS = Learner._meta.get_field("current_rung").choices


class CircumstancesBody(StrictSerializer):
    """Answers to change; fields left out stay, null takes an answer back."""

    current_role = serializers.CharField(max_length=120, allow_blank=True, required=False)
    current_rung = serializers.ChoiceField(
        choices=RUNGS or (), allow_null=True, required=False, help_text="0 is outside the field."
    )
    current_pay = serializers.IntegerField(
        min_value=1_000,
        max_value=999_999,
        allow_null=True,
        required=False,
        help_text="Gross a year in `pay_currency`.",
    )
    pay_currency = serializers.ChoiceField(choices=CURRENCIES, required=False)
    country = serializers.ChoiceField(choices=list_countries(), allow_blank=True, required=False)
    hours_per_week = DecimalInput(
        max_digits=4,
        decimal_places=1,
        min_value=Decimal("0.5"),
        max_value=Decimal(80),
        allow_null=True,
        required=False,
    )
    goal = serializers.CharField(max_length=400, allow_blank=True, required=False)
    target_role: Any = serializers.SlugRelatedField(
        "key",
        queryset=Role.objects.order_by("key"),
        allow_null=True,
        required=False,
        help_text="Key of a role on the ladder of the track that is followed.",
    )
    target_date = serializers.DateField(allow_null=True, required=False)
    employer_share = DecimalInput(
        max_digits=3,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=Decimal(1),
        required=False,
        help_text="Share of fees that an employer pays, 0 to 1.",
    )

    def validate_target_role(self, role: Role | None) -> Role | None:
        """Take only a role that the followed track leads to."""
        if role is None:
            return None
        enrolment = find_active_enrolment(user=self.context["user"])
        if enrolment is None:
            message = "Choose a track first, then one of its roles."
            raise serializers.ValidationError(message, code="not_enrolled")
        if not role.placements.filter(ladder_rung__track=enrolment.track_id).exists():
            message = f"This role is not on the ladder of {enrolment.track}."
            raise serializers.ValidationError(message, code="not_in_track")
        return role

    def validate_target_date(self, day: date | None) -> date | None:
        """Take only a day ahead."""
        if day and day <= self.context["today"]:
            message = "This day has passed. Choose a day ahead, or null."
            raise serializers.ValidationError(message, code="in_the_past")
        return day


class CircumstancesSerializer(serializers.ModelSerializer[Learner]):
    """What a learner told; null or blank is not said."""

    target_role: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)
    current_pay = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Learner
        fields = (
            "current_role",
            "current_rung",
            "current_pay",
            "pay_currency",
            "country",
            "hours_per_week",
            "goal",
            "target_role",
            "target_date",
            "employer_share",
            "onboarded_at",
        )


class Circumstances(APIView):
    """Place, pay, hours and goal."""

    @extend_schema(responses=CircumstancesSerializer)
    def get(self, request: Request) -> Response:
        """Return the caller's circumstances."""
        learner = get_or_create_learner(user=get_learner(request))
        return Response(CircumstancesSerializer(learner).data)

    @extend_schema(request=CircumstancesBody, responses=CircumstancesSerializer)
    def patch(self, request: Request) -> Response:
        """Change what is named."""
        user = get_learner(request)
        body = CircumstancesBody(
            data=request.data, context={"user": user, "today": get_today(user)}
        )
        body.is_valid(raise_exception=True)
        learner = save_circumstances(user=user, now=timezone.now(), **body.validated_data)
        return Response(CircumstancesSerializer(learner).data)

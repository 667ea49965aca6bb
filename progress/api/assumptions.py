"""Assumptions of the projection, as the learner has them."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.shared.api import StrictSerializer
from progress.api.access import get_enrolment, get_learner
from progress.forms.assumptions import WHOLE_UNITS
from progress.models import Enrolment
from progress.operations.learners import get_or_create_learner, override_assumptions
from progress.roi.assumptions import list_assumptions


class NumberField(serializers.FloatField):
    """A JSON number; text, truth values and numbers beyond any range are refused."""

    def to_internal_value(self, data: Any) -> float:
        """Return the number as a float."""
        if isinstance(data, bool) or not isinstance(data, int | float) or abs(data) > 1e9:
            self.fail("invalid")
        return float(data)


class AssumptionSerializer(serializers.Serializer[Any]):
    """One assumption: what it is, where it comes from, its range and the learner's value."""

    key = serializers.CharField()
    symbol = serializers.CharField()
    name = serializers.CharField()
    meaning = serializers.CharField()
    unit = serializers.CharField()
    rung = serializers.IntegerField(allow_null=True)
    default = serializers.FloatField()
    value = serializers.FloatField(help_text="What the projection uses.")
    low = serializers.FloatField(help_text="Lowest value that can be chosen.")
    high = serializers.FloatField(help_text="Highest value that can be chosen.")
    # The name is the table's; the framework takes fields out of the class.
    source = serializers.CharField()  # type: ignore[assignment]  # hides the framework's own
    chip = serializers.CharField(help_text="The source in a word or two.")
    is_editable = serializers.BooleanField(help_text="Whether it can be changed.")


class AssumptionTableSerializer(serializers.Serializer[Any]):
    """All assumptions of the followed track."""

    track = serializers.SlugField()
    overrides: Any = serializers.DictField(child=serializers.FloatField())
    assumptions = AssumptionSerializer(many=True)


class OverridesBody(StrictSerializer):
    """Every value that differs from its default; what is left out goes back to it."""

    overrides: Any = serializers.DictField(
        child=NumberField(
            min_value=-1e9,
            max_value=1e9,
            error_messages={
                "wanted": "Give a number between the low and the high of this assumption in the table."
            },
        )
    )


class LearnerAssumptions(APIView):
    """The table, and the learner's own values."""

    conflicts = ("GET", "PUT")

    @extend_schema(responses=AssumptionTableSerializer)
    def get(self, request: Request) -> Response:
        """Return the table for the followed track."""
        return Response(_read_table(get_enrolment(request)))

    @extend_schema(request=OverridesBody, responses=AssumptionTableSerializer)
    def put(self, request: Request) -> Response:
        """Replace all own values; an empty mapping goes back to the defaults."""
        enrolment = get_enrolment(request)
        body = OverridesBody(data=request.data)
        body.is_valid(raise_exception=True)
        changes = body.validated_data["overrides"]
        if problems := _list_problems(changes, track_key=enrolment.track.key):
            raise serializers.ValidationError({"overrides": problems})
        try:
            override_assumptions(
                user=get_learner(request), track_key=enrolment.track.key, changes=changes
            )
        except ValueError as refusal:
            # Values that each make sense but not together.
            details = {"overrides": [str(refusal)]}
            raise serializers.ValidationError(details, code="invalid") from refusal
        return Response(_read_table(enrolment))


def _list_problems(changes: dict[str, float], *, track_key: str) -> dict[str, list[ErrorDetail]]:
    """Return what is wrong with each value by its key, in the words of the page."""
    rows = {row.key: row for row in list_assumptions(track_key=track_key)}
    editable = ", ".join(key for key, row in rows.items() if row.is_editable)
    problems = {}
    for key, value in changes.items():
        row = rows.get(key)
        if row is None:
            words = f"There is no such assumption to change. There are: {editable}."
            problems[key] = [ErrorDetail(words, code="unknown_assumption")]
        elif not row.is_editable:
            words = f"This assumption cannot be changed: leave it out. Those that can: {editable}."
            problems[key] = [ErrorDetail(words, code="not_editable")]
        elif not row.low <= value <= row.high:
            words = f"Give a number from {row.low:g} to {row.high:g}."
            problems[key] = [ErrorDetail(words, code="out_of_range")]
        elif row.unit in WHOLE_UNITS and value != round(value):
            problems[key] = [ErrorDetail(f"Give a whole number of {row.unit}.", code="invalid")]
    return problems


def _read_table(enrolment: Enrolment) -> dict[str, Any]:
    overrides = get_or_create_learner(user=enrolment.user).assumption_overrides
    track_key = enrolment.track.key
    rows = [
        {**asdict(row), "value": overrides.get(row.key, row.default)}
        for row in list_assumptions(track_key=track_key)
    ]
    table = {"track": track_key, "overrides": overrides, "assumptions": rows}
    return dict(AssumptionTableSerializer(table).data)

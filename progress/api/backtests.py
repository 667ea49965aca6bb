"""How well predictions held."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from progress.queries.backtests import CASES_LEAST, PredictionRecord, get_prediction_record
from progress.roi.results import round_numbers


class ReliabilityGroupSerializer(serializers.Serializer[Any]):
    """Predictions told alike: what was told on average and what came true, shares 0 to 1."""

    low = serializers.FloatField(help_text="Told from here …")
    high = serializers.FloatField(help_text="… up to here.")
    count = serializers.IntegerField()
    predicted_share = serializers.FloatField()
    observed_share = serializers.FloatField()
    observed_low = serializers.FloatField(help_text="The true share lies from here …")
    observed_high = serializers.FloatField(help_text="… to here 9 times in 10.")


class HeldPredictionsSerializer(serializers.Serializer[Any]):
    """What became of predictions; Brier scores: 0 is perfect, 0.25 is a coin."""

    happened_count = serializers.IntegerField()
    brier_score = serializers.FloatField()
    base_brier_score = serializers.FloatField(help_text="Of telling everybody the same.")
    covered_count = serializers.IntegerField(help_text="Finishes for which a range was told.")
    coverage_share = serializers.FloatField(
        allow_null=True, help_text="Finishes inside the told range."
    )
    expected_coverage_share = serializers.FloatField(
        allow_null=True,
        help_text="What `coverage_share` would be if predictions were right: 0.8 in the end, "
        "another share while late finishes are still to come.",
    )
    groups = ReliabilityGroupSerializer(
        many=True, help_text="Groups with fewer than `cases_least` people are left out."
    )


class PredictionRecordSerializer(serializers.Serializer[Any]):
    """First projections held against what happened."""

    case_count = serializers.IntegerField(help_text="Predictions that have come due.")
    waiting_count = serializers.IntegerField(help_text="Predictions younger than a year.")
    first_due = serializers.DateField(
        allow_null=True, help_text="When the first of those that wait comes due."
    )
    cases_least = serializers.IntegerField(help_text="Fewer cases are counted and not shown.")
    held = HeldPredictionsSerializer(
        allow_null=True,
        help_text="Null below `cases_least` cases: fewer would tell single people's stories.",
    )


class Predictions(APIView):
    """How well predictions held."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=PredictionRecordSerializer)
    def get(self, request: Request) -> Response:
        """Return the record; open to everybody, and about nobody in particular."""
        record = get_prediction_record(now=timezone.now())
        answer = {
            "case_count": record.backtest.case_count,
            "waiting_count": record.waiting_count,
            "first_due": record.first_due and timezone.localdate(record.first_due),
            "cases_least": CASES_LEAST,
            "held": _show(record) if record.is_enough else None,
        }
        return Response(PredictionRecordSerializer(answer).data)


def _show(record: PredictionRecord) -> dict[str, Any]:
    held: dict[str, Any] = round_numbers(asdict(record.backtest))
    return {**held, "groups": [one for one in held["bins"] if one["count"] >= CASES_LEAST]}

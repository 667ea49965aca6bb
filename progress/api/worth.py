"""Current figures of the followed track."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from progress.api.access import get_enrolment, get_learner, get_today
from progress.models import ProjectionSummary
from progress.models.contexts import SUMMARY_FIGURES
from progress.operations.summaries import refresh_summaries
from progress.queries.current_worth import describe_worth


class MissingSerializer(serializers.Serializer[Any]):
    """Something to tell before there can be figures."""

    field = serializers.CharField(help_text="Field of me/circumstances that mends it, or blank.")
    reason = serializers.CharField()


class FiguresSerializer(serializers.ModelSerializer[ProjectionSummary]):
    """Figures of 1,024 futures: US dollars of today, shares 0 to 1."""

    curve: Any = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="By year end: month, mean, P10, P50, P90 of the cumulative value.",
    )
    reach: Any = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()),
        help_text="By rung ahead: rung, share that reaches it with the path, without it, "
        "and both within five years.",
    )
    context_fingerprint = serializers.CharField(source="version.fingerprint")
    engine = serializers.CharField(source="version.engine")
    model_version = serializers.CharField(source="version.model_version")

    class Meta:
        model = ProjectionSummary
        fields: Any = (
            *SUMMARY_FIGURES,
            "computed_at",
            "context_fingerprint",
            "input_fingerprint",
            "engine",
            "model_version",
        )


class WorthSerializer(serializers.Serializer[Any]):
    """What the followed track is worth now, or what must be told first."""

    track = serializers.CharField()
    figures = FiguresSerializer(allow_null=True)
    headline = serializers.ListField(
        child=serializers.CharField(), help_text="Sentences; empty while only a range may be shown."
    )
    range = serializers.CharField(
        help_text="Where eight futures in ten end; blank without figures."
    )
    reasons = serializers.ListField(
        child=serializers.CharField(), help_text="Why there is no headline."
    )
    updated_with = serializers.ListField(
        child=serializers.CharField(), help_text="What was different from the figures before."
    )
    missing = MissingSerializer(many=True)


class Worth(APIView):
    """What the followed track is worth now."""

    @extend_schema(responses=WorthSerializer)
    def get(self, request: Request) -> Response:
        """Return current figures; they are worked out anew when something has changed."""
        enrolment = get_enrolment(request)
        today = get_today(get_learner(request))
        done = refresh_summaries(enrolments=[enrolment], today=today)
        worth = describe_worth(enrolment=enrolment, summary=done.rows[enrolment.pk], today=today)
        answer = {
            "track": enrolment.track.key,
            "figures": worth.summary,
            "headline": worth.headline.sentences if worth.headline else (),
            "range": worth.range_words,
            "reasons": [reason.text for reason in worth.reasons],
            "updated_with": worth.updated_with,
            "missing": worth.missing,
        }
        return Response(WorthSerializer(answer).data)

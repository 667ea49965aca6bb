"""The questionnaire: questions out, a suggestion with its reasons back."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.shared.api import StrictSerializer
from tracks.queries.questionnaire import ImpossibleAnswer, list_questions, suggest_tracks
from tracks.queries.tracks import list_tracks

ANSWER_LIMIT = 100


class OptionSerializer(serializers.Serializer[Any]):
    """An answer that can be picked."""

    key = serializers.SlugField()
    text = serializers.CharField()


class QuestionSerializer(serializers.Serializer[Any]):
    """A question with its answers in order."""

    key = serializers.SlugField()
    text = serializers.CharField()
    help_text: Any = serializers.CharField(allow_blank=True)
    options = OptionSerializer(many=True)


class QuestionnaireSerializer(serializers.Serializer[Any]):
    """All questions in order."""

    questions = QuestionSerializer(many=True)


class AnswersBody(StrictSerializer):
    """Key of a question to key of its answer; questions may be left out."""

    answers: Any = serializers.DictField(child=serializers.CharField(max_length=80))

    def validate_answers(self, answers: dict[str, str]) -> dict[str, str]:
        """Refuse more answers than any questionnaire has."""
        if len(answers) > ANSWER_LIMIT:
            message = f"At most {ANSWER_LIMIT} answers."
            raise serializers.ValidationError(message, code="max_length")
        return answers


class ReasonSerializer(serializers.Serializer[Any]):
    """A fact that raised or lowered a track, and the answer that it followed from."""

    weight = serializers.IntegerField()
    text = serializers.CharField()
    question = serializers.CharField()
    answer = serializers.CharField()


class TrackScoreSerializer(serializers.Serializer[Any]):
    """A track with its points and every reason."""

    track = serializers.SlugField(source="track_key")
    points = serializers.IntegerField()
    raised = ReasonSerializer(many=True)
    lowered = ReasonSerializer(many=True)


class SuggestionSerializer(serializers.Serializer[Any]):
    """All tracks, best first; several leaders share the first place."""

    leaders: Any = serializers.ListField(child=serializers.SlugField())
    answered_count = serializers.IntegerField()
    scores = TrackScoreSerializer(many=True)


class Questionnaire(APIView):
    """Which track suits; nothing is stored."""

    permission_classes = (AllowAny,)
    # Nobody is asked who they are, so no session can be misused either.
    authentication_classes = ()

    @extend_schema(responses=QuestionnaireSerializer)
    def get(self, request: Request) -> Response:
        """Return the questions."""
        return Response(QuestionnaireSerializer({"questions": list_questions()}).data)

    @extend_schema(request=AnswersBody, responses=SuggestionSerializer)
    def post(self, request: Request) -> Response:
        """Return the suggestion that follows from the answers."""
        body = AnswersBody(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            suggestion = suggest_tracks(
                questions=list_questions(),
                answers=body.validated_data["answers"],
                track_keys=tuple(list_tracks().values_list("key", flat=True)),
            )
        except ImpossibleAnswer as refusal:
            raise serializers.ValidationError(
                {"answers": [str(refusal)]}, code="impossible_answer"
            ) from refusal
        return Response(SuggestionSerializer(suggestion).data)

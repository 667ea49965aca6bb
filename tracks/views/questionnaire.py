"""The questionnaire; its result is an address that can be shared."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracks.forms.questionnaire import QuestionnaireForm
from tracks.models import Track
from tracks.queries.questionnaire import TrackScore, list_questions, suggest_tracks
from tracks.queries.tracks import list_tracks


@dataclass(frozen=True)
class ScoredTrack:
    """A track with its points and reasons, for the page."""

    track: Track
    score: TrackScore
    is_leader: bool


@require_safe
def ask_questionnaire(request: HttpRequest) -> HttpResponse:
    questions = list_questions()
    tracks = {track.key: track for track in list_tracks()}
    form = QuestionnaireForm(request.GET if request.GET else None, questions=questions)
    context: dict[str, object] = {"form": form, "question_count": len(questions)}
    status = 200
    if form.is_bound and not form.is_valid():
        status = 400
    elif form.is_bound and form.list_answers():
        suggestion = suggest_tracks(
            questions=questions, answers=form.list_answers(), track_keys=tuple(tracks)
        )
        context["suggestion"] = suggestion
        context["scores"] = [
            ScoredTrack(tracks[score.track_key], score, score.track_key in suggestion.leaders)
            for score in suggestion.scores
        ]
    elif form.is_bound:
        context["is_unanswered"] = True
    return render(request, "tracks/questionnaire.html", context, status=status)

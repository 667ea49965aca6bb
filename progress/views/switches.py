"""Weigh going over to another track."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certifications.queries.track_fees import add_fees
from progress.queries.instant_projections import InstantProjection
from progress.queries.scenario_settings import ScenarioSettings
from progress.queries.scenario_words import is_pace_a_guess
from progress.queries.scenarios import ScenarioFigures
from progress.queries.switches import get_switch
from progress.views.access import EnrolledRequest, track_page
from progress.views.scenario_words import draw_scenarios, list_measures, list_outlooks
from tracks.models import Track

FIRST_STEPS = 8


@require_safe
@track_page
def show_switch(request: EnrolledRequest, track_key: str) -> HttpResponseBase:
    track = get_object_or_404(Track, key=track_key)
    if track == request.enrolment.track:
        return redirect("outline")
    switch = get_switch(enrolment=request.enrolment, track=track, now=timezone.localtime())
    if switch is None:
        message = f"{track} has not been published yet."
        raise Http404(message)
    pair = [
        _name(f"Stay with {switch.here.track}", switch.stay),
        _name(f"Go over to {track}", switch.go),
    ]
    both = len(list_outlooks(pair)) == len(pair)
    context = {
        "section": "outline",
        "enrolment": request.enrolment,
        "switch": switch,
        "here": switch.here.track,
        "there": track,
        "picture": draw_scenarios(scenarios=pair, title="Ten futures on each track"),
        "measures": list_measures(pair) if both else [],
        "pair": pair,
        "missing_on_both": switch.stay.missing if switch.stay.missing == switch.go.missing else (),
        "is_pace_a_guess": is_pace_a_guess(switch.stay.inputs or switch.go.inputs),
        "kept": add_fees(switch.fees.kept),
        "dropped": add_fees(switch.fees.dropped),
        "first_steps": switch.transfer.bridge[:FIRST_STEPS],
        "later_steps": switch.transfer.bridge[FIRST_STEPS:],
    }
    return _answer(request, context)


def _answer(request: EnrolledRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "progress/switch.html", context)


def _name(name: str, projection: InstantProjection) -> ScenarioFigures:
    return ScenarioFigures(name, ScenarioSettings(), (), projection)

"""What if: sliders that answer in place, scenarios that are kept, two side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from progress.forms.what_ifs import ScenarioNameForm, WhatIfForm, fill_form
from progress.models import Scenario
from progress.operations.scenarios import TooManyScenarios, delete_scenario, save_scenario
from progress.queries.scenario_settings import ScenarioSettings, read_settings
from progress.queries.scenario_words import is_pace_a_guess, say_change, say_standing
from progress.queries.scenarios import (
    ScenarioFigures,
    WhatIfGround,
    get_scenario_figures,
    get_what_if_ground,
    list_scenario_figures,
    list_scenarios,
)
from progress.views.access import EnrolledRequest, track_page
from progress.views.scenario_words import (
    draw_scenario_dots,
    draw_scenarios,
    list_measures,
    list_outlooks,
)

OWN = "As you are"
ASKED = "What if"
NOT_KEPT = "You keep no such scenario of this track, or not any more. Here is how you stand."


@require_safe
@track_page
def show_what_if(request: EnrolledRequest) -> HttpResponse:
    ground = get_what_if_ground(enrolment=request.enrolment, today=timezone.localdate())
    if ground.own.inputs is None:
        return _ask_for_missing(request, ground)
    opened = _find_opened(request)
    is_lost = opened is None and "scenario" in request.GET
    if is_lost:
        messages.warning(request, NOT_KEPT)
    form = WhatIfForm(_read_data(request, ground, opened), ground=ground)
    settings = form.read_settings() if form.is_valid() else None
    gone = ground.list_unknown(read_settings(opened.settings)) if opened else []
    if gone:
        # The sliders cannot hold what has gone; the rest alone would be another question.
        settings = None
    context = {"form": form, "opened": opened, "gone": [one.words for one in gone]}
    context |= _answer(request, ground, settings)
    return _render(request, context, status=404 if is_lost else 422 if settings is None else 200)


def _ask_for_missing(request: EnrolledRequest, ground: WhatIfGround) -> HttpResponse:
    if request.htmx:
        return HttpResponseClientRefresh()
    context = {
        "section": "projection",
        "enrolment": request.enrolment,
        "missing": ground.own.missing,
    }
    return render(request, "progress/what_if.html", context)


def _render(request: EnrolledRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    if request.htmx:
        context["is_swap"] = True
        return render(request, "progress/_what_if_answer.html", context, status=status)
    context |= {"section": "projection", "enrolment": request.enrolment}
    return render(request, "progress/what_if.html", context, status=status)


def _find_opened(request: EnrolledRequest) -> Scenario | None:
    """Return the kept scenario that the address names, if there is one."""
    if "scenario" not in request.GET:
        return None
    kept = {str(one.pk): one for one in list_scenarios(enrolment=request.enrolment)}
    return kept.get(request.GET["scenario"])


def _read_data(request: EnrolledRequest, ground: WhatIfGround, opened: Scenario | None) -> Any:
    """Return what was asked: the sliders, a kept scenario, or where the learner stands."""
    if opened:
        return fill_form(read_settings(opened.settings), ground=ground)
    data = MultiValueDict[str, Any]()
    for name, value in fill_form(ScenarioSettings(), ground=ground).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    # What the form left open, such as no exam at all, is an answer; what a link lacks is not.
    if "asked" in request.GET:
        data.pop("sit")
    for name, values in request.GET.lists():
        data.setlist(name, values)
    return data


def _answer(
    request: EnrolledRequest, ground: WhatIfGround, settings: ScenarioSettings | None
) -> dict[str, Any]:
    own = get_scenario_figures(ground=ground, settings=ScenarioSettings(), name=OWN)
    asked = get_scenario_figures(
        ground=ground, settings=settings or ScenarioSettings(), name=ASKED, with_dots=True
    )
    shown = [own, asked] if asked.differences else [own]
    return {
        "own": own,
        "asked": asked,
        "is_refused": settings is None,
        "words": _say(own, asked),
        "is_pace_a_guess": is_pace_a_guess(ground.own.inputs),
        "picture": draw_scenarios(scenarios=shown, title="Ten futures, and where they end"),
        "dots": draw_scenario_dots(scenario=asked, prefix="asked-dots"),
        "measures": list_measures(shown),
        "kept": list_scenario_figures(
            ground=ground, scenarios=list_scenarios(enrolment=request.enrolment)
        ),
        "name_form": ScenarioNameForm(auto_id="scenario-%s"),
    }


def _say(own: ScenarioFigures, asked: ScenarioFigures) -> str:
    before, after = own.projection.figures, asked.projection.figures
    if before is None or after is None:
        return ""
    is_guess = is_pace_a_guess(own.projection.inputs)
    if asked.differences:
        return say_change(before=before, after=after, is_guess=is_guess)
    return say_standing(before, is_guess=is_guess)


@require_POST
@track_page
def save(request: EnrolledRequest) -> HttpResponseBase:
    ground = get_what_if_ground(enrolment=request.enrolment, today=timezone.localdate())
    if ground.own.inputs is None:
        return redirect("what-if")
    form = WhatIfForm(request.POST, ground=ground)
    name = ScenarioNameForm(request.POST, auto_id="scenario-%s")
    if not all([form.is_valid(), name.is_valid()]):
        return _refuse_to_keep(request, ground, form, name, status=422)
    try:
        scenario = save_scenario(
            enrolment=request.enrolment,
            name=name.cleaned_data["name"],
            settings=form.read_settings(),
            now=timezone.now(),
        )
    except TooManyScenarios as refused:
        name.add_error("name", str(refused))
        return _refuse_to_keep(request, ground, form, name, status=409)
    messages.success(request, f"“{scenario.name}” is kept.")
    return redirect(f"{reverse('what-if')}?scenario={scenario.pk}")


def _refuse_to_keep(
    request: EnrolledRequest,
    ground: WhatIfGround,
    form: WhatIfForm,
    name: ScenarioNameForm,
    *,
    status: int,
) -> HttpResponse:
    """Show the same sliders and name again, with what is wrong beside them."""
    problems = [
        str(text) for one in (form, name) for texts in one.errors.values() for text in texts
    ]
    messages.error(request, f"Nothing was kept. {' '.join(problems)}")
    if name.errors:
        name.fields["name"].widget.attrs["autofocus"] = True
    settings = form.read_settings() if form.is_valid() else None
    context = {"form": form, **_answer(request, ground, settings), "name_form": name}
    return _render(request, context, status=status)


@require_POST
@track_page
def delete(request: EnrolledRequest, pk: int) -> HttpResponseBase:
    if not delete_scenario(enrolment=request.enrolment, pk=pk):
        raise Http404
    messages.success(request, "The scenario is deleted.")
    return redirect("what-if")


@require_safe
@track_page
def compare(request: EnrolledRequest) -> HttpResponseBase:
    """Lay two scenarios side by side; `first` and `second` are ids, or "own"."""
    ground = get_what_if_ground(enrolment=request.enrolment, today=timezone.localdate())
    if ground.own.inputs is None:
        return redirect("what-if")
    kept = list_scenarios(enrolment=request.enrolment)
    ids = ["own", *(str(one.pk) for one in kept)]
    first = request.GET.get("first", "own")
    second = request.GET.get("second", ids[-1] if len(ids) == 1 else ids[1])
    is_lost = not {first, second} <= set(ids)
    if is_lost:
        messages.warning(request, NOT_KEPT)
        first, second = (one if one in ids else "own" for one in (first, second))
    pair = [_find_scenario(ground, one, kept) for one in (first, second)]
    context = {
        "section": "projection",
        "enrolment": request.enrolment,
        "choices": [("own", OWN), *((str(one.pk), one.name) for one in kept)],
        "first": first,
        "second": second,
        "pair": pair,
        "picture": draw_scenarios(scenarios=pair, title="Where ten futures end"),
        "is_pace_a_guess": is_pace_a_guess(ground.own.inputs),
        "dots": [
            draw_scenario_dots(scenario=one, prefix=f"dots-{side}", beside=pair)
            for one, side in zip(pair, ("first", "second"), strict=True)
        ],
        "measures": list_measures(pair) if len(list_outlooks(pair)) == len(pair) else [],
    }
    status = 404 if is_lost else 200
    return render(request, "progress/scenarios_compare.html", context, status=status)


def _find_scenario(ground: WhatIfGround, chosen: str, kept: list[Any]) -> ScenarioFigures:
    if chosen == "own":
        return get_scenario_figures(
            ground=ground, settings=ScenarioSettings(), name=OWN, with_dots=True
        )
    scenario = next(one for one in kept if str(one.pk) == chosen)
    return get_scenario_figures(
        ground=ground,
        settings=read_settings(scenario.settings),
        name=scenario.name,
        pk=scenario.pk,
        with_dots=True,
    )

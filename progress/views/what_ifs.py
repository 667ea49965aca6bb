"""What if: sliders that answer in place, scenarios that are kept, two side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe

from progress.forms.what_ifs import ScenarioNameForm, WhatIfForm, fill_form
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


@require_safe
@track_page
def show_what_if(request: EnrolledRequest) -> HttpResponse:
    ground = get_what_if_ground(enrolment=request.enrolment, today=timezone.localdate())
    context: dict[str, Any] = {"section": "projection", "enrolment": request.enrolment}
    if ground.own.inputs is None:
        return render(request, "progress/what_if.html", {**context, "missing": ground.own.missing})
    form = WhatIfForm(_read_data(request, ground), ground=ground)
    is_valid = form.is_valid()
    context |= {
        "form": form,
        **_answer(request, ground, form.read_settings() if is_valid else None),
    }
    if request.htmx:
        return render(request, "progress/_what_if_answer.html", {**context, "is_swap": True})
    return render(request, "progress/what_if.html", context, status=200 if is_valid else 422)


def _read_data(request: EnrolledRequest, ground: WhatIfGround) -> Any:
    """Return what was asked: the sliders, a kept scenario, or where the learner stands."""
    if "scenario" in request.GET:
        kept = {str(one.pk): one for one in list_scenarios(enrolment=request.enrolment)}
        scenario = kept.get(request.GET["scenario"])
        if scenario is None:
            raise Http404
        return fill_form(read_settings(scenario.settings), ground=ground)
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
        "query": request.GET.urlencode(),
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
    if not (form.is_valid() and name.is_valid()):
        problems = [
            text
            for one in (form, name)
            for texts in one.errors.values()
            for text in map(str, texts)
        ]
        messages.error(request, f"Nothing was kept. {' '.join(problems)}")
        return redirect("what-if")
    try:
        scenario = save_scenario(
            enrolment=request.enrolment,
            name=name.cleaned_data["name"],
            settings=form.read_settings(),
            now=timezone.now(),
        )
    except TooManyScenarios as refused:
        messages.error(request, str(refused))
        return redirect("what-if")
    messages.success(request, f"“{scenario.name}” is kept.")
    return redirect(f"{reverse('what-if')}?scenario={scenario.pk}")


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
    if first not in ids or second not in ids:
        raise Http404
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
    return render(request, "progress/scenarios_compare.html", context)


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

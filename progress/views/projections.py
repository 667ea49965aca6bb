"""What the track is worth: ask for what is missing, compute, show, change assumptions."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from progress.forms.assumptions import AssumptionForm
from progress.jobs import request_projection
from progress.models import Enrolment, Learner, Projection
from progress.operations.learners import override_assumptions
from progress.operations.projections import InputsMissing
from progress.queries.outlines import get_outline
from progress.queries.plan_projection import DISCLAIMERS
from progress.queries.projection_decisions import (
    find_next_step,
    list_exam_decisions,
    list_uncertainties,
)
from progress.queries.projections import find_previous_projection
from progress.queries.roi_inputs import list_planned_costs
from progress.roi.assumptions import list_assumptions
from progress.roi.presentation import say_years
from progress.views.access import EnrolledRequest, track_page
from progress.views.assumption_rows import list_assumption_rows
from progress.views.figures import draw_headline_marks, draw_levers
from progress.views.futures import show_futures
from progress.views.projection_parts import (
    ProjectionPage,
    describe_difference,
    describe_projection,
    read_worths,
)
from progress.views.projection_words import (
    describe_costs,
    describe_exams,
    describe_next_step,
    describe_terms,
    describe_uncertainties,
    list_levels,
    list_papers,
    say_what_to_find_out,
)


@require_safe
@track_page
def show_projection(request: EnrolledRequest) -> HttpResponse:
    return _render_page(request)


@require_POST
@track_page
def request_now(request: EnrolledRequest) -> HttpResponseBase:
    try:
        request_projection(enrolment=request.enrolment, today=timezone.localdate())
    except InputsMissing as missing:
        messages.warning(request, str(missing))
    return _render_status(request) if request.htmx else redirect("projection")


@require_safe
@track_page
def show_status(request: EnrolledRequest) -> HttpResponseBase:
    return _render_status(request)


@require_POST
@track_page
def change_assumption(request: EnrolledRequest) -> HttpResponseBase:
    lines = {line.key: line for line in list_assumptions(track_key=request.enrolment.track.key)}
    line = lines.get(request.POST.get("key", ""))
    if line is None or not line.is_editable:
        raise Http404
    overrides = dict(Learner.objects.get(user=request.user).assumption_overrides)
    if "reset" in request.POST:
        overrides.pop(line.key, None)
        return _store(request, overrides, f"“{line.name}” is back at our value.")
    form = AssumptionForm(request.POST, assumption=line)
    if not form.is_valid():
        return _render_page(request, refused=form, status=422)
    overrides[line.key] = form.cleaned_data["value"]
    return _store(request, overrides, f"“{line.name}” is changed.")


@require_POST
@track_page
def reset_assumptions(request: EnrolledRequest) -> HttpResponseBase:
    return _store(request, {}, "All assumptions are back at our values.")


def _store(request: EnrolledRequest, overrides: dict[str, float], words: str) -> HttpResponseBase:
    key = request.enrolment.track.key
    try:
        override_assumptions(user=request.user, track_key=key, changes=overrides)
    except ValueError as refused:
        messages.error(request, f"This does not go together with your other values: {refused}")
    else:
        messages.success(request, words)
    return redirect(f"{reverse('projection')}#assumptions")


def _render_status(request: EnrolledRequest) -> HttpResponseBase:
    """Show how far the computation is; have the whole page fetched again once it has ended."""
    worth = describe_projection(enrolment=request.enrolment, today=timezone.localdate())
    response = render(request, "progress/_projection_pending.html", {"worth": worth})
    if worth.status.pending is None:
        response.headers["HX-Refresh"] = "true"
    return response


def _render_page(
    request: EnrolledRequest, *, refused: AssumptionForm | None = None, status: int = 200
) -> HttpResponse:
    enrolment = request.enrolment
    learner = Learner.objects.get(user=request.user)
    worth = describe_projection(enrolment=enrolment, today=timezone.localdate())
    context = {
        "section": "projection",
        "enrolment": enrolment,
        "learner": learner,
        "worth": worth,
        "assumptions": list_assumption_rows(
            track_key=enrolment.track.key,
            learner=learner,
            refused=refused,
            projection=worth.projection,
        ),
        "span": say_years(worth.result.horizon_months) if worth.result else "",
        "disclaimers": DISCLAIMERS,
    }
    if worth.result and worth.projection:
        context |= _list_parts(enrolment, worth, worth.projection)
        context["futures"] = show_futures(
            projection=worth.projection, result=worth.result, wanted=request.GET.get("futures", "")
        )
    if worth.status.is_stale and not worth.missing:
        # The full projection comes from a worker in some seconds; its first figures are here now.
        context["current"] = read_worths(enrolments=[enrolment], today=timezone.localdate())[
            enrolment.pk
        ]
    return render(request, "progress/projection.html", context, status=status)


def _list_parts(
    enrolment: Enrolment, worth: ProjectionPage, projection: Projection
) -> dict[str, object]:
    result = worth.result
    assert result is not None  # noqa: S101 - the caller has checked; this tells the type checker
    previous = find_previous_projection(projection=projection)
    outline = get_outline(enrolment=enrolment)
    costs = list_planned_costs(enrolment=enrolment)
    papers = list_papers(projection=projection)
    step = find_next_step(projection=projection, outline=outline)
    uncertainties = describe_uncertainties(list_uncertainties(projection=projection))
    return {
        "levers": draw_levers(projection=projection, result=result),
        "marks": draw_headline_marks(ahead_share=result.value.ahead_share),
        "costs": describe_costs(result=result),
        "levels": list_levels(result=result, papers=papers),
        "papers": papers,
        "terms": describe_terms(projection=projection, papers=papers),
        "next_step": describe_next_step(step, exams=projection.inputs["exams"]),
        "exams": describe_exams(list_exam_decisions(projection=projection, costs=costs)),
        "uncertainties": uncertainties,
        "find_out": say_what_to_find_out(uncertainties),
        "difference": describe_difference(before=previous, after=projection),
        "previous": previous,
    }

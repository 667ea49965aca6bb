"""Ask for PDF career plans, watch them being made, take them away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from progress.choices import JobState, PageSize
from progress.forms.career_plans import ALL_PLANS, CareerPlanForm, PlansKeptForm
from progress.jobs import request_career_plan
from progress.models import CareerPlan
from progress.operations.career_plans import cancel_career_plan
from progress.operations.learners import get_or_create_learner
from progress.operations.plan_retention import save_plans_kept
from progress.queries.career_plans import (
    count_plans_ahead,
    find_verification,
    list_career_plans,
)
from progress.queries.enrolments import find_active_enrolment
from progress.views.access import EnrolledRequest, LearnerRequest, learner_page, track_page
from progress.views.file_responses import is_unchanged, make_file_response
from progress.views.projection_parts import describe_projection
from progress.views.rate_limits import rate_limited


@require_safe
@learner_page
def list_plans(request: LearnerRequest) -> HttpResponse:
    enrolment = find_active_enrolment(user=request.user)
    plans = list(list_career_plans(user=request.user)[:50])
    context = {
        "section": "career-plans",
        "enrolment": enrolment,
        "plans": plans,
        "newest": next((plan for plan in plans if plan.job_state == JobState.READY), None),
        "is_waiting": any(plan.is_unfinished for plan in plans),
        "form": CareerPlanForm(),
        "kept_form": PlansKeptForm(
            initial={"plans_kept": get_or_create_learner(user=request.user).plans_kept or ALL_PLANS}
        ),
        "worth": describe_projection(enrolment=enrolment, today=timezone.localdate())
        if enrolment
        else None,
    }
    return render(request, "progress/career_plans.html", context)


@require_POST
@track_page
def request_plan(request: EnrolledRequest) -> HttpResponseBase:
    form = CareerPlanForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose A4 or US Letter.")
        return redirect("career-plans")
    plan = request_career_plan(
        enrolment=request.enrolment,
        page_size=PageSize(form.cleaned_data["page_size"]),
        now=timezone.now(),
    )
    if plan.job_state == JobState.READY:
        messages.info(request, "Nothing has changed since this plan, so it is still the newest.")
    return redirect("career-plans")


@require_safe
@learner_page
def show_status(request: LearnerRequest, uuid: UUID) -> HttpResponse:
    """Send what changed since the page last looked; a plan that has ended replaces its entry."""
    plan = find_own_plan(request, uuid)
    if not plan.is_unfinished:
        response = render(request, "progress/_career_plan.html", {"plan": plan})
        return reswap(retarget(response, f"#plan-{plan.uuid}"), "outerHTML")
    ahead = count_plans_ahead(plan=plan) if plan.job_state == JobState.QUEUED else 0
    seen = f"{plan.job_state}-{plan.progress_step}-{plan.attempts}" + (f"-{ahead}" if ahead else "")
    if request.GET.get("seen") == seen:
        # Nothing to announce again.
        return HttpResponse(status=204)
    context = {"plan": plan, "ahead": ahead}
    return render(request, "progress/_career_plan_progress.html", context)


@require_POST
@learner_page
def cancel(request: LearnerRequest, uuid: UUID) -> HttpResponseBase:
    plan = find_own_plan(request, uuid)
    if cancel_career_plan(plan=plan):
        messages.success(request, "The plan is cancelled.")
    else:
        messages.info(request, "The plan had ended already.")
    return redirect("career-plans")


@require_POST
@learner_page
def retry(request: LearnerRequest, uuid: UUID) -> HttpResponseBase:
    old = find_own_plan(request, uuid)
    request_career_plan(
        enrolment=old.enrolment, page_size=PageSize(old.page_size), now=timezone.now()
    )
    return redirect("career-plans")


@require_safe
@learner_page
def download(request: LearnerRequest, uuid: UUID) -> HttpResponseBase:
    plan = find_own_plan(request, uuid)
    if plan.job_state != JobState.READY:
        messages.info(request, "This plan is not ready yet.")
        return redirect("career-plans")
    etag = f'"{plan.sha256}"'
    response: HttpResponseBase
    if is_unchanged(request, etag=etag):
        response = HttpResponse(status=304)
    else:
        try:
            stored = plan.file.open("rb")
        except FileNotFoundError:
            messages.error(request, "The file is gone. Ask for the plan again.")
            return redirect("career-plans")
        day = timezone.localdate(plan.requested_at)
        name = f"milepost-{plan.enrolment.track.key}-plan-{day:%Y-%m-%d}.pdf"
        response = make_file_response(request, stored=stored, etag=etag, filename=name)
    response.headers["ETag"] = etag
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_POST
@learner_page
def keep(request: LearnerRequest) -> HttpResponse:
    form = PlansKeptForm(request.POST)
    if form.is_valid():
        save_plans_kept(user=request.user, count=form.cleaned_data["plans_kept"])
        messages.success(request, "Saved. Older plans than those are deleted within the hour.")
    else:
        messages.error(request, "Choose how many plans are kept.")
    return redirect("career-plans")


@require_safe
@rate_limited
def verify(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Tell anybody who holds a plan whether it is the newest, and nothing of its content."""
    verification = find_verification(uuid=uuid)
    if verification is None:
        context = {"verification": None}
        return render(request, "progress/career_plan_verify.html", context, status=404)
    state = "current" if verification.is_current else "superseded"
    # A page of somebody signed in carries more than what is known of the plan.
    etag = None if request.user.is_authenticated else f'W/"{state}-{verification.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = render(request, "progress/career_plan_verify.html", {"verification": verification})
    if etag:
        response.headers["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def find_own_plan(request: LearnerRequest, uuid: UUID) -> CareerPlan:
    """Return a plan of the learner, or answer 404."""
    return get_object_or_404(list_career_plans(user=request.user), uuid=uuid)

"""What a learner tells about themselves: first asked, later changed."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from progress.forms.learners import CircumstancesForm
from progress.operations.learners import get_or_create_learner, save_circumstances
from progress.queries.enrolments import find_active_enrolment
from progress.views.access import LearnerRequest, learner_page


@require_http_methods(["GET", "HEAD", "POST"])
@learner_page
def onboard(request: LearnerRequest) -> HttpResponseBase:
    if request.method == "POST" and "skip" in request.POST:
        save_circumstances(user=request.user, now=timezone.now())
        messages.info(request, "Skipped. You can answer any time under “About you”.")
        return redirect("dashboard")
    return _ask(request, template="progress/onboarding.html", then="dashboard")


@require_http_methods(["GET", "HEAD", "POST"])
@learner_page
def edit(request: LearnerRequest) -> HttpResponseBase:
    then = "projection" if request.GET.get("back") == "worth" else "about-you"
    return _ask(request, template="progress/about_you.html", then=then)


def _ask(request: LearnerRequest, *, template: str, then: str) -> HttpResponseBase:
    enrolment = find_active_enrolment(user=request.user)
    form = CircumstancesForm(
        request.POST if request.method == "POST" else None,
        instance=get_or_create_learner(user=request.user),
        track=enrolment.track if enrolment else None,
        today=timezone.localdate(),
    )
    if form.is_valid():
        save_circumstances(user=request.user, now=timezone.now(), **form.answers)
        messages.success(request, "Saved.")
        return redirect(then)
    context = {"form": form, "enrolment": enrolment, "section": "about-you"}
    return render(request, template, context, status=422 if form.is_bound else 200)

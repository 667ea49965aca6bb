"""Certifications that the learner means to earn."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from certifications.models import Certification
from progress.operations.learners import (
    CertificationNotPlannable,
    drop_certification,
    get_or_create_learner,
    plan_certification,
)
from progress.queries.certification_plans import list_plan_lines, list_plannable
from progress.queries.outlines import get_outline
from progress.queries.schedules import get_study_pace
from progress.views.access import EnrolledRequest, LearnerRequest, learner_page, track_page


@require_safe
@track_page
def show_planned(request: EnrolledRequest) -> HttpResponse:
    today = timezone.localdate()
    learner = get_or_create_learner(user=request.user)
    pace = get_study_pace(user=request.user, planned=learner.hours_per_week, today=today)
    lines = list_plan_lines(
        outline=get_outline(enrolment=request.enrolment),
        hours_per_week=pace.hours_per_week,
        today=today,
    )
    known = [line.cost.fee for line in lines if line.cost.fee is not None]
    context = {
        "section": "planned-certifications",
        "enrolment": request.enrolment,
        "lines": lines,
        "known_total": sum(known),
        "unknown_count": len(lines) - len(known),
        "suggestions": list_plannable(enrolment=request.enrolment),
    }
    return render(request, "progress/planned_certifications.html", context)


@require_POST
@learner_page
def add(request: LearnerRequest, key: str) -> HttpResponseBase:
    certification = get_object_or_404(Certification, key=key)
    try:
        is_new = plan_certification(
            user=request.user, certification=certification, now=timezone.now()
        )
    except CertificationNotPlannable as refused:
        messages.error(request, str(refused))
    else:
        words = "is in your plan now" if is_new else "was in your plan already"
        messages.success(request, f"{certification.short_name} {words}.")
    return redirect("planned-certifications")


@require_POST
@learner_page
def remove(request: LearnerRequest, key: str) -> HttpResponseBase:
    certification = get_object_or_404(
        Certification, key=key, pk__in=request.user.planned_certifications.values("certification")
    )
    drop_certification(user=request.user, certification=certification)
    messages.success(request, f"{certification.short_name} is no longer in your plan.")
    return redirect("planned-certifications")

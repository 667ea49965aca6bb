"""The learner's first page: where things stand and what comes next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from progress.operations.learners import get_or_create_learner
from progress.queries.career_plans import list_career_plans
from progress.queries.enrolments import find_active_enrolment
from progress.queries.milestone_events import list_milestone_events
from progress.queries.outlines import get_outline
from progress.queries.roi_inputs import list_planned_costs
from progress.queries.schedules import find_finish, get_due_ranges
from progress.queries.study_log import get_streak, list_study_weeks
from progress.views.access import LearnerRequest, learner_page
from progress.views.figures import draw_headline_marks, draw_progress_ring, get_busiest_hours
from progress.views.projection_parts import read_worths
from progress.views.releases import read_notice
from tracks.models import Track


@require_safe
@learner_page
def show_dashboard(request: LearnerRequest) -> HttpResponse:
    enrolment = find_active_enrolment(user=request.user)
    if enrolment is None:
        tracks = Track.objects.filter(releases__isnull=False).distinct().order_by("position", "pk")
        return render(request, "progress/dashboard_empty.html", {"tracks": tracks})
    today = timezone.localdate()
    learner = get_or_create_learner(user=request.user)
    outline = get_outline(enrolment=enrolment)
    due = get_due_ranges(
        milestones=outline.milestones,
        user=request.user,
        planned=learner.hours_per_week,
        today=today,
    )
    weeks = list_study_weeks(user=request.user, today=today, count=8)
    worth = read_worths(enrolments=[enrolment], today=today)[enrolment.pk]
    context = {
        "section": "dashboard",
        "enrolment": enrolment,
        "notice": read_notice(enrolment, outline),
        "learner": learner,
        "outline": outline,
        "count": outline.count,
        "ring": draw_progress_ring(count=outline.count, title="Progress"),
        "next_steps": [(step, due.get(step.milestone.pk)) for step in outline.list_next()],
        "finish": find_finish(due),
        "worth": worth,
        "marks": draw_headline_marks(ahead_share=worth.summary.ahead_share)
        if worth.summary and worth.headline
        else "",
        "plan": list_career_plans(user=request.user).first(),
        "costs": list_planned_costs(enrolment=enrolment),
        "events": list_milestone_events(user=request.user)[:8],
        "weeks": weeks,
        "busiest": get_busiest_hours(weeks),
        "streak": get_streak(user=request.user, today=today),
    }
    return render(request, "progress/dashboard.html", context)

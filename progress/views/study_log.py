"""The study log: hours by day, drawn by week."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from progress.forms.milestones import StudyLogForm
from progress.models import Learner, StudyLogEntry
from progress.operations.study_log import RequestKeyReused, drop_log_entry, log_study
from progress.queries.enrolments import find_active_enrolment
from progress.queries.schedules import get_study_pace
from progress.queries.study_log import get_streak, list_log_entries, list_study_weeks
from progress.views.access import LearnerRequest, learner_page
from progress.views.figures import get_busiest_hours

PAGE_LENGTH = 30


@require_http_methods(["GET", "HEAD", "POST"])
@learner_page
def show_log(request: LearnerRequest) -> HttpResponseBase:
    today = timezone.localdate()
    form = StudyLogForm(
        request.POST if request.method == "POST" else None,
        enrolment=find_active_enrolment(user=request.user),
        today=today,
    )
    if form.is_valid():
        try:
            entry = _log(request, form, today)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Logged {entry.hours.normalize():f} h.")
            return redirect("study-log")
    weeks = list_study_weeks(user=request.user, today=today)
    learner = Learner.objects.filter(user=request.user).first()
    pages = Paginator(list_log_entries(user=request.user), PAGE_LENGTH)
    context = {
        "section": "study-log",
        "form": form,
        "weeks": weeks,
        "busiest": get_busiest_hours(weeks),
        "page": pages.get_page(request.GET.get("page")),
        "streak": get_streak(user=request.user, today=today),
        "pace": get_study_pace(
            user=request.user, planned=learner.hours_per_week if learner else None, today=today
        ),
    }
    return render(request, "progress/study_log.html", context, status=422 if form.is_bound else 200)


def _log(request: LearnerRequest, form: StudyLogForm, today: date) -> StudyLogEntry:
    values = form.cleaned_data
    try:
        return log_study(user=request.user, today=today, **values)
    except RequestKeyReused:
        # Somebody went back, wrote other hours and sent the same page again: more hours.
        return log_study(user=request.user, today=today, **{**values, "request_key": ""})


@require_POST
@learner_page
def delete_entry(request: LearnerRequest, pk: int) -> HttpResponseBase:
    entry = get_object_or_404(StudyLogEntry, pk=pk, user=request.user)
    drop_log_entry(entry=entry)
    messages.success(request, f"Deleted: {entry.hours.normalize():f} h on {entry.date:%-d %b %Y}.")
    return redirect("study-log")

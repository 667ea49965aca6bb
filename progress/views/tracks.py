"""Choose a track, and see it as outline, map or table."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from progress.choices import EnrolmentState, MilestoneStatus
from progress.models import Learner
from progress.operations.enrolments import TrackNotPublished, choose_track
from progress.operations.milestones import reset_track
from progress.queries.enrolments import list_enrolments
from progress.queries.milestone_events import find_undoable_event
from progress.queries.outlines import Outline, get_outline
from progress.queries.schedules import DueRange, get_due_ranges
from progress.views.access import EnrolledRequest, LearnerRequest, learner_page, track_page
from progress.views.figures import draw_outline_map
from progress.views.projection_parts import read_worths
from progress.views.releases import read_notice
from tracks.models import Track


@require_safe
@learner_page
def list_choices(request: LearnerRequest) -> HttpResponse:
    tracks = Track.objects.filter(releases__isnull=False).distinct().order_by("position", "pk")
    enrolments = {row.track_id: row for row in list_enrolments(user=request.user)}
    worths = read_worths(enrolments=list(enrolments.values()), today=timezone.localdate())
    choices = [
        (track, enrolment, worths.get(enrolment.pk) if enrolment else None)
        for track in tracks
        for enrolment in [enrolments.get(track.pk)]
    ]
    context = {
        "choices": choices,
        "is_following": any(row.state == EnrolmentState.ACTIVE for row in enrolments.values()),
        "section": "outline",
    }
    return render(request, "progress/track_choices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@learner_page
def choose(request: LearnerRequest, track_key: str) -> HttpResponseBase:
    track = get_object_or_404(Track, key=track_key)
    if request.method != "POST":
        active = list_enrolments(user=request.user).first()
        context = {"track": track, "active": active, "section": "outline"}
        return render(request, "progress/track_choose.html", context)
    try:
        choose_track(user=request.user, track=track, now=timezone.now())
    except TrackNotPublished as refused:
        messages.error(request, str(refused))
        return redirect("track-choices")
    messages.success(request, f"You follow {track} now.")
    learner = Learner.objects.get(user=request.user)
    return redirect("dashboard" if learner.onboarded_at else "onboarding")


@require_safe
@track_page
def show_outline(request: EnrolledRequest) -> HttpResponse:
    outline, due = read_outline(request)
    wanted = request.GET.get("state", "")
    wanted = wanted if wanted in MilestoneStatus.values else ""
    undo = request.GET.get("undo", "")
    context = {
        "section": "outline",
        "view": "outline",
        "enrolment": request.enrolment,
        "notice": read_notice(request.enrolment, outline),
        "outline": outline,
        "count": outline.count,
        "due": due,
        "statuses": MilestoneStatus.choices,
        "wanted": wanted,
        "shown_count": sum(not wanted or one.status == wanted for one in outline.milestones),
        "undoable": find_undoable_event(user=request.user, pk=int(undo))
        if undo.isascii() and undo.isdigit() and len(undo) < 19
        else None,
    }
    return render(request, "progress/outline.html", context)


@require_safe
@track_page
def show_map(request: EnrolledRequest) -> HttpResponse:
    outline = get_outline(enrolment=request.enrolment)
    context = {
        "section": "outline",
        "view": "map",
        "enrolment": request.enrolment,
        "notice": read_notice(request.enrolment, outline),
        "count": outline.count,
        "figure": draw_outline_map(outline=outline),
    }
    return render(request, "progress/outline_map.html", context)


@require_safe
@track_page
def show_table(request: EnrolledRequest) -> HttpResponse:
    outline, due = read_outline(request)
    context = {
        "section": "outline",
        "view": "table",
        "enrolment": request.enrolment,
        "notice": read_notice(request.enrolment, outline),
        "outline": outline,
        "count": outline.count,
        "due": due,
    }
    return render(request, "progress/outline_table.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@track_page
def reset(request: EnrolledRequest) -> HttpResponseBase:
    if request.method == "POST":
        count = reset_track(enrolment=request.enrolment, now=timezone.now())
        messages.success(request, f"{count} milestones are to do again.")
        return redirect("outline")
    outline = get_outline(enrolment=request.enrolment)
    touched = [one for one in outline.milestones if one.status != MilestoneStatus.TODO]
    context = {
        "section": "outline",
        "enrolment": request.enrolment,
        "touched": touched,
        "shared": [one for one in touched if one.also_in],
    }
    return render(request, "progress/outline_reset.html", context)


def read_outline(request: EnrolledRequest) -> tuple[Outline, dict[int, DueRange]]:
    """Read the outline and when its milestones fall due at the learner's pace."""
    outline = get_outline(enrolment=request.enrolment)
    learner = Learner.objects.get(user=request.user)
    due = get_due_ranges(
        milestones=outline.milestones,
        user=request.user,
        planned=learner.hours_per_week,
        today=timezone.localdate(),
    )
    return outline, due

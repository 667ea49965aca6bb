"""A newer release of the followed track: look at it, move, stay, take the move back."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from progress.models import Enrolment, Learner
from progress.operations.release_moves import (
    MoveNotUndoable,
    ReleaseNotAhead,
    move_to_release,
    stay_with_release,
    undo_release_move,
)
from progress.queries.outlines import Outline
from progress.queries.release_differences import (
    ReleaseNotice,
    compare_finish,
    get_release_notice,
    list_release_moves,
)
from progress.queries.schedules import DueRange, get_due_ranges
from progress.views.access import EnrolledRequest, LearnerRequest, learner_page, track_page
from tracks.models import TrackRelease

# How long the learner's first pages go on offering to take a move back.
UNDO_SHOWN_FOR = timedelta(days=7)


def read_notice(enrolment: Enrolment, outline: Outline) -> ReleaseNotice:
    """Return what the learner's first pages say about releases."""
    notice = get_release_notice(enrolment=enrolment, outline=outline)
    move = notice.last_move
    is_old = move is not None and timezone.now() - move.moved_at > UNDO_SHOWN_FOR
    return ReleaseNotice(notice.offer, None) if is_old else notice


@require_safe
@track_page
def show_release(request: EnrolledRequest) -> HttpResponse:
    notice = get_release_notice(enrolment=request.enrolment)
    context = {
        "section": "outline",
        "enrolment": request.enrolment,
        "notice": notice,
        "preview": notice.offer,
        "moves": list_release_moves(user=request.user).filter(enrolment=request.enrolment)[:20],
    }
    if notice.offer:
        before, after = compare_finish(preview=notice.offer, schedule=_make_schedule(request))
        context |= {"finish_before": before, "finish_after": after}
    return render(request, "progress/release.html", context)


@require_POST
@track_page
def move(request: EnrolledRequest, number: int) -> HttpResponseBase:
    release = _find_release(request, number)
    try:
        moved = move_to_release(enrolment=request.enrolment, release=release, now=timezone.now())
    except ReleaseNotAhead as refused:
        messages.error(request, str(refused))
        return redirect("release")
    if moved:
        messages.success(request, f"You follow {release} now. Every tick is still there.")
    return redirect("outline")


@require_POST
@track_page
def stay(request: EnrolledRequest, number: int) -> HttpResponseBase:
    release = _find_release(request, number)
    try:
        stay_with_release(enrolment=request.enrolment, release=release)
    except ReleaseNotAhead as refused:
        messages.error(request, str(refused))
        return redirect("release")
    messages.success(request, f"You stay with {request.enrolment.release}. You can move any time.")
    return redirect("dashboard")


@require_POST
@learner_page
def undo(request: LearnerRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(list_release_moves(user=request.user), pk=pk)
    try:
        enrolment = undo_release_move(move=found, now=timezone.now())
    except MoveNotUndoable as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Undone: you follow {enrolment.release} again.")
    return redirect("release")


def _find_release(request: EnrolledRequest, number: int) -> TrackRelease:
    return get_object_or_404(TrackRelease, track=request.enrolment.track, number=number)


def _make_schedule(request: EnrolledRequest) -> Callable[[Outline], dict[int, DueRange]]:
    """Return what schedules an outline at the learner's pace from today."""
    learner = Learner.objects.get(user=request.user)

    def schedule(outline: Outline) -> dict[int, DueRange]:
        return get_due_ranges(
            milestones=outline.milestones,
            user=request.user,
            planned=learner.hours_per_week,
            today=timezone.localdate(),
        )

    return schedule

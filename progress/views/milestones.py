"""Move a milestone, take it back, write about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from progress.choices import MilestoneStatus
from progress.forms.milestones import NoteForm
from progress.models import MilestoneEvent, MilestoneState
from progress.operations.milestones import (
    NothingToUndo,
    save_note,
    set_milestone_status,
    undo_milestone_event,
)
from progress.views.access import EnrolledRequest, track_page
from progress.views.tracks import read_outline
from tracks.models import Milestone


@require_POST
@track_page
def set_state(request: EnrolledRequest, key: str) -> HttpResponseBase:
    milestone = find_own_milestone(request, key)
    status = request.POST.get("status", "")
    if status not in MilestoneStatus.values:
        raise Http404
    event = set_milestone_status(
        enrolment=request.enrolment,
        milestone=milestone,
        status=MilestoneStatus(status),
        now=timezone.now(),
    )
    return _answer_change(request, milestone, event)


@require_POST
@track_page
def undo(request: EnrolledRequest, pk: int) -> HttpResponseBase:
    event = get_object_or_404(
        MilestoneEvent.objects.select_related("milestone"), pk=pk, user=request.user
    )
    try:
        undo_milestone_event(user=request.user, event=event, now=timezone.now())
    except NothingToUndo as refused:
        if request.htmx:
            return _answer_change(request, event.milestone, None, words=str(refused))
        messages.warning(request, str(refused))
        return redirect("outline")
    if not request.htmx:
        words = MilestoneStatus(event.from_status).label.lower()
        messages.success(request, f"Undone: “{event.milestone}” is {words} again.")
        return redirect("dashboard" if request.POST.get("back") == "dashboard" else "outline")
    return _answer_change(request, event.milestone, None)


@require_http_methods(["GET", "HEAD", "POST"])
@track_page
def edit_note(request: EnrolledRequest, key: str) -> HttpResponseBase:
    milestone = find_own_milestone(request, key)
    state = MilestoneState.objects.filter(user=request.user, milestone=milestone).first()
    stored = {"note": state.note, "links": "\n".join(state.links)} if state else {}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=stored)
    if form.is_valid():
        try:
            save_note(
                enrolment=request.enrolment,
                milestone=milestone,
                note=form.cleaned_data["note"],
                links=form.cleaned_data["links"],
                now=timezone.now(),
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _answer_change(request, milestone, None, words="Saved.")
    context = {"milestone": milestone, "form": form, "section": "outline"}
    name = "_note_form" if request.htmx else "note_form"
    status = 422 if form.is_bound else 200
    response = render(request, f"progress/{name}.html", context, status=status)
    if form.is_bound:
        # The form asked for its milestone's place; with errors it stays where it is.
        retarget(response, f"#note-{milestone.key}")
        reswap(response, "innerHTML")
    return response


def find_own_milestone(request: EnrolledRequest, key: str) -> Milestone:
    """Return a milestone of the learner's release, or answer 404."""
    return get_object_or_404(
        Milestone.objects.filter(
            release_placements__stage__release_id=request.enrolment.release_id
        ).distinct(),
        key=key,
    )


def _answer_change(
    request: EnrolledRequest, milestone: Milestone, event: MilestoneEvent | None, words: str = ""
) -> HttpResponseBase:
    """Send the browser back to the outline, or htmx the parts of it that changed."""
    if not request.htmx:
        if words:
            messages.success(request, words)
        query = f"?{urlencode({'undo': event.pk})}" if event else ""
        return redirect(f"{reverse('outline')}{query}#m-{milestone.key}")
    return _render_change(request, milestone, event, words)


def _render_change(
    request: EnrolledRequest, milestone: Milestone, event: MilestoneEvent | None, words: str
) -> HttpResponse:
    outline, due = read_outline(request)
    changed = next((one for one in outline.milestones if one.milestone.pk == milestone.pk), None)
    if changed is None:  # undone on another track than the one that is followed
        return HttpResponse(status=204)
    context = {
        "one": changed,
        "outline": outline,
        "count": outline.count,
        "due": due,
        "others": [
            one
            for one in outline.milestones
            if milestone in one.milestone.prerequisites.all() and one is not changed
        ],
        "statuses": MilestoneStatus.choices,
        "undoable": event,
        "words": words,
        "enrolment": request.enrolment,
    }
    return render(request, "progress/_milestone_changed.html", context)

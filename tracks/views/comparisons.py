"""Two tracks side by side."""

from itertools import combinations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracks.queries.comparisons import compare_tracks
from tracks.queries.skills import list_skill_groups
from tracks.queries.tracks import list_tracks
from tracks.shared.comparison_parts import list_comparison_parts
from tracks.views.drawings import draw_pay_comparison, draw_skills
from tracks.views.tracks import find_track_or_404


@require_safe
def start_comparison(request: HttpRequest) -> HttpResponse:
    tracks = list(list_tracks())
    keys = {track.key for track in tracks}
    left, right = request.GET.get("left", ""), request.GET.get("right", "")
    error = ""
    if left or right:
        if left in keys and right in keys and left != right:
            return redirect("comparison-detail", left=left, right=right)
        error = (
            "Pick two different tracks."
            if left == right
            else "Pick a track on both sides from the lists."
        )
    context = {
        "tracks": tracks,
        "pairs": list(combinations(tracks, 2)),
        "left": left,
        "right": right,
        "error": error,
    }
    return render(request, "tracks/comparison_start.html", context, status=400 if error else 200)


@require_safe
def show_comparison(request: HttpRequest, left: str, right: str) -> HttpResponse:
    first, second = find_track_or_404(left), find_track_or_404(right)
    if first == second:
        message = "A track cannot be compared with itself."
        raise Http404(message)
    comparison = compare_tracks(left=first, right=second)
    names = f"{first.name} and {second.name}"
    groups = list_skill_groups(tracks=(first, second))
    context = {
        "comparison": comparison,
        "left": comparison.left,
        "right": comparison.right,
        "figure": draw_pay_comparison(comparison=comparison),
        "skills": draw_skills(title=f"Skills of {names}", tracks=(first, second), groups=groups),
        "tracks": list_tracks(),
        "parts": list_comparison_parts(left=first, right=second, today=timezone.localdate()),
    }
    return render(request, "tracks/comparison_detail.html", context)

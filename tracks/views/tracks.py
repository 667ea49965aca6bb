"""Home, the list of tracks, and the pages of one track."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracks.models import Track
from tracks.queries.insights import get_outlook
from tracks.queries.outlines import get_outline
from tracks.queries.skills import list_skill_groups
from tracks.queries.tracks import get_track, list_track_cards, list_tracks
from tracks.views.drawings import draw_outline, draw_skills


def find_track_or_404(key: str) -> Track:
    """Return a published track, or answer that there is none."""
    try:
        return get_track(key=key)
    except Track.DoesNotExist as error:
        message = f"There is no track “{key}”."
        raise Http404(message) from error


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    return render(request, "tracks/home.html", {"cards": list_track_cards()})


@require_safe
def list_all_tracks(request: HttpRequest) -> HttpResponse:
    return render(request, "tracks/track_list.html", {"cards": list_track_cards()})


@require_safe
def show_track(request: HttpRequest, key: str) -> HttpResponse:
    track = find_track_or_404(key)
    outline = get_outline(track=track)
    context = {"track": track, "outline": outline, "section": "outline"}
    return render(request, "tracks/track_detail.html", context)


@require_safe
def show_track_map(request: HttpRequest, key: str) -> HttpResponse:
    track = find_track_or_404(key)
    outline = get_outline(track=track)
    context = {
        "track": track,
        "outline": outline,
        "figure": draw_outline(outline=outline),
        "section": "map",
    }
    return render(request, "tracks/track_map.html", context)


@require_safe
def show_track_skills(request: HttpRequest, key: str) -> HttpResponse:
    track = find_track_or_404(key)
    groups = list_skill_groups(tracks=(track,))
    title = f"Skills of {track.name}"
    context = {
        "track": track,
        "groups": groups,
        "figure": draw_skills(title=title, tracks=(track,), groups=groups),
        "section": "skills",
    }
    return render(request, "tracks/track_skills.html", context)


@require_safe
def show_track_outlook(request: HttpRequest, key: str) -> HttpResponse:
    track = find_track_or_404(key)
    context = {
        "track": track,
        "outlook": get_outlook(track=track),
        "tracks": list_tracks().exclude(pk=track.pk),
        "section": "outlook",
    }
    return render(request, "tracks/track_outlook.html", context)

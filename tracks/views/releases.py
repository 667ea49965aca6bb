"""The releases of a track and what changed in each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracks.queries.release_differences import list_release_entries
from tracks.queries.release_notes import summarise_difference
from tracks.views.tracks import find_track_or_404


@require_safe
def list_releases(request: HttpRequest, key: str) -> HttpResponse:
    track = find_track_or_404(key)
    entries = list_release_entries(track=track)
    context = {
        "track": track,
        "entries": [
            (entry, summarise_difference(difference=entry.difference) if entry.difference else "")
            for entry in entries
        ],
        "section": "releases",
    }
    return render(request, "tracks/release_list.html", context)

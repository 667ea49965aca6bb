"""Pages of words: how figures are made, and what is kept about people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracks.shared.provenance import EvidenceState


@require_safe
def show_about(request: HttpRequest) -> HttpResponse:
    return render(request, "tracks/about.html", {"states": EvidenceState.choices})


@require_safe
def show_privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "tracks/privacy.html")

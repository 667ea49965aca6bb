"""Search over the whole catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certifications.queries.certifications import search_certifications
from tracks.queries.searches import search_catalogue

MAX_LENGTH = 80


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").split())[:MAX_LENGTH]
    groups = [*search_catalogue(text=text), *search_certifications(text=text)]
    return render(request, "certifications/search.html", {"text": text, "groups": groups})

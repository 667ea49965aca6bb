"""The catalogue, one certification, and the certifications of a track."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certifications.forms import CertificationFilterForm
from certifications.models import Certification
from certifications.queries.certifications import (
    get_certification_page,
    list_certifications,
    list_issuers,
    list_track_certifications,
)
from tracks.choices import Rung
from tracks.models import Track
from tracks.queries.insights import get_outlook
from tracks.queries.tracks import get_track, list_tracks


@require_safe
def list_catalogue(request: HttpRequest) -> HttpResponse:
    form = CertificationFilterForm(request.GET, tracks=list_tracks(), issuers=list_issuers())
    is_valid = form.is_valid()
    chosen = form.cleaned_data if is_valid else {}
    cards = list_certifications(
        track_key=chosen.get("track", ""),
        issuer_key=chosen.get("issuer", ""),
        status=chosen.get("status", ""),
        text=chosen.get("q", ""),
    )
    context = {
        "form": form,
        "cards": cards if is_valid else [],
        "is_filtered": any(chosen.values()),
    }
    status = 200 if is_valid else 400
    return render(request, "certifications/certification_list.html", context, status=status)


@require_safe
def show_certification(request: HttpRequest, key: str) -> HttpResponse:
    try:
        page = get_certification_page(key=key)
    except Certification.DoesNotExist as error:
        message = f"There is no certification “{key}”."
        raise Http404(message) from error
    context = {"page": page, "card": page.card, "certification": page.card.certification}
    return render(request, "certifications/certification_detail.html", context)


@require_safe
def show_track_certifications(request: HttpRequest, key: str) -> HttpResponse:
    try:
        track = get_track(key=key)
    except Track.DoesNotExist as error:
        message = f"There is no track “{key}”."
        raise Http404(message) from error
    by_rung = list_track_certifications(track=track)
    context = {
        "track": track,
        "rungs": [(Rung(rung), cards) for rung, cards in by_rung.items()],
        "cost_ranges": get_outlook(track=track).cost_ranges,
        "section": "certifications",
    }
    return render(request, "certifications/track_certifications.html", context)

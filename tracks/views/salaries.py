"""What a track pays."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracks.queries.conversion_rates import BAND_AMOUNTS, list_dollar_ranges
from tracks.queries.salaries import FEW, get_pay_page
from tracks.queries.salary_statistics import get_track_evidence
from tracks.views.drawings import draw_distributions, draw_pay_ladder
from tracks.views.pay_evidence import draw_evidence
from tracks.views.tracks import find_track_or_404


@require_safe
def show_track_pay(request: HttpRequest, key: str) -> HttpResponse:
    track = find_track_or_404(key)
    page = get_pay_page(track=track)
    distributions = [band for rung in page.rungs for band in rung.distributions]
    distributions += [band for band in page.lateral if band.statistic == "PERCENTILES"]
    evidence = get_track_evidence(track=track)
    context = {
        "track": track,
        "page": page,
        "evidence": evidence,
        "pictures": draw_evidence(evidence=evidence, name=track.name) if evidence else None,
        "figure": draw_pay_ladder(page=page),
        "distributions": draw_distributions(
            title=f"{track.name}: distributions in data sets, United States",
            bands=distributions,
            prefix="strips",
        ),
        "dollar_ranges": list_dollar_ranges(
            [*page.lateral, *(band for rung in page.rungs for band in rung.bands)],
            fields=BAND_AMOUNTS,
        ),
        "few": FEW,
        "section": "pay",
    }
    return render(request, "tracks/track_pay.html", context)

"""Sources and everything that rests on them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certifications.queries.citations import count_claim_citations, list_claim_citations
from tracks.choices import SourceKind
from tracks.models import Source
from tracks.queries.salary_statistics import count_statistics, list_largest_statistics
from tracks.queries.sources import count_citations, list_citations, list_sources


@require_safe
def list_all_sources(request: HttpRequest) -> HttpResponse:
    facts, claims = count_citations(), count_claim_citations()
    rows = [(row, facts.get(row.pk, 0) + claims.get(row.pk, 0)) for row in list_sources()]
    groups = [
        (kind, [(row, count) for row, count in rows if row.kind == kind]) for kind in SourceKind
    ]
    context = {"groups": [group for group in groups if group[1]]}
    return render(request, "certifications/source_list.html", context)


@require_safe
def show_source(request: HttpRequest, key: str) -> HttpResponse:
    source = Source.objects.filter(key=key).first()
    if source is None:
        message = f"There is no source “{key}”."
        raise Http404(message)
    groups = [*list_citations(source=source), *list_claim_citations(source=source)]
    context = {
        "source": source,
        "groups": groups,
        "statistics": count_statistics(source=source),
        "largest": list_largest_statistics(source=source),
    }
    return render(request, "certifications/source_detail.html", context)

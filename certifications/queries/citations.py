"""Claims that rest on a source."""

from certifications.models import Claim
from tracks.models import Source
from tracks.queries.sources import CitationGroup, cite


def list_claim_citations(*, source: Source) -> list[CitationGroup]:
    """Return the claims about certifications that rest on a source; empty when none does."""
    rows = (
        Claim.objects.filter(source=source)
        .select_related("certification")
        .order_by("certification__short_name", "position", "pk")
    )
    citations = tuple(
        cite(row, f"{row.certification.short_name}: {row.get_field_display().lower()}")
        for row in rows
    )
    return [CitationGroup("Claims about certifications", citations)] if citations else []


def count_claim_citations() -> dict[int, int]:
    """Count the claims per source; one query."""
    counts: dict[int, int] = {}
    for source in Claim.objects.values_list("source_id", flat=True):
        counts[source] = counts.get(source, 0) + 1
    return counts

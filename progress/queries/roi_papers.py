"""The papers of the figures that a projection rests on, frozen with it as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from certifications.queries.fees import CertificationCost, say_amount
from tracks.choices import Rung
from tracks.queries.applicable_bands import ApplicableBand


def list_band_papers(bands: Mapping[int, ApplicableBand]) -> list[dict[str, Any]]:
    """Return the papers of the pay of each rung, every source of a derived band by itself."""
    papers = []
    for rung, band in bands.items():
        top = f"${band.high:,.0f}{'+' if band.is_open_above else ''}"
        for row in band.evidence:
            papers.append(
                {
                    "figure": f"Pay, {Rung(rung).label.lower()}",
                    "value": f"${band.low:,.0f} to {top}",
                    "derived": band.is_derived,
                    "source": row.source.key,
                    "title": row.source.title,
                    "as_of": row.as_of,
                    "state": row.state,
                    "sample_size": row.sample_size,
                    "year": band.year,
                }
            )
    return papers


def list_fee_papers(costs: Iterable[CertificationCost]) -> list[dict[str, Any]]:
    """Return the papers of the fees that budgets count with."""
    return [
        {
            "figure": f"Fee, {cost.certification.short_name}",
            "value": f"{say_amount(claim)} {claim.get_unit_display()}",
            "derived": False,
            "source": claim.source.key,
            "title": claim.source.title,
            "as_of": claim.as_of,
            "state": claim.state,
            "sample_size": None,
            "year": None,
        }
        for cost in costs
        for claim in cost.chosen
    ]

"""Tables and sentences of the projection's page, from a stored result."""

from dataclasses import dataclass
from typing import Any

from progress.models import Projection
from progress.roi.decisions import Block
from progress.roi.presentation import say_block, say_money
from progress.roi.results import RoiResult
from tracks.shared.provenance import EvidenceState


@dataclass(frozen=True)
class CostSplit:
    """What the plan takes and gives on average, and the value without the worth of time."""

    cash: str
    time: str
    hours: str
    benefit: str
    cash_only_middle: str


@dataclass(frozen=True)
class PaperLine:
    """One sourced figure as it was when the projection was made."""

    figure: str
    value: str
    is_derived: bool
    source_key: str
    title: str
    as_of: str
    state: str
    state_words: str
    sample_size: int | None


@dataclass(frozen=True)
class Papers:
    """The figures a projection rests on, and what was left out."""

    lines: tuple[PaperLine, ...]
    remarks: tuple[str, ...]


def describe_costs(*, result: RoiResult) -> CostSplit:
    """Split the average cost into cash and the worth of the hours."""
    return CostSplit(
        cash=say_money(result.expected_cash_cost_usd),
        time=say_money(result.expected_time_cost_usd),
        hours=f"{result.expected_study_hours:,.0f}",
        benefit=say_money(result.expected_benefit_usd),
        cash_only_middle=say_money(result.cash_only.p50_usd),
    )


def list_papers(*, projection: Projection) -> Papers:
    """Return the frozen papers of a projection's figures, and its remarks."""
    lines = [_read_paper(paper) for paper in projection.sources if "figure" in paper]
    remarks = [paper["remark"] for paper in projection.sources if "remark" in paper]
    return Papers(tuple(lines), tuple(remarks))


def say_next_block(*, projection: Projection) -> str:
    """Say which block of study is worth most an hour, or nothing when none is left."""
    stored = (projection.decisions or {}).get("next_block")
    if not stored:
        return ""
    return say_block(Block(**stored["best"]))


def _read_paper(paper: dict[str, Any]) -> PaperLine:
    return PaperLine(
        figure=paper["figure"],
        value=paper["value"],
        is_derived=paper["derived"],
        source_key=paper["source"],
        title=paper["title"],
        as_of=paper["as_of"],
        state=paper["state"],
        state_words=EvidenceState(paper["state"]).label,
        sample_size=paper["sample_size"],
    )

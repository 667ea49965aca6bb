"""What a projection advises: the next step, each exam's share, what is worth finding out."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from certifications.queries.fees import CertificationCost
from progress.choices import MilestoneStatus
from progress.models import Projection
from progress.queries.outlines import MilestoneProgress, Outline
from progress.roi.decisions import Block


@dataclass(frozen=True)
class NextStep:
    """The block of study that is worth most an hour, and the first open milestone in it."""

    block: Block
    first: MilestoneProgress | None


@dataclass(frozen=True)
class ExamDecision:
    """What leaving one planned exam out would lose on average, beside what it costs.

    `added_usd` holds the assumed effect on landing jobs and all fees within the horizon.
    `five_year_cost` is None when its parts are not all stated.
    """

    key: str
    name: str
    added_usd: float
    added_per_fee: float | None
    five_year_cost: Decimal | None


@dataclass(frozen=True)
class Uncertainty:
    """Something uncertain and what knowing it beforehand would be worth, at most."""

    key: str
    name: str
    worth_usd: float


def find_next_step(*, projection: Projection, outline: Outline) -> NextStep | None:
    """Return the stored block worth most an hour with today's first open milestone in it."""
    stored = (projection.decisions or {}).get("next_block")
    if not stored:
        return None
    block = Block(**stored["best"])
    # What lies at or below the learner's own rung is neither part of the block nor waited for.
    rungs = range(projection.inputs["start_rung"] + 1, block.last_rung + 1)
    within = [one for part in outline.stages if part.stage.rung in rungs for one in part.milestones]
    return NextStep(block=block, first=_find_first(within))


def _find_first(block: Collection[MilestoneProgress]) -> MilestoneProgress | None:
    """Return what to go on with, else what waits for nothing else in the block."""
    left = [one for one in block if not one.is_closed and not one.is_optional]
    inside = {one.milestone.pk for one in left}
    started = (one for one in left if one.status == MilestoneStatus.IN_PROGRESS)
    ready = (one for one in left if not any(needed.pk in inside for needed in one.waits_for))
    return next(chain(started, ready), None)


def list_exam_decisions(
    *, projection: Projection, costs: list[CertificationCost]
) -> list[ExamDecision]:
    """Return every planned exam, the one that adds most first; those dropped since are left out."""
    by_key = {cost.certification.key: cost for cost in costs}
    stored = (projection.decisions or {}).get("exams") or []
    return [
        ExamDecision(
            key=one["key"],
            name=by_key[one["key"]].certification.short_name,
            added_usd=one["expected_usd"],
            added_per_fee=one["usd_per_fee_usd"],
            five_year_cost=by_key[one["key"]].five_year_cost,
        )
        for one in stored
        if one["key"] in by_key
    ]


def list_uncertainties(*, projection: Projection) -> list[Uncertainty]:
    """Return what is worth finding out, the most first; nothing below a dollar."""
    stored = (projection.decisions or {}).get("information") or []
    return [
        Uncertainty(key=one["key"], name=one["name"], worth_usd=one["expected_usd"])
        for one in stored
        if one["expected_usd"] >= 1
    ]

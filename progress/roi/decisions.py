"""Help decide: which block next, what each exam adds, what would be worth knowing.

Source: `docs/roi-model.md`, "Decisions".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from progress.roi.draws import Draws
from progress.roi.lotteries import equal_groups, partial_information_value
from progress.roi.projection import value_plan
from progress.roi.sensitivity import drop_exams
from progress.roi.shapes import RoiInputs

_GROUP_COUNT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The plan cut off after a rung: its hours from today, its worth over stopping now.

    `expected_usd` is an average before anyone knows whether they finish.
    """

    last_rung: int
    hours: float
    expected_usd: float
    usd_per_hour: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBlock:
    """Every cut of the plan in order, and which one is worth most per hour."""

    best: Block
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamContribution:
    """What the plan gains from one exam, money and chances together, all else equal."""

    key: str
    expected_usd: float
    usd_per_fee_usd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationValue:
    """What knowing one uncertain thing before starting would be worth, at most."""

    key: str
    name: str
    expected_usd: float


def find_best_prefix(*, hours: Sequence[float], values_usd: Sequence[float]) -> tuple[int, float]:
    """Return how many first items to take, and their worth per hour.

    Items must be done in order and value appears when a group is complete, so single
    items are often worth 0: the best prefix maximises value over cumulative hours
    (the precedence-closed density of Sidney and Gittins). Ties go to the shorter one.

    Args:
        hours: hours of each item, above 0.
        values_usd: value of doing the first k items rather than nothing, k = 1, 2, ...

    Raises:
        ValueError: there are no items, or hours and values differ in number.
    """
    if not hours or len(hours) != len(values_usd):
        raise ValueError("give at least one item, and one value for each")
    densities = [
        value / total for value, total in zip(values_usd, np.cumsum(hours).tolist(), strict=True)
    ]
    best = max(range(len(densities)), key=lambda index: (densities[index], -index))
    return best + 1, densities[best]


def find_next_block(inputs: RoiInputs, *, draws: Draws) -> NextBlock | None:
    """Find the block of the plan to do next, or None when no hours are left."""
    rungs = [rung for rung in inputs.rungs if rung.remaining_hours > 0.0]
    if not rungs:
        return None
    nothing = value_plan(_cut_plan(inputs, last_rung=None), draws=draws).expected_usd
    hours = [rung.remaining_hours for rung in rungs]
    values = [
        value_plan(_cut_plan(inputs, last_rung=rung.rung), draws=draws).expected_usd - nothing
        for rung in rungs
    ]
    totals = np.cumsum(hours).tolist()
    blocks = tuple(
        Block(
            last_rung=rung.rung, hours=total, expected_usd=value, usd_per_hour=value / total
        )
        for rung, total, value in zip(rungs, totals, values, strict=True)
    )  # fmt: skip
    count, _ = find_best_prefix(hours=hours, values_usd=values)
    return NextBlock(best=blocks[count - 1], blocks=blocks)


def list_exam_contributions(inputs: RoiInputs, *, draws: Draws) -> tuple[ExamContribution, ...]:
    """Return what leaving out each planned exam would lose, the largest first."""
    whole = value_plan(inputs, draws=draws).expected_usd
    contributions = []
    for exam in inputs.exams:
        if exam.is_planned:
            without = drop_exams(inputs, keys=frozenset({exam.key}))
            added = whole - value_plan(without, draws=draws).expected_usd
            per_fee = added / exam.fee_usd if exam.fee_usd > 0.0 else None
            contributions.append(
                ExamContribution(key=exam.key, expected_usd=added, usd_per_fee_usd=per_fee)
            )
    return tuple(sorted(contributions, key=lambda item: (-item.expected_usd, item.key)))


def list_information_values(inputs: RoiInputs, *, draws: Draws) -> tuple[InformationValue, ...]:
    """Return what knowing each uncertainty would be worth, the largest first.

    Futures are sorted into eight equal groups by the uncertainty; the causal share
    has two. With few futures per group the figures lean high: a guide to what to ask
    a learner next, not money to print.
    """
    lottery = value_plan(inputs, draws=draws)
    two_lives = np.repeat(np.array([0, 1], dtype=np.int64), draws.count)
    found = [("causal_share", "Whether the path makes the difference", two_lives)]
    for key, name, column in (
        ("stay", "How long you will stay with it", "stay"),
        ("landing", "Whether you land the next job", "landing_1"),
        ("pace", "How many hours you will keep up", "pace"),
        ("pay", "What the next job will pay", "pay_1"),
    ):
        groups = equal_groups(draws.column(column), count=_GROUP_COUNT)
        found.append((key, name, np.tile(groups, 2)))
    values = [
        InformationValue(
            key=key, name=name,
            expected_usd=partial_information_value(lottery.values_usd, lottery.weights, groups),
        )
        for key, name, groups in found
    ]  # fmt: skip
    return tuple(sorted(values, key=lambda item: (-item.expected_usd, item.key)))


def _cut_plan(inputs: RoiInputs, *, last_rung: int | None) -> RoiInputs:
    """Return the plan that stops after a rung, or that stops now (None): no hours, no exams."""
    last = 0 if last_rung is None else last_rung
    beyond = frozenset(exam.key for exam in inputs.exams if exam.rung > last)
    return replace(
        drop_exams(inputs, keys=beyond),
        rungs=tuple(
            rung if rung.rung <= last else replace(rung, remaining_hours=0.0)
            for rung in inputs.rungs
        ),
        materials_usd=0.0 if last_rung is None else inputs.materials_usd,
    )

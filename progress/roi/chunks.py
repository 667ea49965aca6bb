"""Play all futures of a handful of learners at once: the arithmetic of the batch engine.

Arrays have a row per learner and a column per future; what differs by rung, exam or year
has that in front. Months are 16-bit, money is single precision; every step treats each
cell by itself or sums along futures, so the size of a chunk cannot change a bit of the
result. The formulas are those of `events.py` and `ledgers.py`.
"""

from dataclasses import dataclass

import numpy as np

from progress.roi.annuities import BoolArray, FloatArray
from progress.roi.contexts import BatchContext, TargetRung
from progress.roi.draws import STORED_DRAW_COUNT
from progress.roi.lanes import Lanes, to_column
from progress.roi.scratches import Scratch
from progress.roi.tables import NEVER_SHORT, ExamRows, PayRows, ShortArray, SingleArray

_MONTH_TOLERANCE = np.float32(0.001)
_NEVER = np.int16(NEVER_SHORT)
_NEVER_ROW = np.full(STORED_DRAW_COUNT, NEVER_SHORT, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One exam that somebody in the chunk plans: place in the context, month and who sits it.

    `fee_cells` are places in the fee table of the exam.
    """

    place: int
    exam: ExamRows
    months: ShortArray
    is_sat: BoolArray
    fee_cells: ShortArray


@dataclass(frozen=True, slots=True)
class Play:
    """What happened in every future of a chunk.

    `reached` and `steps` hold one array per rung ahead: the month it is reached with the
    path, and the rise in monthly pay after tax. They end with the last future that can reach
    the rung; the others never do.
    """

    pace: SingleArray
    studied: ShortArray
    is_finished: BoolArray
    reached: tuple[ShortArray, ...]
    steps: tuple[SingleArray, ...]
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class _Study:
    """How the studying goes: months for a nominal hour, and the month in which each leaves."""

    months_per_hour: SingleArray
    left: ShortArray


def play_chunk(context: BatchContext, lanes: Lanes, scratch: Scratch) -> Play:
    """Play the plan of every learner in every future."""
    rows = [context.study.get_pace_rows(weeks) for weeks in lanes.logged_weeks.tolist()]
    left = [context.study.get_left_row(month) for month in lanes.months_active.tolist()]
    per_hour = np.array([row.months_per_hour for row in rows])
    per_hour *= lanes.months_per_hour
    study = _Study(per_hour, np.array(left))
    needed = _whole_months(per_hour, lanes.hours[:, 0], scratch)
    sittings = tuple(
        _sit_exam(context, lanes, study, scratch, place=place)
        for place in np.flatnonzero(lanes.is_exam_planned.any(axis=0)).tolist()
    )
    reached = _climb(context, lanes, study, sittings, scratch)
    return Play(
        pace=np.array([row.pace for row in rows]),
        studied=np.minimum(np.minimum(needed, study.left), context.horizon_row),
        is_finished=needed <= study.left,
        reached=reached,
        steps=_raise_pay(context, lanes, scratch, counts=[month.shape[1] for month in reached]),
        sittings=sittings,
    )


def _sit_exam(
    context: BatchContext, lanes: Lanes, study: _Study, scratch: Scratch, *, place: int
) -> Sitting:
    exam = context.exams[place]
    hours = lanes.hours[:, 1 + len(context.targets) + place]
    months = _whole_months(study.months_per_hour, hours, scratch)
    is_sat = months <= study.left
    is_planned = lanes.is_exam_planned[:, place]
    if not is_planned.all():
        is_sat &= is_planned[:, np.newaxis]
    # Not sat counts as sat after the horizon: no fee.
    cells = np.maximum(months, (~is_sat).view(np.int8) * context.after_row)
    np.minimum(cells, context.after_row, out=cells)
    cells *= np.int16(exam.outcome_count)
    cells += exam.outcomes
    return Sitting(place=place, exam=exam, months=months, is_sat=is_sat, fee_cells=cells)


def _climb(
    context: BatchContext,
    lanes: Lanes,
    study: _Study,
    sittings: tuple[Sitting, ...],
    scratch: Scratch,
) -> tuple[ShortArray, ...]:
    """Return the month each rung is reached, by study or without it."""
    added = float(lanes.landing_added.max())
    reached: list[ShortArray] = []
    for number, target in enumerate(context.targets):
        count = target.count_reachable(added)
        ready = _find_ready(
            target,
            lanes,
            _Study(study.months_per_hour[:, :count], study.left[:, :count]),
            tuple(sitting for sitting in sittings if sitting.exam.exam.rung == target.rung),
            scratch,
            number=number,
        )
        # On the first rung ahead nothing is below: time runs from today.
        below = reached[-1][:, :count] if reached else np.int16(0)
        month = np.maximum(below + target.waits.below[:count], ready)
        month += target.waits.lag[:count]
        reached.append(np.minimum(month, below + target.waits.organic[:count]))
    return tuple(reached)


def _find_ready(
    target: TargetRung,
    lanes: Lanes,
    study: _Study,
    sittings: tuple[Sitting, ...],
    scratch: Scratch,
    *,
    number: int,
) -> ShortArray:
    """Return when a rung can be had by study: block done, exams passed, landing lucky.

    `number` counts the rungs ahead.
    """
    ready = _whole_months(study.months_per_hour, lanes.hours[:, 1 + number], scratch)
    is_shut = ready > study.left
    if lanes.is_left_out[:, number].any():
        is_shut |= lanes.is_left_out[:, number, np.newaxis]
    short = scratch.lend("one", *ready.shape)
    count = ready.shape[1]
    np.subtract(target.waits.short_of_landing[:count], lanes.landing_added, out=short)
    for sitting in sittings:
        is_sat = sitting.is_sat[:, :count]
        if sitting.exam.exam.is_required:
            passed = sitting.months[:, :count] + sitting.exam.delays[:count]
            np.maximum(passed, _never_where(~is_sat), out=passed)
            passed *= lanes.is_exam_planned[:, sitting.place, np.newaxis].astype(np.int16)
            np.maximum(ready, passed, out=ready)
        else:
            short -= is_sat.astype(np.float32) * sitting.exam.boosts[:count]
    is_shut |= short >= 0.0
    return np.maximum(ready, _never_where(is_shut))


def _raise_pay(
    context: BatchContext, lanes: Lanes, scratch: Scratch, *, counts: list[int]
) -> tuple[SingleArray, ...]:
    """Return the rise in monthly pay at each rung, after tax; lower offers are refused."""
    pay = lanes.pay
    steps: list[SingleArray] = []
    for place, (target, count) in enumerate(zip(context.targets, counts, strict=True)):
        rise = scratch.lend(f"step {place}", len(pay), count)
        so_far = pay[:, :count] if place else pay
        _make_offers(target.pay, lanes.own_score, rise)
        rise -= so_far
        np.maximum(rise, context.zero_row[:count], out=rise)
        rise *= np.float32(target.band_gap_share)
        pay = so_far + rise
        rise *= np.float32(context.monthly_gain_share)
        steps.append(rise)
    return tuple(steps)


def _make_offers(rows: PayRows, own_score: FloatArray, offers: SingleArray) -> None:
    count = offers.shape[1]
    factors = [to_column(np.exp(slope * own_score)) for slope in rows.slopes]
    np.multiply(rows.pieces[0][:count], factors[0], out=offers)
    for piece, factor, knot in zip(rows.pieces[1:], factors[1:], rows.knots, strict=True):
        is_above = (rows.fresh[:count] >= to_column(knot - own_score)).astype(np.float32)
        offers += is_above * (piece[:count] * factor - offers)


def _whole_months(per_hour: SingleArray, hours: SingleArray, scratch: Scratch) -> ShortArray:
    """Return the whole months that each learner's hours take in every future."""
    months = np.empty(per_hour.shape, dtype=np.int16)
    one = scratch.lend("one", *per_hour.shape)
    np.multiply(per_hour, hours[:, np.newaxis], out=one)
    np.subtract(one, _MONTH_TOLERANCE, out=one)
    np.ceil(one, out=one)
    np.minimum(one, _NEVER_ROW[: one.shape[1]], out=one)
    np.copyto(months, one, casting="unsafe")
    return months


def _never_where(is_never: BoolArray) -> ShortArray:
    # Selecting by mask is ten times slower than multiplying.
    return is_never.view(np.int8) * _NEVER

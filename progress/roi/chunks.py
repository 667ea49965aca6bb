"""Play all futures of a handful of learners at once: the arithmetic of the batch engine.

Arrays have a row per learner and a column per future; what differs by rung, exam or year
has that in front. Months are 16-bit, money is single precision; every step treats each
cell by itself or sums along futures, so the size of a chunk cannot change a bit of the
result. The formulas are those of `events.py` and `ledgers.py`.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from progress.roi.annuities import BoolArray, FloatArray
from progress.roi.contexts import BatchContext
from progress.roi.lanes import Lanes, to_column
from progress.roi.tables import (
    NEVER_SHORT,
    PayRows,
    ShortArray,
    SingleArray,
    WaitRows,
)

_MONTH_TOLERANCE = np.float32(0.001)
_CELLS_IN_CACHE = 32_768
_NEVER = np.int16(NEVER_SHORT)


class Scratch:
    """Lend large arrays that the next chunk writes over: fresh memory costs more than the sums."""

    def __init__(self) -> None:
        self._buffers: dict[str, NDArray[np.float32]] = {}

    def lend(self, name: str, *shape: int) -> SingleArray:
        """Return an array of the shape; what it held before is lost."""
        size = math.prod(shape)
        buffer = self._buffers.get(name)
        if buffer is None or buffer.size < size:
            buffer = self._buffers[name] = np.empty(size, dtype=np.float32)
        return buffer[:size].reshape(shape)


@dataclass(frozen=True, slots=True)
class Play:
    """What happened in every future of a chunk.

    `reached` and `steps` have the rung ahead in front: the month it is reached with the
    path, and the rise in monthly pay after tax. `exam_usd` has the year in front and is
    None where nobody plans an exam. `counts` says for each rung how many futures can reach
    it; `steps` holds nothing beyond.
    """

    pace: SingleArray
    studied: ShortArray
    is_finished: BoolArray
    counts: tuple[int, ...]
    reached: ShortArray
    steps: SingleArray
    exam_usd: SingleArray | None


@dataclass(frozen=True, slots=True)
class _Sittings:
    """The exams that anybody in the chunk plans: place in the context, month and who sits."""

    places: tuple[int, ...]
    months: ShortArray
    is_sat: BoolArray


def play_chunk(context: BatchContext, lanes: Lanes, scratch: Scratch) -> Play:
    """Play the plan of every learner in every future."""
    study = context.study
    rows = [study.get_pace_rows(weeks) for weeks in lanes.logged_weeks.tolist()]
    per_hour = np.array([row.months_per_hour for row in rows])
    per_hour *= lanes.months_per_hour
    left = np.array([study.get_left_row(month) for month in lanes.months_active.tolist()])
    ahead = len(context.targets)
    exams = tuple(np.flatnonzero(lanes.is_exam_planned.any(axis=0)).tolist())
    # Everything that takes hours at once: the whole plan, each rung's blocks, each exam.
    columns = [*range(1 + ahead), *(1 + ahead + place for place in exams)]
    done = _whole_months(per_hour, lanes.hours[:, columns], scratch)
    sittings = _Sittings(
        places=exams,
        months=done[1 + ahead :],
        is_sat=(done[1 + ahead :] <= left) & lanes.is_exam_planned.T[list(exams), :, np.newaxis],
    )
    ready = _find_ready(context, lanes, sittings, done=done[1 : 1 + ahead], left=left)
    counts = _count_reachable(context, lanes)
    return Play(
        pace=np.array([row.pace for row in rows]),
        studied=np.minimum(np.minimum(done[0], left), np.int16(context.horizon_months)),
        is_finished=done[0] <= left,
        counts=counts,
        reached=_climb(context, ready, counts),
        steps=_raise_pay(context, lanes, scratch, counts),
        exam_usd=_pay_fees(context, lanes, sittings, scratch),
    )


def value_gains(context: BatchContext, play: Play, scratch: Scratch) -> SingleArray:
    """Return the gain of every future up to each year's end, where the path caused it."""
    shape = (len(context.year_ends), *play.studied.shape)
    gains = scratch.lend("gains", *shape)
    firsts = _list_first_years(context, play)
    values = [
        _look_up(context.growing, month[:, :count])
        for month, count in zip(play.reached, play.counts, strict=True)
    ]
    for years in _group_years(shape):
        total = gains[years]
        _start_total(total, play.counts)
        for place, target in enumerate(context.targets):
            # Nothing is gained before anybody reaches the rung, with the path or without it.
            skip = max(firsts[place] - years.start, 0)
            if place and skip >= len(total):
                continue
            of_years = slice(years.start + skip if place else years.start, years.stop)
            count = play.counts[place]
            part = total[of_years.start - years.start :, :, :count]
            # The first rung goes straight into the total: one pass less over every year.
            gained = scratch.lend("earned", *part.shape) if place else part
            np.minimum(
                values[place], context.growing_cuts[of_years, np.newaxis, np.newaxis], out=gained
            )
            alone = target.alone_values[of_years, np.newaxis, :count]
            np.subtract(alone, gained, out=gained)
            np.multiply(gained, play.steps[place, :, :count], out=gained)
            if place:
                np.add(part, gained, out=part)
    return gains


def _start_total(total: SingleArray, counts: tuple[int, ...]) -> None:
    """Clear what the first rung will not fill."""
    total[:, :, counts[0] if counts else 0 :] = 0.0


def _list_first_years(context: BatchContext, play: Play) -> list[int]:
    """Return for each rung the first year in which it can bring anything in this chunk."""
    firsts = []
    for target, month in zip(context.targets, play.reached, strict=True):
        earliest = min(int(month.min()), int(target.alone.min()))
        firsts.append(int(np.searchsorted(context.year_ends, earliest, side="right")))
    return firsts


def _count_reachable(context: BatchContext, lanes: Lanes) -> tuple[int, ...]:
    """Return how many futures each rung concerns: all of them where accelerators add a chance."""
    if lanes.landing_added.any():
        return (context.draw_count,) * len(context.targets)
    return tuple(target.reachable_count for target in context.targets)


def value_study_months(context: BatchContext, play: Play) -> SingleArray:
    """Return the present value of 1 a month while studying."""
    return _look_up(context.level, play.studied)


def value_costs(
    context: BatchContext,
    lanes: Lanes,
    play: Play,
    scratch: Scratch,
    *,
    study_value: SingleArray,
) -> SingleArray:
    """Return cash and worth of time of every future up to each year's end."""
    costs = scratch.lend("costs", len(context.year_ends), *study_value.shape)
    per_month = lanes.time_usd_per_month * play.pace
    per_month += lanes.cash_usd_per_month
    for years in _group_years(costs.shape):
        total = costs[years]
        np.minimum(study_value, context.level_cuts[years, np.newaxis, np.newaxis], out=total)
        np.multiply(total, per_month, out=total)
        np.add(total, lanes.materials_usd, out=total)
    if play.exam_usd is not None:
        np.add(costs, play.exam_usd, out=costs)
    return costs


def _find_ready(
    context: BatchContext,
    lanes: Lanes,
    sittings: _Sittings,
    *,
    done: ShortArray,
    left: ShortArray,
) -> ShortArray:
    """Return when each rung can be had by study: block done, exams passed, landing lucky."""
    ready = done
    short = np.array([target.waits.short_of_landing for target in context.targets])
    short = short.reshape(-1, 1, context.draw_count) - lanes.landing_added
    where = {target.rung: place for place, target in enumerate(context.targets)}
    is_shut = done > left
    is_shut |= lanes.is_left_out.T[:, :, np.newaxis]
    for place, months, is_sat in zip(
        sittings.places, sittings.months, sittings.is_sat, strict=True
    ):
        rows = context.exams[place]
        rung = where.get(rows.exam.rung)
        if rung is None:
            continue
        if rows.exam.is_required:
            passed = np.maximum(months + rows.delays, _never_where(~is_sat))
            passed *= lanes.is_exam_planned[:, place, np.newaxis].astype(np.int16)
            np.maximum(ready[rung], passed, out=ready[rung])
        else:
            short[rung] -= is_sat.astype(np.float32) * rows.boosts
    is_shut |= short >= 0.0
    return np.maximum(ready, _never_where(is_shut))


def _climb(context: BatchContext, ready: ShortArray, counts: tuple[int, ...]) -> ShortArray:
    """Return the month each rung is reached, by study or without it."""
    reached = np.empty_like(ready)
    below: ShortArray = np.zeros(ready.shape[1:], dtype=np.int16)
    for target, can_start, month, count in zip(
        context.targets, ready, reached, counts, strict=True
    ):
        _reach(target.waits, below[:, :count], can_start[:, :count], month[:, :count])
        month[:, count:] = _NEVER
        below = month
    return reached


def _reach(waits: WaitRows, below: ShortArray, ready: ShortArray, month: ShortArray) -> None:
    count = month.shape[1]
    studied = below + waits.below[:count]
    np.maximum(studied, ready, out=studied)
    studied += waits.lag[:count]
    np.add(below, waits.organic[:count], out=month)
    np.minimum(month, studied, out=month)
    np.minimum(month, _NEVER, out=month)


def _raise_pay(
    context: BatchContext, lanes: Lanes, scratch: Scratch, counts: tuple[int, ...]
) -> SingleArray:
    """Return the rise in monthly pay at each rung, after tax; lower offers are refused."""
    learners = len(lanes.pay)
    steps = scratch.lend("steps", len(context.targets), learners, context.draw_count)
    pay = np.repeat(lanes.pay, context.draw_count, axis=1)
    for target, room, count in zip(context.targets, steps, counts, strict=True):
        rise, so_far = room[:, :count], pay[:, :count]
        _make_offers(target.pay, lanes.own_score, rise)
        rise -= so_far
        np.maximum(rise, np.float32(0.0), out=rise)
        rise *= np.float32(target.band_gap_share)
        so_far += rise
        rise *= np.float32(context.monthly_gain_share)
    return steps


def _make_offers(rows: PayRows, own_score: FloatArray, offers: SingleArray) -> None:
    count = offers.shape[1]
    factors = [to_column(np.exp(slope * own_score)) for slope in rows.slopes]
    np.multiply(rows.pieces[0][:count], factors[0], out=offers)
    for piece, factor, knot in zip(rows.pieces[1:], factors[1:], rows.knots, strict=True):
        is_above = (rows.fresh[:count] >= to_column(knot - own_score)).astype(np.float32)
        offers += is_above * (piece[:count] * factor - offers)


def _pay_fees(
    context: BatchContext, lanes: Lanes, sittings: _Sittings, scratch: Scratch
) -> SingleArray | None:
    """Return what the exams cost up to each year's end."""
    if not sittings.places:
        return None
    after = np.int16(context.horizon_months + 1)
    # Not sat counts as sat after the horizon: no fee.
    months = np.maximum(sittings.months, (~sittings.is_sat).astype(np.int16) * after)
    np.minimum(months, after, out=months)
    shape = (len(context.year_ends), *months.shape[1:])
    total, one = scratch.lend("fees", *shape), scratch.lend("spare", *shape)
    for number, (place, month) in enumerate(zip(sittings.places, months, strict=True)):
        rows = context.exams[place]
        cells = (month * np.int16(rows.outcome_count) + rows.outcomes).astype(np.intp)
        fees = one if number else total
        rows.fees_usd.take(cells, axis=1, mode="clip", out=fees)
        own_share = lanes.exam_own_share[:, place, np.newaxis]
        if (own_share != 1.0).any():
            fees *= own_share
        if number:
            total += one
    return total


def _group_years(shape: tuple[int, ...]) -> list[slice]:
    """Return runs of years that stay in a core's cache while several steps pass over them."""
    at_once = max(_CELLS_IN_CACHE // (shape[1] * shape[2]), 1)
    return [slice(start, start + at_once) for start in range(0, shape[0], at_once)]


def _whole_months(per_hour: SingleArray, hours: SingleArray, scratch: Scratch) -> ShortArray:
    """Return the whole months that each amount of hours takes; the amount stands in front."""
    months = scratch.lend("months", hours.shape[1], *per_hour.shape)
    np.multiply(per_hour, hours.T[:, :, np.newaxis], out=months)
    months -= _MONTH_TOLERANCE
    np.ceil(months, out=months)
    np.minimum(months, np.float32(NEVER_SHORT), out=months)
    return months.astype(np.int16)


def _look_up(table: SingleArray, months: ShortArray) -> SingleArray:
    cells = np.minimum(months, np.int16(len(table) - 1)).astype(np.intp)
    return table.take(cells, mode="clip")


def _never_where(is_never: BoolArray) -> ShortArray:
    # Selecting by mask is ten times slower than multiplying.
    return is_never.astype(np.int16) * _NEVER

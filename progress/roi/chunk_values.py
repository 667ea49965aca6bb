"""Value what happened in a chunk: gains and costs of every future up to each year's end.

Arrays are those of `chunks.py`, with the year in front. All steps pass over a few years at a
time, which stay in a core's own cache until they are summed and sorted. The formulas are
those of `ledgers.py`.
"""

from dataclasses import dataclass

import numpy as np

from progress.roi.annuities import BoolArray, FloatArray
from progress.roi.chunks import Play
from progress.roi.contexts import BatchContext
from progress.roi.exam_fees import fill_fees
from progress.roi.lanes import Lanes
from progress.roi.scratches import Scratch, cut_into_runs
from progress.roi.tables import ShortArray, SingleArray

# Cells that a step passes over at once, and cells of the learners that are valued together:
# what they need stays in a core's own cache.
_CELLS_IN_CACHE = 32_768
_CELLS_OF_A_BLOCK = 16_384


@dataclass(frozen=True, slots=True)
class ChunkValues:
    """What every future of a chunk is worth up to each year's end.

    `net` is gain less cost where the path caused the gain, `costs` are cash and worth of
    time; materials, the same in every future, are in neither. Both rise along each row, every
    list for itself. The means are of gains and costs, per year and learner. `is_ahead` keeps
    the order of futures, belongs to the last year and counts everything.
    """

    net: SingleArray
    costs: SingleArray
    gain_means: FloatArray
    cost_means: FloatArray
    is_ahead: BoolArray


@dataclass(frozen=True, slots=True)
class _Block:
    """Some learners of a chunk, with what stays the same from year to year.

    For each rung ahead: the value of having reached it and the rise in pay. Of the study: the
    value of 1 a month, and what a month costs.
    """

    rung_values: list[SingleArray]
    steps: list[SingleArray]
    study_value: SingleArray
    usd_per_month: SingleArray
    materials_usd: SingleArray


def value_study_months(context: BatchContext, play: Play) -> SingleArray:
    """Return the present value of 1 a month while studying."""
    # Never later than the horizon.
    return context.level.take(play.studied.astype(np.intp), mode="wrap")


def value_chunk(
    context: BatchContext,
    lanes: Lanes,
    play: Play,
    scratch: Scratch,
    *,
    study_value: SingleArray,
) -> ChunkValues:
    """Value all years of a chunk, materials apart."""
    shape = (len(context.year_ends), *study_value.shape)
    values = ChunkValues(
        net=scratch.lend("net", *shape),
        costs=scratch.lend("costs", *shape),
        gain_means=np.empty(shape[:2]),
        cost_means=np.empty(shape[:2]),
        is_ahead=np.empty(shape[1:], dtype=np.bool_),
    )
    usd_per_month = lanes.time_usd_per_month * play.pace
    usd_per_month += lanes.cash_usd_per_month
    for rows in cut_into_runs(slice(0, shape[1]), each=shape[2], at_most=_CELLS_OF_A_BLOCK):
        block = _Block(
            rung_values=[_look_up_until_horizon(context, month[rows]) for month in play.reached],
            steps=[step[rows] for step in play.steps],
            study_value=study_value[rows],
            usd_per_month=usd_per_month[rows],
            materials_usd=lanes.materials_usd[rows],
        )
        fill_fees(lanes, play.sittings, values.costs, scratch, rows=rows)
        _value_block(context, block, values, scratch, rows=rows)
    return values


def _value_block(
    context: BatchContext, block: _Block, values: ChunkValues, scratch: Scratch, *, rows: slice
) -> None:
    """Value, sum and sort the years of some learners, a few years at a time."""
    year_count, _, futures = values.net.shape
    each = (rows.stop - rows.start) * futures
    for years in cut_into_runs(slice(0, year_count), each=each, at_most=_CELLS_IN_CACHE):
        net, costs = values.net[years, rows], values.costs[years, rows]
        _add_study(context, block, costs, scratch, years=years)
        _fill_gains(context, block, net, scratch, years=years)
        values.gain_means[years, rows] = mean_over_futures(net)
        values.cost_means[years, rows] = mean_over_futures(costs)
        np.subtract(net, costs, out=net)
        if years.stop == year_count:
            np.greater(net[-1], block.materials_usd, out=values.is_ahead[rows])
        net.sort(axis=-1)
        # Costs are never negative, and such numbers rise as their bits do: integers sort faster.
        costs.view(np.int32).sort(axis=-1)


def mean_over_futures(values: SingleArray) -> FloatArray:
    """Return the mean over futures; each row is summed alone, whatever stands beside it."""
    # Twice as fast as `sum`, and with the same bits on every processor (tested).
    totals: SingleArray = np.einsum("...f->...", values)
    means: FloatArray = totals.astype(np.float64) / values.shape[-1]
    return means


def _add_study(
    context: BatchContext, block: _Block, costs: SingleArray, scratch: Scratch, *, years: slice
) -> None:
    """Add subscription and the worth of the time to the exam fees."""
    spent = scratch.lend("one", *costs.shape)
    np.minimum(block.study_value, context.level_cuts[years, np.newaxis, :], out=spent)
    np.multiply(spent, block.usd_per_month, out=spent)
    np.add(costs, spent, out=costs)


def _fill_gains(
    context: BatchContext, block: _Block, total: SingleArray, scratch: Scratch, *, years: slice
) -> None:
    """Fill in what every future gains, were it caused by the path."""
    # The first rung goes straight into the total; what it does not fill is cleared.
    total[:, :, block.steps[0].shape[1] if block.steps else 0 :] = 0.0
    for place, (target, value, step) in enumerate(
        zip(context.targets, block.rung_values, block.steps, strict=True)
    ):
        skip = max(target.first_year - years.start, 0) if place else 0
        if skip >= len(total):
            continue
        count = value.shape[1]
        part = total[skip:, :, :count]
        alone = target.alone_values[years.start + skip : years.stop, np.newaxis, :count]
        gained = scratch.lend("one", *part.shape)
        # What both lives earn counts in neither: the year's end or the later date, whichever
        # comes first, less the earlier date.
        np.maximum(alone, value, out=gained)
        np.subtract(gained, value, out=gained)
        if place:
            np.multiply(gained, step, out=gained)
            np.add(part, gained, out=part)
        else:
            np.multiply(gained, step, out=part)


def _look_up_until_horizon(context: BatchContext, months: ShortArray) -> SingleArray:
    """Return the growing annuity up to each month, or up to the horizon."""
    # Months after the horizon are clipped to the last place of the table.
    return context.growing.take(months.astype(np.intp), mode="clip")

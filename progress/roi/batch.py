"""Project many learners at once, or one learner in under a millisecond.

The same futures, formulas and random numbers as `projection.project`, in single
precision and by year: one implementation for a page, a slider and a sweep. Which one
to call: `project` for everything a document prints, this for the figures of a list or
while something is being dragged. Source: `docs/adr/0010-batch-engine.md`.
"""

from collections.abc import Sequence

import numpy as np

from progress.roi.annuities import BoolArray, FloatArray, MonthArray
from progress.roi.batch_results import BatchResult, make_empty_result
from progress.roi.chunks import (
    Play,
    Scratch,
    play_chunk,
    value_costs,
    value_gains,
    value_study_months,
)
from progress.roi.contexts import BatchContext, ContextFacts, facts_of, get_context
from progress.roi.draws import SLIDER_DRAW_COUNT
from progress.roi.lanes import Lanes, make_lanes
from progress.roi.learner_columns import LearnerColumns
from progress.roi.merged_quantiles import MergePlan, find_merged_quantiles
from progress.roi.shapes import RoiInputs
from progress.roi.tables import SingleArray

# Futures of one chunk, over all its learners: the arrays then fit into a core's own cache.
_FUTURES_PER_CHUNK = 16_384
_FIVE_YEARS_MONTHS = 60


def project_many(
    inputs: Sequence[RoiInputs],
    *,
    draw_count: int = SLIDER_DRAW_COUNT,
    chunk: int | None = None,
    with_dots: bool = False,
) -> BatchResult:
    """Project learners of any tracks and assumptions; those of one context go together.

    Args:
        inputs: the learners, in any order; the result keeps the order.
        draw_count: futures to play, a power of two up to 1,024.
        chunk: learners to hold in memory at once; None chooses what fits the cache. It
            never changes a bit of the result.
        with_dots: also return 20 equally likely futures per learner.
    """
    groups: dict[ContextFacts, list[int]] = {}
    for row, learner in enumerate(inputs):
        groups.setdefault(facts_of(learner), []).append(row)
    longest = max((facts.assumptions.horizon_months for facts in groups), default=0)
    result = make_empty_result(
        len(inputs), draw_count=draw_count, year_count=-(-longest // 12), with_dots=with_dots
    )
    for facts, rows in groups.items():
        context = get_context(facts, draw_count=draw_count)
        learners = LearnerColumns.of([inputs[row] for row in rows])
        _fill(result, context, learners, rows=np.array(rows), chunk=chunk)
    return result


def project_columns(
    context: BatchContext,
    learners: LearnerColumns,
    *,
    chunk: int | None = None,
    with_dots: bool = False,
) -> BatchResult:
    """Project learners of one context that come as columns, as in a sweep.

    Raises:
        RoiInputInvalid: a value is missing or out of range.
    """
    learners.check(rung_count=len(context.rungs), exam_count=len(context.exams))
    result = make_empty_result(
        len(learners),
        draw_count=context.draw_count,
        year_count=len(context.year_ends),
        with_dots=with_dots,
    )
    _fill(result, context, learners, rows=np.arange(len(learners)), chunk=chunk)
    return result


def _fill(
    result: BatchResult,
    context: BatchContext,
    learners: LearnerColumns,
    *,
    rows: MonthArray,
    chunk: int | None,
) -> None:
    lanes = make_lanes(context, learners)
    size = chunk or max(_FUTURES_PER_CHUNK // context.draw_count, 1)
    scratch = Scratch()
    years = len(context.year_ends)
    result.horizon_months[rows] = context.horizon_months
    result.curve_months[rows, :years] = context.year_ends
    for start in range(0, len(rows), size):
        stop = min(start + size, len(rows))
        _fill_chunk(result, context, lanes.part(start, stop), rows[start:stop], scratch)


def _fill_chunk(
    result: BatchResult,
    context: BatchContext,
    lanes: Lanes,
    rows: MonthArray,
    scratch: Scratch,
) -> None:
    play = play_chunk(context, lanes, scratch)
    _fill_reach(result, context, play, rows)
    study_value = value_study_months(context, play)
    _fill_study(result, lanes, play, rows, study_value=study_value)
    costs = value_costs(context, lanes, play, scratch, study_value=study_value)
    net = value_gains(context, play, scratch)
    share = context.facts.assumptions.causal_share
    gain_means = _mean(net)
    net -= costs
    cost_means = _mean(costs)
    means = share * gain_means - cost_means
    years = len(context.year_ends)
    result.curve_mean_usd[rows, :years] = means.T
    result.expected_usd[rows] = means[-1]
    result.expected_benefit_usd[rows] = share * gain_means[-1]
    result.expected_cash_cost_usd[rows] = cost_means[-1] - result.expected_time_cost_usd[rows]
    is_ahead = net[-1] > 0.0
    # Without a gain nothing is ever ahead: only the lives with one count.
    ahead = share * _count(is_ahead) / context.draw_count
    both = share * _count(is_ahead & play.is_finished) / context.draw_count
    finished = result.finish_share[rows]
    result.ahead_share[rows] = ahead
    result.ahead_if_finished_share[rows] = np.divide(
        both, finished, out=np.full(len(rows), np.nan), where=finished > 0.0
    )
    net.sort(axis=-1)
    costs.sort(axis=-1)
    quantiles = _find_quantiles(context.curve_plan, net, costs)
    result.curve_quantiles_usd[rows, :years] = quantiles.transpose(2, 1, 0)
    result.value_quantiles_usd[rows] = quantiles[:, -1].T
    if result.dots_usd.shape[1]:
        result.dots_usd[rows] = _find_quantiles(context.dot_plan, net[-1:], costs[-1:])[:, 0].T


def _fill_study(
    result: BatchResult,
    lanes: Lanes,
    play: Play,
    rows: MonthArray,
    *,
    study_value: SingleArray,
) -> None:
    finished = _count(play.is_finished)
    result.finish_share[rows] = finished / play.is_finished.shape[-1]
    hours = _mean(play.pace * play.studied) * lanes.pace[:, 0]
    result.expected_study_hours[rows] = hours
    worth = _mean(play.pace * study_value) * lanes.time_usd_per_month[:, 0]
    result.expected_time_cost_usd[rows] = worth


def _fill_reach(result: BatchResult, context: BatchContext, play: Play, rows: MonthArray) -> None:
    share = context.facts.assumptions.causal_share
    columns = np.array([target.rung - 1 for target in context.targets], dtype=np.intp)
    cells = np.ix_(rows, columns)
    alone = np.array([target.alone_share for target in context.targets])
    early = np.array([target.alone_5_years_share for target in context.targets])
    reached = _share_by(play, context.horizon_months)
    reached_early = _share_by(play, _FIVE_YEARS_MONTHS)
    result.with_path_share[cells] = share * reached + (1.0 - share) * alone
    result.without_path_share[cells] = alone
    result.with_path_5_years_share[cells] = share * reached_early + (1.0 - share) * early
    result.without_path_5_years_share[cells] = early


def _share_by(play: Play, limit: int) -> FloatArray:
    """Return the share of futures that reach each rung by a month; learners in rows."""
    counts = _count(play.reached <= np.int16(limit)).T
    shares: FloatArray = counts / play.reached.shape[-1]
    return shares


def _find_quantiles(plan: MergePlan, net: SingleArray, costs: SingleArray) -> SingleArray:
    """Return quantiles with the share in front, then year and learner."""
    years, learners, size = net.shape
    found = find_merged_quantiles(
        plan, with_gain=net.reshape(-1, size), costs=costs.reshape(-1, size)
    )
    return found.reshape(-1, years, learners)


def _mean(values: SingleArray) -> FloatArray:
    """Return the mean over futures; pairwise sums of one row, whatever stands beside it."""
    means: FloatArray = np.add.reduce(values, axis=-1).astype(np.float64) / values.shape[-1]
    return means


def _count(flags: BoolArray) -> FloatArray:
    """Count over futures; at most 1,024 of them, which 16 bits hold."""
    counts: FloatArray = np.add.reduce(flags, axis=-1, dtype=np.int16).astype(np.float64)
    return counts

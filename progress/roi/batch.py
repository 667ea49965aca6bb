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
from progress.roi.chunk_values import mean_over_futures, value_chunk, value_study_months
from progress.roi.chunks import Play, play_chunk
from progress.roi.contexts import BatchContext, ContextFacts, facts_of, get_context
from progress.roi.draws import SLIDER_DRAW_COUNT
from progress.roi.lanes import Lanes, make_lanes
from progress.roi.learner_columns import LearnerColumns
from progress.roi.merged_quantiles import MergePlan, find_merged_quantiles
from progress.roi.scratches import Scratch
from progress.roi.shapes import RoiInputs
from progress.roi.tables import SingleArray

# Futures of one chunk, over all its learners: the arrays then fit into a core's own cache.
_FUTURES_PER_CHUNK = 32_768
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
    _fill_alone(result, context, rows)
    alike = _put_alike_together(lanes)
    for start in range(0, len(rows), size):
        some = alike[start : start + size]
        _fill_chunk(result, context, lanes.pick(some), rows[some], scratch)


def _put_alike_together(lanes: Lanes) -> MonthArray:
    """Return an order of learners: what nobody in a chunk does, takes no time.

    An exam is followed where somebody in the chunk plans it, a future where anybody's
    accelerators bring a rung into reach.
    """
    exams = lanes.is_exam_planned @ (1 << np.arange(lanes.is_exam_planned.shape[1]))
    return np.lexsort((lanes.landing_added[:, 0], exams))


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
    values = value_chunk(context, lanes, play, scratch, study_value=study_value)
    share = context.facts.assumptions.causal_share
    materials = lanes.materials_usd[:, 0]
    gain_means, cost_means = values.gain_means, values.cost_means + materials
    means = share * gain_means - cost_means
    years = len(context.year_ends)
    result.curve_mean_usd[rows, :years] = means.T
    result.expected_usd[rows] = means[-1]
    result.expected_benefit_usd[rows] = share * gain_means[-1]
    result.expected_cash_cost_usd[rows] = cost_means[-1] - result.expected_time_cost_usd[rows]
    # Without a gain nothing is ever ahead: only the lives with one count.
    ahead = share * _count(values.is_ahead) / context.draw_count
    both = share * _count(values.is_ahead & play.is_finished) / context.draw_count
    finished = result.finish_share[rows]
    result.ahead_share[rows] = ahead
    result.ahead_if_finished_share[rows] = np.divide(
        both, finished, out=np.full(len(rows), np.nan), where=finished > 0.0
    )
    net, costs = values.net, values.costs
    quantiles = _find_quantiles(context.curve_plan, net, costs) - materials
    result.curve_quantiles_usd[rows, :years] = quantiles.transpose(2, 1, 0)
    result.value_quantiles_usd[rows] = quantiles[:, -1].T
    if result.dots_usd.shape[1]:
        dots = _find_quantiles(context.dot_plan, net[-1:], costs[-1:]) - materials
        result.dots_usd[rows] = dots[:, 0].T


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
    hours = mean_over_futures(play.pace * play.studied) * lanes.pace[:, 0]
    result.expected_study_hours[rows] = hours
    worth = mean_over_futures(play.pace * study_value) * lanes.time_usd_per_month[:, 0]
    result.expected_time_cost_usd[rows] = worth


def _fill_alone(result: BatchResult, context: BatchContext, rows: MonthArray) -> None:
    """Fill in what learners reach without the path: the same for all of a context."""
    for target in context.targets:
        result.without_path_share[rows, target.rung - 1] = target.alone_share
        result.without_path_5_years_share[rows, target.rung - 1] = target.alone_5_years_share


def _fill_reach(result: BatchResult, context: BatchContext, play: Play, rows: MonthArray) -> None:
    share = context.facts.assumptions.causal_share
    for target, month in zip(context.targets, play.reached, strict=True):
        column = target.rung - 1
        reached = _count(month <= context.horizon_months) * (share / context.draw_count)
        early = _count(month <= _FIVE_YEARS_MONTHS) * (share / context.draw_count)
        reached += (1.0 - share) * target.alone_share
        early += (1.0 - share) * target.alone_5_years_share
        result.with_path_share[rows, column] = reached
        result.with_path_5_years_share[rows, column] = early


def _find_quantiles(plan: MergePlan, net: SingleArray, costs: SingleArray) -> SingleArray:
    """Return quantiles with the share in front, then year and learner."""
    years, learners, size = net.shape
    found = find_merged_quantiles(
        plan, with_gain=net.reshape(-1, size), costs=costs.reshape(-1, size)
    )
    return found.reshape(-1, years, learners)


def _count(flags: BoolArray) -> FloatArray:
    """Count over futures; at most 1,024 of them, which 16 bits hold."""
    counts: FloatArray = np.add.reduce(flags, axis=-1, dtype=np.int16).astype(np.float64)
    return counts

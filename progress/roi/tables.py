"""Prepare what all learners of a context share: small single-precision rows per future.

A row holds one number per future. Everything that needs exp, log or a power happens
here, in double precision, with the functions of the reference engine; a learner only
scales rows. Months are 16-bit integers. Source: `docs/adr/0010-batch-engine.md`.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from progress.roi.annuities import AnnuityTables, BoolArray, FloatArray, MonthArray, settle
from progress.roi.assumptions import Assumptions
from progress.roi.bands import PayDistribution
from progress.roi.draws import Draws
from progress.roi.events import (
    boost_of,
    draw_left_months,
    draw_overrun,
    draw_relative_pace,
    draw_waits,
)
from progress.roi.exams import ExamCourse, list_exam_payments, list_outcomes_of, pick_outcomes
from progress.roi.ledgers import accumulate_payments
from progress.roi.shapes import ExamInput
from progress.roi.year_blocks import YearBlock, make_year_blocks

SingleArray = NDArray[np.float32]
ShortArray = NDArray[np.int16]

# Beyond any horizon; six of them added still fit into 16 bits: four rungs, a wait and a lag.
NEVER_SHORT = 5_000

# Whole weeks of five years and whole months of five years stay at hand.
_STUDY_ROWS_KEPT = 320


@dataclass(frozen=True, slots=True)
class PaceRows:
    """Pace over the expected pace, and months per nominal hour at an expected hour a month."""

    pace: SingleArray
    months_per_hour: SingleArray


@dataclass(frozen=True, slots=True)
class WaitRows:
    """The waits of one rung ahead.

    `below` is the time in the rung below with study, `lag` from ready to started,
    `organic` both without study, never where the future does not get there alone.
    `short_of_landing` is luck less the chance to land: below 0 the learner lands.
    """

    below: ShortArray
    lag: ShortArray
    organic: ShortArray
    short_of_landing: SingleArray


@dataclass(frozen=True, slots=True)
class PayRows:
    """Offers of one rung ahead: per piece of the pay line, what a middling learner is offered.

    A learner's own score shifts piece p by the factor exp(slopes[p] * shift). `fresh`
    is the part of the score that is luck; piece p holds above `knots[p - 1]`.
    """

    pieces: tuple[SingleArray, ...]
    slopes: tuple[float, ...]
    knots: tuple[float, ...]
    fresh: SingleArray


@dataclass(frozen=True, slots=True)
class ExamRows:
    """One exam: how it ends in each future, and its cost by month sat and ending.

    `delays` are months from the first sitting to the pass, never where it is not
    passed. `fees_usd` has a cell per month sat and ending, with the cost up to each year's
    end; the last month stands for "not sat".
    """

    exam: ExamInput
    outcome_count: int
    outcomes: ShortArray
    delays: ShortArray
    boosts: SingleArray
    fees_usd: tuple[YearBlock, ...]


class StudyTables:
    """Rows of one set of draws that depend on how long a learner has studied.

    Kept for the lifetime of the context, at most a few hundred rows.
    """

    def __init__(self, *, assumptions: Assumptions, draws: Draws) -> None:
        self._own = assumptions
        self._draws = draws
        self._overrun = draw_overrun(assumptions, draws)
        self.get_pace_rows = lru_cache(maxsize=_STUDY_ROWS_KEPT)(self._make_pace_rows)
        self.get_left_row = lru_cache(maxsize=_STUDY_ROWS_KEPT)(self._make_left_row)

    def _make_pace_rows(self, logged_weeks: float) -> PaceRows:
        pace = settle(draw_relative_pace(self._own, self._draws, logged_weeks=logged_weeks))
        # Far beyond every horizon; keeps zero pace times zero hours a number.
        per_hour = np.minimum(self._overrun / np.maximum(pace, 1e-12), 1e12)
        return PaceRows(pace=to_single(pace), months_per_hour=to_single(per_hour))

    def _make_left_row(self, months_active: float) -> ShortArray:
        return to_short(draw_left_months(self._own, self._draws, months_active=months_active))


def to_single(values: FloatArray) -> SingleArray:
    """Round to single precision, read-only."""
    single = np.ascontiguousarray(values, dtype=np.float32)
    single.setflags(write=False)
    return single


def to_short(months: MonthArray) -> ShortArray:
    """Store months in 16 bits, read-only; anything later than 5,000 months is never."""
    short = np.minimum(months, NEVER_SHORT).astype(np.int16)
    short.setflags(write=False)
    return short


def make_wait_rows(assumptions: Assumptions, draws: Draws, *, rung: int, step: int) -> WaitRows:
    """Prepare the waits of a rung; `step` counts rungs above the learner's own."""
    below, alone, lag = draw_waits(assumptions, draws, rung=rung, step=step)
    luck = draws.column(f"landing_{step}")
    gets_there = luck < assumptions.landing_without_study[rung - 1]
    return WaitRows(
        below=to_short(below),
        lag=to_short(lag),
        organic=to_short(np.where(gets_there, alone + lag, NEVER_SHORT)),
        short_of_landing=to_single(luck - assumptions.landing_with_study[rung - 1]),
    )


def make_pay_rows(
    distribution: PayDistribution, assumptions: Assumptions, draws: Draws, *, step: int
) -> PayRows:
    """Prepare the offers of a rung; ln pay is a line of one or more pieces."""
    rho = assumptions.percentile_persistence
    fresh = math.sqrt(1.0 - rho * rho) * draws.column(f"pay_{step}")
    scores, heights = np.array(distribution.scores), np.array(distribution.log_pay)
    slopes = np.diff(heights) / np.diff(scores)
    return PayRows(
        pieces=tuple(
            to_single(np.exp(height + slope * (fresh - score)))
            for score, height, slope in zip(scores, heights, slopes, strict=False)
        ),
        slopes=tuple(slopes.tolist()),
        knots=tuple(scores[1:-1].tolist()),
        fresh=to_single(fresh),
    )


def make_exam_rows(
    exam: ExamInput,
    assumptions: Assumptions,
    *,
    uniforms: FloatArray,
    annuities: AnnuityTables,
    year_ends: MonthArray,
) -> ExamRows:
    """Prepare an exam that is sat by everybody; who sits it depends on the learner."""
    outcomes = list_outcomes_of(exam, assumptions)
    attempts = np.array([outcome.attempts_count for outcome in outcomes], dtype=np.int64)
    is_passed = np.array([outcome.is_passed for outcome in outcomes])
    index = pick_outcomes(outcomes, uniforms)
    delays = (attempts - 1) * assumptions.exam_wait_months
    fees = _tabulate_fees(
        exam, attempts, is_passed,
        wait_months=assumptions.exam_wait_months, annuities=annuities, year_ends=year_ends,
    )  # fmt: skip
    return ExamRows(
        exam=exam,
        outcome_count=len(outcomes),
        outcomes=index.astype(np.int16),
        delays=to_short(np.where(is_passed, delays, NEVER_SHORT)[index]),
        boosts=to_single(np.where(is_passed, boost_of(exam, assumptions), 0.0)[index]),
        fees_usd=make_year_blocks(to_single(fees)),
    )


def _tabulate_fees(
    exam: ExamInput,
    attempts: MonthArray,
    is_passed: BoolArray,
    *,
    wait_months: int,
    annuities: AnnuityTables,
    year_ends: MonthArray,
) -> FloatArray:
    horizon = annuities.horizon_months
    cells = (horizon + 2) * len(attempts)
    sat = np.repeat(np.arange(horizon + 2), len(attempts))
    counts, passed = np.tile(attempts, horizon + 2), np.tile(is_passed, horizon + 2)
    # The month after the horizon costs nothing, which makes it stand for "not sat".
    course = ExamCourse(
        exam=exam,
        is_sat=np.ones(cells, dtype=np.bool_),
        is_passed=passed,
        sat_months=sat,
        passed_months=np.where(passed, sat + (counts - 1) * wait_months, horizon + 1),
        attempts_counts=counts,
    )
    payments = list_exam_payments(course, wait_months=wait_months, horizon_months=horizon)
    return accumulate_payments(payments, annuities, months=year_ends, count=cells).T

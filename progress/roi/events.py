"""Play the plan in every future: when things happen, with the path and without it.

Both lives of a future use the same random numbers, so their difference is what the
path changes. Source: `docs/roi-model.md`, "Pace, effort, drop-out" to "Rungs".
"""

import math
from dataclasses import dataclass

import numpy as np

from progress.roi.annuities import (
    NEVER_MONTH,
    BoolArray,
    FloatArray,
    MonthArray,
    settle,
    whole_months,
)
from progress.roi.assumptions import Assumptions
from progress.roi.bands import resolve_band
from progress.roi.draws import Draws
from progress.roi.exams import ExamCourse, follow_exam
from progress.roi.shapes import ExamInput, RoiInputs, RungInput

WEEKS_PER_YEAR = 52.0
MONTHS_PER_YEAR = 12.0

# Normal score of the 90th percentile; the 10th is its mirror.
_SCORE_P90 = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Study:
    """How the studying goes in every future.

    `months_per_hour` is calendar months per nominal hour of the plan; `left_months`
    when the learner would stop for good, finished or not.
    """

    pace_hours_per_month: FloatArray
    months_per_hour: FloatArray
    left_months: MonthArray
    studied_months: MonthArray
    finish_months: MonthArray

    @property
    def is_finished(self) -> BoolArray:
        """Return in which futures the whole plan gets done."""
        return self.finish_months < NEVER_MONTH


@dataclass(frozen=True, slots=True)
class RungCourse:
    """One rung in every future: month reached with and without the path, and the pay step.

    `landing_uniforms` is the luck that both lives share.
    """

    rung: int
    with_path_months: MonthArray
    without_path_months: MonthArray
    step_usd_per_month: FloatArray
    landing_uniforms: FloatArray


@dataclass(frozen=True, slots=True)
class Futures:
    """Everything that happens in every future."""

    study: Study
    rungs: tuple[RungCourse, ...]
    exams: tuple[ExamCourse, ...]


def play_futures(inputs: RoiInputs, draws: Draws) -> Futures:
    """Play every future of a plan; a learner on the top rung has no rungs ahead."""
    study = _play_study(inputs, draws)
    exams = tuple(
        follow_exam(
            exam=exam,
            assumptions=inputs.assumptions,
            sat_months=whole_months(exam.sat_after_hours * study.months_per_hour),
            left_months=study.left_months,
            uniforms=draws.column(f"exam_{number}"),
        )
        for number, exam in enumerate(inputs.exams, start=1)
    )
    return Futures(study=study, rungs=_play_rungs(inputs, draws, study, exams), exams=exams)


def expected_pace_hours_per_week(inputs: RoiInputs) -> float:
    """Return the weekly hours expected from plan and log: (n0 x adherence x W + L) / (n0 + n)."""
    own = inputs.assumptions
    planned = own.pace_prior_weeks * own.pace_adherence_share * inputs.planned_hours_per_week
    return (planned + inputs.logged_hours) / (own.pace_prior_weeks + inputs.logged_weeks)


def draw_relative_pace(own: Assumptions, draws: Draws, *, logged_weeks: float) -> FloatArray:
    """Return the pace of every future over the expected one; a longer log narrows it."""
    variance = math.log1p(own.pace_variation**2 / (own.pace_prior_weeks + logged_weeks))
    pace: FloatArray = np.exp(math.sqrt(variance) * draws.column("pace") - variance / 2.0)
    return pace


def draw_overrun(own: Assumptions, draws: Draws) -> FloatArray:
    """Return the hours really needed per nominal hour."""
    overrun: FloatArray = own.hours_overrun_factor * np.exp(
        own.hours_overrun_log_sd * draws.column("effort")
    )
    return overrun


def draw_left_months(own: Assumptions, draws: Draws, *, months_active: float) -> MonthArray:
    """Return when the learner stops: Weibull, given that they have lasted `months_active`."""
    scale, shape = own.dropout_scale_months, own.dropout_shape
    lasted = (months_active / scale) ** shape
    left = scale * (lasted - np.log1p(-draws.column("stay"))) ** (1.0 / shape)
    return whole_months(settle(left - months_active))


def _play_study(inputs: RoiInputs, draws: Draws) -> Study:
    own = inputs.assumptions
    pace = expected_pace_hours_per_week(inputs) * WEEKS_PER_YEAR / MONTHS_PER_YEAR
    relative_pace = draw_relative_pace(own, draws, logged_weeks=inputs.logged_weeks)
    hours_per_month = settle(pace * relative_pace)
    months_per_hour = settle(draw_overrun(own, draws) / hours_per_month)
    left_months = draw_left_months(own, draws, months_active=inputs.months_active)
    needed = whole_months(sum(rung.remaining_hours for rung in inputs.rungs) * months_per_hour)
    studied = np.minimum(np.minimum(needed, left_months), own.horizon_months)
    return Study(
        pace_hours_per_month=hours_per_month,
        months_per_hour=months_per_hour,
        left_months=left_months,
        studied_months=studied,
        finish_months=np.where(needed <= left_months, needed, NEVER_MONTH),
    )


def _play_rungs(
    inputs: RoiInputs, draws: Draws, study: Study, exams: tuple[ExamCourse, ...]
) -> tuple[RungCourse, ...]:
    steps = _list_pay_steps(inputs, draws)
    with_path = without_path = np.zeros(draws.count, dtype=np.int64)
    hours = 0.0
    courses: list[RungCourse] = []
    for rung, step_usd in zip(_list_target_rungs(inputs), steps, strict=True):
        hours += rung.remaining_hours
        step = rung.rung - inputs.start_rung
        luck = draws.column(f"landing_{step}")
        with_wait, without_wait, lag = draw_waits(
            inputs.assumptions, draws, rung=rung.rung, step=step
        )
        ready, chance = _find_ready_and_chance(
            inputs, rung, study, tuple(c for c in exams if c.exam.rung == rung.rung), hours
        )
        gets_there = luck < inputs.assumptions.landing_without_study[rung.rung - 1]
        studied = np.where(
            luck < chance, np.maximum(ready, with_path + with_wait) + lag, NEVER_MONTH
        )
        organic = np.where(gets_there, with_path + without_wait + lag, NEVER_MONTH)
        alone = np.where(gets_there, without_path + without_wait + lag, NEVER_MONTH)
        with_path = np.minimum(np.minimum(studied, organic), NEVER_MONTH)
        without_path = np.minimum(alone, NEVER_MONTH)
        courses.append(RungCourse(rung.rung, with_path, without_path, step_usd, luck))
    return tuple(courses)


def _list_target_rungs(inputs: RoiInputs) -> tuple[RungInput, ...]:
    return tuple(rung for rung in inputs.rungs if rung.rung > inputs.start_rung)


def _find_ready_and_chance(
    inputs: RoiInputs,
    rung: RungInput,
    study: Study,
    exams: tuple[ExamCourse, ...],
    hours: float,
) -> tuple[MonthArray, FloatArray]:
    """Return the month each future is ready for a rung by study, and its chance to land."""
    done = whole_months(hours * study.months_per_hour)
    ready = np.where((done <= study.left_months) & rung.is_in_plan, done, NEVER_MONTH)
    base = inputs.assumptions.landing_with_study[rung.rung - 1]
    base += sum(accelerator.landing_share for accelerator in inputs.accelerators)
    chance = np.full(len(ready), base)
    for course in exams:
        if course.exam.is_required and course.exam.is_planned:
            ready = np.maximum(ready, course.passed_months)
        else:
            chance = chance + course.is_passed * boost_of(course.exam, inputs.assumptions)
    return ready, chance


def boost_of(exam: ExamInput, own: Assumptions) -> float:
    """Return what a pass adds to the chance to land."""
    return own.exam_boost_share if exam.boost_share is None else exam.boost_share


def draw_waits(
    own: Assumptions, draws: Draws, *, rung: int, step: int
) -> tuple[MonthArray, MonthArray, MonthArray]:
    """Return months in the rung below with and without study, and from ready to started.

    `step` counts rungs above the learner's own.
    """
    score = draws.column(f"wait_{step}")
    lag = own.start_lag_months[rung - 1] * np.exp(
        own.start_lag_log_sd * draws.column(f"lag_{step}")
    )
    if rung == 1:
        with_wait = np.zeros(draws.count)
        without_wait = _draw_between(own.entry_low_months, own.entry_high_months, score)
    else:
        with_wait = _draw_between(
            own.rung_low_months[rung - 1], own.rung_high_months[rung - 1], score
        )
        without_wait = own.organic_slowdown_factor * with_wait
    return whole_months(with_wait), whole_months(without_wait), whole_months(settle(lag))


def _draw_between(low: float, high: float, score: FloatArray) -> FloatArray:
    """Draw from the lognormal whose 10th and 90th percentiles are low and high."""
    if low <= 0.0:
        return np.full(len(score), high)
    spread = math.log(high / low) / (2.0 * _SCORE_P90)
    return settle(math.sqrt(low * high) * np.exp(spread * score))


def _list_pay_steps(inputs: RoiInputs, draws: Draws) -> list[FloatArray]:
    """Return the rise in monthly pay at each rung ahead; offers below own pay are refused."""
    own = inputs.assumptions
    bands = {
        rung.rung: resolve_band(
            rung.band, assumptions=own, region_pay_factor=inputs.region_pay_factor
        )
        for rung in inputs.rungs
    }
    score = 0.0
    if inputs.start_rung in bands:
        score = bands[inputs.start_rung].score_of(inputs.current_pay_usd_per_year)
    rho = own.percentile_persistence
    pay = np.full(draws.count, inputs.current_pay_usd_per_year)
    steps: list[FloatArray] = []
    for rung in _list_target_rungs(inputs):
        fresh = draws.column(f"pay_{rung.rung - inputs.start_rung}")
        offer = bands[rung.rung].pay_at(rho * score + math.sqrt(1.0 - rho * rho) * fresh)
        rise = own.band_gap_share[rung.rung - 1] * np.maximum(offer - pay, 0.0)
        pay = pay + rise
        steps.append(rise / MONTHS_PER_YEAR)
    return steps

"""Baseline: one projection as two loops in plain Python, futures and months.

No NumPy: what somebody would write first. Follows docs/roi-model.md; exams that gate
a rung are left out, which the measured learner does not have.
"""

import math
import random

from benchmarks.outcomes import Outcome
from progress.roi.bands import PayDistribution, resolve_band
from progress.roi.shapes import ExamInput, RoiInputs

NEVER = math.inf
SCORE_P90 = 1.2815515655446004


def project_by_loops(inputs: RoiInputs, *, futures_count: int, seed: int) -> Outcome:
    """Project one learner from fresh random numbers."""
    luck = random.Random(seed)  # noqa: S311 - a simulation, no secret
    bands = {
        rung.rung: resolve_band(
            rung.band, assumptions=inputs.assumptions, region_pay_factor=inputs.region_pay_factor
        )
        for rung in inputs.rungs
    }
    horizon = inputs.assumptions.horizon_months
    ends: list[float] = []
    years: list[list[float]] = [[] for _ in range(12, horizon + 1, 12)]
    reached = [0] * sum(rung.rung > inputs.start_rung for rung in inputs.rungs)
    for _ in range(futures_count):
        curve, months = play_future(inputs, bands, luck)
        ends.append(curve[-1])
        for year, values in enumerate(years, start=1):
            values.append(curve[12 * year])
        for place, month in enumerate(months):
            reached[place] += month <= horizon
    by_year = [sorted(values) for values in years]
    return Outcome(
        expected_usd=sum(ends) / futures_count,
        ahead_share=sum(value > 0.0 for value in ends) / futures_count,
        year_quantiles_usd=[
            [values[int(share * futures_count)] for values in by_year] for share in (0.1, 0.5, 0.9)
        ],
        reach_shares=[count / futures_count for count in reached],
    )


def play_future(  # noqa: PLR0915 - plain on purpose: one life, read from top to bottom
    inputs: RoiInputs, bands: dict[int, PayDistribution], luck: random.Random
) -> tuple[list[float], list[float]]:
    """Return the cumulative value by month, and the months rungs are reached with the path."""
    own, horizon = inputs.assumptions, inputs.assumptions.horizon_months
    weeks = own.pace_prior_weeks + inputs.logged_weeks
    planned = own.pace_prior_weeks * own.pace_adherence_share * inputs.planned_hours_per_week
    variance = math.log(1.0 + own.pace_variation**2 / weeks)
    pace = (planned + inputs.logged_hours) / weeks * 52.0 / 12.0
    pace *= math.exp(math.sqrt(variance) * luck.gauss(0.0, 1.0) - variance / 2.0)
    overrun = own.hours_overrun_factor * math.exp(own.hours_overrun_log_sd * luck.gauss(0.0, 1.0))
    per_hour = overrun / pace
    scale, shape = own.dropout_scale_months, own.dropout_shape
    lasted = (inputs.months_active / scale) ** shape
    left = scale * (lasted - math.log(1.0 - luck.random())) ** (1.0 / shape)
    left_month = whole(left - inputs.months_active)
    in_all = sum(rung.remaining_hours for rung in inputs.rungs)
    studied = min(whole(in_all * per_hour), left_month, horizon)
    bills = [0.0] * (horizon + 1)
    bills[0] = inputs.materials_usd * (1.0 - inputs.employer_share)
    boosts = {rung.rung: 0.0 for rung in inputs.rungs}
    for exam in inputs.exams:
        sat = whole(exam.sat_after_hours * per_hour)
        if sat <= left_month and sit_exam(inputs, exam, sat, bills, luck):
            boosts[exam.rung] = boosts.get(exam.rung, 0.0) + (exam.boost_share or 0.0)
    with_path, without, steps = climb(inputs, bands, boosts, per_hour, left_month, luck)
    is_caused = luck.random() < own.causal_share
    hour_usd = own.study_hour_value_share * (1.0 - own.tax_rate)
    hour_usd *= inputs.current_pay_usd_per_year / own.paid_hours_per_year
    study_usd = inputs.subscription_usd_per_month * (1.0 - inputs.employer_share) + pace * hour_usd
    curve = [-bills[0]]
    for month in range(1, horizon + 1):
        flow = -bills[month]
        if month <= studied:
            flow -= study_usd
        if is_caused:
            growth = (1.0 + own.real_growth_rate) ** ((month - 1) / 12.0)
            for early, late, step in zip(with_path, without, steps, strict=True):
                if early < month <= late:
                    flow += (1.0 - own.tax_rate) * own.employed_share * step * growth
        curve.append(curve[-1] + flow * (1.0 + own.real_discount_rate) ** (-month / 12.0))
    return curve, with_path


def climb(  # noqa: PLR0915 - plain on purpose
    inputs: RoiInputs,
    bands: dict[int, PayDistribution],
    boosts: dict[int, float],
    per_hour: float,
    left_month: float,
    luck: random.Random,
) -> tuple[list[float], list[float], list[float]]:
    """Return, per rung ahead, months with and without the path and the monthly pay step."""
    own, start = inputs.assumptions, inputs.start_rung
    own_score = 0.0
    if start in bands:
        own_score = bands[start].score_of(inputs.current_pay_usd_per_year)
    rho = own.percentile_persistence
    with_path, without, steps = [0.0], [0.0], []
    hours, pay = 0.0, inputs.current_pay_usd_per_year
    for rung in (item for item in inputs.rungs if item.rung > start):
        hours += rung.remaining_hours
        score, place = luck.gauss(0.0, 1.0), rung.rung - 1
        low, high = own.rung_low_months[place], own.rung_high_months[place]
        if rung.rung == 1:
            low, high = own.entry_low_months, own.entry_high_months
        wait = math.sqrt(low * high) * math.exp(math.log(high / low) / (2 * SCORE_P90) * score)
        below, alone = (0.0, wait) if rung.rung == 1 else (wait, wait * own.organic_slowdown_factor)
        lag = whole(
            own.start_lag_months[place] * math.exp(own.start_lag_log_sd * luck.gauss(0.0, 1.0))
        )
        uniform, done = luck.random(), whole(hours * per_hour)
        study = organic = late = NEVER
        is_studied = done <= left_month and rung.is_in_plan
        if is_studied and uniform < own.landing_with_study[place] + boosts[rung.rung]:
            study = max(done, with_path[-1] + whole(below)) + lag
        if uniform < own.landing_without_study[place]:
            organic = with_path[-1] + whole(alone) + lag
            late = without[-1] + whole(alone) + lag
        with_path.append(min(study, organic))
        without.append(late)
        line = bands[rung.rung]
        fresh = rho * own_score + math.sqrt(1.0 - rho * rho) * luck.gauss(0.0, 1.0)
        offer = math.exp(line.log_pay[0] + line.log_sd * (fresh - line.scores[0]))
        rise = own.band_gap_share[place] * max(offer - pay, 0.0)
        pay += rise
        steps.append(rise / 12.0)
    return with_path[1:], without[1:], steps


def sit_exam(
    inputs: RoiInputs, exam: ExamInput, sat: float, bills: list[float], luck: random.Random
) -> bool:
    """Write the fees into the bills; tell whether the exam is passed in the end."""
    own = inputs.assumptions
    for attempt in range(own.exam_attempts_count):
        month = int(sat) + attempt * own.exam_wait_months
        if month >= len(bills):
            return False
        if not 1 <= attempt <= exam.free_retakes_count:
            bills[month] += exam.fee_usd * (1.0 - exam.employer_share)
        share = exam.first_pass_share if attempt == 0 else exam.later_pass_share
        if luck.random() < (share or 0.0):
            if exam.renewal_every_months:
                every = exam.renewal_every_months
                for due in range(month + every, len(bills), every):
                    bills[due] += exam.renewal_fee_usd * (1.0 - exam.employer_share)
            return True
    return False


def whole(months: float) -> float:
    """Round up to whole months."""
    return max(math.ceil(months - 0.001), 0)

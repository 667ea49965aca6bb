"""The projection done the slow way: one person, one month after the other.

An independent second way to every number of the event engine: plain floats, two
pay histories side by side, every payment on its month. Follows docs/roi-model.md
and shares with the engine only the input shapes and the random numbers.
"""

import math
from itertools import pairwise
from statistics import NormalDist

import numpy as np

NEVER = math.inf


def cm(duration):
    return duration if duration == NEVER else max(math.ceil(duration - 0.001), 0)


def single(number):
    return float(np.float32(number))


def band_line(band, inputs):
    own = inputs.assumptions
    points = band.percentiles_usd_per_year
    if not points:
        top = own.band_open_percentile if band.is_open_above else own.band_high_percentile
        points = (
            (own.band_low_percentile, band.low_usd_per_year),
            (top, band.high_usd_per_year),
        )
    factor = inputs.region_pay_factor * (1 + own.band_growth_rate) ** band.age_years
    return [(NormalDist().inv_cdf(share), math.log(pay * factor)) for share, pay in points]


def on_line(line, x, *, flip=False):
    pairs = [(b, a) for a, b in line] if flip else line
    for (x0, y0), (x1, y1) in pairwise(pairs):
        if x < x1 or (x1, y1) == pairs[-1]:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    raise AssertionError("a line has at least two points")


def lognormal_between(low, high, score):
    if low <= 0:
        return high
    sd = math.log(high / low) / (2 * NormalDist().inv_cdf(0.9))
    return single(math.sqrt(low * high) * math.exp(sd * score))


def sit_exam(exam, own, luck):
    """Return (attempts, passed) by tossing attempt after attempt with one number."""
    first = own.exam_first_pass_share if exam.first_pass_share is None else exam.first_pass_share
    later = own.exam_later_pass_share if exam.later_pass_share is None else exam.later_pass_share
    reached, failing = 0.0, 1.0
    for attempt in range(1, own.exam_attempts_count + 1):
        reached += failing * (first if attempt == 1 else later)
        failing *= 1 - (first if attempt == 1 else later)
        if luck < reached:
            return attempt, True
    return own.exam_attempts_count, False


def play(inputs, draws, index):
    """Return cumulative discounted (gain, cash, time) by month for one future."""
    own, horizon = inputs.assumptions, inputs.assumptions.horizon_months

    def luck(name):
        return float(draws.column(name)[index])

    n0 = own.pace_prior_weeks
    weekly = n0 * own.pace_adherence_share * inputs.planned_hours_per_week + inputs.logged_hours
    pace = weekly / (n0 + inputs.logged_weeks) * 52 / 12
    variance = math.log(1 + own.pace_variation**2 / (n0 + inputs.logged_weeks))
    w = single(pace * math.exp(math.sqrt(variance) * luck("pace") - variance / 2))
    effort = own.hours_overrun_factor * math.exp(own.hours_overrun_log_sd * luck("effort"))
    per_hour = single(effort / w)
    lam, k, m0 = own.dropout_scale_months, own.dropout_shape, inputs.months_active
    left = cm(single(lam * ((m0 / lam) ** k - math.log(1 - luck("stay"))) ** (1 / k) - m0))
    studied = min(cm(sum(r.remaining_hours for r in inputs.rungs) * per_hour), left, horizon)

    fees: dict[int, float] = {}
    passed_at: dict[str, float] = {}
    for number, exam in enumerate(inputs.exams, start=1):
        sat = cm(exam.sat_after_hours * per_hour)
        if not exam.is_planned or sat > left:
            continue
        attempts, is_passed = sit_exam(exam, own, luck(f"exam_{number}"))
        dates = [sat + i * own.exam_wait_months for i in range(attempts)]
        bills = [
            (m, exam.fee_usd) for i, m in enumerate(dates) if not 1 <= i <= exam.free_retakes_count
        ]
        if is_passed:
            passed_at[exam.key] = dates[-1]
            if exam.renewal_every_months:
                every = exam.renewal_every_months
                bills += [
                    (m, exam.renewal_fee_usd) for m in range(dates[-1] + every, horizon + 1, every)
                ]
        for month, fee in bills:
            fees[month] = fees.get(month, 0.0) + fee * (1 - exam.employer_share)

    with_path, without, pay = find_careers(inputs, luck, per_hour, left, passed_at)
    return add_up(inputs, (with_path, without, pay), w, studied, fees)


def find_careers(inputs, luck, per_hour, left, passed_at):
    """Return months of each rung with and without the path, and pay after each rung."""
    start = inputs.start_rung
    with_path, without = [0.0], [0.0]
    hours = 0.0
    for rung in [r for r in inputs.rungs if r.rung > start]:
        hours += rung.remaining_hours
        ready, chance = find_ready(inputs, rung, passed_at)
        studied = cm(hours * per_hour)
        ready = max(ready, studied) if studied <= left and rung.is_in_plan else NEVER
        x, organic_wait, lag = find_waits(inputs, rung.rung, luck)
        lands = luck(f"landing_{rung.rung - start}")
        gets_there = lands < inputs.assumptions.landing_without_study[rung.rung - 1]
        study = max(ready, with_path[-1] + x) + lag if lands < chance else NEVER
        organic = with_path[-1] + organic_wait + lag if gets_there else NEVER
        with_path.append(min(study, organic))
        without.append(without[-1] + organic_wait + lag if gets_there else NEVER)
    return with_path, without, find_pay(inputs, luck)


def find_ready(inputs, rung, passed_at):
    """Return the month of the last required exam, and the chance to land."""
    own = inputs.assumptions
    ready, chance = 0, own.landing_with_study[rung.rung - 1]
    chance += sum(item.landing_share for item in inputs.accelerators)
    for exam in inputs.exams:
        if exam.rung == rung.rung and exam.is_planned:
            if exam.is_required:
                ready = max(ready, passed_at.get(exam.key, NEVER))
            elif exam.key in passed_at:
                boost = exam.boost_share
                chance += own.exam_boost_share if boost is None else boost
    return ready, chance


def find_waits(inputs, rung, luck):
    own, step = inputs.assumptions, rung - inputs.start_rung
    score = luck(f"wait_{step}")
    lag = own.start_lag_months[rung - 1] * math.exp(own.start_lag_log_sd * luck(f"lag_{step}"))
    if rung == 1:
        x, organic = 0.0, lognormal_between(own.entry_low_months, own.entry_high_months, score)
    else:
        low, high = own.rung_low_months[rung - 1], own.rung_high_months[rung - 1]
        x = lognormal_between(low, high, score)
        organic = own.organic_slowdown_factor * x
    return cm(x), cm(organic), cm(single(lag))


def find_pay(inputs, luck):
    """Return yearly pay at the start and after each rung ahead."""
    own, start = inputs.assumptions, inputs.start_rung
    lines = {r.rung: band_line(r.band, inputs) for r in inputs.rungs}
    z0 = 0.0
    if start in lines:
        z0 = on_line(lines[start], math.log(inputs.current_pay_usd_per_year), flip=True)
        z0 = min(max(z0, -2), 2)
    pay = [inputs.current_pay_usd_per_year]
    rho = own.percentile_persistence
    for rung in [r for r in inputs.rungs if r.rung > start]:
        score = rho * z0 + math.sqrt(1 - rho**2) * luck(f"pay_{rung.rung - start}")
        offer = single(math.exp(on_line(lines[rung.rung], score)))
        pay.append(pay[-1] + own.band_gap_share[rung.rung - 1] * max(offer - pay[-1], 0.0))
    return pay


def add_up(inputs, careers, w, studied, fees):
    with_path, without, pay = careers
    own = inputs.assumptions
    v = (1 + own.real_discount_rate) ** (-1 / 12)
    growth = (1 + own.real_growth_rate) ** (1 / 12)
    hour_usd = own.study_hour_value_share * (1 - own.tax_rate) * pay[0] / own.paid_hours_per_year
    gain, cash, time = 0.0, inputs.materials_usd * (1 - inputs.employer_share), 0.0
    rows = []
    for month in range(own.horizon_months + 1):
        if month > 0:
            now_with = max(p for p, start in zip(pay, with_path, strict=True) if start < month)
            now_without = max(p for p, start in zip(pay, without, strict=True) if start < month)
            extra = (now_with - now_without) / 12 * growth ** (month - 1)
            gain += (1 - own.tax_rate) * own.employed_share * extra * v**month
            if month <= studied:
                subscription = inputs.subscription_usd_per_month * (1 - inputs.employer_share)
                cash += subscription * v**month
                time += w * hour_usd * v**month
        cash += fees.get(month, 0.0) * v**month
        rows.append((gain, cash, time))
    return rows

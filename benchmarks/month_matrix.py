"""Baseline: one projection as a matrix of futures and months, in plain NumPy.

Fresh random numbers for every learner, every month written out in double precision.
The events come from the reference engine; what is baseline is the money by month.
"""

import numpy as np

from benchmarks.outcomes import Outcome
from progress.roi.annuities import FloatArray, MonthArray
from progress.roi.draws import COLUMNS, UNIFORM_PREFIXES, Draws
from progress.roi.events import Futures, play_futures
from progress.roi.exams import list_exam_payments
from progress.roi.ledgers import hour_value_usd
from progress.roi.shapes import RoiInputs


def project_by_matrix(inputs: RoiInputs, *, futures_count: int, seed: int) -> Outcome:
    """Project one learner from fresh random numbers."""
    random = np.random.default_rng(seed)
    table = np.empty((len(COLUMNS), futures_count))
    for row, name in zip(table, COLUMNS, strict=True):
        is_uniform = name.startswith(UNIFORM_PREFIXES)
        row[:] = random.random(futures_count) if is_uniform else random.normal(size=futures_count)
    futures = play_futures(inputs, Draws(set_id="fresh", table=table))
    own, horizon = inputs.assumptions, inputs.assumptions.horizon_months
    months = np.arange(1, horizon + 1)
    is_caused = random.random(futures_count) < own.causal_share
    gains = _list_gains(inputs, futures, months) * is_caused[:, np.newaxis]
    net = np.zeros((futures_count, horizon + 1))
    net[:, 1:] = gains - _list_study_costs(inputs, futures, months)
    net[:, 0] -= inputs.materials_usd * (1.0 - inputs.employer_share)
    for course in futures.exams:
        payments = list_exam_payments(
            course, wait_months=own.exam_wait_months, horizon_months=horizon
        )
        np.subtract.at(net, (payments.futures, payments.months), payments.amounts_usd)
    discount = (1.0 + own.real_discount_rate) ** (-np.arange(horizon + 1) / 12)
    cumulative = np.cumsum(net * discount, axis=1)
    years = cumulative[:, 12::12]
    return Outcome(
        expected_usd=float(cumulative[:, -1].mean()),
        ahead_share=float((cumulative[:, -1] > 0.0).mean()),
        year_quantiles_usd=np.percentile(years, (10, 50, 90), axis=0).tolist(),
        reach_shares=[float((rung.with_path_months <= horizon).mean()) for rung in futures.rungs],
    )


def _list_gains(inputs: RoiInputs, futures: Futures, months: MonthArray) -> FloatArray:
    own = inputs.assumptions
    with_path = np.zeros((len(futures.study.studied_months), len(months)))
    without = np.zeros_like(with_path)
    for rung in futures.rungs:
        step = rung.step_usd_per_month[:, np.newaxis]
        with_path += np.where(months > rung.with_path_months[:, np.newaxis], step, 0.0)
        without += np.where(months > rung.without_path_months[:, np.newaxis], step, 0.0)
    growth = (1.0 + own.real_growth_rate) ** ((months - 1) / 12)
    return (1.0 - own.tax_rate) * own.employed_share * (with_path - without) * growth


def _list_study_costs(inputs: RoiInputs, futures: Futures, months: MonthArray) -> FloatArray:
    is_studying = months <= futures.study.studied_months[:, np.newaxis]
    subscription = inputs.subscription_usd_per_month * (1.0 - inputs.employer_share)
    time_usd = futures.study.pace_hours_per_month * hour_value_usd(inputs)
    return is_studying * (subscription + time_usd)[:, np.newaxis]

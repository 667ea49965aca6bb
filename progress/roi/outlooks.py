"""Describe the parts of a result: finish, payback, rate of return, rungs, curve, exams."""

import numpy as np

from progress.roi.annuities import NEVER_MONTH, FloatArray, MonthArray, make_annuity_tables
from progress.roi.assumptions import Assumptions
from progress.roi.cashflows import (
    count_sign_changes,
    find_yearly_internal_rate,
    list_payback_months,
)
from progress.roi.events import RungCourse, Study
from progress.roi.exams import ExamCourse
from progress.roi.ledgers import Ledger
from progress.roi.lotteries import even_weights, mean_of, quantiles_of, two_lives_weights
from progress.roi.results import (
    CurvePoint,
    ExamOutlook,
    FinishOutlook,
    Payback,
    ReturnRate,
    RungReach,
)

_CURVE_SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
_FIVE_YEARS_MONTHS = 60

# A monthly flow below a hundredth of a cent is rounding, not a change of sign.
_FLOW_TOLERANCE_USD = 1e-4


def describe_finish(study: Study, *, horizon_months: int) -> FinishOutlook:
    """Describe when the whole plan gets done; the months are those of finishers only."""
    months = study.finish_months
    count = len(months)
    in_order = months[months < NEVER_MONTH]
    p10, p50, p90 = _list_month_quantiles(in_order, even_weights(len(in_order)), (0.1, 0.5, 0.9))
    year_ends = range(12, horizon_months + 12, 12)
    return FinishOutlook(
        share=len(in_order) / count,
        p10_month=p10,
        p50_month=p50,
        p90_month=p90,
        by_year_shares=tuple(int((in_order <= end).sum()) / count for end in year_ends),
    )


def describe_payback(ledger: Ledger, assumptions: Assumptions) -> Payback:
    """Describe when the cumulative value turns positive for good."""
    with_gain = list_payback_months(ledger.net_usd)
    # Without a gain the value only falls: the last month says it all.
    last_cost = ledger.cash_usd[:, -1:] + ledger.time_usd[:, -1:]
    months = np.concatenate((with_gain, list_payback_months(-last_cost)))
    share = assumptions.causal_share
    weights = two_lives_weights(len(with_gain), causal_share=share)
    pays_back = months < NEVER_MONTH
    total = float(weights[pays_back].sum())
    quartiles: tuple[int | None, ...] = (None, None, None)
    if total > 0.0:
        quartiles = _list_month_quantiles(
            months[pays_back], weights[pays_back] / total, (0.25, 0.5, 0.75)
        )
    average = mean_curve(ledger, causal_share=share)
    expected = int(list_payback_months(average[np.newaxis, :])[0])
    return Payback(
        share=total,
        p25_month=quartiles[0],
        p50_month=quartiles[1],
        p75_month=quartiles[2],
        expected_flow_month=None if expected >= NEVER_MONTH else expected,
    )


def describe_return_rate(ledger: Ledger, assumptions: Assumptions) -> ReturnRate:
    """Find the yearly internal rate of the average monthly flow."""
    flow = expected_flow(ledger, assumptions)
    rate = find_yearly_internal_rate(flow.tolist())
    return ReturnRate(
        per_year_rate=rate,
        is_over_100_percent=rate is not None and rate > 1.0,
        sign_change_count=count_sign_changes(flow.tolist()),
    )


def describe_reach(
    rungs: tuple[RungCourse, ...], assumptions: Assumptions
) -> tuple[RungReach, ...]:
    """Describe the chance and time to reach each rung, with the path and without."""
    horizon, share = assumptions.horizon_months, assumptions.causal_share
    reach: list[RungReach] = []
    for rung in rungs:
        alone = rung.without_path_months
        both = np.concatenate((rung.with_path_months, alone))
        weights = two_lives_weights(len(alone), causal_share=share)
        even = even_weights(len(alone))
        reach.append(
            RungReach(
                rung=rung.rung,
                with_path_share=_share_by(both, weights, horizon),
                without_path_share=_share_by(alone, even, horizon),
                with_path_5_years_share=_share_by(both, weights, _FIVE_YEARS_MONTHS),
                without_path_5_years_share=_share_by(alone, even, _FIVE_YEARS_MONTHS),
                with_path_median_months=_find_median(both, weights, horizon),
                without_path_median_months=_find_median(alone, even, horizon),
            )
        )
    return tuple(reach)


def describe_curve(ledger: Ledger, *, causal_share: float) -> tuple[CurvePoint, ...]:
    """Describe the cumulative value at each year's end; the last point is the horizon."""
    horizon = int(ledger.months[-1])
    year_ends = sorted({*range(0, horizon, 12), horizon})
    # Transposed, so that each year's futures lie side by side.
    cost = np.ascontiguousarray((ledger.cash_usd[:, year_ends] + ledger.time_usd[:, year_ends]).T)
    net = ledger.gain_usd[:, year_ends].T - cost
    weights = two_lives_weights(cost.shape[1], causal_share=causal_share)
    points: list[CurvePoint] = []
    for month, net_of_month, cost_of_month in zip(year_ends, net, cost, strict=True):
        values = np.concatenate((net_of_month, -cost_of_month))
        p5, p10, p25, p50, p75, p90, p95 = quantiles_of(values, weights, _CURVE_SHARES).tolist()
        points.append(
            CurvePoint(
                month=month, mean_usd=mean_of(values, weights), p5_usd=p5, p10_usd=p10,
                p25_usd=p25, p50_usd=p50, p75_usd=p75, p90_usd=p90, p95_usd=p95,
            )
        )  # fmt: skip
    return tuple(points)


def describe_exams(
    courses: tuple[ExamCourse, ...], cash_usd: tuple[FloatArray, ...]
) -> tuple[ExamOutlook, ...]:
    """Describe each planned exam: sat, passed, attempts and money, averaged over futures."""
    return tuple(
        ExamOutlook(
            key=course.exam.key,
            sat_share=float(course.is_sat.mean()),
            passed_share=float(course.is_passed.mean()),
            expected_attempts_count=float(course.attempts_counts.mean()),
            expected_cash_usd=mean_of(cash, even_weights(len(cash))),
        )
        for course, cash in zip(courses, cash_usd, strict=True)
        if course.exam.is_planned
    )


def mean_curve(ledger: Ledger, *, causal_share: float) -> FloatArray:
    """Return the average cumulative discounted value by month, from month 0."""
    gain, cash, time = (
        part.mean(axis=0) for part in (ledger.gain_usd, ledger.cash_usd, ledger.time_usd)
    )
    result: FloatArray = causal_share * gain - cash - time
    return result


def expected_flow(ledger: Ledger, assumptions: Assumptions) -> FloatArray:
    """Return the average amount of each month at today's prices, not discounted."""
    curve = mean_curve(ledger, causal_share=assumptions.causal_share)
    tables = make_annuity_tables(
        horizon_months=assumptions.horizon_months,
        discount_rate=assumptions.real_discount_rate,
        growth_rate=assumptions.real_growth_rate,
    )
    flow = np.diff(curve, prepend=0.0) / tables.discount
    return np.where(np.abs(flow) < _FLOW_TOLERANCE_USD, 0.0, flow)


def _share_by(months: MonthArray, weights: FloatArray, limit: int) -> float:
    return mean_of((months <= limit).astype(np.float64), weights)


def _find_median(months: MonthArray, weights: FloatArray, horizon: int) -> int | None:
    median = int(quantiles_of(months, weights, (0.5,))[0])
    return median if median <= horizon else None


def _list_month_quantiles(
    months: MonthArray, weights: FloatArray, shares: tuple[float, ...]
) -> tuple[int | None, ...]:
    if len(months) == 0:
        return tuple(None for _ in shares)
    return tuple(int(month) for month in quantiles_of(months, weights, shares))

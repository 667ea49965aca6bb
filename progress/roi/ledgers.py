"""Add up the money of every future: gains, cash and time, cumulative by month.

The gain of a rung is a table look-up: the months by which the path brings the
pay step forward, valued by the growing annuity. Source: `docs/roi-model.md`,
"Benefit" and "Costs".
"""

from dataclasses import dataclass

import numpy as np

from progress.roi.annuities import (
    AnnuityTables,
    FloatArray,
    MonthArray,
    make_annuity_tables,
)
from progress.roi.events import Futures
from progress.roi.exams import Payments, join_payments, list_exam_payments
from progress.roi.shapes import RoiInputs


@dataclass(frozen=True, slots=True)
class Ledger:
    """Discounted cumulative money: one row per future, one column per month asked for.

    `gain_usd` is what the path is worth where the path is what made the difference;
    elsewhere it is 0 and the costs stay. `exam_cash_usd` is the whole cash of each
    exam in each future.
    """

    months: MonthArray
    gain_usd: FloatArray
    cash_usd: FloatArray
    time_usd: FloatArray
    exam_cash_usd: tuple[FloatArray, ...]

    @property
    def cost_usd(self) -> FloatArray:
        """Return cash and worth of time together."""
        return self.cash_usd + self.time_usd

    @property
    def net_usd(self) -> FloatArray:
        """Return gain less cost."""
        return self.gain_usd - self.cost_usd


def keep_ledger(inputs: RoiInputs, futures: Futures, *, months: MonthArray) -> Ledger:
    """Value every future up to each of the months, which rise and end within the horizon."""
    own = inputs.assumptions
    tables = make_annuity_tables(
        horizon_months=own.horizon_months,
        discount_rate=own.real_discount_rate,
        growth_rate=own.real_growth_rate,
    )
    payments = [
        list_exam_payments(
            course, wait_months=own.exam_wait_months, horizon_months=own.horizon_months
        )
        for course in futures.exams
    ]
    count = len(futures.study.studied_months)
    study_value = _value_study_months(futures.study.studied_months, tables, months)
    monthly_cash = inputs.subscription_usd_per_month * (1.0 - inputs.employer_share)
    cash = monthly_cash * study_value
    cash += inputs.materials_usd * (1.0 - inputs.employer_share)
    cash += accumulate_payments(join_payments(payments), tables, months=months, count=count)
    hour_usd = hour_value_usd(inputs)
    return Ledger(
        months=months,
        gain_usd=_value_gains(inputs, futures, tables, months),
        cash_usd=cash,
        time_usd=hour_usd * futures.study.pace_hours_per_month[:, np.newaxis] * study_value,
        exam_cash_usd=tuple(
            value_payments(payment, tables=tables, count=count) for payment in payments
        ),
    )


def hour_value_usd(inputs: RoiInputs) -> float:
    """Return what an hour of study is worth: a share of the net hourly pay."""
    own = inputs.assumptions
    net_share = own.study_hour_value_share * (1.0 - own.tax_rate)
    return net_share * inputs.current_pay_usd_per_year / own.paid_hours_per_year


def value_earlier_step(
    *,
    step_usd_per_month: FloatArray,
    sooner_months: MonthArray,
    later_months: MonthArray,
    tables: AnnuityTables,
    months: MonthArray,
) -> FloatArray:
    """Value a pay step that comes sooner: J x [Q(later) - Q(sooner)], cut at each month.

    Returns one row per future and one column per month; an event at month k takes
    effect in month k + 1.
    """
    horizon = tables.horizon_months
    reached = tables.growing[months][np.newaxis, :]
    later = tables.growing[np.minimum(later_months, horizon)][:, np.newaxis]
    sooner = tables.growing[np.minimum(sooner_months, horizon)][:, np.newaxis]
    gained = np.minimum(later, reached) - np.minimum(sooner, reached)
    result: FloatArray = step_usd_per_month[:, np.newaxis] * gained
    return result


def value_payments(payments: Payments, *, tables: AnnuityTables, count: int) -> FloatArray:
    """Return the present value of the payments of each of `count` futures."""
    return np.bincount(
        payments.futures,
        weights=payments.amounts_usd * tables.discount[payments.months],
        minlength=count,
    ).astype(np.float64)


def _value_gains(
    inputs: RoiInputs, futures: Futures, tables: AnnuityTables, months: MonthArray
) -> FloatArray:
    own = inputs.assumptions
    gains = np.zeros((len(futures.study.studied_months), len(months)))
    for rung in futures.rungs:
        # Most futures gain nothing on most rungs: only the others are valued.
        sooner, later = rung.with_path_months, rung.without_path_months
        gaining = np.flatnonzero(sooner < np.minimum(later, tables.horizon_months))
        gains[gaining] += value_earlier_step(
            step_usd_per_month=rung.step_usd_per_month[gaining],
            sooner_months=sooner[gaining],
            later_months=later[gaining],
            tables=tables,
            months=months,
        )
    gains *= (1.0 - own.tax_rate) * own.employed_share
    return gains


def _value_study_months(
    studied: MonthArray, tables: AnnuityTables, months: MonthArray
) -> FloatArray:
    return np.minimum(tables.level[studied][:, np.newaxis], tables.level[months][np.newaxis, :])


def accumulate_payments(
    payments: Payments, tables: AnnuityTables, *, months: MonthArray, count: int
) -> FloatArray:
    """Return the value of each future's payments up to each month, one row per future."""
    # The first month asked for that is not before the payment; later ones follow by summing.
    column = np.searchsorted(months, payments.months, side="left")
    width = len(months) + 1
    cells = np.bincount(
        payments.futures * width + column,
        weights=payments.amounts_usd * tables.discount[payments.months],
        minlength=count * width,
    )
    result: FloatArray = np.cumsum(cells.reshape(count, width)[:, :-1], axis=1)
    return result

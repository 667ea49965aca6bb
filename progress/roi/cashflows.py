"""Value streams of monthly amounts: present value, payback, rate of return.

A stream is a list of amounts by month, month 0 first; gains are positive.
Source: `docs/roi-model.md`, "Outputs".
"""

from collections.abc import Sequence

import numpy as np

from progress.roi.annuities import (
    NEVER_MONTH,
    FloatArray,
    MonthArray,
    make_annuity_tables,
    monthly_rate,
    yearly_rate,
)

# Below a thousandth of a cent a cumulative value counts as 0, not as still behind.
_MONEY_TOLERANCE_USD = 1e-5
_LOWEST_MONTHLY_RATE, _HIGHEST_MONTHLY_RATE = -0.9, 1e6
_BISECTION_STEPS = 80


def net_present_value(amounts_usd: Sequence[float], *, discount_rate: float) -> float:
    """Discount a stream to month 0 at a yearly rate."""
    stream = np.asarray(amounts_usd, dtype=np.float64)
    tables = make_annuity_tables(
        horizon_months=len(stream) - 1, discount_rate=discount_rate, growth_rate=0.0
    )
    return float((stream * tables.discount).sum())


def list_payback_months(cumulative_usd: FloatArray) -> MonthArray:
    """Return, per row, the month after the last negative cumulative value.

    Not the first positive month: a value that falls below 0 again has not paid back.
    A row that ends negative gives `NEVER_MONTH`; one that is never negative gives 0.

    Args:
        cumulative_usd: one row per future, one column per month from 0.
    """
    behind = cumulative_usd < -_MONEY_TOLERANCE_USD
    month_count = behind.shape[1]
    after_last = month_count - np.argmax(behind[:, ::-1], axis=1)
    months = np.where(behind.any(axis=1), after_last, 0)
    return np.where(behind[:, -1], NEVER_MONTH, months).astype(np.int64)


def find_payback_month(amounts_usd: Sequence[float], *, discount_rate: float = 0.0) -> int | None:
    """Return the month from which a stream stays paid back, or None."""
    stream = np.asarray(amounts_usd, dtype=np.float64)
    tables = make_annuity_tables(
        horizon_months=len(stream) - 1, discount_rate=discount_rate, growth_rate=0.0
    )
    month = int(list_payback_months(np.cumsum(stream * tables.discount)[np.newaxis, :])[0])
    return None if month >= NEVER_MONTH else month


def count_sign_changes(amounts_usd: Sequence[float]) -> int:
    """Count how often a stream turns from cost to gain or back, zeros left out."""
    signs = np.sign(np.asarray(amounts_usd, dtype=np.float64))
    signs = signs[signs != 0]
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def find_internal_rate(amounts_usd: Sequence[float]) -> float | None:
    """Return the monthly rate at which the stream is worth 0, by bisection.

    None unless the stream changes sign exactly once: with none there is no such
    rate, with more there may be several. Also None outside -90 % to 1e8 % a month.
    """
    if count_sign_changes(amounts_usd) != 1:
        return None
    stream = np.asarray(amounts_usd, dtype=np.float64)
    months = np.arange(len(stream))

    def value_at(rate: float) -> float:
        return float((stream * (1.0 + rate) ** -months).sum())

    low, high = _LOWEST_MONTHLY_RATE, _HIGHEST_MONTHLY_RATE
    is_falling = value_at(low) > 0.0
    if is_falling == (value_at(high) > 0.0):
        return None
    for _ in range(_BISECTION_STEPS):
        middle = (low + high) / 2.0
        if (value_at(middle) > 0.0) == is_falling:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def find_yearly_internal_rate(amounts_usd: Sequence[float]) -> float | None:
    """Return the internal rate per year, compounded from the monthly one, or None."""
    per_month = find_internal_rate(amounts_usd)
    return None if per_month is None else yearly_rate(per_month)


def get_benefit_cost_ratio(*, benefit_usd: float, cost_usd: float) -> float | None:
    """Return benefit over cost, or None when nothing is spent."""
    return None if cost_usd <= 0.0 else benefit_usd / cost_usd


def to_nominal(amounts_usd: Sequence[float], *, inflation_rate: float) -> FloatArray:
    """Turn a stream at today's prices into the dollars of each month.

    Discounted at `nominal_rate(...)` it has the same value as before.
    """
    stream = np.asarray(amounts_usd, dtype=np.float64)
    growth = 1.0 + monthly_rate(inflation_rate)
    result: FloatArray = stream * growth ** np.arange(len(stream))
    return result

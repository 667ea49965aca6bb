"""Discount monthly amounts: tables of annuities, and what counts as a whole month.

Month 0 is the projection date; the amount of month t is paid at its end and
discounted by v^t, v = 1 / (1 + i), i = (1 + yearly rate)^(1/12) - 1.
Source: `docs/roi-model.md`, "Conventions".
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
MonthArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Stands for "never": later than any horizon, small enough to add a few without overflow.
NEVER_MONTH = 1_000_000

# Without the tolerance 100 hours at 20 hours a month would take 6 months in binary arithmetic.
_MONTH_TOLERANCE = 0.001


@dataclass(frozen=True, slots=True)
class AnnuityTables:
    """Present values by month 0..horizon, read-only arrays of horizon + 1 numbers.

    `discount[t]` is v^t. `level[k]` is the value of 1 a month in months 1..k.
    `growing[k]` is the same when the amount grows by the real growth rate from month 2 on.
    """

    discount: FloatArray
    level: FloatArray
    growing: FloatArray

    @property
    def horizon_months(self) -> int:
        """Return the last month that the tables hold."""
        return len(self.discount) - 1


def monthly_rate(yearly_rate: float) -> float:
    """Turn a yearly rate into the monthly rate that compounds to it."""
    return float((1.0 + yearly_rate) ** (1.0 / 12.0) - 1.0)


def yearly_rate(per_month_rate: float) -> float:
    """Turn a monthly rate into the yearly rate it compounds to."""
    return float((1.0 + per_month_rate) ** 12 - 1.0)


def nominal_rate(*, real_rate: float, inflation_rate: float) -> float:
    """Return the yearly nominal rate that belongs to a real rate: (1+r)(1+pi) - 1."""
    return (1.0 + real_rate) * (1.0 + inflation_rate) - 1.0


@lru_cache(maxsize=256)
def make_annuity_tables(
    *, horizon_months: int, discount_rate: float, growth_rate: float
) -> AnnuityTables:
    """Build the tables for a horizon; rates are per year."""
    v = 1.0 / (1.0 + monthly_rate(discount_rate))
    q = (1.0 + monthly_rate(growth_rate)) * v
    # Running products, not powers: the same bits on every processor.
    discount: FloatArray = np.cumprod(
        np.concatenate(([1.0], np.full(horizon_months, v))), dtype=float
    )
    grown: FloatArray = np.cumprod(
        np.concatenate(([v], np.full(max(horizon_months - 1, 0), q))), dtype=float
    )
    tables = AnnuityTables(
        discount=discount,
        level=np.concatenate(([0.0], np.cumsum(discount[1:]))),
        growing=np.concatenate(([0.0], np.cumsum(grown[:horizon_months]))),
    )
    for table in (tables.discount, tables.level, tables.growing):
        table.setflags(write=False)
    return tables


def whole_months(durations: FloatArray) -> MonthArray:
    """Round durations up to whole months; anything beyond `NEVER_MONTH` is never."""
    rounded = np.ceil(np.minimum(durations, float(NEVER_MONTH)) - _MONTH_TOLERANCE)
    return np.maximum(rounded, 0.0).astype(np.int64)


def settle(values: FloatArray) -> FloatArray:
    """Round to single precision, so that processors which differ in the last bit agree.

    exp, log and power differ between builds of NumPy in the 16th digit; after this
    step the results are the same (measured on three instruction sets).
    """
    return values.astype(np.float32).astype(np.float64)

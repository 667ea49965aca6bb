"""G3 of docs/roi-model.md: 60,000 to 75,000 in month 12 with the path, month 30 without.

Rates 3 % and 2 %, 48 months. The usual calculator, with pay flat for ever without the
path, finds almost twice as much.
"""

import numpy as np
import numpy_financial as npf
import pytest
from pyxirr import npv

from progress.roi.annuities import make_annuity_tables, monthly_rate
from progress.roi.ledgers import value_earlier_step

TABLES = make_annuity_tables(horizon_months=48, discount_rate=0.03, growth_rate=0.02)


def value(*, sooner, later):
    return value_earlier_step(
        step_usd_per_month=np.array([(75_000 - 60_000) / 12]),
        sooner_months=np.array([sooner]),
        later_months=np.array([later]),
        tables=TABLES,
        months=np.array([48]),
    )[0, 0]


class TestCounterfactual:
    def test_counts_only_the_months_brought_forward(self):
        assert TABLES.growing[[12, 30, 48]] == pytest.approx(
            [11.91711705, 29.57620628, 46.97874953]
        )
        assert value(sooner=12, later=30) == pytest.approx(22_073.86, abs=5e-3)

    def test_equals_the_discounted_monthly_differences(self):
        grown = [(1 + monthly_rate(0.02)) ** (month - 1) for month in range(1, 49)]
        with_path = [(75_000 if month > 12 else 60_000) / 12 for month in range(1, 49)]
        without = [(75_000 if month > 30 else 60_000) / 12 for month in range(1, 49)]
        rows = zip(with_path, without, grown, strict=True)
        flow = [0.0, *[(a - b) * g for a, b, g in rows]]
        assert value(sooner=12, later=30) == pytest.approx(
            npf.npv(monthly_rate(0.03), flow), abs=1e-6
        )
        assert value(sooner=12, later=30) == pytest.approx(npv(monthly_rate(0.03), flow), abs=1e-6)

    def test_is_half_of_what_a_flat_salary_calculator_says(self):
        never = 1_000_000
        assert value(sooner=12, later=never) == pytest.approx(43_827.04, abs=5e-3)
        assert value(sooner=12, later=never) / value(sooner=12, later=30) == pytest.approx(
            1.99, abs=0.01
        )

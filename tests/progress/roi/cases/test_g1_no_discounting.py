"""G1 of docs/roi-model.md: pay 1,000 now, get 100 a month for 12 months, no discounting.

On paper: value 1,200 - 1,000 = 200, ratio 1.2, paid back in month 10.
"""

import numpy_financial as npf
import pytest
from pyxirr import irr
from scipy.optimize import brentq

from progress.roi.annuities import yearly_rate
from progress.roi.cashflows import (
    find_internal_rate,
    find_payback_month,
    find_yearly_internal_rate,
    get_benefit_cost_ratio,
    net_present_value,
)

FLOW = [-1_000.0, *[100.0] * 12]


class TestNoDiscounting:
    def test_is_worth_200(self):
        assert net_present_value(FLOW, discount_rate=0.0) == pytest.approx(200, abs=1e-6)
        assert npf.npv(0.0, FLOW) == pytest.approx(200, abs=1e-6)

    def test_returns_one_and_a_fifth_of_its_cost(self):
        assert get_benefit_cost_ratio(benefit_usd=1_200, cost_usd=1_000) == pytest.approx(1.2)

    def test_is_paid_back_in_month_10(self):
        assert find_payback_month(FLOW) == 10

    def test_has_the_rate_of_return_that_three_other_ways_find(self):
        rate = find_internal_rate(FLOW)
        annuity = brentq(lambda i: 100 * (1 - (1 + i) ** -12) / i - 1_000, 1e-6, 1)
        assert rate is not None
        assert rate == pytest.approx(0.0292285, abs=5e-8)
        assert rate == pytest.approx(npf.irr(FLOW), abs=1e-6)
        assert rate == pytest.approx(irr(FLOW), abs=1e-6)
        assert rate == pytest.approx(annuity, abs=1e-6)
        assert find_yearly_internal_rate(FLOW) == pytest.approx(0.41300, abs=5e-6)
        assert yearly_rate(rate) == find_yearly_internal_rate(FLOW)

"""G2 of docs/roi-model.md: 49 a month for 6 months, a fee of 450, then 400 a month.

The gain runs from month 10 to month 36, the yearly rate is 5 %.
"""

import numpy as np
import numpy_financial as npf
import pytest
from pyxirr import irr

from progress.roi.annuities import make_annuity_tables, monthly_rate
from progress.roi.cashflows import (
    find_internal_rate,
    find_payback_month,
    find_yearly_internal_rate,
    get_benefit_cost_ratio,
    net_present_value,
)
from progress.roi.ledgers import value_earlier_step
from progress.roi.presentation import say_return_rate
from progress.roi.results import ReturnRate

TABLES = make_annuity_tables(horizon_months=36, discount_rate=0.05, growth_rate=0.0)


def make_flow():
    flow = np.zeros(37)
    flow[1:7] -= 49
    flow[6] -= 450
    flow[10:37] += 400
    return flow.tolist()


class TestOneCertificate:
    def test_discounts_at_the_monthly_rate_that_compounds_to_five_per_cent(self):
        assert monthly_rate(0.05) == pytest.approx(0.00407412378, abs=1e-11)
        assert TABLES.level[[6, 9, 36]] == pytest.approx([5.91536446, 8.81937006, 33.42127257])
        assert TABLES.discount[6] == pytest.approx(0.97590007, abs=1e-8)

    def test_costs_what_annuity_and_fee_add_up_to(self):
        cost = 49 * TABLES.level[6] + 450 * TABLES.discount[6]
        assert cost == pytest.approx(729.0079, abs=5e-5)
        assert cost == pytest.approx(-npf.npv(monthly_rate(0.05), make_flow()[:7]), abs=1e-6)

    def test_gains_the_months_between_ten_and_thirty_six(self):
        gain = value_earlier_step(
            step_usd_per_month=np.array([400.0]),
            sooner_months=np.array([9]),
            later_months=np.array([36]),
            tables=TABLES,
            months=np.array([36]),
        )[0, 0]
        assert gain == pytest.approx(9_840.7610, abs=5e-5)

    def test_is_worth_the_same_by_stream_and_by_annuity(self):
        value = net_present_value(make_flow(), discount_rate=0.05)
        assert value == pytest.approx(9_111.7531, abs=5e-5)
        assert value == pytest.approx(npf.npv(monthly_rate(0.05), make_flow()), abs=1e-6)
        ratio = get_benefit_cost_ratio(benefit_usd=9_840.7610, cost_usd=729.0079)
        assert ratio == pytest.approx(13.4988, abs=5e-5)

    def test_is_paid_back_in_month_11_discounted_or_not(self):
        assert find_payback_month(make_flow()) == 11
        assert find_payback_month(make_flow(), discount_rate=0.05) == 11

    def test_has_a_rate_of_return_too_large_to_print(self):
        rate = find_internal_rate(make_flow())
        assert rate == pytest.approx(0.224355, abs=5e-7)
        assert rate == pytest.approx(irr(make_flow()), abs=1e-6)
        yearly = find_yearly_internal_rate(make_flow())
        assert yearly is not None
        assert yearly == pytest.approx(10.347, abs=5e-4)
        shown = ReturnRate(
            per_year_rate=yearly, is_over_100_percent=yearly > 1, sign_change_count=1
        )
        assert say_return_rate(shown) == "over 100 % a year"

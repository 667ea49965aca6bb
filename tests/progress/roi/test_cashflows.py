"""Payback, signs and rates of streams that are not well-behaved."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from progress.roi.annuities import NEVER_MONTH
from progress.roi.cashflows import (
    count_sign_changes,
    find_internal_rate,
    find_payback_month,
    get_benefit_cost_ratio,
    list_payback_months,
    net_present_value,
)


class TestPayback:
    def test_is_the_month_after_the_last_fall_below_zero(self):
        assert find_payback_month([-10, 15, -10, 20]) == 3

    def test_is_none_when_it_ends_behind(self):
        assert find_payback_month([-10, 5]) is None
        assert find_payback_month([-10, 20, -15]) is None

    def test_is_at_once_when_nothing_was_ever_owed(self):
        assert find_payback_month([0, 0, 5]) == 0

    def test_treats_every_future_apart(self):
        rows = np.array([[-1.0, 1.0, 1.0], [-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [-1.0, -1.0, 0.0]])
        assert list_payback_months(rows).tolist() == [1, NEVER_MONTH, 0, 2]

    @given(
        cost=st.integers(1, 1_000),
        more=st.integers(0, 1_000),
        gains=st.lists(st.integers(0, 200), min_size=1, max_size=40),
    )
    def test_never_comes_sooner_when_the_cost_is_higher(self, cost, more, gains):
        first = find_payback_month([-cost, *gains])
        second = find_payback_month([-cost - more, *gains])
        assert second is None or (first is not None and first <= second)

    @given(costs=st.lists(st.integers(1, 500), min_size=1, max_size=20))
    def test_never_happens_without_any_gain(self, costs):
        assert find_payback_month([-cost for cost in costs]) is None


class TestInternalRate:
    @given(
        cost=st.integers(100, 10_000),
        gains=st.lists(st.integers(1, 500), min_size=2, max_size=60),
    )
    def test_makes_the_stream_worth_nothing(self, cost, gains):
        flow = [-cost, *gains]
        rate = find_internal_rate(flow)
        assume(rate is not None and rate > -0.5)
        assert npf.npv(rate, flow) == pytest.approx(0, abs=1e-4 * cost)

    @pytest.mark.parametrize("flow", [[1, 2], [-1, -2], [0, 0], [-1, 3, -1], []])
    def test_is_none_unless_the_sign_changes_once(self, flow):
        assert find_internal_rate(flow) is None

    def test_is_found_for_a_loan_too(self):
        assert find_internal_rate([100, -110]) == pytest.approx(0.10)

    def test_is_none_when_almost_everything_is_lost(self):
        assert find_internal_rate([-1_000_000.0, 1.0]) is None


class TestCountSignChanges:
    def test_leaves_zeros_out(self):
        assert count_sign_changes([-1, 0, 0, 2, 0, 3]) == 1
        assert count_sign_changes([-1, 0, 2, 0, -3]) == 2
        assert count_sign_changes([0, 0]) == 0


class TestNetPresentValue:
    @given(
        flow=st.lists(st.integers(-500, 500), min_size=1, max_size=50),
        low=st.floats(0, 0.05),
        step=st.floats(0, 0.05),
    )
    def test_of_gains_falls_as_the_rate_rises(self, flow, low, step):
        gains = [abs(amount) for amount in flow]
        assert (
            net_present_value(gains, discount_rate=low + step)
            <= net_present_value(gains, discount_rate=low) + 1e-9
        )


class TestBenefitCostRatio:
    def test_does_not_exist_without_cost(self):
        assert get_benefit_cost_ratio(benefit_usd=5, cost_usd=0) is None

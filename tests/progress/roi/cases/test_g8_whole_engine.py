"""G8 of docs/roi-model.md: the whole engine with every die set to its middle.

100 h at 20 h a month, 3 months of search; without the path 24 + 3 months; 60,000 to
72,000; exam 450 in month 5, renewed in month 41; subscription 49, materials 120;
60 months, 3 % and 1 %, tax 30 %, in work .975.
"""

from dataclasses import replace

import numpy as np
import numpy_financial as npf
import pytest
from pyxirr import irr

from progress.roi.annuities import make_annuity_tables, monthly_rate
from progress.roi.assumptions import Assumptions
from progress.roi.events import play_futures
from progress.roi.ledgers import hour_value_usd, keep_ledger
from progress.roi.outlooks import expected_flow
from progress.roi.projection import project
from progress.roi.shapes import BandInput, ExamInput, RoiInputs, RungInput
from tests.progress.roi.month_matrix import play
from tests.progress.roi.plans import make_draws


def make_certain_inputs():
    sure = replace(
        Assumptions.for_track("linux"),
        horizon_months=60,
        causal_share=1.0,
        landing_with_study=(1.0, 1.0, 1.0, 1.0),
        landing_without_study=(1.0, 1.0, 1.0, 1.0),
        entry_low_months=24.0,
        entry_high_months=24.0,
        start_lag_log_sd=0.0,
        pace_adherence_share=1.0,
        pace_variation=0.0,
        hours_overrun_factor=1.0,
        hours_overrun_log_sd=0.0,
        dropout_scale_months=1e6,
    )
    return RoiInputs(
        track_key="linux",
        start_rung=0,
        current_pay_usd_per_year=60_000,
        rungs=(
            RungInput(
                rung=1,
                # Geometric middle: 72,000.
                band=BandInput(low_usd_per_year=64_800, high_usd_per_year=80_000),
                remaining_hours=100,
            ),
        ),
        planned_hours_per_week=20 * 12 / 52,
        assumptions=sure,
        exams=(
            ExamInput(
                key="one", rung=1, fee_usd=450, sat_after_hours=100, first_pass_share=1.0,
                renewal_every_months=36, renewal_fee_usd=450,
            ),
        ),
        subscription_usd_per_month=49,
        materials_usd=120,
    )  # fmt: skip


INPUTS = make_certain_inputs()
DRAWS = make_draws()
RESULT = project(INPUTS, draws=DRAWS)


def make_flow_by_hand():
    """The second way: every payment on its month."""
    flow = np.zeros(61)
    flow[0] -= 120
    flow[1:6] -= 49 + 20 * 0.5 * 0.7 * 60_000 / 2_080
    flow[5] -= 450
    flow[41] -= 450
    for month in range(9, 28):
        flow[month] += 0.7 * 0.975 * 1_000 * (1 + monthly_rate(0.01)) ** (month - 1)
    return flow


class TestWholeEngine:
    def test_is_ready_in_month_5_hired_in_8_and_would_have_been_in_27(self):
        futures = play_futures(INPUTS, DRAWS)
        assert futures.study.finish_months.tolist() == [5]
        assert futures.rungs[0].with_path_months.tolist() == [8]
        assert futures.rungs[0].without_path_months.tolist() == [27]
        assert futures.rungs[0].step_usd_per_month == pytest.approx([1_000], abs=1e-6)

    def test_gains_nineteen_months_of_the_pay_step(self):
        tables = make_annuity_tables(horizon_months=60, discount_rate=0.03, growth_rate=0.01)
        assert tables.growing[[8, 27]] == pytest.approx([7.93486372, 26.36960742], abs=5e-9)
        assert RESULT.expected_benefit_usd == pytest.approx(12_581.7126, abs=5e-5)

    def test_costs_cash_and_time_apart(self):
        tables = make_annuity_tables(horizon_months=60, discount_rate=0.03, growth_rate=0.01)
        assert tables.level[5] == pytest.approx(4.96321780, abs=5e-9)
        assert hour_value_usd(INPUTS) == pytest.approx(10.09615, abs=5e-6)
        assert RESULT.expected_cash_cost_usd == pytest.approx(1_214.4623, abs=5e-5)
        assert RESULT.expected_time_cost_usd == pytest.approx(1_002.1882, abs=5e-5)
        assert RESULT.exams[0].expected_cash_usd == pytest.approx(
            450 * (tables.discount[5] + tables.discount[41]), abs=1e-6
        )

    def test_is_worth_the_same_by_three_ways(self):
        assert RESULT.value.expected_usd == pytest.approx(10_365.0621, abs=5e-5)
        by_hand = npf.npv(monthly_rate(0.03), make_flow_by_hand())
        assert RESULT.value.expected_usd == pytest.approx(by_hand, abs=1e-6)
        gain, cash, time = play(INPUTS, DRAWS, 0)[-1]
        assert RESULT.value.expected_usd == pytest.approx(gain - cash - time, abs=1e-6)
        assert RESULT.benefit_cost_ratio == pytest.approx(5.676, abs=5e-4)

    def test_pays_back_in_month_11(self):
        assert RESULT.payback.expected_flow_month == 11
        assert RESULT.payback.p50_month == 11
        assert RESULT.payback.share == pytest.approx(1.0)

    def test_flows_as_by_hand_and_turns_twice_because_of_the_renewal(self):
        ledger = keep_ledger(INPUTS, play_futures(INPUTS, DRAWS), months=np.arange(61))
        flow = expected_flow(ledger, INPUTS.assumptions)
        assert flow == pytest.approx(make_flow_by_hand(), abs=1e-6)
        assert RESULT.return_rate.sign_change_count == 2
        assert RESULT.return_rate.per_year_rate is None
        # The rate that the model page quotes solves the same flow; with two changes of
        # sign it need not be the only one, so the engine does not report it.
        assert irr(flow.tolist()) == pytest.approx(0.166992, abs=5e-7)

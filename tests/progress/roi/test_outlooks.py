"""The parts of a result, described from futures."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.annuities import NEVER_MONTH
from progress.roi.assumptions import Assumptions
from progress.roi.draws import load_draws
from progress.roi.events import RungCourse, Study, play_futures
from progress.roi.ledgers import Ledger, keep_ledger
from progress.roi.outlooks import (
    describe_curve,
    describe_exams,
    describe_finish,
    describe_payback,
    describe_reach,
    describe_return_rate,
    expected_flow,
    mean_curve,
)
from progress.roi.projection import value_plan
from tests.progress.roi.learners import make_learner

OWN = replace(
    Assumptions.for_track("linux"), causal_share=0.5, real_discount_rate=0.0, horizon_months=60
)


def make_ledger(gains, costs):
    gain, cost = np.array(gains, dtype=float), np.array(costs, dtype=float)
    return Ledger(
        months=np.arange(gain.shape[1]), gain_usd=gain, cash_usd=cost,
        time_usd=np.zeros_like(cost), exam_cash_usd=(),
    )  # fmt: skip


class TestDescribeFinish:
    def test_counts_finishers_only_for_the_months(self):
        finish = np.array([6, 18, 30, NEVER_MONTH])
        study = Study(np.ones(4), np.ones(4), finish, finish, finish)
        outlook = describe_finish(study, horizon_months=36)
        assert outlook.share == 0.75
        assert (outlook.p10_month, outlook.p50_month, outlook.p90_month) == (6, 18, 30)
        assert outlook.by_year_shares == (0.25, 0.5, 0.75)


class TestDescribePayback:
    def test_never_averages_never(self):
        ledger = make_ledger([[0, 5, 20], [0, 0, 0]], [[10, 10, 10], [10, 10, 10]])
        payback = describe_payback(ledger, OWN)
        # One future of two, and there only the half of lives that the path changes.
        assert payback.share == 0.25
        assert (payback.p25_month, payback.p50_month, payback.p75_month) == (2, 2, 2)
        assert payback.expected_flow_month is None


class TestDescribeReach:
    def test_mixes_the_lives_the_path_does_not_change(self):
        course = RungCourse(
            rung=2,
            with_path_months=np.array([10, 20, 30, 70]),
            without_path_months=np.array([50, 61, NEVER_MONTH, NEVER_MONTH]),
            step_usd_per_month=np.zeros(4),
            landing_uniforms=np.zeros(4),
        )
        (reach,) = describe_reach((course,), OWN)
        assert reach.without_path_share == 0.25
        assert reach.with_path_share == 0.5 * 0.75 + 0.5 * 0.25
        assert reach.without_path_median_months is None
        assert reach.with_path_median_months == 50


class TestDescribeCurve:
    def test_shows_both_lives_at_every_years_end(self):
        gains = np.tile(np.arange(25.0), (2, 1))
        points = describe_curve(make_ledger(gains, np.full((2, 25), 4.0)), causal_share=0.5)
        assert [point.month for point in points] == [0, 12, 24]
        assert (points[1].mean_usd, points[1].p10_usd, points[1].p90_usd) == (2.0, -4.0, 8.0)


class TestDescribeExams:
    def test_averages_over_futures_and_leaves_unplanned_exams_out(self):
        inputs = make_learner("A")
        first, *others = inputs.exams
        inputs = replace(inputs, exams=(replace(first, is_planned=False), *others))
        draws = load_draws("linux", count=256)
        futures = play_futures(inputs, draws)
        ledger = keep_ledger(inputs, futures, months=np.array([120]))
        outlooks = describe_exams(futures.exams, ledger.exam_cash_usd)
        assert [outlook.key for outlook in outlooks] == ["linux-plus", "rhce", "cka"]
        for outlook in outlooks:
            assert 0 < outlook.passed_share < outlook.sat_share < outlook.expected_attempts_count


class TestExpectedFlow:
    def test_adds_up_to_the_average(self):
        inputs = make_learner("D")
        draws = load_draws("mlops", count=256)
        ledger = keep_ledger(inputs, play_futures(inputs, draws), months=np.arange(121))
        flow = expected_flow(ledger, inputs.assumptions)
        months = np.arange(121)
        worth = (flow * 1.03 ** (-months / 12)).sum()
        assert worth == pytest.approx(value_plan(inputs, draws=draws).expected_usd, abs=0.01)
        assert mean_curve(ledger, causal_share=0.7)[-1] == pytest.approx(worth, abs=0.01)


class TestDescribeReturnRate:
    def test_is_over_100_percent_for_a_very_good_flow(self):
        gains = np.array([[0.0, *np.cumsum(np.full(60, 100.0))]])
        rate = describe_return_rate(
            make_ledger(gains, np.full((1, 61), 100.0)), replace(OWN, causal_share=1.0)
        )
        assert rate.is_over_100_percent
        assert rate.sign_change_count == 1

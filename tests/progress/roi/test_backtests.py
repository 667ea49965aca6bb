import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from progress.roi.backtests import (
    BacktestCase,
    find_share_interval,
    find_within_share,
    run_backtest,
)

ROUNDING = 1e-12

cases = st.lists(
    st.builds(
        BacktestCase,
        predicted_share=st.floats(0, 1),
        happened=st.booleans(),
        is_within=st.none() | st.booleans(),
    ),
    max_size=60,
)


def make_cases(share, *, happened, count):
    return [
        BacktestCase(predicted_share=share, happened=number < happened) for number in range(count)
    ]


class TestRunBacktest:
    def test_says_nothing_without_cases(self):
        backtest = run_backtest([])

        assert backtest.bins == ()
        assert backtest.brier_score is None
        assert backtest.coverage_share is None
        assert backtest.expected_coverage_share is None

    def test_scores_by_hand(self):
        told = [
            BacktestCase(predicted_share=0.8, happened=True, is_within=True),
            BacktestCase(predicted_share=0.3, happened=False),
            BacktestCase(predicted_share=0.5, happened=True, is_within=False),
        ]

        backtest = run_backtest(told)

        assert backtest.brier_score == pytest.approx((0.04 + 0.09 + 0.25) / 3)
        assert backtest.base_brier_score == pytest.approx((2 * (1 / 3) ** 2 + (2 / 3) ** 2) / 3)
        assert backtest.coverage_share == 0.5
        assert [one.count for one in backtest.bins] == [1, 1, 1]

    def test_tells_kept_from_broken_promises(self):
        kept = run_backtest(make_cases(0.3, happened=31, count=100)).bins[0]
        broken = run_backtest(make_cases(0.3, happened=70, count=100)).bins[0]

        assert kept.is_kept
        assert not broken.is_kept
        assert (broken.low, broken.high, broken.observed_share) == (0.3, 0.4, 0.7)

    def test_certainty_belongs_to_the_last_bin(self):
        assert run_backtest(make_cases(1.0, happened=3, count=3)).bins[0].high == 1.0

    def test_honest_predictions_hold_in_nine_bins_of_ten(self):
        dice = random.Random(7)
        told = [dice.random() for _ in range(20_000)]
        backtest = run_backtest(
            [BacktestCase(predicted_share=one, happened=dice.random() < one) for one in told]
        )

        assert sum(one.is_kept for one in backtest.bins) >= 8
        assert backtest.brier_score < backtest.base_brier_score

    @given(cases)
    def test_counts_every_case_once(self, some):
        backtest = run_backtest(some)

        assert sum(one.count for one in backtest.bins) == backtest.case_count == len(some)
        for one in backtest.bins:
            assert one.low - ROUNDING <= one.predicted_share <= one.high + ROUNDING
            assert one.observed_low - ROUNDING <= one.observed_share
            assert one.observed_share <= one.observed_high + ROUNDING

    def test_refuses_a_share_that_is_none(self):
        with pytest.raises(ValueError, match=r"predicted_share is 1\.2"):
            BacktestCase(predicted_share=1.2, happened=True)
        with pytest.raises(ValueError, match=r"within_share is -0\.1"):
            BacktestCase(predicted_share=0.2, happened=True, within_share=-0.1)

    @pytest.mark.parametrize("years", [1, 2, 4, 8])
    def test_expects_of_right_predictions_what_comes_true_however_early_it_is(self, years):
        dice = random.Random(years)
        # Half finish at some time, in a month that is told rightly.
        ever, told = 0.5, sorted(dice.lognormvariate(3, 0.7) for _ in range(20_000))
        p10, p90 = told[2_000], told[18_000]
        by_now = ever * sum(month <= 12 * years for month in told) / len(told)
        months = [dice.choice(told) if dice.random() < ever else None for _ in range(20_000)]
        backtest = run_backtest(
            [
                BacktestCase(
                    predicted_share=by_now,
                    happened=month is not None and month <= 12 * years,
                    is_within=p10 <= month <= p90 if month and month <= 12 * years else None,
                    within_share=find_within_share(told_by_now=by_now, told_ever=ever),
                )
                for month in months
            ]
        )

        assert backtest.coverage_share == pytest.approx(backtest.expected_coverage_share, abs=0.02)


class TestFindWithinShare:
    @pytest.mark.parametrize(
        ("by_now", "ever", "expected"),
        [
            (0.5, 0.5, 0.8),
            (0.05, 0.5, 0.0),
            (0.1, 0.5, 0.5),
            (0.45, 0.5, 8 / 9),
            (0.0, 0.0, 0.0),
            (0.0, 0.5, 0.0),
        ],
    )
    def test_leaves_out_what_is_too_early_and_what_is_too_late(self, by_now, ever, expected):
        found = find_within_share(told_by_now=by_now, told_ever=ever)

        assert found == pytest.approx(expected)


class TestFindShareInterval:
    def test_agrees_with_the_formula_worked_out_elsewhere(self):
        expected = binomtest(7, 20).proportion_ci(confidence_level=0.9, method="wilson")

        assert find_share_interval(happened=7, count=20) == pytest.approx(
            (expected.low, expected.high)
        )

    @pytest.mark.parametrize(("happened", "count"), [(0, 0), (3, 2), (-1, 4)])
    def test_refuses_what_is_no_share(self, happened, count):
        with pytest.raises(ValueError, match="no share"):
            find_share_interval(happened=happened, count=count)

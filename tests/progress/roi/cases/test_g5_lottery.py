"""G5 of docs/roi-model.md: finish .5, land .8, caused .75; gain 40,000, cost 3,000 or 1,200.

On paper: -3,000 with .5 x (1 - .6) = .2, -1,200 with .5, +37,000 with .3.
"""

from itertools import product

import numpy as np
import pytest

from progress.roi.lotteries import (
    chance_above,
    mean_of,
    partial_information_value,
    perfect_information_value,
    quantiles_of,
)

VALUES = np.array([-3_000.0, -1_200.0, 37_000.0])
WEIGHTS = np.array([0.2, 0.5, 0.3])
IS_FINISHED = np.array([1, 0, 1])


def list_all_futures():
    """The second way: every combination of the three coins."""
    for finished, landed, caused in product((True, False), repeat=3):
        share = 0.5 * (0.8 if landed else 0.2) * (0.75 if caused else 0.25)
        gain = 40_000 if finished and landed and caused else 0
        yield finished, share, gain - (3_000 if finished else 1_200)


class TestLottery:
    def test_is_worth_9900_on_average(self):
        assert mean_of(VALUES, WEIGHTS) == pytest.approx(9_900, abs=1e-6)
        by_hand = sum(share * value for _, share, value in list_all_futures())
        assert by_hand == pytest.approx(9_900, abs=1e-6)

    def test_comes_out_ahead_3_times_in_10(self):
        assert chance_above(VALUES, WEIGHTS) == pytest.approx(0.30)
        ahead = sum(share for _, share, value in list_all_futures() if value > 0)
        assert ahead == pytest.approx(0.30)

    def test_loses_in_the_middle_case_although_the_average_gains(self):
        assert quantiles_of(VALUES, WEIGHTS, (0.1, 0.5, 0.9)).tolist() == [-3_000, -1_200, 37_000]

    def test_makes_perfect_information_worth_1200(self):
        assert perfect_information_value(VALUES, WEIGHTS) == pytest.approx(1_200, abs=1e-6)
        kept = sum(share * max(value, 0) for _, share, value in list_all_futures())
        assert kept - 9_900 == pytest.approx(1_200, abs=1e-6)

    def test_makes_knowing_whether_you_finish_worth_600(self):
        finished = WEIGHTS * (IS_FINISHED == 1)
        assert mean_of(VALUES, finished) / finished.sum() == pytest.approx(21_000)
        value = partial_information_value(VALUES, WEIGHTS, IS_FINISHED)
        assert value == pytest.approx(600, abs=1e-6)
        by_hand = 0.5 * max(21_000, 0) + 0.5 * max(-1_200, 0) - 9_900
        assert value == pytest.approx(by_hand, abs=1e-6)

"""G7 of docs/roi-model.md: hours 60, 40, 100, 20; the first k are worth 0, 8,000, 14,000, 14,900.

On paper per hour: 0, 8,000/100 = 80, 14,000/200 = 70, 14,900/220 = 67.73.
"""

from itertools import accumulate

import pytest

from progress.roi.decisions import find_best_prefix

HOURS = [60.0, 40.0, 100.0, 20.0]
VALUES = [0.0, 8_000.0, 14_000.0, 14_900.0]


class TestNextBestStep:
    def test_takes_the_first_two_at_80_an_hour(self):
        count, density = find_best_prefix(hours=HOURS, values_usd=VALUES)
        assert count == 2
        assert density == pytest.approx(80.0)

    def test_agrees_with_trying_every_prefix_by_hand(self):
        densities = [value / total for value, total in zip(VALUES, accumulate(HOURS), strict=True)]
        assert densities == pytest.approx([0, 80, 70, 67.7272727], abs=1e-6)
        count, density = find_best_prefix(hours=HOURS, values_usd=VALUES)
        assert (count, density) == (densities.index(max(densities)) + 1, max(densities))

    def test_gives_the_last_item_alone_45_an_hour(self):
        without_last = find_best_prefix(hours=[200.0], values_usd=[VALUES[2]])[1] * 200
        assert (VALUES[3] - without_last) / HOURS[3] == pytest.approx(45.0)

    def test_prefers_the_shorter_of_equals(self):
        assert find_best_prefix(hours=[10.0, 10.0], values_usd=[50.0, 100.0])[0] == 1

    def test_refuses_an_empty_plan_and_unequal_lists(self):
        with pytest.raises(ValueError, match="at least one item"):
            find_best_prefix(hours=[], values_usd=[])
        with pytest.raises(ValueError, match="one value for each"):
            find_best_prefix(hours=[1.0], values_usd=[1.0, 2.0])

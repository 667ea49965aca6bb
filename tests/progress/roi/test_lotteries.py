"""Weighted futures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.roi.lotteries import (
    chance_above,
    equal_groups,
    even_weights,
    mean_of,
    partial_information_value,
    perfect_information_value,
    quantiles_of,
    two_lives_weights,
)

NUMBERS = st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=60)


class TestQuantilesOf:
    @given(numbers=NUMBERS, share=st.sampled_from([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]))
    def test_equals_numpy_where_weights_are_even(self, numbers, share):
        values = np.array(numbers, dtype=float)
        found = quantiles_of(values, even_weights(len(values)), (share,))[0]
        assert found == np.quantile(values, share, method="inverted_cdf")

    @given(numbers=NUMBERS)
    def test_equals_repeating_a_value_by_its_weight(self, numbers):
        values = np.array(numbers, dtype=float)
        repeats = np.arange(1, len(values) + 1)
        shares = (0.1, 0.5, 0.9)
        weighted = quantiles_of(values, repeats / repeats.sum(), shares)
        repeated = np.repeat(values, repeats)
        plain = quantiles_of(repeated, even_weights(len(repeated)), shares)
        assert weighted.tolist() == plain.tolist()

    def test_ignores_outcomes_that_cannot_happen(self):
        values, weights = np.array([-50.0, 1.0, 2.0]), np.array([0.0, 0.5, 0.5])
        assert quantiles_of(values, weights, (0.01, 0.99)).tolist() == [1.0, 2.0]


class TestInformation:
    @given(numbers=NUMBERS, groups=st.integers(1, 8))
    def test_is_worth_something_and_never_more_than_knowing_all(self, numbers, groups):
        values = np.array(numbers, dtype=float)
        weights = even_weights(len(values))
        part = partial_information_value(values, weights, np.arange(len(values)) % groups)
        assert -1e-9 <= part <= perfect_information_value(values, weights) + 1e-9

    def test_is_worth_nothing_when_it_cannot_change_the_choice(self):
        values = np.array([1.0, 2.0, 5.0])
        assert perfect_information_value(values, even_weights(3)) == pytest.approx(0.0)


class TestWeights:
    def test_split_every_future_into_two_lives(self):
        weights = two_lives_weights(4, causal_share=0.75)
        assert weights[:4] == pytest.approx([0.1875] * 4)
        assert weights[4:] == pytest.approx([0.0625] * 4)

    def test_of_no_futures_are_none(self):
        assert len(even_weights(0)) == 0


class TestMeanAndChance:
    def test_do_not_depend_on_the_order(self):
        values = np.array([1e16, 1.0, -1e16, 3.0])
        assert mean_of(values, np.full(4, 0.25)) == mean_of(values[::-1], np.full(4, 0.25)) == 1.0

    def test_count_only_what_is_strictly_above(self):
        assert chance_above(np.array([0.0, 0.1]), even_weights(2)) == 0.5
        assert chance_above(np.array([0.0, 5.0]), even_weights(2), threshold=5.0) == 0.0


class TestEqualGroups:
    def test_have_equal_size_and_follow_the_driver(self):
        groups = equal_groups(np.array([5.0, 1.0, 3.0, 2.0, 8.0, 4.0]), count=3)
        assert groups.tolist() == [2, 0, 1, 0, 2, 1]

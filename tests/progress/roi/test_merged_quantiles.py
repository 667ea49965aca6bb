"""Quantiles of two lists with unequal weights, found without merging them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.roi.lotteries import quantiles_of, two_lives_weights
from progress.roi.merged_quantiles import find_merged_quantiles, make_merge_plan

SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def find(net, costs, *, causal_share, shares=SHARES):
    plan = make_merge_plan(shares, causal_share=causal_share, size=net.shape[1])
    return find_merged_quantiles(plan, with_gain=np.sort(net, axis=1), costs=np.sort(costs, axis=1))


class TestFindMergedQuantiles:
    @given(
        size=st.sampled_from([1, 2, 4, 16, 64, 256]),
        rows=st.integers(1, 4),
        causal_share=st.one_of(st.sampled_from([0.0, 0.4, 0.5, 0.7, 1.0]), st.floats(0, 1)),
        seed=st.integers(0, 10_000),
    )
    @settings(max_examples=300, deadline=None)
    def test_picks_the_outcome_that_the_reference_picks(self, size, rows, causal_share, seed):
        random = np.random.default_rng(seed)
        # Small whole numbers: many ties.
        costs = random.integers(0, 20, (rows, size)).astype(np.float32)
        gains = random.integers(0, 40, (rows, size)) * (random.random((rows, size)) < 0.4)
        net = gains.astype(np.float32) - costs
        found = find(net, costs, causal_share=causal_share)
        weights = two_lives_weights(size, causal_share=causal_share)
        for row in range(rows):
            both = np.concatenate((net[row], -costs[row])).astype(np.float64)
            assert found[:, row].tolist() == quantiles_of(both, weights, SHARES).tolist()

    def test_solves_the_worked_lottery(self):
        # G5 of docs/roi-model.md: finish .5, land .8, caused .75, gain 40,000.
        costs = np.array([[3_000.0] * 5 + [1_200.0] * 5], dtype=np.float32)
        gains = np.array([[40_000.0] * 4 + [0.0] * 6], dtype=np.float32)
        found = find(gains - costs, costs, causal_share=0.75, shares=(0.1, 0.5, 0.9))
        assert found[:, 0].tolist() == [-3_000.0, -1_200.0, 37_000.0]

    def test_does_not_sort_for_its_caller(self):
        rising = np.array([[-1.0, 5.0]], dtype=np.float32)
        costs = np.array([[1.0, 2.0]], dtype=np.float32)
        plan = make_merge_plan((0.5, 1.0), causal_share=0.5, size=2)
        found = find_merged_quantiles(plan, with_gain=rising, costs=costs)
        assert found[:, 0].tolist() == [-1.0, 5.0]
        assert rising.tolist() == [[-1.0, 5.0]]
        assert costs.tolist() == pytest.approx(np.array([[1.0, 2.0]]))

"""Describe weighted futures: quantiles, chances and the worth of knowing more.

Weights are probabilities that add up to 1. Quantiles are actual outcomes: the
smallest one whose cumulative probability reaches the share asked for.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from progress.roi.annuities import FloatArray

# Sums of a thousand weights miss the exact share by a few units in the 16th digit.
_SHARE_TOLERANCE = 1e-9


def even_weights(count: int) -> FloatArray:
    """Return equal weights for `count` futures."""
    return np.full(count, 1.0 / max(count, 1))


def two_lives_weights(count: int, *, causal_share: float) -> FloatArray:
    """Return the weights of `count` futures with their gain, then the same without it."""
    return np.repeat(np.array([causal_share, 1.0 - causal_share]) / count, count)


def mean_of(values: FloatArray, weights: FloatArray) -> float:
    """Return the expected value, exact to the last bit whatever the order."""
    return math.fsum((values * weights).tolist())


def quantiles_of(
    values: NDArray[np.float64] | NDArray[np.int64],
    weights: FloatArray,
    shares: Sequence[float],
) -> FloatArray:
    """Return the outcome at each share (0.1 is the tenth percentile)."""
    # Equal values may come in any order: the value picked is the same.
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    index = np.searchsorted(reached, np.asarray(shares) - _SHARE_TOLERANCE, side="left")
    picked = values[order][np.minimum(index, len(values) - 1)]
    return picked.astype(np.float64)


def chance_above(values: FloatArray, weights: FloatArray, *, threshold: float = 0.0) -> float:
    """Return the probability of an outcome above the threshold."""
    return math.fsum(weights[values > threshold].tolist())


def perfect_information_value(values: FloatArray, weights: FloatArray) -> float:
    """Return what knowing the outcome in advance is worth: E[max(V,0)] - max(E[V],0).

    The choice is between the plan and doing nothing, which is worth 0.
    """
    kept = mean_of(np.maximum(values, 0.0), weights)
    return kept - max(mean_of(values, weights), 0.0)


def partial_information_value(
    values: FloatArray, weights: FloatArray, groups: NDArray[np.int64]
) -> float:
    """Return what knowing only the group of the outcome is worth.

    Sum over groups of max(probability x group mean, 0), less max(E[V], 0).
    Source: Strong, Oakley, Brennan 2014, with groups in place of a regression.
    """
    parts = [
        max(mean_of(values[groups == group], weights[groups == group]), 0.0)
        for group in np.unique(groups).tolist()
    ]
    return math.fsum(parts) - max(mean_of(values, weights), 0.0)


def equal_groups(drivers: FloatArray, *, count: int) -> NDArray[np.int64]:
    """Number equally large groups of rising driver values, from 0."""
    ranks = np.argsort(np.argsort(drivers, kind="stable"), kind="stable")
    return (ranks * count // len(drivers)).astype(np.int64)

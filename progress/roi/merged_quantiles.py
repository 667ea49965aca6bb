"""Find quantiles of two sorted lists with unequal weights, without merging them.

Every future stands in the lottery twice: with its gain, weighing `causal_share`, and
without it, weighing the rest. The quantile is the one of `lotteries.quantiles_of`
over both: the smallest outcome whose cumulative probability reaches the share. With i
outcomes from the first list, j(i) from the second are needed; the answer stands where
the two meet, found by halving for many lists at once.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from progress.roi.annuities import BoolArray
from progress.roi.tables import SingleArray

IndexArray = NDArray[np.intp]

# The tolerance of lotteries.quantiles_of, in shares.
_SHARE_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Where to look: everything that depends on shares, weights and size only.

    Counts are how many outcomes with gain are taken. `last_cost[s * (size + 1) + i]` is
    where the last outcome without gain stands among the rising costs, if i with gain and
    as few as possible without reach share s. Below `lowest` the others cannot reach it;
    at `highest` nothing more than those without gain is needed.
    """

    size: int
    last_cost: IndexArray
    lowest: IndexArray
    highest: IndexArray
    is_alone: BoolArray


def make_merge_plan(shares: tuple[float, ...], *, causal_share: float, size: int) -> MergePlan:
    """Plan the search for some shares among `size` futures."""
    counts = np.arange(size + 1)
    rest = 1.0 - causal_share
    needed = np.empty((len(shares), size + 1), dtype=np.int64)
    highest: list[int] = []
    for row, share in zip(needed, shares, strict=True):
        target = size * (share - _SHARE_TOLERANCE)
        missing = np.maximum(target - causal_share * counts, 0.0)
        wanted = np.ceil(missing / rest) if rest > 0.0 else np.where(missing > 0.0, size + 1, 0)
        row[:] = np.minimum(wanted, size + 1)
        enough = np.flatnonzero(row == 0)
        highest.append(min(math.ceil(target), int(enough[0]) if len(enough) else size))
    lowest = np.maximum((needed > size).sum(axis=1) - 1, 0)
    return MergePlan(
        size=size,
        last_cost=np.clip(size - needed, 0, size - 1).reshape(-1).astype(np.intp),
        lowest=lowest.astype(np.intp)[:, np.newaxis],
        highest=np.array(highest, dtype=np.intp)[:, np.newaxis],
        is_alone=needed > size,
    )


def find_merged_quantiles(
    plan: MergePlan, *, with_gain: SingleArray, costs: SingleArray
) -> SingleArray:
    """Return a row per share and a column per list.

    Args:
        plan: from `make_merge_plan`, for the length of the lists.
        with_gain: values with gain, one list per row, each rising.
        costs: costs of the same futures, one list per row, each rising; the value
            without gain is the cost with its sign turned.
    """
    size, rows = plan.size, with_gain.shape[0]
    gained, spent = with_gain.reshape(-1), costs.reshape(-1)
    first = np.arange(0, rows * size, size, dtype=np.intp)
    place = np.arange(len(plan.lowest), dtype=np.intp)[:, np.newaxis] * (size + 1)
    # The largest count at which the list with gain alone is still too small an outcome.
    found = np.repeat(plan.lowest, rows, axis=1)
    step = 1 << int((plan.highest - plan.lowest).max()).bit_length()
    before = first - 1
    while step > 1:
        step >>= 1
        tried = found + step
        np.minimum(tried, plan.highest, out=tried)
        mine = gained.take(tried + before)
        last = plan.last_cost.take(tried + place)
        last += first
        mine += spent.take(last)
        # At `highest` the outcome is never too small, so that nothing moves past it.
        is_below = mine < 0.0
        is_below &= tried < plan.highest
        np.copyto(found, tried, where=is_below)
    other = -spent.take(plan.last_cost.take(found + place) + first)
    other[np.take_along_axis(plan.is_alone, found, axis=1)] = np.inf
    return np.minimum(gained.take(found + first), other)

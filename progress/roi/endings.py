"""Show apart the futures in which the plan is finished and those in which it is not.

They are the futures of `project` itself, sorted by their end, so both together are the whole
projection. Source: `docs/roi-model.md`, "Outputs".
"""

from dataclasses import dataclass, replace

import numpy as np

from progress.roi.draws import Draws
from progress.roi.events import play_futures
from progress.roi.ledgers import Ledger, keep_ledger
from progress.roi.lotteries import chance_above, mean_of, quantiles_of, two_lives_weights
from progress.roi.outlooks import describe_curve, describe_payback
from progress.roi.projection import DOT_SHARES
from progress.roi.results import CurvePoint, Payback
from progress.roi.shapes import RoiInputs

# With fewer, the outer bands of a fan rest on a handful of futures.
LEAST_FUTURES_COUNT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the value spreads over the futures that end one way; the fields are those of `RoiResult`.

    `share` is their share of all futures, `ahead_share` the share of them with a value above 0.
    """

    is_finished: bool
    share: float
    ahead_share: float
    expected_usd: float
    curve: tuple[CurvePoint, ...]
    dots_usd: tuple[float, ...]
    payback: Payback


def describe_ending(inputs: RoiInputs, *, draws: Draws, is_finished: bool) -> Ending | None:
    """Describe the futures in which the plan is finished, or those in which it is not.

    Not finished is who stops before. Who goes on and is too slow for the horizon finishes after
    it, as in `FinishOutlook.share`; gains and costs end with the horizon. Finishing is no cause by
    itself: who finishes is often also faster or lucky with the effort.

    Args:
        inputs: as for `project`.
        draws: as for `project`.
        is_finished: which of the two.

    Returns:
        None where so few futures end this way that a picture of them would mislead.
    """
    futures = play_futures(inputs, draws)
    rows = np.flatnonzero(futures.study.is_finished == is_finished)
    if len(rows) < LEAST_FUTURES_COUNT:
        return None
    own = inputs.assumptions
    months = np.arange(own.horizon_months + 1, dtype=np.int64)
    whole = keep_ledger(inputs, futures, months=months)
    part: Ledger = replace(
        whole,
        gain_usd=whole.gain_usd[rows],
        cash_usd=whole.cash_usd[rows],
        time_usd=whole.time_usd[rows],
        exam_cash_usd=tuple(cash[rows] for cash in whole.exam_cash_usd),
    )
    gain, cost = part.gain_usd[:, -1], part.cost_usd[:, -1]
    values = np.concatenate((gain - cost, -cost))
    weights = two_lives_weights(len(rows), causal_share=own.causal_share)
    return Ending(
        is_finished=is_finished,
        share=len(rows) / draws.count,
        ahead_share=chance_above(values, weights),
        expected_usd=mean_of(values, weights),
        curve=describe_curve(part, causal_share=own.causal_share),
        dots_usd=tuple(quantiles_of(values, weights, DOT_SHARES).tolist()),
        payback=describe_payback(part, own),
    )

"""What every engine in a comparison has to deliver for one learner."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Average, chance to come out ahead, P10/P50/P90 by year, chance to reach each rung."""

    expected_usd: float
    ahead_share: float
    year_quantiles_usd: list[list[float]]
    reach_shares: list[float]

"""Turn a published pay band into a distribution of local pay today.

ln pay is piecewise linear in the standard normal score z, through the published
points; two points give the lognormal distribution. Source: `docs/roi-model.md`, "Bands".
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from progress.roi.annuities import FloatArray, settle
from progress.roi.assumptions import Assumptions
from progress.roi.shapes import BandInput

# Own pay far outside the band says more about the band than about the person.
_OWN_SCORE_LIMIT = 2.0


@dataclass(frozen=True, slots=True)
class PayDistribution:
    """Local pay today of the people on one rung, in US dollars a year.

    `scores` are standard normal scores, rising; `log_pay` the matching ln pay.
    Beyond the outer points the nearest slope goes on.
    """

    scores: tuple[float, ...]
    log_pay: tuple[float, ...]

    @property
    def median_usd(self) -> float:
        """Return the pay that half of the people exceed."""
        return math.exp(float(_interpolate(np.zeros(1), self.scores, self.log_pay)[0]))

    @property
    def log_sd(self) -> float:
        """Return the standard deviation of ln pay between the outer points."""
        return (self.log_pay[-1] - self.log_pay[0]) / (self.scores[-1] - self.scores[0])

    def pay_at(self, scores: FloatArray) -> FloatArray:
        """Return the yearly pay at each normal score."""
        return settle(np.exp(_interpolate(scores, self.scores, self.log_pay)))

    def score_of(self, pay_usd_per_year: float) -> float:
        """Return the normal score of one's own pay, kept within 2 either way."""
        log_pay = np.array([math.log(pay_usd_per_year)])
        score = float(_interpolate(log_pay, self.log_pay, self.scores)[0])
        return min(max(score, -_OWN_SCORE_LIMIT), _OWN_SCORE_LIMIT)

    def scores_of(self, pay_usd_per_year: FloatArray) -> FloatArray:
        """Return the score of each of many people's own pay, as `score_of` does for one."""
        scores = _interpolate(np.log(pay_usd_per_year), self.log_pay, self.scores)
        return np.clip(scores, -_OWN_SCORE_LIMIT, _OWN_SCORE_LIMIT)


def resolve_band(
    band: BandInput, *, assumptions: Assumptions, region_pay_factor: float
) -> PayDistribution:
    """Fit a band and bring it to the learner's region and to today's pay level.

    sd = ln(high / low) / (z_high - z_low); a top end that is open above counts as
    the assumed lower percentile, because the source stopped counting there.
    """
    points = band.percentiles_usd_per_year or _list_end_points(band, assumptions)
    factor = region_pay_factor * (1.0 + assumptions.band_growth_rate) ** band.age_years
    normal = NormalDist()
    return PayDistribution(
        scores=tuple(normal.inv_cdf(share) for share, _ in points),
        log_pay=tuple(math.log(pay * factor) for _, pay in points),
    )


def derive_middle_band(*, below: BandInput, above: BandInput) -> BandInput:
    """Derive the band of a rung that no source gives from its neighbours.

    Each end is the geometric mean of the neighbours' ends. The ages must agree.

    Raises:
        RoiInputInvalid: a neighbour has no two ends.
        ValueError: the two are of different years.
    """
    low_below, high_below = below.ends_usd_per_year
    low_above, high_above = above.ends_usd_per_year
    if below.age_years != above.age_years:
        raise ValueError("a middle band needs neighbours of the same year")
    return BandInput(
        low_usd_per_year=math.sqrt(low_below * low_above),
        high_usd_per_year=math.sqrt(high_below * high_above),
        age_years=below.age_years,
    )


def _list_end_points(
    band: BandInput, assumptions: Assumptions
) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = band.ends_usd_per_year
    open_share, closed_share = assumptions.band_open_percentile, assumptions.band_high_percentile
    top = open_share if band.is_open_above else closed_share
    return (assumptions.band_low_percentile, low), (top, high)


def _interpolate(at: FloatArray, xs: tuple[float, ...], ys: tuple[float, ...]) -> FloatArray:
    knots, heights = np.array(xs), np.array(ys)
    # The segment of each value; values outside use the outermost one.
    left = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(xs) - 2)
    slope = (heights[left + 1] - heights[left]) / (knots[left + 1] - knots[left])
    result: FloatArray = heights[left] + slope * (at - knots[left])
    return result

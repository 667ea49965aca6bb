"""Shape what comes out of a projection and write it as canonical JSON.

All money is discounted to today and at today's prices unless a name says
otherwise. Shares are fractions of futures (0.3 is 3 in 10). "None" always means
that the figure does not exist (nobody finishes, more than half never arrive), never 0.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSummary:
    """How the value of the plan spreads over futures.

    `ahead_share` is the share of futures with a value above 0;
    `ahead_if_finished_share` the same among futures in which the plan is finished.
    """

    expected_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float
    ahead_share: float
    ahead_if_finished_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RungReach:
    """Chance and time to reach one rung, with the path and without it.

    The medians count those who never arrive, so they are None when more than half
    do not arrive within the horizon.
    """

    rung: int
    with_path_share: float
    without_path_share: float
    with_path_5_years_share: float
    without_path_5_years_share: float
    with_path_median_months: int | None
    without_path_median_months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Cumulative net value up to a month: mean and percentiles over futures."""

    month: int
    mean_usd: float
    p5_usd: float
    p10_usd: float
    p25_usd: float
    p50_usd: float
    p75_usd: float
    p90_usd: float
    p95_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Payback:
    """When the plan has paid for itself for good.

    `share` of futures pay back within the horizon; the quartiles are months among
    those. `expected_flow_month` is the payback of the average over futures.
    """

    share: float
    p25_month: int | None
    p50_month: int | None
    p75_month: int | None
    expected_flow_month: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRate:
    """Yearly rate of return of the average cash and time flow.

    None unless the flow changes sign exactly once. Print "over 100 %" when
    `is_over_100_percent` is set.
    """

    per_year_rate: float | None
    is_over_100_percent: bool
    sign_change_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishOutlook:
    """When the plan is finished: chance, months among finishers, chance by year.

    `by_year_shares[y]` is the chance to have finished by the end of year y + 1.
    """

    share: float
    p10_month: int | None
    p50_month: int | None
    p90_month: int | None
    by_year_shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamOutlook:
    """What one exam is expected to bring and cost the learner, renewals included."""

    key: str
    sat_share: float
    passed_share: float
    expected_attempts_count: float
    expected_cash_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoiResult:
    """One projection: value, costs, chances and times, ready to store.

    `cash_only` is the same value without the worth of study time.
    `curve` holds one point per year and its last point equals `value`.
    `dots_usd` are 20 equally likely futures in rising order.
    `perfect_information_usd` is what knowing one's own outcome in advance would be worth.
    """

    model_version: str
    track_key: str
    draw_count: int
    horizon_months: int
    value: ValueSummary
    cash_only: ValueSummary
    expected_benefit_usd: float
    expected_cash_cost_usd: float
    expected_time_cost_usd: float
    expected_study_hours: float
    benefit_cost_ratio: float | None
    perfect_information_usd: float
    finish: FinishOutlook
    payback: Payback
    return_rate: ReturnRate
    reach: tuple[RungReach, ...]
    curve: tuple[CurvePoint, ...]
    dots_usd: tuple[float, ...]
    exams: tuple[ExamOutlook, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types: money in cents, everything else to 6 decimals."""
        rounded: dict[str, Any] = round_numbers(asdict(self))
        return rounded

    def to_json(self) -> str:
        """Return the canonical text: sorted keys, no spaces, so equal results are equal bytes."""
        return json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "RoiResult":
        """Rebuild a result from what `to_dict` gave, as read back from storage.

        Raises:
            TypeError: a field is missing or unknown, as after a change of model version.
        """
        finish = dict(stored["finish"])
        parts: dict[str, Any] = {
            "value": ValueSummary(**stored["value"]),
            "cash_only": ValueSummary(**stored["cash_only"]),
            "finish": FinishOutlook(
                **{**finish, "by_year_shares": tuple(finish["by_year_shares"])}
            ),
            "payback": Payback(**stored["payback"]),
            "return_rate": ReturnRate(**stored["return_rate"]),
            "reach": tuple(RungReach(**item) for item in stored["reach"]),
            "curve": tuple(CurvePoint(**item) for item in stored["curve"]),
            "dots_usd": tuple(stored["dots_usd"]),
            "exams": tuple(ExamOutlook(**item) for item in stored["exams"]),
        }
        return cls(**{**stored, **parts})


def round_numbers(value: Any, key: str = "") -> Any:
    """Return plain JSON types: money in cents, everything else to 6 decimals."""
    if isinstance(value, dict):
        return {name: round_numbers(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [round_numbers(item, key) for item in value]
    if isinstance(value, float):
        # Adding 0.0 turns -0.0 into 0.0, which would otherwise be a second spelling.
        return round(value, 2 if key.endswith("_usd") else 6) + 0.0
    return value

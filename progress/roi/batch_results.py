"""Shape what comes out of the batch engine: columns for many learners, or one of them."""

from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from progress.roi.annuities import FloatArray, MonthArray
from progress.roi.contexts import CURVE_SHARES, DOT_SHARES
from progress.roi.results import round_numbers
from progress.roi.shapes import HIGHEST_RUNG


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPoint:
    """Cumulative net value up to a month."""

    month: int
    mean_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachOutlook:
    """Chance to have reached a rung, by the horizon and within five years."""

    rung: int
    with_path_share: float
    without_path_share: float
    with_path_5_years_share: float
    without_path_5_years_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutlook:
    """One learner's projection: the figures of `RoiResult` that a slider or a list shows.

    Names and units are those of `RoiResult`; `dots_usd` is empty unless asked for.
    """

    draw_count: int
    horizon_months: int
    expected_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float
    ahead_share: float
    ahead_if_finished_share: float | None
    finish_share: float
    expected_benefit_usd: float
    expected_cash_cost_usd: float
    expected_time_cost_usd: float
    expected_study_hours: float
    curve: tuple[YearPoint, ...]
    reach: tuple[ReachOutlook, ...]
    dots_usd: tuple[float, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types: money in cents, everything else to 6 decimals."""
        rounded: dict[str, Any] = round_numbers(asdict(self))
        return rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """Projections of many learners, one row each, in the order of the input.

    "Not there" is NaN: nobody finishes, a rung the learner is not below, a year past
    the horizon. `curve_months` holds the year ends (0 where there is none),
    `curve_quantiles_usd` has P10, P50 and P90 last; the reach arrays have a column
    per rung 1 to 4. The last year equals the value at the horizon.
    """

    draw_count: int
    horizon_months: MonthArray
    expected_usd: FloatArray
    value_quantiles_usd: FloatArray
    ahead_share: FloatArray
    ahead_if_finished_share: FloatArray
    finish_share: FloatArray
    expected_benefit_usd: FloatArray
    expected_cash_cost_usd: FloatArray
    expected_time_cost_usd: FloatArray
    expected_study_hours: FloatArray
    curve_months: MonthArray
    curve_mean_usd: FloatArray
    curve_quantiles_usd: FloatArray
    with_path_share: FloatArray
    without_path_share: FloatArray
    with_path_5_years_share: FloatArray
    without_path_5_years_share: FloatArray
    dots_usd: FloatArray

    def __len__(self) -> int:
        return len(self.expected_usd)

    def outlook(self, row: int) -> BatchOutlook:
        """Return the projection of one learner."""
        p10, p50, p90 = self.value_quantiles_usd[row].tolist()
        if_finished = float(self.ahead_if_finished_share[row])
        return BatchOutlook(
            draw_count=self.draw_count,
            horizon_months=int(self.horizon_months[row]),
            expected_usd=float(self.expected_usd[row]),
            p10_usd=p10,
            p50_usd=p50,
            p90_usd=p90,
            ahead_share=float(self.ahead_share[row]),
            ahead_if_finished_share=None if np.isnan(if_finished) else if_finished,
            finish_share=float(self.finish_share[row]),
            expected_benefit_usd=float(self.expected_benefit_usd[row]),
            expected_cash_cost_usd=float(self.expected_cash_cost_usd[row]),
            expected_time_cost_usd=float(self.expected_time_cost_usd[row]),
            expected_study_hours=float(self.expected_study_hours[row]),
            curve=self._list_points(row),
            reach=self._list_reach(row),
            dots_usd=tuple(self.dots_usd[row].tolist()),
        )

    def to_bytes(self) -> bytes:
        """Return all columns as bytes, to compare two results bit by bit."""
        columns = (getattr(self, item.name) for item in fields(self))
        return b"".join(np.ascontiguousarray(column).tobytes() for column in columns)

    def _list_points(self, row: int) -> tuple[YearPoint, ...]:
        means = self.curve_mean_usd[row].tolist()
        quantiles = self.curve_quantiles_usd[row].tolist()
        return tuple(
            YearPoint(month=month, mean_usd=mean, p10_usd=p10, p50_usd=p50, p90_usd=p90)
            for month, mean, (p10, p50, p90) in zip(
                self.curve_months[row].tolist(), means, quantiles, strict=True
            )
            if month > 0
        )

    def _list_reach(self, row: int) -> tuple[ReachOutlook, ...]:
        shares = (
            self.with_path_share, self.without_path_share,
            self.with_path_5_years_share, self.without_path_5_years_share,
        )  # fmt: skip
        rows = zip(*(share[row].tolist() for share in shares), strict=True)
        return tuple(
            ReachOutlook(
                rung=rung,
                with_path_share=with_path,
                without_path_share=without,
                with_path_5_years_share=with_early,
                without_path_5_years_share=without_early,
            )
            for rung, (with_path, without, with_early, without_early) in enumerate(rows, start=1)
            if with_path == with_path  # NaN: not a rung ahead of this learner
        )


def make_empty_result(
    count: int, *, draw_count: int, year_count: int, with_dots: bool
) -> BatchResult:
    """Return a result of `count` rows with nothing in it yet, to be filled row by row."""

    def blank(*shape: int) -> FloatArray:
        return np.full((count, *shape), np.nan)

    return BatchResult(
        draw_count=draw_count,
        horizon_months=np.zeros(count, dtype=np.int64),
        expected_usd=blank(),
        value_quantiles_usd=blank(len(CURVE_SHARES)),
        ahead_share=blank(),
        ahead_if_finished_share=blank(),
        finish_share=blank(),
        expected_benefit_usd=blank(),
        expected_cash_cost_usd=blank(),
        expected_time_cost_usd=blank(),
        expected_study_hours=blank(),
        curve_months=np.zeros((count, year_count), dtype=np.int64),
        curve_mean_usd=blank(year_count),
        curve_quantiles_usd=blank(year_count, len(CURVE_SHARES)),
        with_path_share=blank(HIGHEST_RUNG),
        without_path_share=blank(HIGHEST_RUNG),
        with_path_5_years_share=blank(HIGHEST_RUNG),
        without_path_5_years_share=blank(HIGHEST_RUNG),
        dots_usd=blank(len(DOT_SHARES) if with_dots else 0),
    )

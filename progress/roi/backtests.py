"""Hold predictions against what happened: reliability, coverage and the Brier score.

Source: Brier (1950) for the score; Wilson (1927) for the interval of a share. The method
and its limits stand in `docs/roi-model.md`, "Backtest".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

BIN_COUNT = 10
# Standard normal quantile of an interval that holds 90 in 100.
_Z = 1.6448536269514722


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestCase:
    """One prediction that has come due.

    `predicted_share` is the chance that was told, 0 to 1. `is_within` says whether the
    month of the event lay between the tenth and the ninetieth percentile that were told;
    None when the event did not happen or no such months were told. `within_share` is the
    chance of that, from `find_within_share`.
    """

    predicted_share: float
    happened: bool
    is_within: bool | None = None
    within_share: float = 0.8

    def __post_init__(self) -> None:
        for name in ("predicted_share", "within_share"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"{name} is {value}; it must be between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Predictions from `low` up to `high`: what was told on average and what came true.

    `observed_low` and `observed_high` hold the true share 9 times in 10.
    """

    low: float
    high: float
    count: int
    predicted_share: float
    observed_share: float
    observed_low: float
    observed_high: float

    @property
    def is_kept(self) -> bool:
        """Whether what was told lies within what the cases allow."""
        return self.observed_low <= self.predicted_share <= self.observed_high


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How well predictions held.

    `brier_score` is the mean squared error of the shares: 0 is perfect, 0.25 is a coin;
    `base_brier_score` is that of always telling the overall share. `coverage_share` is
    the share of events that came within the told range, of `covered_count` events;
    `expected_coverage_share` is what the ranges promise of these. All are None without cases.
    """

    case_count: int
    happened_count: int
    bins: tuple[ReliabilityBin, ...]
    brier_score: float | None
    base_brier_score: float | None
    covered_count: int
    coverage_share: float | None
    expected_coverage_share: float | None


def run_backtest(cases: Sequence[BacktestCase]) -> Backtest:
    """Sum cases up; without any, all scores are None and there are no bins."""
    count = len(cases)
    happened = sum(case.happened for case in cases)
    covered = [case for case in cases if case.is_within is not None]
    within = sum(bool(case.is_within) for case in covered)
    return Backtest(
        case_count=count,
        happened_count=happened,
        bins=_list_bins(cases),
        brier_score=_score(cases, None) if count else None,
        base_brier_score=_score(cases, happened / count) if count else None,
        covered_count=len(covered),
        coverage_share=within / len(covered) if covered else None,
        expected_coverage_share=(
            sum(case.within_share for case in covered) / len(covered) if covered else None
        ),
    )


def find_within_share(*, told_by_now: float, told_ever: float) -> float:
    """Return how likely an event that happened by now lies between its told P10 and P90 months.

    Not 0.8 before everybody's time has come: what is late cannot be seen yet, and what is seen
    is early more often.

    Args:
        told_by_now: chance that was told for the event by now.
        told_ever: chance that was told for the event at any time, which the months divide.
    """
    if told_by_now <= 0.0:
        return 0.0
    ever = max(told_ever, told_by_now)
    return (min(told_by_now, 0.9 * ever) - min(told_by_now, 0.1 * ever)) / told_by_now


def find_share_interval(*, happened: int, count: int) -> tuple[float, float]:
    """Return the Wilson interval of a share that holds the truth 9 times in 10.

    Raises:
        ValueError: If there are no cases, or more happened than there were.
    """
    if count < 1 or not 0 <= happened <= count:
        message = f"{happened} of {count} is no share"
        raise ValueError(message)
    share, square = happened / count, _Z * _Z
    middle = (share + square / (2 * count)) / (1 + square / count)
    spread = math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    half = _Z * spread / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def _list_bins(cases: Sequence[BacktestCase]) -> tuple[ReliabilityBin, ...]:
    groups: dict[int, list[BacktestCase]] = {}
    for case in cases:
        number = min(int(case.predicted_share * BIN_COUNT), BIN_COUNT - 1)
        groups.setdefault(number, []).append(case)
    return tuple(_make_bin(number, group) for number, group in sorted(groups.items()))


def _make_bin(number: int, group: Sequence[BacktestCase]) -> ReliabilityBin:
    count = len(group)
    happened = sum(case.happened for case in group)
    low, high = find_share_interval(happened=happened, count=count)
    return ReliabilityBin(
        low=number / BIN_COUNT,
        high=(number + 1) / BIN_COUNT,
        count=count,
        predicted_share=sum(case.predicted_share for case in group) / count,
        observed_share=happened / count,
        observed_low=low,
        observed_high=high,
    )


def _score(cases: Sequence[BacktestCase], told: float | None) -> float:
    errors = (
        ((case.predicted_share if told is None else told) - case.happened) ** 2 for case in cases
    )
    return sum(errors) / len(cases)

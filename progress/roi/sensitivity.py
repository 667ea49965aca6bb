"""Show what moves the result: each lever and assumption to its low and high end.

All runs use the same random numbers, so a difference is the lever and not luck.
Source: `docs/roi-model.md`, "Outputs".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from progress.roi.assumption_table import (
    BAND_LEVEL_FACTORS,
    ROWS,
    WEEKLY_HOURS_FACTORS,
    AssumptionRow,
)
from progress.roi.assumptions import Assumptions
from progress.roi.draws import Draws
from progress.roi.lotteries import chance_above
from progress.roi.projection import value_plan
from progress.roi.shapes import HOURS_PER_WEEK_LIMIT, BandInput, RoiInputs

_MINUS = "\N{MINUS SIGN}"
_ROWS_BY_KEY = {row.key: row for row in ROWS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """One row of the tornado: the result with one thing at its low and at its high end.

    `is_own_lever` marks what the learner can do something about.
    """

    key: str
    name: str
    is_own_lever: bool
    low_label: str
    high_label: str
    low_expected_usd: float
    high_expected_usd: float
    low_ahead_share: float
    high_ahead_share: float

    @property
    def width_usd(self) -> float:
        """Return how far apart the two expected values lie."""
        return abs(self.high_expected_usd - self.low_expected_usd)


@dataclass(frozen=True, slots=True)
class _Lever:
    key: str
    name: str
    low_label: str
    high_label: str
    low: RoiInputs
    high: RoiInputs
    is_own: bool = False


def list_swings(inputs: RoiInputs, *, draws: Draws) -> tuple[Swing, ...]:
    """Return the 15 rows of the tornado: own levers first, the widest first in each part."""
    swings = [_measure(lever, draws) for lever in _list_levers(inputs)]
    return tuple(sorted(swings, key=lambda swing: (not swing.is_own_lever, -swing.width_usd)))


def scale_weekly_hours(inputs: RoiInputs, *, factor: float) -> RoiInputs:
    """Return the plan with the pace from today scaled, planned and logged hours alike."""
    return replace(
        inputs,
        planned_hours_per_week=min(inputs.planned_hours_per_week * factor, HOURS_PER_WEEK_LIMIT),
        logged_hours=inputs.logged_hours * factor,
    )


def scale_target_bands(inputs: RoiInputs, *, factor: float) -> RoiInputs:
    """Return the plan with every band above the start rung scaled."""
    return replace(
        inputs,
        rungs=tuple(
            replace(rung, band=_scale_band(rung.band, factor))
            if rung.rung > inputs.start_rung
            else rung
            for rung in inputs.rungs
        ),
    )


def drop_exams(inputs: RoiInputs, *, keys: frozenset[str] | None = None) -> RoiInputs:
    """Return the plan without the named exams, or without any; the others keep their luck."""
    return replace(
        inputs,
        exams=tuple(
            replace(exam, is_planned=False) if keys is None or exam.key in keys else exam
            for exam in inputs.exams
        ),
    )


def _measure(lever: _Lever, draws: Draws) -> Swing:
    low, high = value_plan(lever.low, draws=draws), value_plan(lever.high, draws=draws)
    return Swing(
        key=lever.key,
        name=lever.name,
        is_own_lever=lever.is_own,
        low_label=lever.low_label,
        high_label=lever.high_label,
        low_expected_usd=low.expected_usd,
        high_expected_usd=high.expected_usd,
        low_ahead_share=chance_above(low.values_usd, low.weights),
        high_ahead_share=chance_above(high.values_usd, high.weights),
    )


def _label_weekly_hours(slow: RoiInputs, fast: RoiInputs) -> tuple[str, str]:
    """Name both ends; once hours are logged they scale too, and a plan alone names neither end."""
    if slow.logged_hours > 0.0:
        low, high = (f"{factor:g} times your pace" for factor in WEEKLY_HOURS_FACTORS)
        return low, high
    return f"{slow.planned_hours_per_week:g} h", f"{fast.planned_hours_per_week:g} h"


def _list_levers(inputs: RoiInputs) -> list[_Lever]:
    slow, fast = (scale_weekly_hours(inputs, factor=factor) for factor in WEEKLY_HOURS_FACTORS)
    poor, rich = (scale_target_bands(inputs, factor=factor) for factor in BAND_LEVEL_FACTORS)
    return [
        _Lever(
            "weekly_hours", "Hours a week", *_label_weekly_hours(slow, fast), slow, fast, is_own=True
        ),
        replace(
            _assume(inputs, "dropout_scale_months", is_own=True), name="How long you keep at it"
        ),
        _Lever(
            "exams", "Exams taken", "none", "as planned", drop_exams(inputs), inputs, is_own=True
        ),
        _assume(inputs, "horizon_months"),
        _assume(inputs, "causal_share"),
        _assume(inputs, "landing_with_study"),
        _assume(inputs, "landing_without_study"),
        _lever_of_time_in_rung(inputs),
        _assume(inputs, "band_gap_share"),
        _Lever("bands", "Level of the pay bands", f"{_MINUS}10 %", "+10 %", poor, rich),
        _assume(inputs, "tax_rate"),
        _assume(inputs, "real_growth_rate"),
        _assume(inputs, "real_discount_rate"),
        _assume(inputs, "study_hour_value_share"),
        _assume(inputs, "hours_overrun_factor"),
    ]  # fmt: skip


def _assume(inputs: RoiInputs, key: str, *, is_own: bool = False) -> _Lever:
    """Make the lever of one assumption, all rungs at once where it differs by rung."""
    row = _ROWS_BY_KEY[key]
    own = inputs.assumptions
    current = getattr(own, key)
    if isinstance(current, tuple):
        ends = [row.range_of(value) for value in current]
        low: Any = tuple(end[0] for end in ends)
        high: Any = tuple(end[1] for end in ends)
        labels = _label_rungs(row)
    else:
        low, high = row.range_of(current)
        labels = (_label(low, row), _label(high, row))
    return _Lever(
        key, row.name, labels[0], labels[1],
        replace(inputs, assumptions=_keep_order(own, key, low)),
        replace(inputs, assumptions=_keep_order(own, key, high)),
        is_own=is_own,
    )  # fmt: skip


def _keep_order(assumptions: Assumptions, key: str, value: Any) -> Assumptions:
    """Set a value; the chance to land with study never falls below the one without."""
    combine: dict[str, tuple[Callable[[float, float], float], tuple[float, ...]]] = {
        "landing_with_study": (max, assumptions.landing_without_study),
        "landing_without_study": (min, assumptions.landing_with_study),
    }
    if key in combine:
        pick, other = combine[key]
        value = tuple(pick(own, limit) for own, limit in zip(value, other, strict=True))
    changes: dict[str, Any] = {key: value}
    return replace(assumptions, **changes)


def _lever_of_time_in_rung(inputs: RoiInputs) -> _Lever:
    row = _ROWS_BY_KEY["rung_low_months"]
    scale = row.scale or (1.0, 1.0)
    ends = []
    for factor in scale:
        times: dict[str, Any] = {
            key: tuple(value * factor for value in getattr(inputs.assumptions, key))
            for key in ("rung_low_months", "rung_high_months")
        }
        ends.append(replace(inputs, assumptions=replace(inputs.assumptions, **times)))
    return _Lever(
        "rung_months", "Time in the level below",
        f"{scale[0]:g} times", f"{scale[1]:g} times", ends[0], ends[1],
    )  # fmt: skip


def _scale_band(band: BandInput, factor: float) -> BandInput:
    low, high = band.low_usd_per_year, band.high_usd_per_year
    return replace(
        band,
        low_usd_per_year=None if low is None else low * factor,
        high_usd_per_year=None if high is None else high * factor,
        percentiles_usd_per_year=tuple(
            (share, pay * factor) for share, pay in band.percentiles_usd_per_year
        ),
    )


def _label_rungs(row: AssumptionRow) -> tuple[str, str]:
    if row.spread is not None:
        points = round(row.spread * 100)
        return f"{_MINUS}{points} points", f"+{points} points"
    return _label(row.low, row), _label(row.high, row)


def _label(value: float, row: AssumptionRow) -> str:
    if row.unit in {"share", "per year"}:
        return f"{value * 100:g} %"
    return f"{value:g} {row.unit}"

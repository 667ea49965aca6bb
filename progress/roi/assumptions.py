"""Carry the assumptions of one projection and the table that explains them.

The rows (value, range, unit, meaning, source) stand in `assumption_table.py`; no
other module of the engine contains a bare rate, probability or duration. Ranges
are what a person may choose on a page; the engine accepts any value that makes
sense (a probability between 0 and 1, a duration above 0), so that tests and
what-ifs can reach the ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from progress.roi.assumption_table import (
    ROWS,
    RUNG_NAMES,
    TRACK_MONTHS_IN_RUNG,
    AssumptionRow,
)


class AssumptionOutOfRange(ValueError):
    """Say that a chosen value lies outside the range that a person may choose."""

    def __init__(self, *, key: str, value: float, low: float, high: float) -> None:
        self.key = key
        self.value = value
        self.low = low
        self.high = high
        super().__init__(
            f"assumption {key}: {value:g} is outside the allowed range; "
            f"choose a value from {low:g} to {high:g}"
        )


class AssumptionUnknown(ValueError):
    """Say that no assumption has this key."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One line of the assumptions table, for one rung where it differs by rung.

    `key` names the value for `Assumptions.override`. `low` and `high` are the
    allowed range, both ends included. `chip` is the short form of `source`.
    """

    key: str
    symbol: str
    name: str
    meaning: str
    unit: str
    default: float
    low: float
    high: float
    source: str
    chip: str
    is_editable: bool
    rung: int | None = None


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Carry the resolved value of every assumption of one projection.

    Fields of four numbers hold rungs 1 to 4 (junior, mid, senior, architect).
    Shares and rates are fractions (0.3 is 30 %), rates are per year.
    """

    horizon_months: int
    real_discount_rate: float
    real_growth_rate: float
    inflation_rate: float
    tax_rate: float
    causal_share: float
    landing_with_study: tuple[float, float, float, float]
    landing_without_study: tuple[float, float, float, float]
    entry_low_months: float
    entry_high_months: float
    rung_low_months: tuple[float, float, float, float]
    rung_high_months: tuple[float, float, float, float]
    organic_slowdown_factor: float
    band_gap_share: tuple[float, float, float, float]
    start_lag_months: tuple[float, float, float, float]
    start_lag_log_sd: float
    percentile_persistence: float
    pace_adherence_share: float
    pace_prior_weeks: float
    pace_variation: float
    hours_overrun_factor: float
    hours_overrun_log_sd: float
    dropout_shape: float
    dropout_scale_months: float
    exam_first_pass_share: float
    exam_later_pass_share: float
    exam_wait_months: int
    exam_attempts_count: int
    exam_boost_share: float
    study_hour_value_share: float
    employed_share: float
    paid_hours_per_year: float
    band_low_percentile: float
    band_high_percentile: float
    band_open_percentile: float
    band_growth_rate: float

    def __post_init__(self) -> None:
        for row in ROWS:
            _check_sense(row=row, value=getattr(self, row.key))
        lows = (self.entry_low_months, *self.rung_low_months)
        highs = (self.entry_high_months, *self.rung_high_months)
        if any(low > high for low, high in zip(lows, highs, strict=True)):
            raise ValueError(
                "assumptions: a fast time (low months) is longer than the slow time (high months) "
                "of the same level; lower the first or raise the second"
            )
        for rung, (with_study, without) in enumerate(
            zip(self.landing_with_study, self.landing_without_study, strict=True), start=1
        ):
            if without > with_study:
                raise ValueError(
                    f"assumptions landing_without_study_rung_{rung} ({without:g}) and "
                    f"landing_with_study_rung_{rung} ({with_study:g}): study may not lower "
                    "the chance to land; raise the second or lower the first"
                )

    @classmethod
    def for_track(cls, track_key: str) -> "Assumptions":
        """Return the defaults of a track; an unknown track gets the Linux months in rung."""
        values: dict[str, Any] = {row.key: row.default for row in ROWS}
        low, high = TRACK_MONTHS_IN_RUNG.get(track_key, TRACK_MONTHS_IN_RUNG["linux"])
        return cls(**{**values, "rung_low_months": low, "rung_high_months": high})

    def override(self, changes: Mapping[str, float], *, track_key: str) -> "Assumptions":
        """Return a copy with the named values replaced, each checked against its range.

        Args:
            changes: assumption key (as `list_assumptions` gives it) to new value.
            track_key: the track whose defaults span the ranges that scale with them.

        Raises:
            AssumptionUnknown: a key names no assumption.
            AssumptionOutOfRange: a value lies outside its allowed range.
        """
        rows = {row.key: row for row in list_assumptions(track_key=track_key)}
        result = self
        for key in sorted(changes):
            row = rows.get(key)
            if row is None:
                raise AssumptionUnknown(
                    f"there is no assumption named {key!r}; choose one of: {', '.join(rows)}"
                )
            value = float(changes[key])
            # Written so that NaN fails as well.
            if not row.low <= value <= row.high:
                raise AssumptionOutOfRange(key=key, value=value, low=row.low, high=row.high)
            result = _with_value(result, row=row, value=value)
        return result

    def get_value(self, key: str) -> float:
        """Return the value that an assumption key names, whole months as a float.

        Raises:
            AssumptionUnknown: no assumption has this key.
        """
        values = self.to_dict()
        if key not in values:
            raise AssumptionUnknown(f"there is no assumption named {key!r}")
        return values[key]

    def to_dict(self) -> dict[str, float]:
        """Return every value by its flat key, rung by rung, in the order of the table."""
        flat: dict[str, float] = {}
        for row in ROWS:
            value = getattr(self, row.key)
            if isinstance(value, tuple):
                flat.update(
                    {
                        f"{row.key}_rung_{rung}": float(item)
                        for rung, item in enumerate(value, start=1)
                    }
                )
            else:
                flat[row.key] = float(value)
        return flat


def list_assumptions(*, track_key: str) -> tuple[Assumption, ...]:
    """Return the assumptions table of a track, one line per key, in reading order."""
    defaults = Assumptions.for_track(track_key)
    lines: list[Assumption] = []
    for row in ROWS:
        default = getattr(defaults, row.key)
        if isinstance(default, tuple):
            lines.extend(
                _make_line(row=row, default=value, rung=rung)
                for rung, value in enumerate(default, start=1)
                # Rung 1 has no time in the rung below: entry has its own two numbers.
                if not (row.skips_first_rung and rung == 1)
            )
        else:
            lines.append(_make_line(row=row, default=float(default), rung=None))
    return tuple(lines)


def list_changed_keys(assumptions: Assumptions, *, track_key: str) -> tuple[str, ...]:
    """Return the keys whose value differs from the default of the track, in table order."""
    defaults = Assumptions.for_track(track_key).to_dict()
    return tuple(key for key, value in assumptions.to_dict().items() if value != defaults[key])


def _make_line(*, row: AssumptionRow, default: float, rung: int | None) -> Assumption:
    low, high = row.range_of(default)
    return Assumption(
        key=row.key if rung is None else f"{row.key}_rung_{rung}",
        symbol=row.symbol if rung is None else f"{row.symbol}{rung}",
        name=row.name if rung is None else f"{row.name}: {RUNG_NAMES[rung]}",
        meaning=row.meaning,
        unit=row.unit,
        default=default,
        low=low,
        high=high,
        source=row.source,
        chip=row.chip,
        is_editable=row.is_editable,
        rung=rung,
    )


def _with_value(assumptions: Assumptions, *, row: Assumption, value: float) -> Assumptions:
    if row.rung is None:
        is_whole = isinstance(getattr(assumptions, row.key), int)
        number: Any = round(value) if is_whole else value
        if number != value:
            raise ValueError(
                f"assumption {row.key}: {value:g} must be a whole number of {row.unit}"
            )
        return replace(assumptions, **{row.key: number})
    name = row.key.removesuffix(f"_rung_{row.rung}")
    values = list(getattr(assumptions, name))
    values[row.rung - 1] = value
    changed: dict[str, Any] = {name: tuple(values)}
    return replace(assumptions, **changed)


def _check_sense(*, row: AssumptionRow, value: float | tuple[float, ...]) -> None:
    for item in value if isinstance(value, tuple) else (value,):
        if not row.least <= item <= row.most:
            raise ValueError(
                f"assumption {row.key}: {item:g} makes no sense; "
                f"use a value from {row.least:g} to {row.most:g}"
            )

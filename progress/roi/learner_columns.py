"""Hold many learners of one context as columns of numbers, checked like single ones."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from progress.roi.annuities import BoolArray, FloatArray
from progress.roi.shapes import (
    HOURS_PER_WEEK_LIMIT,
    PAY_RANGE_USD_PER_YEAR,
    RoiInputInvalid,
    RoiInputs,
)

# Lowest and highest value per column, as RoiInputs and its parts check them.
_RANGES: dict[str, tuple[float, float]] = {
    "current_pay_usd_per_year": PAY_RANGE_USD_PER_YEAR,
    "planned_hours_per_week": (0.0, HOURS_PER_WEEK_LIMIT),
    "logged_weeks": (0.0, 5_200.0),
    "logged_hours": (0.0, HOURS_PER_WEEK_LIMIT * 5_200),
    "months_active": (0.0, 1_200.0),
    "subscription_usd_per_month": (0.0, 10_000.0),
    "materials_usd": (0.0, 100_000.0),
    "employer_share": (0.0, 1.0),
    "landing_added_share": (0.0, 1.0),
    "rung_hours": (0.0, 50_000.0),
    "exam_hours": (0.0, 50_000.0),
    "exam_employer_share": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerColumns:
    """Learners of one context, one per row; names and units are those of `RoiInputs`.

    `rung_hours` and `is_in_plan` have a column per rung of the context, the three exam
    columns one per exam. `landing_added_share` is the sum over accelerators.
    """

    current_pay_usd_per_year: FloatArray
    planned_hours_per_week: FloatArray
    logged_weeks: FloatArray
    logged_hours: FloatArray
    months_active: FloatArray
    subscription_usd_per_month: FloatArray
    materials_usd: FloatArray
    employer_share: FloatArray
    landing_added_share: FloatArray
    rung_hours: FloatArray
    is_in_plan: BoolArray
    exam_hours: FloatArray
    is_exam_planned: BoolArray
    exam_employer_share: FloatArray

    def check(self, *, rung_count: int, exam_count: int) -> None:
        """Check what `RoiInputs` checks of a single learner, and the columns of the context.

        Raises:
            RoiInputInvalid: a value is missing or out of range; the text names the row.
        """
        count = len(self.current_pay_usd_per_year)
        for item in fields(self):
            column = getattr(self, item.name)
            if len(column) != count:
                raise RoiInputInvalid(
                    field=item.name,
                    problem=f"{len(column)} rows instead of {count}",
                    remedy="give every learner a value",
                )
            if item.name in _RANGES:
                _require_range(item.name, column)
        _require_same_shape("is_in_plan", self.is_in_plan, self.rung_hours)
        _require_same_shape("is_exam_planned", self.is_exam_planned, self.exam_hours)
        _require_same_shape("exam_employer_share", self.exam_employer_share, self.exam_hours)
        found = (self.rung_hours.shape[1], self.exam_hours.shape[1])
        if found != (rung_count, exam_count):
            raise RoiInputInvalid(
                field="rung_hours",
                problem=f"{found[0]} rungs and {found[1]} exams instead of "
                f"{rung_count} and {exam_count}",
                remedy="give the columns of the context that they are projected in",
            )
        idle = (self.planned_hours_per_week == 0.0) & (self.logged_hours == 0.0)
        if idle.any():
            raise RoiInputInvalid(
                field="planned_hours_per_week",
                problem=f"row {int(idle.argmax())} has no hours a week, neither planned nor logged",
                remedy="plan at least half an hour a week",
            )

    def __len__(self) -> int:
        return len(self.current_pay_usd_per_year)

    @classmethod
    def of(cls, learners: Sequence[RoiInputs]) -> "LearnerColumns":
        """Put checked learners of one context into columns; their rungs and exams agree."""
        count = len(learners)
        numbers: dict[str, Any] = {
            name: np.array([getattr(learner, name) for learner in learners], dtype=np.float64)
            for name in tuple(_RANGES)[:8]
        }
        rungs = [learner.rungs for learner in learners]
        exams = [learner.exams for learner in learners]
        width = len(exams[0]) if count else 0

        def exam_column(name: str) -> FloatArray:
            values = [[getattr(exam, name) for exam in row] for row in exams]
            return np.array(values, dtype=np.float64).reshape(count, width)

        return cls(
            **numbers,
            landing_added_share=np.array(
                [sum(item.landing_share for item in learner.accelerators) for learner in learners],
                dtype=np.float64,
            ),
            rung_hours=np.array([[rung.remaining_hours for rung in row] for row in rungs]),
            is_in_plan=np.array([[rung.is_in_plan for rung in row] for row in rungs]),
            exam_hours=exam_column("sat_after_hours"),
            is_exam_planned=exam_column("is_planned") > 0.0,
            exam_employer_share=exam_column("employer_share"),
        )


def _require_range(name: str, column: FloatArray) -> None:
    low, high = _RANGES[name]
    # Written so that NaN fails as well.
    is_wrong = ~((column >= low) & (column <= high))
    if is_wrong.any():
        row = int(np.argwhere(is_wrong)[0][0])
        raise RoiInputInvalid(
            field=name,
            problem=f"{float(column[is_wrong][0]):g} in row {row} is missing or out of range",
            remedy=f"use a number from {low:g} to {high:g}",
        )


def _require_same_shape(name: str, column: BoolArray | FloatArray, other: FloatArray) -> None:
    if column.shape != other.shape:
        raise RoiInputInvalid(
            field=name,
            problem=f"shape {column.shape} instead of {other.shape}",
            remedy="give every rung and every exam of the context one column",
        )

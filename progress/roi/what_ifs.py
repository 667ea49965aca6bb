"""Change a learner's inputs for a question "what if", without touching anything stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from progress.roi.shapes import AcceleratorInput, ExamInput, RoiInputs, RungInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to change; whatever is left out stays as the learner has it.

    `target_rung` cuts the plan off above a rung: hours beyond it are not studied. It cannot
    add hours that the inputs do not hold, so gather them without a target first.
    `employer_share` holds for subscription, materials and every exam.
    `free_retakes_count` holds for every exam. `left_out_exams` are keys of exams that are
    not sat but keep their luck, so that both answers compare like with like.
    `assumptions` are keys of `list_assumptions` to values, each checked against its range.
    `rung_hours` replaces the remaining hours of single rungs.
    """

    planned_hours_per_week: float | None = None
    current_pay_usd_per_year: float | None = None
    target_rung: int | None = None
    employer_share: float | None = None
    free_retakes_count: int | None = None
    left_out_exams: frozenset[str] = frozenset()
    accelerators: tuple[AcceleratorInput, ...] | None = None
    rung_hours: Mapping[int, float] = field(default_factory=dict)
    assumptions: Mapping[str, float] = field(default_factory=dict)


NO_CHANGES = Changes()


def apply_changes(inputs: RoiInputs, changes: Changes) -> RoiInputs:
    """Return the inputs with the changes in them, checked like any other inputs.

    Raises:
        RoiInputInvalid: a changed value is out of range.
        AssumptionOutOfRange: a changed assumption is out of its range.
        AssumptionUnknown: a key names no assumption.
        ValueError: changed assumptions contradict each other.
    """
    values: dict[str, Any] = {
        name: value
        for name in (
            "planned_hours_per_week", "current_pay_usd_per_year", "employer_share", "accelerators",
        )
        if (value := getattr(changes, name)) is not None
    }  # fmt: skip
    own = inputs.assumptions
    if changes.assumptions:
        own = own.override(changes.assumptions, track_key=inputs.track_key)
    return replace(
        inputs,
        **values,
        assumptions=own,
        rungs=tuple(_change_rung(rung, changes) for rung in inputs.rungs),
        exams=tuple(_change_exam(exam, changes) for exam in inputs.exams),
    )


def _change_rung(rung: RungInput, changes: Changes) -> RungInput:
    if changes.target_rung is not None and rung.rung > changes.target_rung:
        return replace(rung, remaining_hours=0.0, is_bundle_done=False)
    hours = changes.rung_hours.get(rung.rung)
    if hours is None:
        return rung
    return replace(rung, remaining_hours=hours, is_bundle_done=rung.is_in_plan and hours == 0.0)


def _change_exam(exam: ExamInput, changes: Changes) -> ExamInput:
    values: dict[str, Any] = {}
    if changes.employer_share is not None:
        values["employer_share"] = changes.employer_share
    if changes.free_retakes_count is not None:
        values["free_retakes_count"] = changes.free_retakes_count
    is_beyond = changes.target_rung is not None and exam.rung > changes.target_rung
    if is_beyond or exam.key in changes.left_out_exams:
        values["is_planned"] = False
    return replace(exam, **values) if values else exam

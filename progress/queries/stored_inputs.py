"""Take inputs apart for storage: what a context shares once, what is the learner's own per row."""

from dataclasses import asdict
from typing import Any

from progress.queries.roi_contexts import SharedInputs
from progress.roi.shapes import RoiInputs

_OWN = (
    "current_pay_usd_per_year", "planned_hours_per_week", "logged_weeks", "logged_hours",
    "months_active", "subscription_usd_per_month", "materials_usd", "employer_share",
)  # fmt: skip
_OWN_OF_RUNG = ("remaining_hours", "is_bundle_done")
_OWN_OF_EXAM = ("sat_after_hours", "employer_share", "is_planned")


def list_own_values(inputs: RoiInputs) -> dict[str, Any]:
    """Return the learner's own part as plain JSON values, rungs and exams in their order."""
    return {
        **{name: getattr(inputs, name) for name in _OWN},
        "rungs": [[getattr(rung, name) for name in _OWN_OF_RUNG] for rung in inputs.rungs],
        "exams": [[getattr(exam, name) for name in _OWN_OF_EXAM] for exam in inputs.exams],
    }


def list_values_of_context(shared: SharedInputs) -> dict[str, Any]:
    """Return the part that learners of one context share, as plain JSON values."""
    return {
        "track_key": shared.key.track_key,
        "start_rung": shared.key.start_rung,
        "region_pay_factor": 1.0,
        "assumptions": asdict(shared.assumptions),
        "rungs": [{"rung": rung, "band": asdict(band)} for rung, band in shared.bands],
        "exams": [
            {name: value for name, value in asdict(one.exam).items() if name not in _OWN_OF_EXAM}
            for one in shared.exams
        ],
    }


def join_values(*, shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Put both parts together again, in the shape of `roi_inputs.dump_inputs`."""
    return {
        **shared,
        **own,
        "rungs": [
            {**rung, **dict(zip(_OWN_OF_RUNG, values, strict=True))}
            for rung, values in zip(shared["rungs"], own["rungs"], strict=True)
        ],
        "exams": [
            {**exam, **dict(zip(_OWN_OF_EXAM, values, strict=True))}
            for exam, values in zip(shared["exams"], own["exams"], strict=True)
        ],
        "accelerators": [],
    }

"""Take inputs apart for storage: what a context shares once, what is the learner's own per row.

Beside the inputs stands their *backing*: what they were resolved from, so that a later reader
can be told which milestone, release or certification a changed number comes from.
"""

import json
from dataclasses import asdict
from typing import Any

from progress.queries.plan_hours import PlanHours
from progress.queries.roi_contexts import SharedInputs
from progress.roi.shapes import RoiInputs

_OWN = (
    "current_pay_usd_per_year", "planned_hours_per_week", "logged_weeks", "logged_hours",
    "months_active", "subscription_usd_per_month", "materials_usd", "employer_share",
)  # fmt: skip
_OWN_OF_RUNG = ("remaining_hours", "is_bundle_done")
_OWN_OF_EXAM = ("sat_after_hours", "employer_share", "is_planned")


def list_own_values(inputs: RoiInputs, shared: SharedInputs) -> dict[str, Any]:
    """Return the learner's own part as plain JSON values, rungs and exams in their order."""
    return {
        **{name: getattr(inputs, name) for name in _OWN},
        "rungs": [[getattr(rung, name) for name in _OWN_OF_RUNG] for rung in inputs.rungs],
        "exams": [[getattr(exam, name) for name in _OWN_OF_EXAM] for exam in inputs.exams],
        # Not the context's: those that plan something without a fee share with those who do not.
        "backing": {"planned": list(shared.planned)},
    }


def list_values_of_context(shared: SharedInputs) -> dict[str, Any]:
    """Return the part that learners of one context share, equal to what the database gives back."""
    values = {
        "track_key": shared.key.track_key,
        "start_rung": shared.key.start_rung,
        "region_pay_factor": 1.0,
        "assumptions": asdict(shared.assumptions),
        "rungs": [{"rung": rung, "band": asdict(band)} for rung, band in shared.bands],
        "exams": [
            {name: value for name, value in asdict(one.exam).items() if name not in _OWN_OF_EXAM}
            for one in shared.exams
        ],
        "backing": _list_backing(shared),
    }
    plain: dict[str, Any] = json.loads(json.dumps(values))
    return plain


def join_values(*, shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Put both parts together again, in the shape of `roi_inputs.dump_inputs` and `backing`."""
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
        # Rows of an older version have none.
        "backing": {**shared.get("backing", {}), **own.get("backing", {})},
    }


def dump_backing(*, shared: SharedInputs, hours: PlanHours) -> dict[str, Any]:
    """Return all that one learner's inputs were resolved from, as plain JSON values.

    `open` are the ids of milestones whose hours are left.
    """
    return {**_list_backing(shared), "planned": list(shared.planned), "open": list(hours.open)}


def _list_backing(shared: SharedInputs) -> dict[str, Any]:
    return {
        "release": shared.key.release_id,
        "band_years": [
            [rung, year] for (rung, _), year in zip(shared.bands, shared.band_years, strict=True)
        ],
        "monthly_fees": [list(pair) for pair in shared.monthly_fees],
        "exams": [[one.exam.key, sorted(one.covered), one.holder] for one in shared.exams],
        "hours": [[one.milestone_id, one.rung, one.hours_likely] for one in shared.placed],
    }

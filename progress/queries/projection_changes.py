"""What changed between the inputs of two projections, in words."""

from typing import Any

_WORDS = (
    ("current_pay_usd_per_year", "your pay"),
    ("planned_hours_per_week", "your hours a week"),
    ("start_rung", "where you stand"),
    ("logged_weeks", "your study log"),
    ("logged_hours", "your study log"),
    ("months_active", "the time that has passed"),
    ("employer_share", "what your employer pays"),
    ("exams", "the certifications you plan, or their fees"),
    ("subscription_usd_per_month", "the certifications you plan, or their fees"),
    ("assumptions", "assumptions"),
)


def list_changed_inputs(*, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Name what differs between stored inputs, each thing once, in the order of importance."""
    changed = []
    if _bands(before) != _bands(after):
        changed.append("pay bands")
    if _hours(before) != _hours(after):
        changed.append("what you have done")
    changed += [words for key, words in _WORDS if before.get(key) != after.get(key)]
    return list(dict.fromkeys(changed))


def _bands(inputs: dict[str, Any]) -> list[Any]:
    return [rung["band"] for rung in inputs["rungs"]]


def _hours(inputs: dict[str, Any]) -> list[Any]:
    return [(rung["remaining_hours"], rung["is_bundle_done"]) for rung in inputs["rungs"]]

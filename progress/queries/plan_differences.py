"""Say what changed from one career plan to another, from the data that each carries."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from progress.choices import MilestoneStatus
from progress.documents.formats import format_date

SHOWN_NAMES = 3
_ANSWERS = (
    ("current_pay", "present pay"),
    ("hours_per_week", "study hours a week"),
    ("country", "country"),
    ("employer_share", "the employer's share of fees"),
    ("target_role_key", "target role"),
    ("own_assumptions", "own assumptions"),
)


def list_plan_differences(*, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return sentences on what differs between two plans, most important first.

    Both are what plan.json holds under "plan". Dates of issue and ids are no difference.
    """
    return [
        *_compare_track(before["cover"], after["cover"]),
        *_compare_milestones(before, after),
        *_compare_certifications(before, after),
        *_compare_finish(before["cover"], after["cover"]),
        *_compare_budget(before["budget"], after["budget"]),
        *_compare_answers(before.get("circumstances", {}), after.get("circumstances", {})),
        *_compare_projections(before["projection"], after["projection"]),
    ]


def _compare_track(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = (f"{one['track_title']}, release {one['release_number']}" for one in (before, after))
    if old != new:
        yield f"It follows {new} instead of {old}."
    if before["target_role"] != after["target_role"]:
        yield f"The target is {after['target_role'] or 'open'}, no longer {before['target_role'] or 'open'}."


def _list_milestones(plan: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        one["key"] or one["title"]: one for stage in plan["stages"] for one in stage["milestones"]
    }


def _compare_milestones(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = _list_milestones(before), _list_milestones(after)
    moved: dict[str, list[str]] = {status.value: [] for status in MilestoneStatus}
    for key, one in new.items():
        if key in old and old[key]["status"] != one["status"]:
            moved[one["status"]].append(one["title"])
    words = {
        MilestoneStatus.DONE: "Done since then",
        MilestoneStatus.IN_PROGRESS: "Started since then",
        MilestoneStatus.SKIPPED: "Skipped since then",
        MilestoneStatus.TODO: "To do again",
    }
    for status, opening in words.items():
        if moved[status]:
            yield f"{opening}: {_say_names(moved[status])}."
    if added := [one["title"] for key, one in new.items() if key not in old]:
        yield f"New in the plan: {_say_names(added)}."
    if gone := [one["title"] for key, one in old.items() if key not in new]:
        yield f"No longer in the plan: {_say_names(gone)}."
    notes = [
        one["title"]
        for key, one in new.items()
        if key in old and (one["note"], one["proof"]) != (old[key]["note"], old[key]["proof"])
    ]
    if notes:
        yield f"Another note or proof: {_say_names(notes)}."


def _compare_certifications(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = ({one["name"]: one for one in plan["certifications"]} for plan in (before, after))
    if added := [name for name in new if name not in old]:
        yield f"Certifications added: {_say_names(added)}."
    if gone := [name for name in old if name not in new]:
        yield f"Certifications dropped: {_say_names(gone)}."
    for name, one in new.items():
        if name in old and old[name]["chosen_fee"] != one["chosen_fee"]:
            yield (
                f"{name} counts {_say_money(one['chosen_fee'])}, before "
                f"{_say_money(old[name]['chosen_fee'])}."
            )


def _compare_finish(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = ((one["finish"] or {}).get("likely", "") for one in (before, after))
    if old != new:
        yield f"The likely finish is {_say_day(new)}, before {_say_day(old)}."


def _compare_budget(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if Decimal(before["known_total"]) != Decimal(after["known_total"]):
        yield (
            f"Known fees come to {_say_money(after['known_total'])}, before "
            f"{_say_money(before['known_total'])}."
        )


def _compare_answers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    changed = [words for name, words in _ANSWERS if before.get(name) != after.get(name)]
    if changed:
        yield f"Your answers changed: {', '.join(changed)}."


def _compare_projections(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[str]:
    if before is None or after is None:
        if before is not after:
            yield "It shows a projection now." if after else "It shows no projection any more."
        return
    for old, new in zip(before["headlines"], after["headlines"], strict=False):
        if old != new:
            yield f"The projection says now: {new}"
            return


def _say_day(day: str) -> str:
    return format_date(date.fromisoformat(day)) if day else "unknown"


def _say_names(names: list[str]) -> str:
    shown, rest = names[:SHOWN_NAMES], len(names) - SHOWN_NAMES
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def _say_money(amount: str | None) -> str:
    return "an unknown fee" if amount is None else f"${Decimal(amount):,.2f}".removesuffix(".00")

"""Measure what each changed input does by itself, so that "because" is not a guess."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from progress.queries.causes import Cause
from progress.queries.roi_inputs import restore_inputs
from progress.roi.batch import project_many
from progress.roi.draws import STORED_DRAW_COUNT
from progress.roi.shapes import RoiInputs

# Fields of an exam by what a cause is called; an exam that comes or goes has none.
_EXAM_FIELDS: dict[str, tuple[str, ...]] = {
    "exam": (),
    "fee": ("fee_usd",),
    "fees": ("fee_usd", "renewal_fee_usd"),
    "upkeep": ("renewal_fee_usd",),
    "renewal": ("renewal_every_months",),
    "retakes": ("free_retakes_count",),
    "place": ("rung", "sat_after_hours"),
    "cover": ("sat_after_hours",),
}
# Fields of the inputs that are not called as their cause is.
_FIELDS: dict[str, tuple[str, ...]] = {
    "pace": ("logged_weeks", "logged_hours"),
    "monthly": ("subscription_usd_per_month",),
}


@dataclass(frozen=True)
class MeasuredCause:
    """A cause and what it alone does to the average, from the inputs before; None is unknown."""

    cause: Cause
    average_change_usd: float | None


def measure_causes(
    *, before: Mapping[str, Any], after: Mapping[str, Any], causes: Sequence[Cause]
) -> tuple[MeasuredCause, ...]:
    """Put each change alone into the older inputs and project; the largest effect comes first.

    A single cause has the whole effect. Several need not add up: changes act together. One
    that cannot stand alone, such as another rung, has no amount and comes first, because it
    changes the most.

    Args:
        before: the older inputs, without their backing.
        after: the newer inputs, without their backing.
        causes: from `list_causes`.
    """
    changed = (
        [_restore(after)]
        if len(causes) == 1
        else [_put_alone(before, after, cause) for cause in causes]
    )
    base = _restore(before)
    if base is None:
        # Stored by an older version: the words still hold.
        return tuple(MeasuredCause(cause, None) for cause in causes)
    known = [inputs for inputs in changed if inputs is not None]
    figures = project_many([base, *known], draw_count=STORED_DRAW_COUNT).expected_usd.tolist()
    effects = iter(figures[1:])
    measured = [
        MeasuredCause(cause, None if inputs is None else next(effects) - figures[0])
        for cause, inputs in zip(causes, changed, strict=True)
    ]
    return rank_causes(measured)


def measure_model(
    *, before: Mapping[str, Any], stored_usd: float | None, cause: Cause
) -> MeasuredCause:
    """Measure another model version: the older inputs worked out now, less what they were worth.

    Args:
        before: the older inputs, without their backing.
        stored_usd: the average that the older model gave them; None is unknown.
        cause: what to call it.
    """
    base = _restore(before)
    if base is None or stored_usd is None:
        return MeasuredCause(cause, None)
    now = project_many([base], draw_count=STORED_DRAW_COUNT).expected_usd.item(0)
    return MeasuredCause(cause, now - stored_usd)


def rank_causes(measured: Iterable[MeasuredCause]) -> tuple[MeasuredCause, ...]:
    """Put the largest effect first, and before it what cannot be measured."""
    return tuple(sorted(measured, key=_get_rank))


def _get_rank(one: MeasuredCause) -> tuple[bool, float]:
    amount = one.average_change_usd
    return (amount is not None, -abs(amount or 0.0))


def _put_alone(
    before: Mapping[str, Any], after: Mapping[str, Any], cause: Cause
) -> RoiInputs | None:
    try:
        return _restore({**before, **_pick(before, after, cause)})
    except (KeyError, TypeError):
        return None


def _restore(inputs: Mapping[str, Any]) -> RoiInputs | None:
    try:
        return restore_inputs(dict(inputs))
    except (KeyError, TypeError, ValueError):
        return None


def _pick(before: Mapping[str, Any], after: Mapping[str, Any], cause: Cause) -> dict[str, Any]:
    """Return the fields of the inputs that one cause changes.

    Raises:
        KeyError: The cause cannot be put into the older inputs alone.
    """
    kind, _, name = cause.key.partition("_")
    if cause.key == "start_rung":
        raise KeyError(cause.key)
    if cause.hours:
        return {"rungs": _add_hours(before, after, cause)}
    if kind == "band":
        return {"rungs": _put_bands(before, after, None if name == "year" else int(name))}
    if kind in _EXAM_FIELDS:
        return {"exams": _put_exam(before, after, name, _EXAM_FIELDS[kind])}
    if kind == "assume":
        return {"assumptions": _put_assumption(before, after, name)}
    fields = _FIELDS.get(kind, (cause.key,))
    return {field: after[field] for field in fields}


def _add_hours(before: Mapping[str, Any], after: Mapping[str, Any], cause: Cause) -> list[Any]:
    """Return the rungs with the hours that one cause adds; only learners finish bundles."""
    added, new = dict(cause.hours), {one["rung"]: one for one in after["rungs"]}
    return [
        {
            **one,
            "remaining_hours": max(one["remaining_hours"] + added[one["rung"]], 0.0),
            "is_bundle_done": (new if cause.is_own else {}).get(one["rung"], one)["is_bundle_done"],
        }
        if one["rung"] in added
        else one
        for one in before["rungs"]
    ]


def _put_bands(before: Mapping[str, Any], after: Mapping[str, Any], rung: int | None) -> list[Any]:
    new = {one["rung"]: one for one in after["rungs"]}
    return [
        {**one, "band": new[one["rung"]]["band"]}
        if one["rung"] in new and rung in (None, one["rung"])
        else one
        for one in before["rungs"]
    ]


def _put_exam(
    before: Mapping[str, Any], after: Mapping[str, Any], key: str, fields: tuple[str, ...]
) -> list[Any]:
    """Return the exams with some fields of one as they are now; without fields, with or without it."""
    new = {one["key"]: one for one in after["exams"]}
    if fields:
        return [
            {**one, **{field: new[key][field] for field in fields}} if one["key"] == key else one
            for one in before["exams"]
        ]
    kept = [one for one in before["exams"] if one["key"] != key]
    return [*kept, *([new[key]] if key in new else [])]


def _put_assumption(
    before: Mapping[str, Any], after: Mapping[str, Any], key: str
) -> dict[str, Any]:
    old, new = before["assumptions"], after["assumptions"]
    if key in old:
        return {**old, key: new[key]}
    name, _, rung = key.rpartition("_rung_")
    place = int(rung) - 1
    values = [*old[name][:place], new[name][place], *old[name][place + 1 :]]
    return {**old, name: values}

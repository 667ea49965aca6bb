"""Measure what each changed input does by itself, so that "because" is not a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from progress.queries.projection_causes import Cause
from progress.queries.roi_inputs import restore_inputs
from progress.roi.batch import project_many
from progress.roi.draws import STORED_DRAW_COUNT
from progress.roi.shapes import RoiInputs


@dataclass(frozen=True)
class MeasuredCause:
    """A cause and what it alone does to the average, from the inputs before; None is unknown."""

    cause: Cause
    average_change_usd: float | None


def measure_causes(
    *, before: Mapping[str, Any], after: Mapping[str, Any], causes: Sequence[Cause]
) -> tuple[MeasuredCause, ...]:
    """Put each change alone into the older inputs and project; the largest effect comes first.

    The effects need not add up: changes act together. One that cannot stand alone, such as
    another rung, has no amount and comes first, because it changes the most.
    """
    changed = [_put_alone(before, after, cause.key) for cause in causes]
    try:
        base = restore_inputs(dict(before))
    except (KeyError, TypeError, ValueError):
        # Stored by an older version: the words still hold.
        return tuple(MeasuredCause(cause, None) for cause in causes)
    known = [inputs for inputs in changed if inputs is not None]
    figures = project_many([base, *known], draw_count=STORED_DRAW_COUNT).expected_usd.tolist()
    effects = iter(figures[1:])
    measured = [
        MeasuredCause(cause, None if inputs is None else next(effects) - figures[0])
        for cause, inputs in zip(causes, changed, strict=True)
    ]
    return tuple(sorted(measured, key=_get_rank))


def _get_rank(one: MeasuredCause) -> tuple[bool, float]:
    amount = one.average_change_usd
    return (amount is not None, -abs(amount or 0.0))


def _put_alone(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> RoiInputs | None:
    try:
        return restore_inputs({**before, **_pick(before, after, key)})
    except (KeyError, TypeError, ValueError):
        return None


def _pick(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the fields of the inputs that one cause changes.

    Raises:
        KeyError: The cause cannot be put into the older inputs alone.
    """
    kind, _, name = key.partition("_")
    if key == "band_year":
        return {"rungs": _put_rungs(before, after, None, ("band",))}
    if kind == "band":
        return {"rungs": _put_rungs(before, after, int(name), ("band",))}
    if kind == "hours":
        return {
            "rungs": _put_rungs(before, after, int(name), ("remaining_hours", "is_bundle_done"))
        }
    if kind == "exam":
        return {"exams": _put_exam(before, after, name)}
    if kind == "assume":
        return {"assumptions": _put_assumption(before, after, name)}
    if key == "pace":
        return {field: after[field] for field in ("logged_weeks", "logged_hours")}
    if key == "start_rung":
        raise KeyError(key)
    return {key: after[key]}


def _put_rungs(
    before: Mapping[str, Any], after: Mapping[str, Any], rung: int | None, names: tuple[str, ...]
) -> list[Any]:
    new = {one["rung"]: one for one in after["rungs"]}
    return [
        {**one, **{name: new[one["rung"]][name] for name in names}}
        if one["rung"] in new and rung in (None, one["rung"])
        else one
        for one in before["rungs"]
    ]


def _put_exam(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> list[Any]:
    new = {one["key"]: one for one in after["exams"]}
    old = [one["key"] for one in before["exams"]]
    kept = [one if one["key"] != key else new.get(key) for one in before["exams"]]
    added = [new[key]] if key in new and key not in old else []
    return [one for one in (*kept, *added) if one is not None]


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

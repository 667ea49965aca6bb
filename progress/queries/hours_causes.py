"""Say why fewer or more hours are left: estimates that changed, another release, what was done."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from progress.queries.causes import (
    Cause,
    Inputs,
    Names,
    get_backing,
    name_of,
    say_rung,
    say_step,
)

# More estimates than these are counted, not named, for a learner.
_NAMED = 3


def list_hours_causes(before: Inputs, after: Inputs, names: Names) -> Iterator[Cause]:
    """Give causes for the hours left: curated estimates first, then what the learner did.

    What an estimate alone adds is known, so the rest is the learner's own. Estimates of what
    is done or left out already change nothing, and are not mentioned.
    """
    estimates = list_estimate_causes(before, after, names)
    yield from estimates if len(estimates) <= _NAMED else [_sum_up(estimates)]
    if before["start_rung"] != after["start_rung"]:
        return
    curated = _add_up(estimates)
    old = {rung["rung"]: rung for rung in before["rungs"]}
    pairs = [(old[rung["rung"]], rung) for rung in after["rungs"] if rung["rung"] in old]
    own = {
        rung["rung"]: rung["remaining_hours"] - was["remaining_hours"] - curated[rung["rung"]]
        for was, rung in pairs
    }
    moved = _find_move(before, after, own, names)
    if moved:
        yield moved
        return
    for was, rung in pairs:
        words = _say_progress(was, rung, own[rung["rung"]])
        if words:
            hours = ((rung["rung"], own[rung["rung"]]),)
            yield Cause(f"hours_{rung['rung']}", words, is_own=True, hours=hours)


def list_estimate_causes(before: Inputs, after: Inputs, names: Names) -> list[Cause]:
    """Return a cause for each placed milestone whose likely hours differ.

    Where it is known what the learner has open, for those alone; likewise only for rungs that
    the learner plans. Without a learner, for all.
    """
    old, new = (get_backing(inputs).get("hours") for inputs in (before, after))
    if old is None or new is None or old == new:
        return []
    was = {milestone: hours for milestone, _, hours in old}
    still_open = get_backing(after).get("open")
    planned = {
        rung["rung"]
        for inputs in (before, after)
        for rung in inputs["rungs"]
        if rung.get("remaining_hours", 1)
    }
    return [
        Cause(
            f"estimate_{milestone}",
            _say_estimate(names.get(name_of("milestone", milestone)), was[milestone], hours),
            is_own=False,
            hours=((rung, float((hours or 0) - (was[milestone] or 0))),),
            subjects=(f"milestone {milestone}",),
        )
        for milestone, rung, hours in new
        if was.get(milestone, hours) != hours
        and rung in planned
        and (still_open is None or milestone in still_open)
    ]


def _say_estimate(name: str | None, old: int | None, new: int | None) -> str:
    what = f"the estimate for “{name}”" if name else "the estimate for a milestone"
    if old is None:
        return f"{what} is known now: {new} hours"
    if new is None:
        return f"{what}, {old} hours, was taken back"
    return f"{what} {say_step(str(old), str(new), is_up=new > old)} hours"


def _sum_up(estimates: list[Cause]) -> Cause:
    hours = _add_up(estimates)
    total = sum(hours.values())
    words = f"the estimates for {len(estimates)} milestones changed"
    if total:
        words += f", together by {total:+,.0f} hours"
    return Cause(
        "estimates",
        words,
        is_own=False,
        hours=tuple(sorted(hours.items())),
        subjects=tuple(subject for one in estimates for subject in one.subjects),
    )


def _add_up(estimates: list[Cause]) -> defaultdict[int, float]:
    hours: defaultdict[int, float] = defaultdict(float)
    for one in estimates:
        for rung, added in one.hours:
            hours[rung] += added
    return hours


def _find_move(
    before: Inputs, after: Inputs, own: Mapping[int, float], names: Names
) -> Cause | None:
    """Give the cause of a learner who follows another release; the hours that differ are its."""
    old, new = (get_backing(inputs).get("release") for inputs in (before, after))
    if old is None or new is None or old == new:
        return None
    numbers = [names.get(name_of("release", pk), "") for pk in (old, new)]
    words = (
        f"you moved from release {numbers[0]} to release {numbers[1]}"
        if all(numbers)
        else "you moved to another release"
    )
    track = names.get(after["track_key"], "")
    words += f" of {track}" if track else ""
    total = sum(own.values())
    if total:
        words += f", with {abs(total):,.0f} hours {'more' if total > 0 else 'less'} to do"
    return Cause("release", words, is_own=True, hours=tuple(own.items()))


def _say_progress(was: Mapping[str, Any], rung: Mapping[str, Any], own: float) -> str:
    if not own and rung["is_bundle_done"] == was["is_bundle_done"]:
        return ""
    name = f"the {say_rung(rung['rung'])} block"
    hours, old = rung["remaining_hours"], was["remaining_hours"]
    is_planned, was_planned = hours or rung["is_bundle_done"], old or was["is_bundle_done"]
    if rung["is_bundle_done"] and not was["is_bundle_done"]:
        return f"you finished {name}"
    if was_planned and not is_planned:
        return f"{name} left your plan"
    if is_planned and not was_planned:
        return f"{name} came into your plan with {hours:,.0f} hours"
    if own < 0:
        return f"{-own:,.0f} hours of {name} are done"
    if own > 0:
        return f"{name} has {own:,.0f} more hours to do"
    return ""

"""Say which inputs differ between two projections, one by one and in plain words.

Both sides are stored inputs in the shape of `roi_inputs.dump_inputs`, perhaps of an older
version with fewer fields. What is listed first matters most.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.assumptions import list_assumptions

_NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Cause:
    """One input that differs; `words` go on after "because", without a full stop.

    `is_own` tells what the learner said or did from what was curated or assumed.
    """

    key: str
    words: str
    is_own: bool


def list_causes(
    *, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str] = _NO_NAMES
) -> tuple[Cause, ...]:
    """List what differs between two inputs.

    Args:
        before: the older inputs.
        after: the newer inputs.
        names: how to call a track or a certification, by its key; the key stands in.
    """
    return (
        *_list_band_causes(before, after, names),
        *_list_own_causes(before, after),
        *_list_exam_causes(before, after, names),
        *_list_assumption_causes(before, after),
        *_list_time_causes(before, after),
    )


def list_changed_figures(
    *, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str] = _NO_NAMES
) -> list[str]:
    """List in words which curated figures differ between two versions of a context."""
    return [
        cause.words
        for cause in (
            *_list_band_causes(before, after, names),
            *_list_exam_causes(before, after, names),
            *_list_assumption_causes(before, after),
        )
    ]


def _list_band_causes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Cause]:
    track = names.get(after["track_key"], "")
    old = {rung["rung"]: rung["band"] for rung in before["rungs"]}
    is_older = False
    for rung in after["rungs"]:
        number, band = rung["rung"], rung["band"]
        was = old.get(number)
        if was is None or was == band:
            continue
        if _say_band(was) == _say_band(band):
            is_older = is_older or was.get("age_years") != band.get("age_years")
            continue
        name = " ".join(word for word in ("the", track, _say_rung(number), "band") if word)
        words = f"{name} changed from {_say_band(was)} to {_say_band(band)}"
        yield Cause(f"band_{number}", words, is_own=False)
    if is_older:
        words = "pay bands were carried on to another year at the assumed growth"
        yield Cause("band_year", words, is_own=False)


def _say_rung(rung: int) -> str:
    name = RUNG_NAMES[rung]
    return "mid-level" if name == "mid" else name


def _say_band(band: Mapping[str, Any]) -> str:
    points = band.get("percentiles_usd_per_year") or ()
    if points:
        return f"{_say_usd(points[0][1])} to {_say_usd(points[-1][1])}"
    top = _say_usd(band["high_usd_per_year"])
    return f"{_say_usd(band['low_usd_per_year'])}–{top}{'+' if band.get('is_open_above') else ''}"


def _list_own_causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    yield from _compare_number(
        before, after, "current_pay_usd_per_year", "your pay", write=_say_usd, unit=" a year"
    )
    if _differs(before, after, "start_rung"):
        old, new = (RUNG_NAMES[inputs["start_rung"]] for inputs in (before, after))
        yield Cause(
            "start_rung", f"you stand {_say_place(new)} instead of {_say_place(old)}", is_own=True
        )
    yield from _compare_number(
        before, after, "planned_hours_per_week", "your planned study time", unit=" hours a week"
    )
    yield from _list_log_causes(before, after)
    if before["start_rung"] == after["start_rung"]:
        yield from _list_progress_causes(before, after)
    yield from _compare_number(
        before,
        after,
        "employer_share",
        "the share of fees that your employer pays",
        write=_say_percent,
    )


def _say_place(rung: str) -> str:
    return rung if rung == RUNG_NAMES[0] else f"at {'mid-level' if rung == 'mid' else rung} level"


def _list_log_causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    if not (_differs(before, after, "logged_weeks") or _differs(before, after, "logged_hours")):
        return
    old, new = _get_pace(before), _get_pace(after)
    weeks = f"{after.get('logged_weeks', 0):g} weeks"
    if old is None or new is None:
        words = f"your study log began: {new:.1f} hours a week" if new is not None else (
            "your study log is empty now"
        )  # fmt: skip
    elif f"{old:.1f}" == f"{new:.1f}":
        words = f"your study log confirms your pace over {weeks}"
    else:
        verb = "rose" if new > old else "fell"
        words = f"your pace {verb} from {old:.1f} to {new:.1f} hours a week over {weeks}"
    yield Cause("pace", words, is_own=True)


def _get_pace(inputs: Mapping[str, Any]) -> float | None:
    weeks = float(inputs.get("logged_weeks") or 0)
    return float(inputs.get("logged_hours") or 0) / weeks if weeks else None


def _list_progress_causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    old = {rung["rung"]: rung for rung in before["rungs"]}
    for rung in after["rungs"]:
        was = old.get(rung["rung"])
        if was is None:
            continue
        words = _say_progress(was, rung)
        if words:
            yield Cause(f"hours_{rung['rung']}", words, is_own=True)


def _say_progress(was: Mapping[str, Any], rung: Mapping[str, Any]) -> str:
    name = f"the {_say_rung(rung['rung'])} block"
    hours, old = rung["remaining_hours"], was["remaining_hours"]
    is_planned, was_planned = hours or rung["is_bundle_done"], old or was["is_bundle_done"]
    if rung["is_bundle_done"] and not was["is_bundle_done"]:
        return f"you finished {name}"
    if was_planned and not is_planned:
        return f"{name} left your plan"
    if is_planned and not was_planned:
        return f"{name} came into your plan with {hours:,.0f} hours"
    if hours < old:
        return f"{old - hours:,.0f} hours of {name} are done"
    if hours > old:
        return f"{name} has {hours - old:,.0f} more hours to do"
    return ""


def _list_exam_causes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Cause]:
    old = {exam["key"]: exam for exam in before["exams"]}
    new = {exam["key"]: exam for exam in after["exams"]}
    for key in sorted(new.keys() - old.keys()):
        yield Cause(f"exam_{key}", f"{names.get(key, key)} came into your plan", is_own=True)
    for key in sorted(old.keys() - new.keys()):
        yield Cause(f"exam_{key}", f"{names.get(key, key)} left your plan", is_own=True)
    for key, exam in new.items():
        if key in old:
            for words in _list_exam_changes(old[key], exam, names.get(key, key)):
                yield Cause(f"exam_{key}", words, is_own=False)
    yield from _compare_number(
        before,
        after,
        "subscription_usd_per_month",
        "what you pay for courses",
        write=_say_usd,
        unit=" a month",
        is_own=False,
    )


def _list_exam_changes(old: Mapping[str, Any], new: Mapping[str, Any], name: str) -> Iterator[str]:
    for key, what in (("fee_usd", "fee"), ("renewal_fee_usd", "renewal fee")):
        if old[key] != new[key]:
            verb = "rose" if new[key] > old[key] else "fell"
            yield f"the {what} of {name} {verb} from {_say_usd(old[key])} to {_say_usd(new[key])}"
    if old["renewal_every_months"] != new["renewal_every_months"]:
        months = new["renewal_every_months"]
        yield f"{name} is renewed every {months} months" if months else f"{name} is not renewed"
    if old["free_retakes_count"] != new["free_retakes_count"]:
        included = "includes" if new["free_retakes_count"] else "no longer includes"
        yield f"{name} {included} a free second try"


def _list_assumption_causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    old, new = (_flatten(inputs["assumptions"]) for inputs in (before, after))
    if old == new:
        return
    for line in list_assumptions(track_key=after["track_key"]):
        was, now = old.get(line.key), new.get(line.key)
        if was is not None and now is not None and was != now:
            words = f"the assumption “{line.name}” changed from {was:g} to {now:g} {line.unit}"
            yield Cause(f"assume_{line.key}", words.rstrip(), is_own=line.is_editable)


def _list_time_causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    if _differs(before, after, "months_active"):
        count = after.get("months_active", 0) - before.get("months_active", 0)
        words = f"another {count:g} months have passed" if count > 1 else "another month has passed"
        yield Cause("months_active", words if count > 0 else "your start date changed", is_own=True)


def _flatten(assumptions: Mapping[str, Any]) -> dict[str, float]:
    flat: dict[str, float] = {}
    for key, value in assumptions.items():
        if isinstance(value, list | tuple):
            flat |= {f"{key}_rung_{rung}": number for rung, number in enumerate(value, start=1)}
        else:
            flat[key] = value
    return flat


def _compare_number(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    key: str,
    what: str,
    *,
    write: Any = None,
    unit: str = "",
    is_own: bool = True,
) -> Iterator[Cause]:
    old, new = float(before.get(key) or 0), float(after.get(key) or 0)
    if old == new:
        return
    say = write or (lambda value: f"{value:g}")
    verb = "rose" if new > old else "fell"
    yield Cause(key, f"{what} {verb} from {say(old)} to {say(new)}{unit}", is_own=is_own)


def _differs(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> bool:
    return bool((before.get(key) or 0) != (after.get(key) or 0))


def _say_usd(amount: float) -> str:
    return f"${amount:,.0f}" if amount == round(amount) else f"${amount:,.2f}"


def _say_percent(share: float) -> str:
    return f"{share:.0%}"

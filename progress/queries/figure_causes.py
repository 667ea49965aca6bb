"""Say which curated figures differ between two inputs: bands, fees and rules of exams, assumptions."""

from collections.abc import Iterator, Mapping
from typing import Any

from progress.queries.causes import (
    Cause,
    Inputs,
    Names,
    compare_number,
    get_backing,
    say_rung,
    say_step,
    say_usd,
)
from progress.roi.assumptions import list_assumptions

# Units of shares, which are said in per cent, and what is left of the unit then.
_ASSUMED_UNITS = {"share": "", "per year": "a year"}


def list_band_causes(before: Inputs, after: Inputs, names: Names) -> Iterator[Cause]:
    """Give a cause for each rung whose band differs, and one when bands only grew older."""
    track = names.get(after["track_key"], "")
    old = {rung["rung"]: rung["band"] for rung in before["rungs"]}
    old_years, new_years = (_read_years(inputs) for inputs in (before, after))
    is_older = False
    for rung in after["rungs"]:
        number, band = rung["rung"], rung["band"]
        was = old.get(number)
        if was is None or was == band:
            continue
        years = old_years.get(number), new_years.get(number)
        is_same_year = None in years or years[0] == years[1]
        if is_same_year and _say_band(was) == _say_band(band):
            is_older = is_older or was.get("age_years") != band.get("age_years")
            continue
        name = " ".join(word for word in ("the", track, say_rung(number), "band") if word)
        words = _say_band_change(name, _say_band(was), _say_band(band), years)
        yield Cause(f"band_{number}", words, is_own=False, subjects=(f"band {number}",))
    if is_older:
        words = "pay bands were carried on to another year at the assumed growth"
        yield Cause("band_year", words, is_own=False)


def _read_years(inputs: Inputs) -> dict[int, int]:
    return dict(get_backing(inputs).get("band_years", ()))


def _say_band_change(name: str, old: str, new: str, years: tuple[int | None, int | None]) -> str:
    was, now = years
    if now is None or was is None:
        return f"{name} changed from {old} to {new}"
    if was == now:
        return f"{name} of {now} changed from {old} to {new}"
    step = f"the same {new}" if old == new else f"{new} instead of {old}"
    return f"{name} of {now} replaced the one of {was}: {step}"


def _say_band(band: Mapping[str, Any]) -> str:
    points = band.get("percentiles_usd_per_year") or ()
    if points:
        return f"{say_usd(points[0][1])} to {say_usd(points[-1][1])}"
    top = say_usd(band["high_usd_per_year"])
    return f"{say_usd(band['low_usd_per_year'])}–{top}{'+' if band.get('is_open_above') else ''}"


def list_exam_causes(before: Inputs, after: Inputs, names: Names) -> Iterator[Cause]:
    """Give causes for exams that came, went or cost something else, and for monthly fees."""
    old, new = ({exam["key"]: exam for exam in inputs["exams"]} for inputs in (before, after))
    yield from _list_plan_causes(before, after, names, "exam", old.keys(), new.keys())
    facts = [
        {key: (covered, holder) for key, covered, holder in get_backing(inputs).get("exams", ())}
        for inputs in (before, after)
    ]
    for key in new:
        if key in old:
            name, subjects = names.get(key, key), (f"certification {key}",)
            changes = _list_exam_changes(
                {**old[key], "facts": facts[0].get(key)},
                {**new[key], "facts": facts[1].get(key)},
                name,
            )
            for kind, words in changes:
                yield Cause(f"{kind}_{key}", words, is_own=False, subjects=subjects)
    yield from _list_monthly_causes(before, after, names)


def _list_plan_causes(
    before: Inputs, after: Inputs, names: Names, kind: str, old: Any, new: Any
) -> Iterator[Cause]:
    """Tell what the learner plans anew from what has a fee only now, and the other way round."""
    what = "a monthly fee" if kind == "monthly" else "a fixed fee"
    plans = [get_backing(inputs).get("planned", ()) for inputs in (before, after)]
    for keys, planned, own, curated in (
        (new - old, plans[0], "came into your plan", f"counts with {what} now"),
        (old - new, plans[1], "left your plan", f"no longer counts with {what}"),
    ):
        for key in sorted(keys):
            is_own = key not in planned
            words = f"{names.get(key, key)} {own if is_own else curated}"
            subjects = () if is_own else (f"certification {key}",)
            yield Cause(f"{kind}_{key}", words, is_own=is_own, subjects=subjects)


def _list_exam_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], name: str
) -> Iterator[tuple[str, str]]:
    """Give pairs of what `cause_effects` calls the change and its words."""
    yield from _list_fee_changes(old, new, name)
    if old["renewal_every_months"] != new["renewal_every_months"]:
        months = new["renewal_every_months"]
        words = f"{name} is renewed every {months} months" if months else f"{name} is not renewed"
        yield "renewal", words
    if old["free_retakes_count"] != new["free_retakes_count"]:
        included = "includes" if new["free_retakes_count"] else "no longer includes"
        yield "retakes", f"{name} {included} a free second try"
    if old["rung"] != new["rung"]:
        rungs = say_rung(new["rung"]), say_rung(old["rung"])
        yield "place", f"{name} belongs to the {rungs[0]} rung instead of the {rungs[1]} one"
    was, now = (exam["facts"][0] if exam["facts"] else None for exam in (old, new))
    if was is not None and now is not None and was != now:
        hours = [exam.get("sat_after_hours") for exam in (old, new)]
        if None in hours:
            yield "cover", f"{name} covers other milestones now"
        elif hours[0] != hours[1]:
            after = f"its exam comes after {hours[1]:,.0f} instead of {hours[0]:,.0f} hours"
            yield "cover", f"{name} covers other milestones now, so {after}"


def _list_fee_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], name: str
) -> Iterator[tuple[str, str]]:
    was, now = (exam["facts"][1] if exam["facts"] else "" for exam in (old, new))
    if was != now:
        words = f"is part of what {now} costs now" if now else "is counted by itself now"
        yield "fee", f"the fee of {name} {words}"
    elif old["fee_usd"] != new["fee_usd"]:
        # Where nobody states what renewing costs it costs the fee again, and goes without saying.
        is_one = all(exam["fee_usd"] == exam["renewal_fee_usd"] for exam in (old, new))
        words = f"the fee of {name} {_say_amounts(old['fee_usd'], new['fee_usd'])}"
        yield "fees" if is_one else "fee", words
        if is_one:
            return
    if old["renewal_fee_usd"] != new["renewal_fee_usd"]:
        step = _say_amounts(old["renewal_fee_usd"], new["renewal_fee_usd"])
        yield "upkeep", f"the renewal fee of {name} {step}"


def _list_monthly_causes(before: Inputs, after: Inputs, names: Names) -> Iterator[Cause]:
    fees = [get_backing(inputs).get("monthly_fees") for inputs in (before, after)]
    if None in fees:
        yield from compare_number(
            before,
            after,
            "subscription_usd_per_month",
            "what you pay for courses",
            write=say_usd,
            unit=" a month",
            is_own=False,
        )
        return
    old, new = (dict(pairs) for pairs in fees if pairs is not None)
    yield from _list_plan_causes(before, after, names, "monthly", old.keys(), new.keys())
    for key, fee in new.items():
        if key in old and old[key] != fee:
            words = f"the monthly fee of {names.get(key, key)} {_say_amounts(old[key], fee)}"
            subjects = (f"certification {key}",)
            yield Cause(f"monthly_{key}", words, is_own=False, subjects=subjects)


def _say_amounts(old: float, new: float) -> str:
    return say_step(say_usd(old), say_usd(new), is_up=new > old)


def list_assumption_causes(before: Inputs, after: Inputs) -> Iterator[Cause]:
    """Give a cause for each assumption that has another value."""
    if before["assumptions"] == after["assumptions"]:
        return
    old, new = (_flatten(inputs["assumptions"]) for inputs in (before, after))
    for line in list_assumptions(track_key=after["track_key"]):
        was, now = old.get(line.key), new.get(line.key)
        if was is not None and now is not None and was != now:
            values = f"{_say_assumed(was, line.unit)} to {_say_assumed(now, line.unit)}"
            unit = _ASSUMED_UNITS.get(line.unit, line.unit)
            words = f"the assumption “{line.name}” changed from {values} {unit}"
            yield Cause(f"assume_{line.key}", words.rstrip(), is_own=line.is_editable)


def _say_assumed(value: float, unit: str) -> str:
    return f"{value * 100:.4g} %" if unit in _ASSUMED_UNITS else f"{value:g}"


def _flatten(assumptions: Mapping[str, Any]) -> dict[str, float]:
    flat: dict[str, float] = {}
    for key, value in assumptions.items():
        if isinstance(value, list | tuple):
            flat |= {f"{key}_rung_{rung}": number for rung, number in enumerate(value, start=1)}
        else:
            flat[key] = value
    return flat

"""Say which inputs differ between two projections, one by one and in plain words.

Both sides are stored inputs in the shape of `roi_inputs.dump_inputs`, with what they were
resolved from under `backing` (see `stored_inputs`), perhaps of an older version with fewer
fields. What is listed first matters most.
"""

from collections.abc import Iterator

from progress.queries.causes import (
    Cause,
    Inputs,
    Names,
    compare_number,
    differs,
    say_percent,
    say_usd,
)
from progress.queries.figure_causes import (
    list_assumption_causes,
    list_band_causes,
    list_exam_causes,
)
from progress.queries.hours_causes import list_estimate_causes, list_hours_causes
from progress.roi.assumption_table import RUNG_NAMES

_NO_NAMES: Names = {}


def list_causes(*, before: Inputs, after: Inputs, names: Names = _NO_NAMES) -> tuple[Cause, ...]:
    """List what differs between two inputs.

    Args:
        before: the older inputs.
        after: the newer inputs.
        names: how to call tracks, certifications, milestones and releases (`cause_names`);
            keys, or no name, stand in.
    """
    return (
        *list_band_causes(before, after, names),
        *_list_own_causes(before, after, names),
        *list_exam_causes(before, after, names),
        *list_assumption_causes(before, after),
        *_list_time_causes(before, after),
    )


def name_model(*, before: str, after: str) -> Cause:
    """Say that figures are worked out in another way than before."""
    words = f"projections are worked out anew, with model {after} instead of {before}"
    return Cause("model", words, is_own=False)


def list_changed_figures(
    *, before: Inputs, after: Inputs, names: Names = _NO_NAMES
) -> tuple[Cause, ...]:
    """List which curated figures differ between two versions of a context, without a learner.

    Exams that came or went have got or lost a fee: what learners plan makes another context.
    """
    return tuple(
        cause
        for cause in (
            *list_band_causes(before, after, names),
            *list_estimate_causes(before, after, names),
            *list_exam_causes(_plan_all(before, after), _plan_all(after, before), names),
            *list_assumption_causes(before, after),
        )
        if not cause.is_own or cause.key.startswith("assume_")
    )


def _plan_all(inputs: Inputs, other: Inputs) -> Inputs:
    keys = [exam["key"] for side in (inputs, other) for exam in side["exams"]]
    backing = inputs.get("backing") or {}
    keys += [key for side in (inputs, other) for key, _ in _list_monthly(side)]
    return {**inputs, "backing": {**backing, "planned": keys}}


def _list_monthly(inputs: Inputs) -> list[tuple[str, float]]:
    return (inputs.get("backing") or {}).get("monthly_fees") or []


def _list_own_causes(before: Inputs, after: Inputs, names: Names) -> Iterator[Cause]:
    yield from compare_number(
        before, after, "current_pay_usd_per_year", "your pay", write=say_usd, unit=" a year"
    )
    if differs(before, after, "start_rung"):
        old, new = (RUNG_NAMES[inputs["start_rung"]] for inputs in (before, after))
        yield Cause(
            "start_rung", f"you stand {_say_place(new)} instead of {_say_place(old)}", is_own=True
        )
    yield from compare_number(
        before, after, "planned_hours_per_week", "your planned study time", unit=" hours a week"
    )
    yield from _list_log_causes(before, after)
    yield from list_hours_causes(before, after, names)
    yield from compare_number(
        before,
        after,
        "employer_share",
        "the share of fees that your employer pays",
        write=say_percent,
    )


def _say_place(rung: str) -> str:
    return rung if rung == RUNG_NAMES[0] else f"at {'mid-level' if rung == 'mid' else rung} level"


def _list_log_causes(before: Inputs, after: Inputs) -> Iterator[Cause]:
    if not (differs(before, after, "logged_weeks") or differs(before, after, "logged_hours")):
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


def _get_pace(inputs: Inputs) -> float | None:
    weeks = float(inputs.get("logged_weeks") or 0)
    return float(inputs.get("logged_hours") or 0) / weeks if weeks else None


def _list_time_causes(before: Inputs, after: Inputs) -> Iterator[Cause]:
    if differs(before, after, "months_active"):
        count = after.get("months_active", 0) - before.get("months_active", 0)
        words = f"another {count:g} months have passed" if count > 1 else "another month has passed"
        yield Cause("months_active", words if count > 0 else "your start date changed", is_own=True)

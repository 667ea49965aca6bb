"""What a changed input is called, and the words that all kinds of changes share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from progress.roi.assumption_table import RUNG_NAMES

# Stored inputs as `stored_inputs.join_values` gives them, perhaps of an older version.
Inputs = Mapping[str, Any]
# What to call things: tracks and certifications by key, milestones and releases by `name_of`.
Names = Mapping[str, str]


@dataclass(frozen=True)
class Cause:
    """One input that differs; `words` go on after "because", without a full stop.

    `is_own` tells what the learner said or did from what was curated or assumed. `hours` are
    pairs of a rung and the hours that the cause adds there. `subjects` name the curated things
    that changed: "band 2", "certification cka", "milestone 17".
    """

    key: str
    words: str
    is_own: bool
    hours: tuple[tuple[int, float], ...] = ()
    subjects: tuple[str, ...] = ()


def name_of(kind: str, key: object) -> str:
    """Return the key under which names hold what a milestone or a release is called."""
    return f"{kind} {key}"


def get_backing(inputs: Inputs) -> Mapping[str, Any]:
    """Return what inputs were resolved from; empty for rows of an older version."""
    backing: Mapping[str, Any] = inputs.get("backing") or {}
    return backing


def compare_number(
    before: Inputs,
    after: Inputs,
    key: str,
    what: str,
    *,
    write: Any = None,
    unit: str = "",
    is_own: bool = True,
) -> Iterator[Cause]:
    """Give a cause where a number of the inputs rose or fell, with both values."""
    old, new = float(before.get(key) or 0), float(after.get(key) or 0)
    if old == new:
        return
    say = write or (lambda value: f"{value:g}")
    yield Cause(key, f"{what} {say_step(say(old), say(new), is_up=new > old)}{unit}", is_own=is_own)


def say_step(old: str, new: str, *, is_up: bool) -> str:
    """Write "rose from 1 to 2"."""
    return f"{'rose' if is_up else 'fell'} from {old} to {new}"


def differs(before: Inputs, after: Inputs, key: str) -> bool:
    """Tell whether a value of the inputs is another; nothing and zero are the same."""
    return bool((before.get(key) or 0) != (after.get(key) or 0))


def say_rung(rung: int) -> str:
    """Call a rung as an adjective: junior, mid-level, senior, architect."""
    name = RUNG_NAMES[rung]
    return "mid-level" if name == "mid" else name


def say_usd(amount: float) -> str:
    """Write whole dollars without cents, others with them."""
    return f"${amount:,.0f}" if amount == round(amount) else f"${amount:,.2f}"


def say_percent(share: float) -> str:
    """Write a share as whole per cent."""
    return f"{share:.0%}"

"""What a what-if moves, in one sentence."""

from progress.roi.batch_results import BatchOutlook
from progress.roi.presentation import LOGGED_WEEKS_LEAST, say_ahead_and_not, say_in_ten, say_money
from progress.roi.shapes import RoiInputs


def is_pace_a_guess(inputs: RoiInputs | None) -> bool:
    """Whether so little is logged that only a range may be said, as of a projection."""
    return inputs is not None and inputs.logged_weeks < LOGGED_WEEKS_LEAST


def say_change(*, before: BatchOutlook, after: BatchOutlook, is_guess: bool = False) -> str:
    """Say in one sentence what a what-if moves; both frames, whole people out of ten.

    With `is_guess` only the range is said, because the pace is not known yet.
    """
    if is_guess:
        was, now = _say_ends(before), _say_ends(after)
        rest = "as before" if was == now else f"instead of {was}"
        return f"Eight futures in ten end between {now}, {rest}."
    ahead, was_ahead = say_in_ten(after.ahead_share), say_in_ten(before.ahead_share)
    first = _upper(say_ahead_and_not(after.ahead_share))
    first += ", as before" if ahead == was_ahead else f", instead of {was_ahead}"
    middle = _say_move("The middle case", before.p50_usd, after.p50_usd)
    average = _say_move("the average", before.expected_usd, after.expected_usd)
    return f"{first}. {middle}, {average}."


def say_standing(outlook: BatchOutlook, *, is_guess: bool = False) -> str:
    """Say in one sentence where somebody stands who changes nothing."""
    if is_guess:
        return f"Eight futures in ten end between {_say_ends(outlook)}."
    ahead = _upper(say_ahead_and_not(outlook.ahead_share))
    return f"{ahead}; the middle case is {say_money(outlook.p50_usd)}."


def _say_ends(outlook: BatchOutlook) -> str:
    return f"{say_money(outlook.p10_usd)} and {say_money(outlook.p90_usd)}"


def _say_move(name: str, before: float, after: float) -> str:
    was, now = say_money(before), say_money(after)
    return f"{name} stays at {now}" if was == now else f"{name} moves from {was} to {now}"


def _upper(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"

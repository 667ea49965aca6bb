"""What a what-if moves, in one sentence."""

from progress.roi.batch_results import BatchOutlook
from progress.roi.presentation import say_in_ten, say_money


def say_change(*, before: BatchOutlook, after: BatchOutlook) -> str:
    """Say in one sentence what a what-if moves; both frames, whole people out of ten."""
    ahead, was_ahead = say_in_ten(after.ahead_share), say_in_ten(before.ahead_share)
    if ahead == was_ahead:
        first = f"Still {ahead} come out ahead"
    else:
        first = f"{ahead[0].upper()}{ahead[1:]} come out ahead instead of {was_ahead}"
    middle = _say_move("the middle case", before.p50_usd, after.p50_usd)
    average = _say_move("the average", before.expected_usd, after.expected_usd)
    return f"{first}; {average}, {middle}."


def _say_move(name: str, before: float, after: float) -> str:
    was, now = say_money(before), say_money(after)
    return f"{name} stays at {now}" if was == now else f"{name} moves from {was} to {now}"


def say_standing(outlook: BatchOutlook) -> str:
    """Say in one sentence where somebody stands who changes nothing."""
    ahead = say_in_ten(outlook.ahead_share)
    middle = say_money(outlook.p50_usd)
    return f"{ahead[0].upper()}{ahead[1:]} come out ahead, and the middle case is {middle}."

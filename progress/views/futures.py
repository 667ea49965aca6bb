"""The pictures of all futures, or only of those that finish or do not."""

from dataclasses import dataclass

from progress.models import Projection
from progress.queries.projection_endings import can_tell_endings, find_ending
from progress.roi.presentation import say_ending, say_payback
from progress.roi.results import RoiResult
from progress.views.figures import draw_dots, draw_fan
from tracks.shared.figures import Figure

# What the address says, what the page says, and whether these futures finish.
_WAYS = (
    ("", "All futures", None),
    ("finish", "If you finish", True),
    ("stop", "If you do not finish", False),
)
_TOO_FEW = (
    "So few futures end this way that a picture of them would mislead. These are all of them."
)


@dataclass(frozen=True)
class FuturesChoice:
    """One of the ways to look at the futures; `key` is blank for all of them."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FuturesView:
    """Dots and fan of the futures that were asked for, with words that say which they are.

    `words` is blank for all futures; `choices` is empty where they cannot be told apart.
    """

    choices: tuple[FuturesChoice, ...]
    words: str
    payback: str
    dots: Figure
    fan: Figure

    @property
    def is_part(self) -> bool:
        """Whether something else than all futures was asked for."""
        return bool(self.words)


def show_futures(*, projection: Projection, result: RoiResult, wanted: str) -> FuturesView:
    """Draw the futures that the address asks for; all of them for anything unknown."""
    can_choose = can_tell_endings(projection=projection)
    ends = {key: end for key, _, end in _WAYS if end is not None} if can_choose else {}
    chosen = wanted if wanted in ends else ""
    choices = tuple(FuturesChoice(key, label, key == chosen) for key, label, _ in _WAYS)
    ending = find_ending(projection=projection, is_finished=ends[chosen]) if chosen else None
    shown = ending or result
    words = say_ending(ending) if ending else ""
    return FuturesView(
        choices=choices if can_choose else (),
        words=words or (_TOO_FEW if chosen else ""),
        payback=say_payback(shown.payback, is_part=ending is not None),
        dots=draw_dots(result=shown),
        fan=draw_fan(result=shown),
    )

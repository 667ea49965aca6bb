"""What a change of a curated row has set in motion, told by whoever works it out.

The same turn as `tracks.shared.impact`: the apps above know what rests on a figure and what is
worked out again because of it, and the screens of the figure ask all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Aftermath:
    """How far the work is that one change caused.

    `done` of `total` parts; without parts there is nothing to measure yet. `url` leads to
    the work and `link` names it; both may be blank.
    """

    words: str
    is_unfinished: bool = False
    is_failed: bool = False
    done: int = 0
    total: int = 0
    link: str = ""
    url: str = ""


Finder = Callable[[Model, datetime], Aftermath | None]

_finders: dict[str, Finder] = {}


def register_aftermath(*, name: str, finder: Finder) -> None:
    """Have somebody asked what a change of a row caused.

    Args:
        name: Names the finder; registering the same name again replaces it.
        finder: Takes the row and when it was changed; None when it has nothing to say.
    """
    _finders[name] = finder


def make_aftermath_context(*, row: Model | None, since: datetime | None) -> dict[str, Any]:
    """Return what `admin/aftermath.html` shows; the page looks again until all is finished."""
    found = list_aftermaths(row=row, since=since)
    return {"aftermaths": found, "is_refreshing": any(one.is_unfinished for one in found)}


def list_aftermaths(*, row: Model | None, since: datetime | None) -> list[Aftermath]:
    """Ask everybody; empty for a row that is gone, or whose change nobody dated."""
    if row is None or since is None:
        return []
    found = (finder(row, since) for finder in _finders.values())
    return [one for one in found if one is not None]

"""What other apps have to say when two tracks are compared: each supplies its part.

Works like `tracks.shared.impact`: an app registers a function when it starts, and the
page of two tracks asks it for a section with a template of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class ComparisonPart:
    """A section of the page: its anchor and heading, and what its template needs."""

    anchor: str
    title: str
    template: str
    context: Mapping[str, Any]


# Takes the two tracks and today; None when there is nothing to say.
PartMaker = Callable[[Model, Model, date], ComparisonPart | None]

_makers: dict[str, PartMaker] = {}


def register_comparison_part(*, name: str, make: PartMaker) -> None:
    """Have a function asked for a section; the same name again replaces it."""
    _makers[name] = make


def list_comparison_parts(*, left: Model, right: Model, today: date) -> list[ComparisonPart]:
    """Ask every app, in the order of names."""
    parts = (make(left, right, today) for _, make in sorted(_makers.items()))
    return [part for part in parts if part]

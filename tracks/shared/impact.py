"""What a change of a curated figure touches, counted by whoever uses the figure.

The app chain lets `progress` know the catalogue and never the other way round, yet a
curator wants to see before saving how many projections rest on a band. So the apps that
use figures register a counter here, and the curation screens ask all of them. The
alternatives were worse: a signal hides who answers, and a count kept on the figure would
have to be written by every projection and could be wrong. Counters register when the
admin loads the `admin` packages, which are also the only readers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Impact:
    """How many things of one sort a figure touches.

    `is_recomputed` says that they are made again in the background after a change.
    """

    count: int
    singular: str
    plural: str
    is_recomputed: bool = False

    def __str__(self) -> str:
        return f"{self.count:,} {self.singular if self.count == 1 else self.plural}"


Counter = Callable[[Model], Impact]

_counters: dict[type[Model], dict[str, Counter]] = {}


def register_impact(*, model: type[Model], name: str, counter: Counter) -> None:
    """Have a counter asked whenever a row of the model is about to change.

    Args:
        model: The table of the figure.
        name: Names the counter; registering the same name again replaces it.
        counter: Takes the row and runs at most a few queries.
    """
    _counters.setdefault(model, {})[name] = counter


def list_impacts(*, row: Model) -> list[Impact]:
    """Ask every counter of the row's table, in the order of registration; also the zeros."""
    return [counter(row) for counter in _counters.get(type(row), {}).values()]

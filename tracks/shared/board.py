"""The curator's board: counts of what needs a hand, each app supplying its own.

Works like `tracks.shared.impact`: an app registers a function from its `admin` package,
and the first page of the admin shows what all of them return.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Model

from tracks.shared.provenance import EvidenceState, SourcedRow
from tracks.shared.review_dates import make_due_filter

# States that ask for a curator, in the order in which the board shows them.
OPEN_STATES = (EvidenceState.UNSOURCED, EvidenceState.DISPUTED, EvidenceState.STALE)


@dataclass(frozen=True)
class EvidenceCount:
    """How many rows of one table stand in each open state, and how many are past review."""

    model: type[Model]
    label: str
    total: int
    by_state: dict[str, int] = field(default_factory=dict)
    due: int = 0


@dataclass(frozen=True)
class BoardTask:
    """Something to mend: how many, in words, and the filter of the list that shows them.

    `query` is the query string of the model's list in the admin.
    """

    model: type[Model]
    count: int
    words: str
    why: str
    query: str


@dataclass(frozen=True)
class BoardPage:
    """A page outside the admin that tells curators how their work holds, by the name of its URL."""

    title: str
    why: str
    url_name: str


@dataclass(frozen=True)
class Board:
    """What one app has for curators."""

    evidence: tuple[EvidenceCount, ...] = ()
    tasks: tuple[BoardTask, ...] = ()
    pages: tuple[BoardPage, ...] = ()


_boards: dict[str, Callable[[], Board]] = {}


def register_board(*, name: str, board: Callable[[], Board]) -> None:
    """Have a function asked for the board; the same name again replaces it."""
    _boards[name] = board


def list_boards() -> list[Board]:
    """Ask every app, the lowest first: figures before what is made of them.

    The admin registers the apps from the top of the chain down.
    """
    return [board() for board in reversed(_boards.values())]


def count_evidence(models: Iterable[type[SourcedRow]], *, today: date) -> tuple[EvidenceCount, ...]:
    """Count the rows of each table by state and by review date, with two queries a table."""
    counts = []
    for model in models:
        rows = model._default_manager.order_by().values_list("state").annotate(Count("pk"))
        by_state = dict(rows)
        label = str(model._meta.verbose_name_plural).capitalize()
        due = model._default_manager.filter(make_due_filter(model, today=today)).count()
        counts.append(EvidenceCount(model, label, sum(by_state.values()), by_state, due))
    return tuple(counts)

"""Kinds whose changes a second person publishes; each app registers its own (ADR 0013).

The screens of every app make drafts, yet the table of drafts and what may be done with it
live above this layer. So the curation screens that know them register a desk here, and the
screens ask the desk: the same turn as in `tracks.shared.impact`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model

from accounts.models import User
from tracks.shared.content_rows import Kind, Record
from tracks.shared.provenance import ContentRow


def _do_nothing(_row: Any, _user: User | None) -> None:
    """Leave it at the row itself."""


@dataclass(frozen=True)
class ReviewedKind:
    """A kind of rows that are changed by draft and review.

    `noun` is what a sentence calls such a row; `title` names one in lists. `after_publish`
    puts in order what the row displaces, within the same transaction; it is given the row
    and who proposed it.
    """

    kind: Kind
    noun: str
    title: Callable[[Any], str] = str
    after_publish: Callable[[Any, User | None], None] = _do_nothing


@dataclass(frozen=True)
class Proposal:
    """What a form says that one row shall say, or that it shall go.

    `is_partial` means that only fields that differ from the row were meant, because the
    form did not show the author's draft; a removal has only the key in its record.
    """

    reviewed: ReviewedKind
    record: Record
    title: str
    is_partial: bool = False
    is_removal: bool = False


@dataclass(frozen=True)
class Draft:
    """What a screen must know of an open draft.

    `url` is its page; `is_new_row` says that the row was not there when it began.
    """

    pk: int
    key: str
    title: str
    state: str
    is_in_review: bool
    author: str
    is_own: bool
    is_new_row: bool
    url: str


@dataclass(frozen=True)
class Review:
    """Who proposed and who published one version of a row; `url` is the change's page."""

    url: str
    author: str
    reviewer: str
    is_unreviewed: bool


class Desk(Protocol):
    """What screens of rows ask of those who keep the drafts."""

    def list_drafts(self, *, kind: str, key: str, user: User) -> list[Draft]:
        """Return the open drafts of one row, the user's own first."""
        ...

    def find_new_row_draft(self, *, pk: str, kind: str, user: User) -> Draft | None:
        """Return the user's open draft of a row that is not there yet, or None."""
        ...

    def apply_draft(self, *, pk: int) -> Model:
        """Write what the draft proposes; only for a transaction that is rolled back."""
        ...

    def save_draft(
        self, proposal: Proposal, *, author: User, now: datetime, comment: str
    ) -> Draft | None:
        """Keep what is proposed; None when the row says that already."""
        ...

    def submit(self, *, pk: int, user: User, now: datetime) -> Draft:
        """Send a draft for review; one that is there already stays there."""
        ...

    def list_reviews(self, *, kind: str, key: str) -> dict[int, Review]:
        """Return how versions of a row came about, by their number in its history."""
        ...

    def count_waiting(self, *, user: User) -> int:
        """Return how many changes this person could decide now."""
        ...


_reviewed: dict[str, ReviewedKind] = {}
_desks: list[Desk] = []


def register_reviewed_kinds(*kinds: ReviewedKind) -> None:
    """Have changes of these kinds reviewed; the same kind again replaces it."""
    _reviewed.update({one.kind.name: one for one in kinds})


def get_reviewed_kind(name: str) -> ReviewedKind:
    """Return the reviewed kind of this name.

    Raises:
        KeyError: If changes of such rows are not reviewed.
    """
    return _reviewed[name]


def find_reviewed_kind_of(model: type[Model]) -> ReviewedKind | None:
    """Return how changes of this table's rows are reviewed, or None if they are not."""
    is_keyed = issubclass(model, ContentRow)
    found = (one for one in _reviewed.values() if is_keyed and one.kind.model is model)
    return next(found, None)


def list_reviewed_kinds() -> list[ReviewedKind]:
    """Return all in the order of registration."""
    return list(_reviewed.values())


def register_desk(desk: Desk) -> None:
    """Name who keeps the drafts; the last one counts."""
    _desks[:] = [desk]


def get_desk() -> Desk:
    """Return who keeps the drafts."""
    return _desks[0]

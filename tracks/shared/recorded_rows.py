"""What screens of every app ask of those who keep the histories of directly saved rows.

The same turn as the desk of `tracks.shared.reviewed_kinds`: screens live in every app and
in this layer, the tables and operations of histories above it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model

from accounts.models import User
from tracks.shared.content_rows import Record
from tracks.shared.kept_records import KeptRow, RowName, find_root_kind
from tracks.shared.reviewed_kinds import find_reviewed_kind_of

Before = dict[RowName, KeptRow | None]


class NotRestored(Exception):
    """A version cannot be written; `reasons` are sentences for the person."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class RowBook(Protocol):
    """Keeps and reads the histories of rows that are saved directly."""

    def begin(self, rows: Iterable[Model]) -> Before:
        """Read and lock what rows belong to before they are written."""
        ...

    def finish(
        self, before: Mapping[RowName, KeptRow | None], *, author: User, now: datetime
    ) -> None:
        """Record what differs now."""
        ...

    def list_versions(self, name: RowName) -> list[Any]:
        """Return the versions of a row, the newest first."""
        ...

    def describe(self, name: RowName, before: Record | None, after: Record | None) -> Any:
        """Return the differences between two records in words."""
        ...

    def list_fields(self, name: RowName, record: Record | None) -> list[tuple[str, str]]:
        """Return every field of a record in words."""
        ...

    def restore(
        self,
        name: RowName,
        *,
        record: Record,
        seen: str,
        user: User,
        now: datetime,
        comment: str,
    ) -> None:
        """Write a version; `seen` is the mark of what the person saw.

        Raises:
            NotRestored: With the reasons.
        """
        ...

    def mark(self, name: RowName) -> str:
        """Return the mark of what a row says now."""
        ...


_books: list[RowBook] = []


def register_row_book(book: RowBook) -> None:
    """Name who keeps the histories; the last one counts."""
    _books[:] = [book]


def get_row_book() -> RowBook:
    """Return who keeps the histories."""
    return _books[0]


def is_recorded(model: type[Model]) -> bool:
    """Whether saving a row of this table directly is recorded in the history of rows.

    Not where a second person publishes, nor where the table keeps a history of its own.
    """
    kind = find_root_kind(model)
    if kind is None or find_reviewed_kind_of(kind.model) is not None:
        return False
    return not hasattr(kind.model._meta, "simple_history_manager_attribute")

"""Keep and read the histories of rows for curation screens (see `tracks.shared.recorded_rows`)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import Model

from accounts.models import User
from tracks.operations.direct_changes import record_direct_changes, restore_record
from tracks.operations.publications import PublishRefused
from tracks.operations.revisions import NothingProposed, RowChangedSince
from tracks.queries.row_histories import (
    list_record_differences,
    list_record_fields,
    list_versions,
)
from tracks.shared.content_rows import Record
from tracks.shared.kept_records import KeptRow, RowName, find_root, read_kept_row
from tracks.shared.recorded_rows import Before, NotRestored, register_row_book

CHANGED_SINCE = (
    "The row changed while you were reading, so nothing was written. Read it again, then decide."
)


class RevisionBook:
    """Keeps histories as revisions that were published at once."""

    def begin(self, rows: Iterable[Model]) -> Before:
        names = [find_root(one) for row in rows for one in (self._find_stored(row), row) if one]
        return {name: read_kept_row(name, is_locked=True) for name in names if name}

    def _find_stored(self, row: Model) -> Model | None:
        # A form may have moved a part to another whole: both change.
        manager: Any = type(row)._default_manager
        found: Model | None = manager.filter(pk=row.pk).first() if row.pk else None
        return found

    def finish(
        self, before: Mapping[RowName, KeptRow | None], *, author: User, now: datetime
    ) -> None:
        record_direct_changes(before=before, author=author, now=now)

    def list_versions(self, name: RowName) -> list[Any]:
        return list_versions(name=name)

    def describe(self, name: RowName, before: Record | None, after: Record | None) -> Any:
        return list_record_differences(kind_name=name.kind, before=before, after=after)

    def list_fields(self, name: RowName, record: Record | None) -> list[tuple[str, str]]:
        return list_record_fields(kind_name=name.kind, record=record)

    def mark(self, name: RowName) -> str:
        return _mark(self._read(name))

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
        present = self._read(name)
        if _mark(present) != seen:
            raise NotRestored(CHANGED_SINCE)
        try:
            restore_record(
                name=name,
                record=record,
                seen=present,
                restored_by=user,
                now=now,
                comment=comment,
            )
        except RowChangedSince as moved:
            raise NotRestored(CHANGED_SINCE) from moved
        except NothingProposed as nothing:
            raise NotRestored("The row says all of that already.") from nothing
        except PublishRefused as refused:
            raise NotRestored(*refused.reasons) from refused

    def _read(self, name: RowName) -> Record | None:
        kept = read_kept_row(name)
        return kept.record if kept else None


def _mark(record: Record | None) -> str:
    return sha256(dumps(record, sort_keys=True).encode()).hexdigest() if record else ""


register_row_book(RevisionBook())

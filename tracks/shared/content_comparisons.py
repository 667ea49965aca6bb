"""Compare records of content files with rows, field by field, and with what was loaded last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from tracks.shared.content_rows import (
    Incoming,
    Record,
    digest_record,
    fingerprint_record,
    shape_record,
    strip_field,
    strip_record,
)
from tracks.shared.imports import Change, Effect, FieldChange
from tracks.shared.provenance import CONTENT, ContentRow


@dataclass(frozen=True)
class Comparison:
    """A record, the row of its key if there is one, and what loading does to it."""

    incoming: Incoming
    row: ContentRow | None
    change: Change
    # Digest of what the file says now; kept on the row when it is written.
    fingerprint: str
    # The data set that the record is from.
    origin: str = CONTENT
    # The row as a record, before anything is written.
    present: Record | None = None

    @property
    def is_of_others(self) -> bool:
        """Whether another data set wrote the row."""
        return self.row is not None and self.row.content_origin not in ("", self.origin)

    @property
    def is_stale(self) -> bool:
        """Whether the row stays as it is but does not know yet what the file says."""
        return (
            self.row is not None
            and not self.is_of_others
            and self.change.effect in (Effect.UNCHANGED, Effect.KEPT)
            and (self.row.content_fingerprint, self.row.content_origin)
            != (self.fingerprint, self.origin)
        )


def compare_record(
    incoming: Incoming,
    row: ContentRow | None,
    present: Record | None,
    *,
    origin: str = CONTENT,
    is_moved: bool = True,
) -> Comparison:
    """Compare one record with the row of its key by the three-way rule.

    The file and the row may each have moved away from what was loaded last. Only the
    file: CHANGED. Only the row: KEPT. Both, to different ends: CONFLICT. A row that was
    never loaded from a file but has the record's key counts as changed here. A row that
    another data set wrote and that says something else is a CONFLICT, or UNCHANGED where
    the kind is shared, because the record then only refers to it.

    Args:
        incoming: The record.
        row: The row with its key, or None.
        present: What `read_records` says of the row, or None without a row.
        origin: The data set that the record is from.
        is_moved: Whether the order of the rows differs from that of the records, so that
            their positions have to be written.
    """
    kind = incoming.kind
    wanted = shape_record(kind, incoming.record)
    said = strip_record(wanted)
    digest = digest_record(said)
    if row is None or present is None:
        change = Change(kind.name, incoming.key, Effect.NEW, position=incoming.position)
        return Comparison(incoming, None, change, digest, origin)
    # Most values are the same as they stand; only the others are worth normalising.
    fields = tuple(
        FieldChange(name, present.get(name), value)
        for name, value in wanted.items()
        if present.get(name) != value and strip_field(present.get(name)) != said.get(name)
    )
    is_of_others = row.content_origin not in ("", origin)
    if is_of_others and kind.is_shared:
        # A source that others describe too: the data set only refers to it.
        fields, effect = (), Effect.UNCHANGED
    elif fields and is_of_others:
        effect = Effect.CONFLICT
    elif fields:
        effect = _compare_three_ways(digest, fingerprint_record(present), row.content_fingerprint)
    elif is_moved and kind.is_numbered and _position(row) != incoming.record["position"]:
        fields = (FieldChange("position", _position(row), incoming.record["position"]),)
        effect = Effect.CHANGED
    else:
        effect = Effect.UNCHANGED
    change = Change(kind.name, incoming.key, effect, fields, incoming.position)
    return Comparison(incoming, row, change, digest, origin, present)


def _compare_three_ways(file: str, row: str, loaded: str) -> Effect:
    """Say what a difference of file and row is, by what was loaded last; all three are digests."""
    if row == loaded:
        return Effect.CHANGED
    return Effect.KEPT if file == loaded else Effect.CONFLICT


def is_reordered(records: Sequence[Incoming], rows: Mapping[str, ContentRow]) -> bool:
    """Whether the rows of a numbered kind stand in another order than the records.

    Positions count up inside each parent of the records; rows may have gaps or share a
    position, because the admin writes what it likes: then the older row stands first.
    """
    before: tuple[int, int] | None = None
    for one in records:
        row = rows.get(one.key)
        if row is None:
            return True
        place = (_position(row), row.pk)
        is_first = one.record["position"] == 1
        if not is_first and before is not None and place <= before:
            return True
        before = place
    return False


def _position(row: ContentRow) -> int:
    position: int = cast(Any, row).position
    return position

"""What proposed changes say, field by field, against their rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from tracks.models import Revision
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import (
    Record,
    fingerprint_record,
    normalise,
    read_record_of,
    shape_record,
    with_links,
)
from tracks.shared.provenance import ContentRow
from tracks.shared.record_words import FieldWords, describe_fields

# Where kinds are numbered, a kept record also holds the row's place among its siblings.
PLACE = "position"


@dataclass(frozen=True)
class FieldDifference:
    """One field of a proposed change, in words.

    `current` is what the row says now, which differs from `before` when somebody changed
    the row since the draft began.
    """

    name: str
    label: str
    before: str
    after: str
    current: str
    is_changed: bool
    is_moved: bool
    # How far an amount moves: "+10,000 (+12.5 %)"; blank where there is nothing to count.
    step: str = ""

    @property
    def is_conflict(self) -> bool:
        """Whether draft and row both moved away from where the draft began, to different ends."""
        return self.is_changed and self.is_moved and self.current != self.after


def find_row(*, kind: str, key: str) -> ContentRow | None:
    """Return the row of this kind and key with what it links to, or None; one query."""
    found = get_kind(kind)
    rows = with_links(found.model._default_manager.filter(key=key), found.links)
    return cast(ContentRow | None, rows.first())


def read_present(*, kind: str, key: str) -> Record | None:
    """Return what the row says now as a revision keeps it, or None without a row."""
    row = find_row(kind=kind, key=key)
    return None if row is None else read_stored_record(kind=kind, row=row)


def read_stored_record(*, kind: str, row: ContentRow) -> Record:
    """Read a row as a record that can be kept: normalised, with its place where it has one."""
    found = get_kind(kind)
    record = shape_record(found, read_record_of(found, row))
    if found.is_numbered:
        record[PLACE] = cast(Any, row).position
    return cast(Record, normalise(record))


def find_conflicts(*, revision: Revision) -> tuple[str, ...]:
    """Return the names of fields that the row changed since the draft began; empty means none.

    A row that was there and is gone is named by its key. What the row says is compared by
    fingerprint first, so that a column which a later version adds is no conflict.
    """
    present = read_present(kind=revision.kind, key=revision.key)
    if revision.base is None:
        return () if present is None else tuple(_differing(revision.proposed, present))
    if present is None:
        return ("key",)
    if fingerprint_stored(present) == revision.base_fingerprint:
        return ()
    return tuple(_differing(revision.base, present))


def fingerprint_stored(record: Record) -> str:
    """Return the digest of what a kept record says; its place in an order is not part of it."""
    return fingerprint_record({name: record[name] for name in record if name != PLACE})


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    names = (name for name in {**one, **other} if name != PLACE)
    return [name for name in names if one.get(name) != other.get(name)]


def list_field_differences(
    *, revision: Revision, is_whole: bool = False
) -> tuple[FieldDifference, ...]:
    """Return the fields that the change or the row moved, in the order of the kind.

    Args:
        revision: The change.
        is_whole: Also return the fields that nobody touched.
    """
    kind = get_kind(revision.kind)
    base = revision.base or {}
    now = read_present(kind=revision.kind, key=revision.key) or {}
    if not revision.is_open:
        # History: what the row says today is not the reviewer's question any more.
        now = base
    described = [describe_fields(kind, record) for record in (base, revision.proposed, now)]
    found = []
    for name in described[1] | described[0] | described[2]:
        before, after, current = (record.get(name) for record in described)
        label = cast(FieldWords, after or before or current).label
        texts = [words.text if words else "" for words in (before, after, current)]
        one = FieldDifference(
            name,
            label,
            before=texts[0],
            after=texts[1],
            current=texts[2],
            is_changed=texts[0] != texts[1],
            is_moved=texts[0] != texts[2],
            step=describe_step(base.get(name), revision.proposed.get(name)),
        )
        if is_whole or one.is_changed or one.is_moved:
            found.append(one)
    return tuple(found)


def describe_step(before: object, after: object) -> str:
    """Write how far an amount moves; blank unless both are numbers."""
    try:
        one, other = Decimal(str(before)), Decimal(str(after))
    except InvalidOperation:
        return ""
    moved = other - one
    share = f" ({moved / one * 100:+.1f} %)" if one else ""
    return f"{moved:+,.0f}{share}" if moved else ""

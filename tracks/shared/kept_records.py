"""Rows as their histories keep them: which row a screen's row belongs to, and its record.

A history keeps records as JSON, normalised and with the row's place among its siblings. It
keeps whole rows with their parts, so a stage is kept with its track.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, cast

from django.db import models

from tracks.shared.content_kinds import get_kind, list_kinds
from tracks.shared.content_rows import (
    Child,
    Kind,
    Record,
    normalise,
    read_record_of,
    shape_record,
    with_links,
)

# Where kinds are numbered, a kept record also holds the row's place among its siblings.
PLACE = "position"


@dataclass(frozen=True)
class RowName:
    """The kind and the key of a row, which may be gone."""

    kind: str
    key: str


@dataclass(frozen=True)
class KeptRow:
    """What a row is called and what it says."""

    title: str
    record: Record


def find_root_kind(model: type[models.Model]) -> Kind | None:
    """Return the kind of which rows of this table are rows or parts, or None."""
    return next((kind for kind in list_kinds() if _find_path(kind, model) is not None), None)


def find_root(row: Any) -> RowName | None:
    """Return the keyed row to which a row belongs as a part: itself, its parent or above."""
    kind = find_root_kind(type(row))
    path = _find_path(kind, type(row)) if kind else None
    if kind is None or path is None:
        return None
    root = reduce(getattr, path, row)
    return RowName(kind.name, root.key) if root.key else None


def _find_path(kind: Kind, model: type[models.Model]) -> tuple[str, ...] | None:
    if kind.model is model:
        return ()
    return _climb(kind.children, model)


def _climb(children: Sequence[Child], model: type[models.Model]) -> tuple[str, ...] | None:
    for child in children:
        if child.model is model:
            return (child.parent,)
        below = _climb(child.children, model)
        if below is not None:
            return (*below, child.parent)
    return None


def read_kept_row(name: RowName, *, is_locked: bool = False) -> KeptRow | None:
    """Read a row as its history keeps it, or None without a row; several queries.

    Args:
        name: Which row.
        is_locked: Hold it until the transaction ends, so that nobody writes in between.
    """
    kind = get_kind(name.kind)
    rows = kind.model._default_manager.filter(key=name.key)
    if is_locked:
        rows.select_for_update().first()
    row = with_links(rows, kind.links).first()
    if row is None:
        return None
    record = shape_record(kind, read_record_of(kind, row))
    if kind.is_numbered:
        record[PLACE] = cast(Any, row).position
    return KeptRow(str(row)[:200], cast(Record, normalise(record)))


def revive_record(kind: Kind, stored: Record) -> Record:
    """Turn a stored record's texts back into dates and amounts."""
    columns = (*kind.columns, PLACE) if kind.is_numbered else kind.columns
    record = {**stored, **_revive_columns(kind.model, columns, stored)}
    for child in kind.children:
        record[child.name] = _revive_children(child, stored.get(child.name) or [])
    return record


def _revive_children(child: Child, stored: Sequence[Record]) -> list[Record]:
    revived = []
    for one in stored:
        if not one:
            revived.append(one)
            continue
        record = {**one, **_revive_columns(child.model, child.columns, one)}
        for grandchild in child.children:
            record[grandchild.name] = _revive_children(grandchild, one.get(grandchild.name) or [])
        revived.append(record)
    return revived


def _revive_columns(
    model: type[models.Model], columns: Sequence[str], stored: Mapping[str, object]
) -> Record:
    fields: Any = model._meta
    return {name: fields.get_field(name).to_python(stored.get(name)) for name in columns}

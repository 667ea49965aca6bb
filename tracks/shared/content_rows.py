"""One engine that compares records of content files with rows and writes the difference.

A `Kind` declares how a record maps to a table: plain columns, links to other rows by key,
sets of links, and children that live and die with the row. The same declaration reads a
row back as a record, so that a plan is a comparison of two records, field by field, and
an edit made in the admin is seen as a difference from what was loaded last.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db import models

from tracks.shared.imports import Change, Effect, FieldChange, Position
from tracks.shared.provenance import ContentRow

Record = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """A foreign key that records name by another column of the target, its key by default.

    `among_siblings` names a child collection of the same parent in which to look the
    target up, as a claim names an exam of its own certification.
    """

    model: type[models.Model]
    by: str = "key"
    among_siblings: str = ""


@dataclass(frozen=True)
class Child:
    """Rows that belong to one parent and are matched by `identity` when it is loaded again."""

    name: str
    model: type[models.Model]
    parent: str
    identity: tuple[str, ...]
    columns: tuple[str, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    children: tuple["Child", ...] = ()
    # Whether the order of the records is kept in a `position` column.
    is_ordered: bool = True


@dataclass(frozen=True)
class Kind:
    """How one sort of record maps to a table whose rows have keys."""

    name: str
    model: type[ContentRow]
    columns: tuple[str, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    sets: Mapping[str, type[ContentRow]] = field(default_factory=dict)
    children: tuple[Child, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """A record to load, its kind and where it stands."""

    kind: Kind
    record: Record
    position: Position

    @property
    def key(self) -> str:
        """The record's key."""
        return str(self.record["key"])


def normalise(value: object) -> object:
    """Return a value as JSON can hold it, equal for equal meaning (80000 and 80000.00)."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float, Decimal)):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): normalise(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [normalise(item) for item in value]
    return str(value).strip()


def fingerprint_record(record: Record) -> str:
    """Return the SHA-256 of a record's normalised fields."""
    text = json.dumps(normalise(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_record_of(kind: Kind, row: ContentRow) -> Record:
    """Read a row back as the record that would make it; several queries."""
    record: Record = {"key": row.key}
    for name in kind.columns:
        record[name] = getattr(row, name)
    for name, link in kind.links.items():
        target = getattr(row, name)
        record[name] = getattr(target, link.by) if target else None
    for name in kind.sets:
        record[name] = sorted(getattr(row, name).values_list("key", flat=True))
    for child in kind.children:
        record[child.name] = _read_children(child, row)
    return record


def _read_children(child: Child, parent: models.Model) -> list[Record]:
    order = ("position",) if child.is_ordered else child.identity
    rows = child.model._default_manager.filter(**{child.parent: parent}).order_by(*order, "pk")
    if child.links:
        rows = rows.select_related(*child.links)
    records = []
    for row in rows:
        record: Record = {name: getattr(row, name) for name in child.columns}
        for name, link in child.links.items():
            target = getattr(row, name)
            record[name] = getattr(target, link.by) if target else None
        for grandchild in child.children:
            record[grandchild.name] = _read_children(grandchild, row)
        records.append(record)
    if not child.is_ordered:
        records.sort(key=lambda record: [str(record[name]) for name in child.identity])
    return records


def shape_record(kind: Kind, record: Record) -> Record:
    """Keep the fields that the kind knows, with sets and unordered children sorted."""
    shaped: Record = {"key": record["key"]}
    for name in (*kind.columns, *kind.links):
        shaped[name] = record.get(name)
    for name in kind.sets:
        shaped[name] = sorted(record.get(name) or [])
    for child in kind.children:
        shaped[child.name] = _shape_children(child, record.get(child.name) or [])
    return shaped


def _shape_children(child: Child, records: Sequence[Record]) -> list[Record]:
    shaped = []
    for record in records:
        one: Record = {name: record.get(name) for name in (*child.columns, *child.links)}
        for grandchild in child.children:
            one[grandchild.name] = _shape_children(grandchild, record.get(grandchild.name) or [])
        shaped.append(one)
    if not child.is_ordered:
        shaped.sort(key=lambda one: [str(one[name]) for name in child.identity])
    return shaped


def plan_change(incoming: Incoming, row: ContentRow | None) -> Change:
    """Compare one record with the row of its key by the three-way rule.

    The file and the row may each have moved away from what was loaded last. Only the
    file: CHANGED. Only the row: KEPT. Both, to different ends: CONFLICT. A row that was
    never loaded from a file but has the record's key counts as changed here.
    """
    kind, key = incoming.kind.name, incoming.key
    wanted = shape_record(incoming.kind, incoming.record)
    if row is None:
        return Change(kind, key, Effect.NEW, position=incoming.position)
    present = read_record_of(incoming.kind, row)
    fields = tuple(
        FieldChange(name, present.get(name), value)
        for name, value in wanted.items()
        if normalise(present.get(name)) != normalise(value)
    )
    if not fields:
        return Change(kind, key, Effect.UNCHANGED, position=incoming.position)
    is_file_moved = fingerprint_record(wanted) != row.content_fingerprint
    is_row_moved = fingerprint_record(present) != row.content_fingerprint
    effect = {
        (True, False): Effect.CHANGED,
        (True, True): Effect.CONFLICT,
        (False, True): Effect.KEPT,
    }.get((is_file_moved, is_row_moved), Effect.UNCHANGED)
    return Change(kind, key, effect, fields, incoming.position)


class ContentWriter:
    """Write planned records inside the caller's transaction, links first, sets after.

    Rows point at each other, so all rows are written with their plain columns and links,
    and only then their sets, their links to rows of the same table, and their children.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[type[models.Model], str, str], models.Model] = {}

    def write(self, records: Sequence[Incoming]) -> None:
        """Write the records, which must be in an order that links allow."""
        rows = [self._write_columns(incoming) for incoming in records]
        for incoming, row in zip(records, rows, strict=True):
            self._write_relations(incoming, row)
        for incoming, row in zip(records, rows, strict=True):
            present = read_record_of(incoming.kind, row)
            row.content_fingerprint = fingerprint_record(present)
            row.save(update_fields=["content_fingerprint"])

    def _write_columns(self, incoming: Incoming) -> ContentRow:
        kind, record = incoming.kind, incoming.record
        row = kind.model._default_manager.filter(key=incoming.key).first() or kind.model(
            key=incoming.key
        )
        for name in kind.columns:
            set_column(row, name, record.get(name))
        for name, link in kind.links.items():
            if link.model is not kind.model:
                setattr(row, name, self._find(link, record.get(name)))
        row.save()
        self._rows[kind.model, "key", incoming.key] = row
        return row

    def _write_relations(self, incoming: Incoming, row: ContentRow) -> None:
        kind, record = incoming.kind, incoming.record
        own = {name: link for name, link in kind.links.items() if link.model is kind.model}
        for name, link in own.items():
            setattr(row, name, self._find(link, record.get(name)))
        if own:
            row.save(update_fields=list(own))
        for name, model in kind.sets.items():
            targets = [self._find(Link(model), key) for key in record.get(name) or []]
            getattr(row, name).set(targets)
        siblings: dict[str, dict[str, models.Model]] = {}
        for child in kind.children:
            written = self._write_children(child, row, record.get(child.name) or [], siblings)
            siblings[child.name] = written

    def _write_children(
        self,
        child: Child,
        parent: models.Model,
        records: Sequence[Record],
        siblings: Mapping[str, Mapping[str, models.Model]],
    ) -> dict[str, models.Model]:
        manager = child.model._default_manager
        present = list(manager.filter(**{child.parent: parent}))
        by_identity = {_identity(child, row): row for row in present}
        written: dict[str, models.Model] = {}
        kept = set()
        for position, record in enumerate(records, start=1):
            values = dict(record, position=position)
            for name, link in child.links.items():
                values[name] = (
                    siblings[link.among_siblings].get(str(record.get(name)))
                    if link.among_siblings
                    else self._find(link, record.get(name))
                )
            wanted = tuple(_plain_identity(values.get(name)) for name in child.identity)
            row = by_identity.get(wanted) or child.model(**{child.parent: parent})
            for name in (*child.columns, *child.links):
                set_column(row, name, values.get(name))
            if child.is_ordered:
                set_column(row, "position", position)
            row.save()
            kept.add(row.pk)
            written[str(record.get(child.identity[0]))] = row
            for grandchild in child.children:
                self._write_children(grandchild, row, record.get(grandchild.name) or [], {})
        for row in present:
            if row.pk not in kept:
                row.delete()
        return written

    def _find(self, link: Link, key: object) -> models.Model | None:
        if key is None:
            return None
        found = self._rows.get((link.model, link.by, str(key)))
        if found is None:
            found = cast(models.Model, link.model._default_manager.get(**{link.by: key}))
            self._rows[link.model, link.by, str(key)] = found
        return found


def set_column(row: models.Model, name: str, value: object) -> None:
    """Set a column; None becomes the empty string or the default where null is not allowed."""
    column = row._meta.get_field(name)
    if value is None and isinstance(column, models.Field) and not column.null:
        value = column.get_default()
    setattr(row, name, value)


def _identity(child: Child, row: models.Model) -> tuple[str, ...]:
    return tuple(_plain_identity(getattr(row, name)) for name in child.identity)


def _plain_identity(value: object) -> str:
    return str(value.pk) if isinstance(value, models.Model) else str(value)

"""How records of content files map to rows, and rows read back as records.

A `Kind` declares how a record maps to a table: plain columns, links to other rows by key,
sets of links, and children that live and die with the row. The same declaration reads a
row back as a record, so that a plan is a comparison of two records (`content_comparisons`),
and an edit made in the admin is seen as a difference from what was loaded last.
`content_writers` writes.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import models

from tracks.shared.imports import Position
from tracks.shared.provenance import ContentRow

Record = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """A foreign key that records name by another column of the target, its key by default.

    `within` names another link of the same record that the target must belong to by a
    foreign key of the same name, as a claim names by its code an exam of the certification
    that it is about.
    """

    model: type[models.Model]
    by: str = "key"
    within: str = ""


@dataclass(frozen=True)
class Child:
    """Rows that belong to one parent and are matched by `identity` when it is loaded again.

    Children that share an identity are matched in their order.
    """

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
    # Whether `position` holds the record's place in the files. Such an order belongs to
    # the files: it is not part of the fingerprint, because a record put in the middle
    # moves all that follow without changing what they say.
    is_numbered: bool = False
    # Whether several data sets name the same rows, as they do the sources they cite. Who
    # wrote such a row first keeps it: what others say of it is no conflict.
    is_shared: bool = False

    @property
    def names_children(self) -> bool:
        """Whether a link names another kind's children, which must be written before."""
        return any(link.within for link in self.links.values())


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
        return _write_number(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): normalise(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [normalise(item) for item in value]
    return str(value).strip()


def _write_number(value: float | Decimal) -> str:
    if type(value) is int:
        return str(value)
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return format(number.normalize(), "f")


def fingerprint_record(record: Record) -> str:
    """Return the SHA-256 of a record's normalised fields.

    Fields that say nothing are left out, so that a column which a later version adds
    does not make every row look edited.
    """
    return digest_record(strip_record(record))


def digest_record(stripped: Record) -> str:
    """Return the SHA-256 of what `strip_record` has left of a record."""
    text = json.dumps(stripped, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def strip_record(record: Mapping[str, object]) -> Record:
    """Normalise a record and leave out what says nothing, in one pass: files are large."""
    stripped: Record = {}
    for name, value in record.items():
        plain = strip_field(value)
        if plain is not None:
            stripped[str(name)] = plain
    return stripped


def strip_field(value: object) -> object:
    """Return what a value says, None where it says nothing."""
    plain = _strip_value(value)
    # Numbers are text by now: only "no" is said by something false.
    return plain if plain or plain is False else None


def _strip_value(value: object) -> object:
    if type(value) is str:
        return value.strip()
    if value is None or type(value) is Decimal or type(value) is int:
        return normalise(value)
    if isinstance(value, dict):
        return strip_record(value)
    if isinstance(value, (list, tuple)):
        return [_strip_value(item) for item in value]
    return normalise(value)


def read_record_of(kind: Kind, row: ContentRow) -> Record:
    """Read one row back as the record that would make it; several queries."""
    return read_records(kind, [row])[row.pk]


def read_records(kind: Kind, rows: Sequence[ContentRow]) -> dict[int, Record]:
    """Read rows back as the records that would make them, by primary key.

    One query for each set and each sort of child, however many rows there are; links
    cost nothing when the rows came with them.
    """
    records: dict[int, Record] = {}
    for row in rows:
        record: Record = {"key": row.key}
        record |= {name: getattr(row, name) for name in kind.columns}
        record |= _read_links(kind.links, row)
        record |= {name: [] for name in kind.sets}
        records[row.pk] = record
    for name in kind.sets:
        chosen = kind.model._default_manager.filter(pk__in=records)
        for pk, key in chosen.values_list("pk", f"{name}__key"):
            if key is not None:
                records[pk][name].append(key)
        for record in records.values():
            record[name].sort()
    for child in kind.children:
        by_parent = _read_children(child, records)
        for pk, record in records.items():
            record[child.name] = by_parent.get(pk, [])
    return records


def with_links(rows: "models.QuerySet[Any]", links: Mapping[str, Link]) -> "models.QuerySet[Any]":
    """Fetch the targets of links together with the rows."""
    # Without names, select_related would follow every foreign key.
    return rows.select_related(*links) if links else rows


def _read_links(links: Mapping[str, Link], row: models.Model) -> Record:
    targets = {name: (getattr(row, name), link.by) for name, link in links.items()}
    return {name: getattr(target, by) if target else None for name, (target, by) in targets.items()}


def _read_children(child: Child, parents: Iterable[int]) -> dict[int, list[Record]]:
    """Return the children's records by the primary key of their parent."""
    order = ("position",) if child.is_ordered else ()
    rows = child.model._default_manager.filter(**{f"{child.parent}__in": list(parents)})
    rows = with_links(rows.order_by(child.parent, *order, "pk"), child.links)
    records: dict[int, Record] = {}
    by_parent: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        record: Record = {name: getattr(row, name) for name in child.columns}
        record |= _read_links(child.links, row)
        records[row.pk] = record
        by_parent[getattr(row, f"{child.parent}_id")].append(record)
    for grandchild in child.children:
        below = _read_children(grandchild, records)
        for pk, record in records.items():
            record[grandchild.name] = below.get(pk, [])
    if not child.is_ordered:
        for siblings in by_parent.values():
            siblings.sort(key=lambda record: _sort_key(child, record))
    return by_parent


def _sort_key(child: Child, record: Record) -> list[str]:
    return [str(record[name]) for name in child.identity]


def shape_record(kind: Kind, record: Record) -> Record:
    """Keep the fields that the kind knows, with sets and unordered children sorted.

    A column that the record leaves out says its default, as the row will.
    """
    shaped: Record = {"key": record["key"]}
    for name in (*kind.columns, *kind.links):
        shaped[name] = record.get(name)
    for name, default in _read_defaults(kind.model, kind.columns).items():
        if shaped[name] is None:
            shaped[name] = default
    for name in kind.sets:
        shaped[name] = sorted(record.get(name) or [])
    for child in kind.children:
        shaped[child.name] = _shape_children(child, record.get(child.name) or [])
    return shaped


@lru_cache
def _read_defaults(model: type[models.Model], columns: tuple[str, ...]) -> Record:
    """Return what a row says in the columns that may not be null when nothing is given."""
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    defaults = {one.name: one.get_default() for one in fields if not one.null}
    return {name: value for name, value in defaults.items() if value not in (None, "", [], {})}


def _shape_children(child: Child, records: Sequence[Record]) -> list[Record]:
    shaped = []
    for record in records:
        one: Record = {name: record.get(name) for name in (*child.columns, *child.links)}
        for name, default in _read_defaults(child.model, child.columns).items():
            if one[name] is None:
                one[name] = default
        for grandchild in child.children:
            one[grandchild.name] = _shape_children(grandchild, record.get(grandchild.name) or [])
        shaped.append(one)
    if not child.is_ordered:
        shaped.sort(key=lambda one: _sort_key(child, one))
    return shaped

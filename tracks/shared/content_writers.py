"""Write records of content files as rows, touching only what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.db import models

from tracks.shared.content_rows import Child, Comparison, Link, Record, normalise
from tracks.shared.provenance import ContentRow

Siblings = Mapping[str, Mapping[str, models.Model]]


class ContentWriter:
    """Write compared records inside the caller's transaction, links first, sets after.

    Rows point at each other, so all rows are written with their plain columns and links
    first, and only then their sets and children. A row or child that already says what
    the file says is not saved, so that its history gains nothing.
    """

    def __init__(self, rows: Iterable[ContentRow] = ()) -> None:
        """Start with the rows that are known to exist, which links may name."""
        self._rows: dict[tuple[type[models.Model], str, str], models.Model] = {
            (type(row), "key", row.key): row for row in rows
        }

    def write(self, comparisons: Sequence[Comparison]) -> None:
        """Write the records, which must be in an order that links allow."""
        rows = [self._write_columns(one) for one in comparisons]
        for comparison, row in zip(comparisons, rows, strict=True):
            self._write_sets(comparison, row)
            self._write_families(comparison, row)

    def _write_columns(self, comparison: Comparison) -> ContentRow:
        kind, record = comparison.incoming.kind, comparison.incoming.record
        row = comparison.row or kind.model(key=comparison.incoming.key)
        values = {name: record.get(name) for name in kind.columns}
        values |= {name: self._find(link, record.get(name)) for name, link in kind.links.items()}
        if kind.is_numbered:
            values["position"] = record["position"]
        values["content_fingerprint"] = comparison.fingerprint
        values["content_origin"] = comparison.origin
        save_changed(row, values)
        self._rows[kind.model, "key", row.key] = row
        return row

    def _write_sets(self, comparison: Comparison, row: ContentRow) -> None:
        for name, model in comparison.incoming.kind.sets.items():
            keys = comparison.incoming.record.get(name) or []
            targets = [self._find(Link(model), key) for key in keys]
            if comparison.row is None:
                getattr(row, name).add(*targets)
            else:
                getattr(row, name).set(targets)

    def _write_families(self, comparison: Comparison, row: ContentRow) -> None:
        siblings: dict[str, dict[str, models.Model]] = {}
        for child in comparison.incoming.kind.children:
            records = comparison.incoming.record.get(child.name) or []
            is_new = comparison.row is None
            siblings[child.name] = self._write_children(
                child, row, records, siblings, is_new=is_new
            )

    def _write_children(
        self,
        child: Child,
        parent: models.Model,
        records: Sequence[Record],
        siblings: Siblings,
        *,
        is_new: bool,
    ) -> dict[str, models.Model]:
        """Write one parent's children; return them by the first column of their identity."""
        present = (
            []
            if is_new
            else list(child.model._default_manager.filter(**{child.parent: parent}).order_by("pk"))
        )
        unmatched: dict[tuple[str, ...], list[models.Model]] = defaultdict(list)
        for row in sorted(present, key=lambda one: getattr(one, "position", 0)):
            unmatched[_identify(child, row)].append(row)
        written: dict[str, models.Model] = {}
        for position, record in enumerate(records, start=1):
            values = self._resolve(child, record, siblings)
            if child.is_ordered:
                values["position"] = position
            same = unmatched[tuple(_plain_identity(values[name]) for name in child.identity)]
            row = same.pop(0) if same else child.model(**{child.parent: parent})
            is_new_row = row.pk is None
            save_changed(row, values)
            written[str(record.get(child.identity[0]))] = row
            for grandchild in child.children:
                below = record.get(grandchild.name) or []
                self._write_children(grandchild, row, below, {}, is_new=is_new_row)
        for left in (row for rows in unmatched.values() for row in rows):
            left.delete()
        return written

    def _resolve(self, child: Child, record: Record, siblings: Siblings) -> dict[str, object]:
        values: dict[str, object] = {name: record.get(name) for name in child.columns}
        for name, link in child.links.items():
            values[name] = (
                siblings[link.among_siblings].get(str(record.get(name)))
                if link.among_siblings
                else self._find(link, record.get(name))
            )
        return values

    def _find(self, link: Link, key: object) -> models.Model | None:
        if key is None:
            return None
        found = self._rows.get((link.model, link.by, str(key)))
        if found is None:
            found = link.model._default_manager.get(**{link.by: key})
            self._rows[link.model, link.by, str(key)] = found
        return found


def save_changed(row: models.Model, values: Mapping[str, object]) -> bool:
    """Set columns and save when one of them differs; True when it was saved.

    None becomes the column's default where null is not allowed.
    """
    differs = row.pk is None
    for name, value in values.items():
        column: Any = row._meta.get_field(name)
        wanted = column.get_default() if value is None and not column.null else value
        is_same = (
            getattr(row, column.attname) == getattr(wanted, "pk", None)
            if column.is_relation
            else normalise(getattr(row, name)) == normalise(wanted)
        )
        if not is_same or row.pk is None:
            setattr(row, name, wanted)
            differs = True
    if differs:
        row.save()
    return differs


def _identify(child: Child, row: models.Model) -> tuple[str, ...]:
    names = (cast(Any, row._meta.get_field(name)).attname for name in child.identity)
    return tuple(_plain_identity(getattr(row, name)) for name in names)


def _plain_identity(value: object) -> str:
    return str(value.pk) if isinstance(value, models.Model) else str(normalise(value))

"""Write records of content files as rows, touching only what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.db import models

from tracks.shared.content_rows import Child, Comparison, Link, Record, normalise
from tracks.shared.provenance import ContentRow


class ContentWriter:
    """Write compared records inside the caller's transaction, links first, sets after.

    Rows point at each other, so all rows are written with their plain columns and links
    first, and only then their sets and children; kinds that name children of others come
    last. A row or child that already says what the file says is not saved, so that its
    history gains nothing.
    """

    def __init__(self, rows: Iterable[ContentRow] = ()) -> None:
        """Start with the rows that are known to exist, which links may name."""
        self._rows: dict[tuple[type[models.Model], str, str], models.Model] = {
            (type(row), "key", row.key): row for row in rows
        }
        self._families: dict[tuple[type[models.Model], str, int], dict[str, models.Model]] = {}

    def write(self, comparisons: Sequence[Comparison]) -> None:
        """Write the records, which must be in an order that links allow."""
        for is_last in (False, True):
            chosen = [one for one in comparisons if one.incoming.kind.names_children is is_last]
            rows = [self._write_columns(one) for one in chosen]
            for comparison, row in zip(chosen, rows, strict=True):
                self._write_sets(comparison, row)
                self._write_families(comparison, row)

    def _write_columns(self, comparison: Comparison) -> ContentRow:
        kind, record = comparison.incoming.kind, comparison.incoming.record
        row = comparison.row or kind.model(key=comparison.incoming.key)
        values = {name: record.get(name) for name in kind.columns}
        values |= self._find_links(kind.links, record)
        if kind.is_numbered:
            values["position"] = record["position"]
        values["content_fingerprint"] = comparison.fingerprint
        values["content_origin"] = comparison.origin
        save_changed(row, values)
        self._rows[kind.model, "key", row.key] = row
        return row

    def _find_links(self, links: Mapping[str, Link], record: Record) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, link in links.items():
            if link.within:
                outer = self._find(links[link.within], record.get(link.within))
                found[name] = self._find_within(link, outer, record.get(name))
            else:
                found[name] = self._find(link, record.get(name))
        return found

    def _write_sets(self, comparison: Comparison, row: ContentRow) -> None:
        for name, model in comparison.incoming.kind.sets.items():
            keys = comparison.incoming.record.get(name) or []
            targets = [self._find(Link(model), key) for key in keys]
            if comparison.row is None:
                getattr(row, name).add(*targets)
            else:
                getattr(row, name).set(targets)

    def _write_families(self, comparison: Comparison, row: ContentRow) -> None:
        for child in comparison.incoming.kind.children:
            records = comparison.incoming.record.get(child.name) or []
            self._write_children(child, row, records, is_new=comparison.row is None)

    def _write_children(
        self, child: Child, parent: models.Model, records: Sequence[Record], *, is_new: bool
    ) -> None:
        """Write one parent's children and theirs; those that no record names are deleted."""
        present = (
            []
            if is_new
            else list(child.model._default_manager.filter(**{child.parent: parent}).order_by("pk"))
        )
        unmatched: dict[tuple[str, ...], list[models.Model]] = defaultdict(list)
        for row in sorted(present, key=lambda one: getattr(one, "position", 0)):
            unmatched[_identify(child, row)].append(row)
        for position, record in enumerate(records, start=1):
            values: dict[str, object] = {name: record.get(name) for name in child.columns}
            values |= self._find_links(child.links, record)
            if child.is_ordered:
                values["position"] = position
            same = unmatched[tuple(_plain_identity(values[name]) for name in child.identity)]
            row = same.pop(0) if same else child.model(**{child.parent: parent})
            is_new_row = row.pk is None
            save_changed(row, values)
            for grandchild in child.children:
                below = record.get(grandchild.name) or []
                self._write_children(grandchild, row, below, is_new=is_new_row)
        for left in (row for rows in unmatched.values() for row in rows):
            left.delete()

    def _find_within(
        self, link: Link, outer: models.Model | None, value: object
    ) -> models.Model | None:
        """Return the row of this value that belongs to `outer`; reads all of them once."""
        if value is None or outer is None:
            return None
        family = (link.model, link.within, outer.pk)
        if family not in self._families:
            rows = link.model._default_manager.filter(**{link.within: outer})
            self._families[family] = {str(getattr(row, link.by)): row for row in rows}
        found = self._families[family].get(str(value))
        if found is None:
            message = f"{outer} has no {link.model._meta.verbose_name} {value!r}"
            raise LookupError(message)
        return found

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

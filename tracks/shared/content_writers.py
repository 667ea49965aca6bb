"""Write records of content files as rows, touching only what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from django.db import models

from tracks.shared.bulk_rows import add_to_set, save_rows, set_changed
from tracks.shared.content_comparisons import Comparison
from tracks.shared.content_rows import Child, Kind, Link, Record, normalise
from tracks.shared.provenance import ContentRow


class Family(NamedTuple):
    """A parent, the records of its children and whether it was just made."""

    parent: models.Model
    records: Sequence[Record]
    is_new: bool


class ContentWriter:
    """Write compared records inside the caller's transaction, links first, sets after.

    Rows point at each other, so all rows are written with their plain columns and links
    first, and only then their sets and children; kinds that name children of others come
    last. A row or child that already says what the file says is not saved, so that its
    history gains nothing. Rows of a kind are saved together: files hold thousands.
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
            written = [
                (kind, list(zip(same, self._write_columns(kind, same), strict=True)))
                for kind, same in _group_by_kind(chosen)
            ]
            for kind, rows in written:
                self._write_sets(kind, rows)
                self._write_families(kind, rows)

    def _write_columns(self, kind: Kind, comparisons: Sequence[Comparison]) -> list[ContentRow]:
        # A row can only name another of its kind once that one is saved.
        is_one_by_one = any(link.model is kind.model for link in kind.links.values())
        rows, unsaved = [], []
        for comparison in comparisons:
            row = comparison.row or kind.model(key=comparison.incoming.key)
            if set_changed(row, self._read_values(kind, comparison)):
                unsaved.append(row)
            if is_one_by_one:
                save_rows(unsaved)
                unsaved.clear()
            self._rows[kind.model, "key", row.key] = row
            rows.append(row)
        save_rows(unsaved)
        return rows

    def _read_values(self, kind: Kind, comparison: Comparison) -> dict[str, object]:
        record = comparison.incoming.record
        values = {name: record.get(name) for name in kind.columns}
        values |= self._find_links(kind.links, record)
        if kind.is_numbered:
            values["position"] = record["position"]
        values["content_fingerprint"] = comparison.fingerprint
        values["content_origin"] = comparison.origin
        return values

    def _find_links(self, links: Mapping[str, Link], record: Record) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, link in links.items():
            if link.within:
                outer = self._find(links[link.within], record.get(link.within))
                found[name] = self._find_within(link, outer, record.get(name))
            else:
                found[name] = self._find(link, record.get(name))
        return found

    def _write_sets(self, kind: Kind, rows: Sequence[tuple[Comparison, ContentRow]]) -> None:
        for name, model in kind.sets.items():
            new: dict[models.Model, list[models.Model]] = {}
            for comparison, row in rows:
                keys = comparison.incoming.record.get(name) or []
                found = (self._find(Link(model), key) for key in keys)
                targets = [one for one in found if one is not None]
                if comparison.row is None:
                    new[row] = targets
                elif comparison.present is None or comparison.present[name] != sorted(keys):
                    getattr(row, name).set(targets)
            add_to_set(name, new)

    def _write_families(self, kind: Kind, rows: Sequence[tuple[Comparison, ContentRow]]) -> None:
        for child in kind.children:
            families = [
                Family(row, one.incoming.record.get(child.name) or [], one.row is None)
                for one, row in rows
            ]
            self._write_children(child, families)

    def _write_children(self, child: Child, families: Sequence[Family]) -> None:
        """Write the children of parents and theirs; those that no record names are deleted."""
        present = _read_present(child, [one.parent for one in families if not one.is_new])
        below: list[tuple[models.Model, Record, bool]] = []
        unsaved: list[models.Model] = []
        left: list[models.Model] = []
        for family in families:
            unmatched = present.get(family.parent.pk, {})
            for position, record in enumerate(family.records, start=1):
                values = {name: record.get(name) for name in child.columns}
                values |= self._find_links(child.links, record)
                if child.is_ordered:
                    values["position"] = position
                same = unmatched.get(_identify_values(child, values))
                row = same.pop(0) if same else child.model(**{child.parent: family.parent})
                below.append((row, record, row.pk is None))
                if set_changed(row, values):
                    unsaved.append(row)
            left += (row for rows in unmatched.values() for row in rows)
        save_rows(unsaved)
        for grandchild in child.children:
            inside = [
                Family(row, record.get(grandchild.name) or [], is_new)
                for row, record, is_new in below
            ]
            self._write_children(grandchild, inside)
        for row in left:
            row.delete()

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


def _group_by_kind(comparisons: Sequence[Comparison]) -> list[tuple[Kind, list[Comparison]]]:
    """Return the comparisons by kind, which follow each other; what is linked to stays first."""
    grouped: list[tuple[Kind, list[Comparison]]] = []
    for one in comparisons:
        if not grouped or grouped[-1][0].name != one.incoming.kind.name:
            grouped.append((one.incoming.kind, []))
        grouped[-1][1].append(one)
    return grouped


def _read_present(
    child: Child, parents: Sequence[models.Model]
) -> dict[int, dict[tuple[str, ...], list[models.Model]]]:
    """Return the children of parents by the parent's key and their identity; one query."""
    found: dict[int, dict[tuple[str, ...], list[models.Model]]] = defaultdict(
        lambda: defaultdict(list)
    )
    if parents:
        rows = child.model._default_manager.filter(**{f"{child.parent}__in": parents})
        order = ("position",) if child.is_ordered else ()
        for row in rows.order_by(*order, "pk"):
            found[getattr(row, f"{child.parent}_id")][_identify(child, row)].append(row)
    return found


def _identify(child: Child, row: models.Model) -> tuple[str, ...]:
    names = (cast(Any, row._meta.get_field(name)).attname for name in child.identity)
    return tuple(_plain_identity(getattr(row, name)) for name in names)


def _identify_values(child: Child, values: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(_plain_identity(values[name]) for name in child.identity)


def _plain_identity(value: object) -> str:
    return str(value.pk) if isinstance(value, models.Model) else str(normalise(value))

"""What refers to rows of the catalogue, so that nothing is deleted under its feet."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from tracks.shared.content_kinds import list_kinds
from tracks.shared.content_rows import Child, Kind
from tracks.shared.provenance import ContentRow

# Primary keys of the rows that would be deleted together, by the name of their kind.
Going = Mapping[str, Collection[int]]


def find_references(*, kind: Kind, rows: Sequence[ContentRow], going: Going) -> list[str]:
    """Say in a sentence each what refers to these rows and would stay.

    Every table that points to them counts, also those of other apps; what belongs to a
    row that goes too (its children, its sets) does not.

    Args:
        kind: What the rows are.
        rows: The rows that would be deleted, so many that their keys fit a query.
        going: Everything that would be deleted with them.
    """
    names = {row.pk: row.key for row in rows}
    found = _find(kind.name, names, kind.model, "", going)
    for child in kind.children:
        found += _find_for_child(kind.name, names, child, child.parent, going)
    return found


def _find_for_child(
    what: str, names: dict[int, str], child: Child, path: str, going: Going
) -> list[str]:
    found = _find(what, names, child.model, f"__{path}", going)
    for grandchild in child.children:
        inside = f"{grandchild.parent}__{path}"
        found += _find_for_child(what, names, grandchild, inside, going)
    return found


def _find(
    what: str, names: dict[int, str], model: type[models.Model], path: str, going: Going
) -> list[str]:
    """Count what refers to rows of a table; `path` leads from there to the named rows."""
    found = []
    for relation in _list_relations(model):
        table: type[models.Model] = relation.related_model
        owners = [one for one in _list_owners(table) if one[0] in going]
        target = f"{relation.field.name}{path}_id"
        rows = table._default_manager.filter(**{f"{target}__in": list(names)})
        columns = (target, *(column for _, column in owners))
        counts: Counter[int] = Counter()
        for pk, *keys in rows.values_list(*columns):
            if not any(key in going[name] for (name, _), key in zip(owners, keys, strict=True)):
                counts[pk] += 1
        # The table behind a set is named by whose set it is.
        named: Any = table._meta.auto_created or table
        label = named._meta.verbose_name_plural
        found += [
            f"{what} {names[pk]} is used by {number} {label}."
            for pk, number in sorted(counts.items())
        ]
    return found


def _list_relations(model: type[models.Model]) -> Iterator[Any]:
    """Yield the foreign keys of all tables that point to a table."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_foreign_key = relation.auto_created and not relation.concrete
        # Tables of the history point without holding on.
        if is_foreign_key and (relation.one_to_many or relation.one_to_one):
            one: Any = relation
            if one.on_delete is not models.DO_NOTHING:
                yield one


def _list_owners(table: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Yield the kinds to whose rows a table's rows belong, and the column that names them."""
    for kind in list_kinds():
        if table is kind.model:
            yield kind.name, "pk"
        for name in kind.sets:
            relation: Any = kind.model._meta.get_field(name)
            if table is relation.remote_field.through:
                yield kind.name, f"{relation.m2m_field_name()}_id"
        for child in kind.children:
            yield from _list_owning_paths(kind, child, table, child.parent)


def _list_owning_paths(
    kind: Kind, child: Child, table: type[models.Model], path: str
) -> Iterator[tuple[str, str]]:
    if table is child.model:
        yield kind.name, f"{path}_id"
    for grandchild in child.children:
        yield from _list_owning_paths(kind, grandchild, table, f"{grandchild.parent}__{path}")

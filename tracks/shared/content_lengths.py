"""Find texts that do not fit their column, before a database refuses them."""

from collections.abc import Sequence

from django.db import models

from tracks.shared.content_rows import Child, Incoming, Kind, Record
from tracks.shared.imports import Problem


def check_lengths(records: Sequence[Incoming], *, problems: list[Problem]) -> None:
    """Report texts that are longer than their column, before a database refuses them."""
    for incoming in records:
        kind = incoming.kind
        _check_columns(kind, incoming, incoming.record, problems)
        for child in kind.children:
            _check_child_lengths(child, incoming, incoming.record, problems)


def _check_child_lengths(
    child: Child, incoming: Incoming, parent: Record, problems: list[Problem]
) -> None:
    for record in parent.get(child.name) or []:
        _check_columns(child, incoming, record, problems)
        for grandchild in child.children:
            _check_child_lengths(grandchild, incoming, record, problems)


def _check_columns(
    table: Kind | Child, incoming: Incoming, record: Record, problems: list[Problem]
) -> None:
    for name in table.columns:
        value, limit = record.get(name), _max_length(table.model, name)
        if isinstance(value, str) and limit is not None and len(value) > limit:
            reason = f"is {len(value)} characters long; {limit} fit. Shorten it."
            field_name = name if isinstance(table, Kind) else f"{table.name}.{name}"
            problems.append(Problem(incoming.position, field_name, reason))


def _max_length(model: type[models.Model], name: str) -> int | None:
    limit: int | None = getattr(model._meta.get_field(name), "max_length", None)
    return limit

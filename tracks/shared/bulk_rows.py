"""Set columns of many rows and save those that differ, in few statements and with history."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import models
from simple_history.utils import get_history_manager_for_model

from tracks.shared.content_rows import normalise

_BATCH = 500


def set_changed(row: models.Model, values: Mapping[str, object]) -> bool:
    """Set columns and say whether the row has to be saved: it is new, or one differs.

    None becomes the column's default where null is not allowed.
    """
    is_new = row.pk is None
    differs = is_new
    columns = _read_columns(type(row))
    for name, value in values.items():
        column = columns[name]
        wanted = column.get_default() if value is None and not column.null else value
        if is_new or not _is_same(row, column, wanted):
            setattr(row, name, wanted)
            differs = True
    return differs


@lru_cache
def _read_columns(model: type[models.Model]) -> dict[str, Any]:
    return {field.name: field for field in model._meta.concrete_fields}


def _is_same(row: models.Model, column: Any, wanted: object) -> bool:
    if column.is_relation:
        return bool(getattr(row, column.attname) == getattr(wanted, "pk", None))
    return normalise(getattr(row, column.name)) == normalise(wanted)


def save_rows(rows: Sequence[models.Model]) -> None:
    """Save new and changed rows of one table, each with a row in its history if it has one.

    Thousands of rows take a few statements. No signal is sent; the history is written here.
    """
    if not rows:
        return
    model = type(rows[0])
    manager = model._default_manager
    new = [row for row in rows if row.pk is None]
    changed = [row for row in rows if row.pk is not None]
    manager.bulk_create(new, batch_size=_BATCH)
    if changed:
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        manager.bulk_create(
            changed,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=names,
        )
    if hasattr(model._meta, "simple_history_manager_attribute"):
        history = get_history_manager_for_model(model)
        history.bulk_history_create(new, batch_size=_BATCH)
        history.bulk_history_create(changed, batch_size=_BATCH, update=True)


def add_to_set(name: str, targets: Mapping[models.Model, Sequence[models.Model]]) -> None:
    """Fill a set of many rows that had nothing in it, in few statements."""
    for model in {type(row) for row in targets}:
        field: Any = model._meta.get_field(name)
        through = field.remote_field.through
        owner, member = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through._default_manager.bulk_create(
            [
                through(**{owner: row.pk, member: pk})
                for row, members in targets.items()
                if type(row) is model
                for pk in dict.fromkeys(one.pk for one in members)
            ],
            batch_size=_BATCH,
        )

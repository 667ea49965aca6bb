"""Plan and write records of content files."""

from collections.abc import Sequence

from django.db import transaction

from tracks.shared.content_rows import ContentWriter, Incoming, plan_change
from tracks.shared.imports import Change, Effect, Plan


def plan_records(*, records: Sequence[Incoming]) -> Plan:
    """Compare records with the rows of their keys; writes nothing, several queries a record.

    Rows that once came from files but whose key no file has any more are reported as
    gone and left alone.
    """
    changes: list[Change] = []
    by_kind: dict[str, list[Incoming]] = {}
    for incoming in records:
        by_kind.setdefault(incoming.kind.name, []).append(incoming)
    for group in by_kind.values():
        kind = group[0].kind
        rows = {row.key: row for row in kind.model._default_manager.all()}
        changes += [plan_change(incoming, rows.pop(incoming.key, None)) for incoming in group]
        changes += [
            Change(kind.name, row.key, Effect.GONE)
            for row in rows.values()
            if row.content_fingerprint
        ]
    return Plan(tuple(changes))


def apply_records(*, records: Sequence[Incoming]) -> Plan:
    """Write what the plan calls new or changed, all or nothing, and return the plan.

    Conflicts and rows that were edited here are left as they are.
    """
    with transaction.atomic():
        plan = plan_records(records=records)
        wanted = {
            (change.kind, change.key)
            for change in plan.changes
            if change.effect in (Effect.NEW, Effect.CHANGED)
        }
        ContentWriter().write([one for one in records if (one.kind.name, one.key) in wanted])
        return plan

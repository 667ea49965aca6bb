"""Plan and write records of content files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from tracks.shared.content_comparisons import Comparison, compare_record, is_reordered
from tracks.shared.content_rows import Incoming, Kind, read_records, with_links
from tracks.shared.content_writers import ContentWriter
from tracks.shared.imports import Change, Effect, Plan, Resolution
from tracks.shared.provenance import CONTENT, ContentRow

# Databases take only so many values in one statement.
_KEYS_AT_ONCE = 500


def plan_records(
    *,
    records: Sequence[Incoming],
    kinds: Sequence[Kind] = (),
    resolution: Resolution = Resolution.REPORT,
    origin: str = CONTENT,
) -> Plan:
    """Compare records with the rows of their keys; writes nothing, a few queries a kind.

    Args:
        records: Everything that the files say of the kinds that they name.
        kinds: Further kinds, of which the files might say nothing any more.
        resolution: What becomes of rows that both the file and a curator changed.
        origin: The data set that the records are from.

    Returns:
        The changes in the order of the records. Rows that once came from this data set but
        whose key it does not have any more are reported as gone and left alone.
    """
    return compare_records(records=records, kinds=kinds, resolution=resolution, origin=origin).plan


def apply_records(
    *,
    records: Sequence[Incoming],
    kinds: Sequence[Kind] = (),
    resolution: Resolution = Resolution.REPORT,
    origin: str = CONTENT,
) -> Plan:
    """Write what the plan calls new or changed, all or nothing, and return the plan.

    Conflicts and rows that were edited here are left as they are. Arguments as for
    `plan_records`.
    """
    with transaction.atomic():
        compared = compare_records(
            records=records, kinds=kinds, resolution=resolution, origin=origin
        )
        write_compared(compared=compared)
        return compared.plan


@dataclass(frozen=True)
class ComparedRecords:
    """Every record beside the row of its key, and what loading them would do."""

    comparisons: tuple[Comparison, ...]
    plan: Plan
    rows: tuple[ContentRow, ...]


def write_compared(*, compared: ComparedRecords) -> None:
    """Write what was compared a moment ago, inside the caller's transaction."""
    wanted = (Effect.NEW, Effect.CHANGED)
    chosen = [one for one in compared.comparisons if one.change.effect in wanted]
    # What stands is asked before anything is written: writing makes the rows say the same.
    stale = [one for one in compared.comparisons if one.is_stale]
    ContentWriter(compared.rows).write(chosen)
    for one in stale:
        _keep_fingerprint(one)


def compare_records(
    *,
    records: Sequence[Incoming],
    kinds: Sequence[Kind] = (),
    resolution: Resolution = Resolution.REPORT,
    origin: str = CONTENT,
) -> ComparedRecords:
    """Compare records as `plan_records` does, and keep what is needed to write them."""
    by_kind: dict[str, list[Incoming]] = {}
    for incoming in records:
        by_kind.setdefault(incoming.kind.name, []).append(incoming)
    all_kinds = {incoming.kind.name: incoming.kind for incoming in records}
    all_kinds |= {kind.name: kind for kind in kinds}
    comparisons: list[Comparison] = []
    changes: list[Change] = []
    all_rows: list[ContentRow] = []
    for kind in all_kinds.values():
        incoming_rows = by_kind.get(kind.name, [])
        rows = _list_rows(kind, incoming_rows, origin)
        present = read_records(kind, rows)
        left = {row.key: row for row in rows}
        is_moved = kind.is_numbered and is_reordered(incoming_rows, left)
        for incoming in incoming_rows:
            row = left.pop(incoming.key, None)
            compared = compare_record(
                incoming, row, present[row.pk] if row else None, origin=origin, is_moved=is_moved
            )
            comparisons.append(_resolve(compared, resolution))
            changes.append(comparisons[-1].change)
        gone = (
            row for row in left.values() if row.content_fingerprint and row.content_origin == origin
        )
        changes += [Change(kind.name, row.key, Effect.GONE) for row in gone]
        all_rows += rows
    return ComparedRecords(tuple(comparisons), Plan(tuple(changes)), tuple(all_rows))


def _list_rows(kind: Kind, incoming: Sequence[Incoming], origin: str) -> list[ContentRow]:
    """Return the rows that the records can be about: those of their origin and of their keys.

    The content files are compared with every row. A data set is one of many in its table,
    and its rows name the same few others, which are read once instead of with each row.
    """
    rows = kind.model._default_manager.order_by("key")
    if origin == CONTENT:
        return list(with_links(rows, kind.links))
    rows = rows.prefetch_related(*kind.links)
    found: list[ContentRow] = list(rows.filter(content_origin=origin))
    known = {row.key for row in found}
    others = [one.key for one in incoming if one.key not in known]
    for start in range(0, len(others), _KEYS_AT_ONCE):
        found += rows.filter(key__in=others[start : start + _KEYS_AT_ONCE])
    return found


def _resolve(comparison: Comparison, resolution: Resolution) -> Comparison:
    if comparison.change.effect is not Effect.CONFLICT or resolution is Resolution.REPORT:
        return comparison
    effect = Effect.CHANGED if resolution is Resolution.THEIRS else Effect.KEPT
    return replace(comparison, change=replace(comparison.change, effect=effect))


def _keep_fingerprint(comparison: Comparison) -> None:
    """Remember what the file says without a row in the history: nothing else changes."""
    kind, key = comparison.incoming.kind, comparison.incoming.key
    kind.model._default_manager.filter(key=key).update(
        content_fingerprint=comparison.fingerprint, content_origin=comparison.origin
    )

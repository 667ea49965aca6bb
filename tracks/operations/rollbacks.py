"""Take an import back as one unit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from accounts.models import User
from tracks.choices import ImportStage
from tracks.models import ImportedRow, ImportRun
from tracks.queries.references import find_references
from tracks.shared.content_comparisons import Comparison
from tracks.shared.content_kinds import list_kinds
from tracks.shared.content_rows import Incoming, Kind, fingerprint_record, read_records, with_links
from tracks.shared.content_writers import ContentWriter
from tracks.shared.imports import Change, Effect, Position
from tracks.shared.kept_records import revive_record
from tracks.shared.provenance import ContentRow

_WRITTEN = (Effect.NEW.value, Effect.CHANGED.value)
# So many rows are looked up, deleted or named at a time.
_CHUNK = 500


class RollbackRefused(Exception):
    """The import cannot be taken back; `reasons` names every row that is in the way."""

    def __init__(self, run: ImportRun, reasons: Sequence[str]) -> None:
        self.run = run
        self.reasons = list(reasons)
        super().__init__(f"{run} cannot be rolled back. " + " ".join(self.reasons))


@dataclass(frozen=True)
class Rollback:
    """What taking an import back does; `reasons` are in the way of it."""

    run: ImportRun
    deleted: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def plan_rollback(*, run: ImportRun) -> Rollback:
    """Say what taking an import back would do and what is in the way; keeps nothing."""
    with transaction.atomic():
        rollback = _undo(run)
        transaction.set_rollback(True)
    return rollback


def roll_back_import(
    *, run: ImportRun, now: datetime, rolled_back_by: User | None = None
) -> Rollback:
    """Delete what an import added and restore what it changed, all or nothing.

    The run stays, with who took it back and when.

    Args:
        run: An import that was applied.
        now: When it is taken back.
        rolled_back_by: Who did it; None for a command.

    Raises:
        RollbackRefused: If it was not applied or is rolled back already, if a row was
            changed since, or if something else refers to a row that it added.
    """
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        rollback = _undo(held)
        if rollback.reasons:
            raise RollbackRefused(held, rollback.reasons)
        held.stage = ImportStage.ROLLED_BACK
        held.rolled_back_at = now
        held.rolled_back_by = rolled_back_by
        held.save(update_fields=["stage", "rolled_back_at", "rolled_back_by"])
        return replace(rollback, run=held)


def _undo(run: ImportRun) -> Rollback:
    if run.stage != ImportStage.APPLIED:
        return Rollback(run, reasons=(f"It is {run.get_stage_display().lower()}, not applied.",))
    by_kind: dict[str, list[ImportedRow]] = defaultdict(list)
    for row in run.rows.exclude(fingerprint_after="").order_by("pk"):
        by_kind[row.kind].append(row)
    known = {kind.name: kind for kind in list_kinds()}
    reasons = [
        f"Nobody knows how to restore a {name} any more." for name in by_kind if name not in known
    ]
    kinds = [kind for kind in known.values() if kind.name in by_kind]
    rows: dict[str, dict[str, ContentRow]] = {}
    for kind in kinds:
        rows[kind.name] = _fetch(kind, by_kind[kind.name])
        reasons += _list_edits(kind, by_kind[kind.name], rows[kind.name])
    if reasons:
        return Rollback(run, reasons=tuple(reasons))
    try:
        restored = _restore(kinds, by_kind, rows)
    except ObjectDoesNotExist as error:
        reason = f"A row to restore refers to something that is not there any more: {error}"
        return Rollback(run, reasons=(reason,))
    return _delete(run, kinds, by_kind, rows, restored)


def _fetch(kind: Kind, told: Sequence[ImportedRow]) -> dict[str, ContentRow]:
    """Return the rows that the run speaks of by their keys."""
    found: dict[str, ContentRow] = {}
    for start in range(0, len(told), _CHUNK):
        keys = [row.key for row in told[start : start + _CHUNK]]
        rows = kind.model._default_manager.filter(key__in=keys).order_by("pk")
        found |= {row.key: row for row in with_links(rows, kind.links)}
    return found


def _list_edits(
    kind: Kind, told: Sequence[ImportedRow], rows: Mapping[str, ContentRow]
) -> Iterator[str]:
    """Name the rows that say something else than the import left them saying."""
    records = read_records(kind, list(rows.values()))
    for one in told:
        row = rows.get(one.key)
        if row is None:
            if one.effect == Effect.CHANGED:
                yield f"{kind.name} {one.key} was deleted since."
        elif one.effect in _WRITTEN and (
            fingerprint_record(records[row.pk]) != one.fingerprint_after
            or row.content_fingerprint != one.fingerprint_after
        ):
            yield f"{kind.name} {one.key} was changed since."


def _restore(
    kinds: Sequence[Kind],
    by_kind: Mapping[str, Sequence[ImportedRow]],
    rows: Mapping[str, Mapping[str, ContentRow]],
) -> list[str]:
    comparisons = []
    for kind in kinds:
        for one in by_kind[kind.name]:
            row = rows[kind.name].get(one.key)
            if row is None or one.effect == Effect.NEW:
                continue
            if one.effect == Effect.CHANGED and one.before is not None:
                comparisons.append(_compare_with_before(kind, one, row))
            elif row.content_fingerprint == one.fingerprint_after:
                # It only learned that the file says the same, or what the file says.
                kind.model._default_manager.filter(pk=row.pk).update(
                    content_fingerprint=one.fingerprint_before, content_origin=one.origin_before
                )
    ContentWriter().write(comparisons)
    return [f"{one.incoming.kind.name} {one.incoming.key}" for one in comparisons]


def _compare_with_before(kind: Kind, told: ImportedRow, row: ContentRow) -> Comparison:
    record = revive_record(kind, told.before or {})
    change = Change(kind.name, told.key, Effect.CHANGED)
    incoming = Incoming(kind, record, Position(""))
    return Comparison(
        incoming, row, change, fingerprint=told.fingerprint_before, origin=told.origin_before
    )


def _delete(
    run: ImportRun,
    kinds: Sequence[Kind],
    by_kind: Mapping[str, Sequence[ImportedRow]],
    rows: Mapping[str, Mapping[str, ContentRow]],
    restored: Sequence[str],
) -> Rollback:
    """Delete the new rows with their parts, or name what refers to them and stays."""
    new: dict[str, list[ContentRow]] = {}
    for kind in kinds:
        keys = [one.key for one in by_kind[kind.name] if one.effect == Effect.NEW]
        new[kind.name] = [rows[kind.name][key] for key in keys if key in rows[kind.name]]
    going = {name: {row.pk for row in present} for name, present in new.items()}
    reasons: list[str] = []
    for kind in kinds:
        for chunk in _chunk(new[kind.name]):
            reasons += find_references(kind=kind, rows=chunk, going=going)
    if reasons:
        return Rollback(run, reasons=tuple(reasons))
    _delete_new(kinds, new)
    deleted = [f"{name} {row.key}" for name, present in new.items() for row in present]
    return Rollback(run, tuple(deleted), tuple(restored))


def _delete_new(kinds: Sequence[Kind], new: Mapping[str, Sequence[ContentRow]]) -> None:
    # Parts may hold on to rows of other kinds: they go first, then what was loaded last.
    for kind in reversed(kinds):
        for chunk in _chunk(new[kind.name]):
            for child in reversed(kind.children):
                parts = child.model._default_manager.filter(**{f"{child.parent}__in": chunk})
                parts.delete()
            _loosen(kind, chunk)
    for kind in reversed(kinds):
        for chunk in _chunk(new[kind.name]):
            pks = [row.pk for row in chunk]
            kind.model._default_manager.filter(pk__in=pks).delete()


def _loosen(kind: Kind, rows: Sequence[ContentRow]) -> None:
    """Let rows go of others of their kind: all of them go, but one after the other."""
    own = [name for name, link in kind.links.items() if link.model is kind.model]
    if own:
        pks = [row.pk for row in rows]
        kind.model._default_manager.filter(pk__in=pks).update(**dict.fromkeys(own))


def _chunk(rows: Sequence[ContentRow]) -> Iterator[Sequence[ContentRow]]:
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))

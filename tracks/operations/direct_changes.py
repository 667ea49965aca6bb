"""Record changes of rows that need no second person, and restore what rows said (ADR 0013)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from tracks.choices import RevisionAction, RevisionState
from tracks.models import Revision, RevisionStep
from tracks.operations.publications import (
    PublishRefused,
    check_written,
    spell_out,
    supersede_earlier,
)
from tracks.operations.revisions import NothingProposed, RowChangedSince
from tracks.queries.prerequisites import find_circle
from tracks.queries.revisions import fingerprint_stored
from tracks.shared.content_comparisons import Comparison
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_lengths import check_lengths
from tracks.shared.content_rows import Incoming, Kind, Record
from tracks.shared.content_writers import ContentWriter
from tracks.shared.imports import Change, Effect, Position, Problem
from tracks.shared.kept_records import KeptRow, RowName, read_kept_row, revive_record
from tracks.shared.provenance import ContentRow, EvidenceState
from tracks.shared.record_words import PAPERS
from tracks.shared.reviewed_kinds import list_reviewed_kinds


class ReviewNeeded(Exception):
    """Rows of this kind are changed by draft and review only."""


def record_direct_changes(
    *,
    before: Mapping[RowName, KeptRow | None],
    author: User,
    now: datetime,
    comment: str = "",
) -> list[Revision]:
    """Record what rows say now that said `before`, in the transaction that wrote them.

    A row that says the same is not recorded. Each record is a revision that was published
    without ever being sent: that it is direct is seen from there being no such time.

    Args:
        before: What `read_kept_row` said of the rows before they were written.
        author: Who changed them.
        now: The time.
        comment: Why; may be blank.

    Raises:
        ReviewNeeded: If a second person publishes changes of such rows.
    """
    recorded = []
    for name, was in before.items():
        _refuse_reviewed(name.kind)
        now_said = read_kept_row(name)
        base, proposed = (one.record if one else None for one in (was, now_said))
        if base == proposed:
            continue
        title = next(one.title for one in (now_said, was) if one)
        revision = Revision(
            kind=name.kind,
            key=name.key,
            title=title,
            base=base,
            base_fingerprint="" if base is None else fingerprint_stored(base),
            proposed=proposed or {},
            state=RevisionState.PUBLISHED,
            author=author,
            created_at=now,
            changed_at=now,
            decided_at=now,
        )
        recorded.append(_keep(revision, author, now, comment))
    return recorded


def _refuse_reviewed(kind: str) -> None:
    if any(one.kind.name == kind for one in list_reviewed_kinds()):
        message = f"changes of a {kind} go through review"
        raise ReviewNeeded(message)


def _keep(revision: Revision, author: User, now: datetime, comment: str) -> Revision:
    revision.save()
    supersede_earlier(revision=revision, published_by=author, now=now)
    RevisionStep.objects.create(
        revision=revision,
        action=RevisionAction.PUBLISHED,
        taken_by=author,
        taken_at=now,
        comment=comment.strip(),
    )
    return revision


def restore_record(
    *,
    name: RowName,
    record: Record,
    seen: Record | None,
    restored_by: User,
    now: datetime,
    comment: str = "",
) -> Revision:
    """Have a row say again what a version of it said, all or nothing, and record that.

    What the files said last stays known, so that the loader sees an edit. A row that is
    gone is made again. A verified figure comes back as attributed unless it is verified
    as it stands: nobody has compared the old value with its source since.

    Args:
        name: The row.
        record: What it shall say, as histories keep it; what it leaves out stays.
        seen: What the row said when the person decided; None if it was gone.
        restored_by: Who restores it.
        now: The time.
        comment: For the history.

    Raises:
        ReviewNeeded: If a second person publishes changes of such rows.
        RowChangedSince: If the row says something else by now; nothing is overwritten.
        NothingProposed: If the row says all of that already.
        PublishRefused: If the row would break a rule or name what is not there.
    """
    _refuse_reviewed(name.kind)
    with transaction.atomic():
        kept = read_kept_row(name, is_locked=True)
        present = kept.record if kept else None
        if present != seen:
            raise RowChangedSince(_list_moved(present or {}, seen or {}))
        wanted = _ask_for_check({**(present or {}), **record}, present or {})
        if wanted == present:
            raise NothingProposed(name.key)
        _write(name, wanted)
        recorded = record_direct_changes(
            before={name: kept}, author=restored_by, now=now, comment=comment
        )
        if not recorded:
            raise NothingProposed(name.key)
    return recorded[0]


def _list_moved(present: Record, seen: Record) -> tuple[str, ...]:
    names = {**seen, **present}
    return tuple(name for name in names if present.get(name) != seen.get(name)) or ("key",)


def _ask_for_check(record: Record, present: Record) -> Record:
    is_same = all(record[name] == present.get(name) for name in record if name not in PAPERS)
    is_checked = present.get("state") == EvidenceState.VERIFIED and is_same
    if record.get("state") == EvidenceState.VERIFIED and not is_checked:
        return {**record, "state": EvidenceState.ATTRIBUTED.value}
    return record


def _write(name: RowName, record: Record) -> None:
    kind = get_kind(name.kind)
    comparison = _compare(kind, name, record)
    too_long: list[Problem] = []
    check_lengths([comparison.incoming], problems=too_long)
    if too_long:
        raise PublishRefused(tuple(f"{one.field} {one.reason}" for one in too_long))
    try:
        with transaction.atomic():
            ContentWriter().write([comparison])
            row = check_written(model=kind.model, key=name.key)
            if check := _CHECKS.get(name.kind):
                check(row)
    except ValidationError as broken:
        raise PublishRefused(spell_out(broken)) from broken
    except ProtectedError as used:
        words = "It would remove a part that {} other rows name."
        raise PublishRefused((words.format(len(used.protected_objects)),)) from used
    except IntegrityError as broken:
        raise PublishRefused((f"It breaks a rule of the table: {broken}",)) from broken
    except (ObjectDoesNotExist, LookupError) as missing:
        words = "It names something that is not there any more: {}. Restore that first."
        raise PublishRefused((words.format(missing),)) from missing


def _compare(kind: Kind, name: RowName, record: Record) -> Comparison:
    row = kind.model._default_manager.filter(key=name.key).first()
    change = Change(name.kind, name.key, Effect.CHANGED if row else Effect.NEW)
    incoming = Incoming(kind, revive_record(kind, record), Position("history"))
    fingerprint = row.content_fingerprint if row else ""
    return Comparison(incoming, row, change, fingerprint, row.content_origin if row else "")


def _check_prerequisites(milestone: Any) -> None:
    circle = find_circle(milestone=milestone, needed=milestone.prerequisites.all())
    if circle:
        message = f"“{circle}” itself needs this milestone by now: that would be a circle."
        raise ValidationError(message)


# Rules that no table can hold, by name of the kind.
_CHECKS: dict[str, Callable[[ContentRow], None]] = {"milestone": _check_prerequisites}

"""Publish proposed changes of rows, and try what publishing would do (ADR 0013)."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from accounts.models import User
from tracks.choices import RevisionAction, RevisionState
from tracks.models import Revision, RevisionStep
from tracks.operations.revisions import RevisionMoved, RowChangedSince, SecondPersonNeeded
from tracks.queries.revisions import find_conflicts, find_row
from tracks.shared.content_comparisons import Comparison, compare_record
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import Child, Incoming, read_record_of
from tracks.shared.content_writers import ContentWriter
from tracks.shared.evidence import save_with_reason
from tracks.shared.imports import Change, Effect, Position
from tracks.shared.provenance import ContentRow, EvidenceState
from tracks.shared.reviewed_kinds import get_reviewed_kind
from tracks.shared.trials import rolled_back

WITH_REVIEW = "Change {number}: reviewed and published by a second person."
WITHOUT_REVIEW = "Change {number}: published without a second person."
# A row that exists only for a trial.
TRIAL_PK = -1


class PublishRefused(Exception):
    """The row cannot say what is proposed; `reasons` are sentences for the reviewer."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        """Keep the reasons."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class ReadAnother(Exception):
    """What was on the reviewer's screen is not what is proposed now."""


@dataclass(frozen=True)
class Trial:
    """What publishing would touch, and why it would be refused; empty means it would not."""

    impacts: tuple[Any, ...]
    refusals: tuple[str, ...]


def publish_revision(
    *,
    pk: int,
    published_by: User,
    now: datetime,
    comment: str = "",
    is_alone: bool = False,
    seen_at: datetime | None = None,
) -> Revision:
    """Write what a change in review proposes into its row, all or nothing.

    The row's history names the author of the figure and, as reason, the number of the
    change, which names the reviewer. An earlier published change of the row becomes
    superseded. What the files said last stays known, so that the loader sees an edit.

    Args:
        pk: The revision.
        published_by: The reviewer.
        now: The time.
        comment: For the record; may be blank.
        is_alone: The installation has a single curator, who may publish their own.
        seen_at: When what the reviewer read had last changed; None skips the check.

    Raises:
        RevisionMoved: If it is not in review.
        ReadAnother: If it was changed since the reviewer read it.
        SecondPersonNeeded: If the person proposed it.
        RowChangedSince: If the row changed since the draft began; nothing is overwritten.
        PublishRefused: If the row would break a rule or name what is not there.
    """
    with transaction.atomic():
        revision = Revision.objects.select_for_update(of=("self",)).get(pk=pk)
        if revision.state != RevisionState.IN_REVIEW:
            raise RevisionMoved(revision.get_state_display())
        if seen_at is not None and revision.changed_at != seen_at:
            raise ReadAnother
        is_own = revision.author_id == published_by.pk
        if is_own and not is_alone:
            raise SecondPersonNeeded
        reason = WITHOUT_REVIEW if is_own else WITH_REVIEW
        row = write_proposed(revision=revision, reason=reason.format(number=revision.pk))
        supersede_earlier(revision=revision, published_by=published_by, now=now)
        revision.state = RevisionState.PUBLISHED
        revision.reviewer = published_by
        revision.is_unreviewed = is_own
        revision.decided_at = now
        revision.history_id = _find_history_id(row)
        revision.save()
        RevisionStep.objects.create(
            revision=revision,
            action=RevisionAction.PUBLISHED,
            taken_by=published_by,
            taken_at=now,
            comment=comment.strip(),
        )
    return revision


def try_revision(*, revision: Revision, count: Callable[[models.Model], tuple[Any, ...]]) -> Trial:
    """Learn what publishing an open change would touch or why it fails; writes nothing.

    Args:
        revision: The change, in any open state.
        count: Counts what rests on a row; asked for the row as it is and as it would be.
    """
    before = find_row(kind=revision.kind, key=revision.key)
    impacts = [count(before)] if before else []
    refusals: tuple[str, ...] = ()
    with rolled_back():
        try:
            written = write_proposed(revision=revision, reason="")
            if not revision.is_removal:
                impacts.append(count(written))
        except PublishRefused as refused:
            refusals = refused.reasons
        except RowChangedSince:
            # The screen shows such fields one by one.
            pass
    return Trial(_take_larger(impacts), refusals)


def _take_larger(impacts: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    if not impacts:
        return ()
    return tuple(max(same, key=lambda one: one.count) for same in zip(*impacts, strict=True))


def write_proposed(*, revision: Revision, reason: str) -> ContentRow:
    """Write what a change proposes into its row, inside the caller's transaction.

    Locks the row. Raises RowChangedSince and PublishRefused as `publish_revision` does.
    """
    kind = get_kind(revision.kind)
    reviewed = get_reviewed_kind(revision.kind)
    kind.model._default_manager.select_for_update().filter(key=revision.key).first()
    row = find_row(kind=revision.kind, key=revision.key)
    if revision.is_removal:
        return _remove(revision, row, reason)
    comparison = _compare(revision, row)
    target: Any = comparison.row
    last = _find_history_id(target)
    # The author answers for the figure, so that its reviewer may verify it as well.
    target._history_user = revision.author
    target._change_reason = reason
    if revision.proposed.get("state") != EvidenceState.VERIFIED and hasattr(target, "checked_at"):
        # What was checked was the figure that goes.
        target.checked_by = target.checked_at = None
    try:
        with transaction.atomic():
            ContentWriter().write([comparison])
            written = check_written(model=kind.model, key=revision.key)
            if revision.base is not None and _find_history_id(written) == last:
                # Only children changed, which have no history of their own.
                save_with_reason(row=written, user=revision.author, reason=reason)
            reviewed.after_publish(written, revision.author)
    except ValidationError as broken:
        raise PublishRefused(spell_out(broken)) from broken
    except IntegrityError as broken:
        raise PublishRefused((f"It breaks a rule of the table: {broken}",)) from broken
    except (ObjectDoesNotExist, LookupError) as missing:
        words = (
            "It names something that is not there (any more): {}. Publish or restore that first."
        )
        raise PublishRefused((words.format(missing),)) from missing
    return written


def overlay_revision(*, revision: Revision) -> ContentRow:
    """Write what a draft proposes whatever the row says; only to be rolled back.

    A form can then be shown with the draft in it. A new row and new children get fixed
    negative numbers, so that a form that is sent finds what it was shown.

    Raises:
        ObjectDoesNotExist, LookupError: If the draft names what is not there.
    """
    kind = get_kind(revision.kind)
    row = find_row(kind=revision.kind, key=revision.key)
    if row and revision.is_removal:
        return row
    target = row or kind.model(key=revision.key)
    if target.pk is None:
        target.pk = TRIAL_PK
    before = [_list_children(child, target) for child in kind.children]
    change = Change(kind.name, revision.key, Effect.CHANGED)
    incoming = Incoming(kind, dict(revision.proposed), Position("draft"))
    fingerprint, origin = target.content_fingerprint, target.content_origin
    ContentWriter().write([Comparison(incoming, target, change, fingerprint, origin)])
    for child, known in zip(kind.children, before, strict=True):
        fresh = sorted(_list_children(child, target) - known)
        for number, pk in enumerate(fresh, start=1):
            child.model._default_manager.filter(pk=pk).update(id=-number)
    return kind.model._default_manager.get(key=revision.key)


def _list_children(child: Child, parent: ContentRow) -> set[int]:
    rows = child.model._default_manager.filter(**{child.parent: parent.pk})
    return set(rows.values_list("pk", flat=True))


def _compare(revision: Revision, row: ContentRow | None) -> Comparison:
    """Compare by the three-way rule, with the draft's base as what was loaded last."""
    kind = get_kind(revision.kind)
    incoming = Incoming(kind, dict(revision.proposed), Position("review"))
    conflicts = find_conflicts(revision=revision)
    if conflicts:
        raise RowChangedSince(conflicts)
    if row is None:
        fresh = kind.model(key=revision.key)
        return replace(compare_record(incoming, None, None), row=fresh, fingerprint="", origin="")
    since = copy(row)
    since.content_fingerprint, since.content_origin = revision.base_fingerprint, ""
    compared = compare_record(incoming, since, read_record_of(kind, row))
    if compared.change.effect in (Effect.CONFLICT, Effect.KEPT):
        raise RowChangedSince(tuple(one.name for one in compared.change.fields))
    return replace(
        compared, row=row, fingerprint=row.content_fingerprint, origin=row.content_origin
    )


def _remove(revision: Revision, row: Any, reason: str) -> ContentRow:
    conflicts = find_conflicts(revision=revision)
    if conflicts:
        raise RowChangedSince(conflicts)
    row._history_user = revision.author
    row._change_reason = reason
    try:
        row.delete()
    except ProtectedError as used:
        words = "It cannot be removed while {} other rows name it."
        raise PublishRefused((words.format(len(used.protected_objects)),)) from used
    return cast(ContentRow, row)


def check_written(*, model: type[ContentRow], key: str) -> ContentRow:
    """Read the row again, because a record holds texts, and hold it against every rule."""
    row = model._default_manager.get(key=key)
    row.full_clean()
    return row


def spell_out(broken: ValidationError) -> tuple[str, ...]:
    """Write what is wrong as sentences, with the names of the fields."""
    if not hasattr(broken, "error_dict"):
        return tuple(broken.messages)
    return tuple(
        message if name == NON_FIELD_ERRORS else f"{name}: {message}"
        for name, messages in broken.message_dict.items()
        for message in messages
    )


def _find_history_id(row: Any) -> int | None:
    # By key, because a row that was removed has no number any more.
    rows = type(row).history.filter(key=row.key)
    newest = rows.order_by("-history_id").values_list("history_id", flat=True).first()
    return cast("int | None", newest)


def supersede_earlier(*, revision: Revision, published_by: User, now: datetime) -> None:
    """Mark earlier published changes of the row as superseded, if there are any."""
    earlier = Revision.objects.of_row(kind=revision.kind, key=revision.key).filter(
        state=RevisionState.PUBLISHED
    )
    for one in earlier.exclude(pk=revision.pk).select_for_update(of=("self",)):
        one.state = RevisionState.SUPERSEDED
        one.save(update_fields=["state"])
        RevisionStep.objects.create(
            revision=one,
            action=RevisionAction.SUPERSEDED,
            taken_by=published_by,
            taken_at=now,
            comment=f"By change {revision.pk}.",
        )

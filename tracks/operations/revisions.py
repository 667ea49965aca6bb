"""Move proposed changes of rows: draft, send, publish, decline, withdraw (ADR 0013)."""

from datetime import datetime
from typing import cast

from django.db import transaction

from accounts.models import User
from tracks.choices import RevisionAction, RevisionState
from tracks.models import Revision, RevisionStep
from tracks.queries.revisions import (
    PLACE,
    find_conflicts,
    find_row,
    fingerprint_stored,
    read_present,
)
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import Record, normalise, shape_record

# Who may draft changes; an account that is switched off has no rights.
DRAFT_RIGHT = "tracks.change_revision"


class NothingProposed(Exception):
    """The record says what the row says already."""


class RevisionMoved(Exception):
    """Somebody has moved the revision on; `state` is the words for where it stands now."""

    def __init__(self, state: str) -> None:
        """Keep the state."""
        super().__init__(f"This change is not open for that any more: it is {state.lower()}.")
        self.state = state


class NotTheAuthor(Exception):
    """Only who proposes a change may send it or take it back."""


class SecondPersonNeeded(Exception):
    """Nobody publishes or declines a change of their own."""


class AuthorIsThere(Exception):
    """A draft is taken over only when nobody is there to finish it."""


class OwnDraftOpen(Exception):
    """Who takes a draft over has one of the same row; the two are not mixed."""


class CommentMissing(Exception):
    """Who declines says why, so that the author can mend it."""


class RowChangedSince(Exception):
    """The row says something else than when the draft began; `fields` names what."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Keep the names of the fields."""
        super().__init__(f"The row changed since the draft began: {', '.join(fields)}.")
        self.fields = fields


def save_draft(
    *,
    kind: str,
    record: Record,
    title: str,
    author: User,
    now: datetime,
    comment: str = "",
    is_partial: bool = False,
    is_removal: bool = False,
) -> Revision:
    """Begin a draft of a row, or go on with the author's open one.

    A draft that was in review goes back to being one: the reviewer must not publish what
    they have not read. Several people may have drafts of one row; whoever publishes second
    is told.

    Args:
        kind: Name of a kind.
        record: Everything that the row shall say, with its key.
        title: What to call the row in lists.
        author: Who proposes it.
        now: The time.
        comment: For the reviewer; may be blank.
        is_partial: Only fields that differ from the row are meant; for the others an open
            draft of the author keeps what it proposes.
        is_removal: The row shall go; of the record only the key counts.

    Raises:
        NothingProposed: If the row says all that already; nothing is written.
    """
    key = str(record["key"])
    proposed = {} if is_removal else make_stored_record(kind=kind, record=record)
    with transaction.atomic():
        of_row = Revision.objects.open().of_row(kind=kind, key=key)
        revision = of_row.filter(author=author).select_for_update(of=("self",)).first()
        if revision is None:
            present = read_present(kind=kind, key=key)
            revision = Revision(kind=kind, key=key, author=author, created_at=now)
            _set_base(revision, present)
        elif is_partial:
            proposed = _add_to(revision, proposed)
        if revision.pk and revision.proposed == proposed and not comment:
            return revision
        if proposed == (revision.base or {}):
            raise NothingProposed(title)
        revision.title = title[:200]
        revision.proposed = proposed
        revision.state = RevisionState.DRAFT
        revision.changed_at = now
        revision.submitted_at = None
        revision.save()
        _log(revision, RevisionAction.SAVED, author, now, comment)
    return revision


def make_stored_record(*, kind: str, record: Record) -> Record:
    """Return a record as it is kept with a revision: known fields, normalised, with its place."""
    found = get_kind(kind)
    shaped = shape_record(found, record)
    if found.is_numbered:
        shaped[PLACE] = record.get(PLACE)
    return cast(Record, normalise(shaped))


def _set_base(revision: Revision, present: Record | None) -> None:
    revision.base = present
    revision.base_fingerprint = "" if present is None else fingerprint_stored(present)


def _add_to(revision: Revision, proposed: Record) -> Record:
    present = read_present(kind=revision.kind, key=revision.key) or {}
    meant = {name: value for name, value in proposed.items() if present.get(name) != value}
    return {**revision.proposed, **meant}


def submit_revision(*, pk: int, submitted_by: User, now: datetime, comment: str = "") -> Revision:
    """Send a draft to whoever reviews.

    Raises:
        RevisionMoved: If it is no draft any more.
        NotTheAuthor: If somebody else proposed it.
        RowChangedSince: If the draft must be brought up to date first.
    """
    with transaction.atomic():
        revision = _lock(pk, RevisionState.DRAFT)
        _check_author(revision, submitted_by)
        _check_base(revision)
        revision.state = RevisionState.IN_REVIEW
        revision.submitted_at = now
        revision.save()
        _log(revision, RevisionAction.SUBMITTED, submitted_by, now, comment)
    return revision


def rebase_revision(*, pk: int, rebased_by: User, now: datetime) -> Revision:
    """Bring a draft up to date with its row, keeping what it proposes.

    Fields that the draft leaves alone take what the row says now; fields that it changes
    keep the proposal. It becomes a draft again, to be read and sent anew.

    Raises:
        RevisionMoved: If it is decided.
        NotTheAuthor: If somebody else proposed it.
        NothingProposed: If the row says all of it by now.
    """
    with transaction.atomic():
        revision = _lock(pk, RevisionState.DRAFT, RevisionState.IN_REVIEW)
        _check_author(revision, rebased_by)
        base, present = revision.base or {}, read_present(kind=revision.kind, key=revision.key)
        if present is not None:
            revision.proposed = {
                name: present.get(name) if base.get(name) == value and name in base else value
                for name, value in revision.proposed.items()
            }
        if revision.proposed == (present or {}):
            raise NothingProposed(revision.title)
        _set_base(revision, present)
        revision.state = RevisionState.DRAFT
        revision.submitted_at = None
        revision.changed_at = now
        revision.save()
        _log(revision, RevisionAction.REBASED, rebased_by, now, "")
    return revision


def is_left_behind(revision: Revision) -> bool:
    """Whether an open change has nobody to finish it: its author left or may not draft."""
    author = revision.author
    return revision.is_open and (author is None or not author.has_perm(DRAFT_RIGHT))


def take_over_revision(*, pk: int, taken_by: User, now: datetime) -> Revision:
    """Make somebody the author of a draft whose author left; it is sent anew.

    Who takes it over answers for it from now on, and so cannot be its second person.

    Raises:
        RevisionMoved: If it is decided.
        AuthorIsThere: If its author can still finish it.
        OwnDraftOpen: If the person has an open draft of the same row.
    """
    with transaction.atomic():
        revision = _lock(pk, RevisionState.DRAFT, RevisionState.IN_REVIEW)
        if not is_left_behind(revision):
            raise AuthorIsThere
        of_row = Revision.objects.open().of_row(kind=revision.kind, key=revision.key)
        if of_row.filter(author=taken_by).exists():
            raise OwnDraftOpen
        before = revision.author or "somebody who left"
        revision.author = taken_by
        revision.state = RevisionState.DRAFT
        revision.submitted_at = None
        revision.changed_at = now
        revision.save()
        _log(revision, RevisionAction.SAVED, taken_by, now, f"Taken over from {before}.")
    return revision


def withdraw_revision(*, pk: int, withdrawn_by: User, now: datetime, comment: str = "") -> None:
    """Take a change back before it is decided; the row stays as it is.

    Raises:
        RevisionMoved: If it is decided.
        NotTheAuthor: If somebody else proposed it.
    """
    with transaction.atomic():
        revision = _lock(pk, RevisionState.DRAFT, RevisionState.IN_REVIEW)
        _check_author(revision, withdrawn_by)
        _decide(revision, RevisionState.WITHDRAWN, withdrawn_by, now, comment)


def decline_revision(*, pk: int, declined_by: User, now: datetime, comment: str) -> None:
    """Refuse a change in review, saying why; the row stays as it is.

    Raises:
        RevisionMoved: If it is not in review.
        SecondPersonNeeded: If the person proposed it; they withdraw it instead.
        CommentMissing: If no reason is given.
    """
    if not comment.strip():
        raise CommentMissing
    with transaction.atomic():
        revision = _lock(pk, RevisionState.IN_REVIEW)
        if revision.author_id == declined_by.pk:
            raise SecondPersonNeeded
        revision.reviewer = declined_by
        _decide(revision, RevisionState.DECLINED, declined_by, now, comment)


def _lock(pk: int, *states: RevisionState) -> Revision:
    revision = Revision.objects.select_for_update(of=("self",)).get(pk=pk)
    if revision.state not in states:
        raise RevisionMoved(revision.get_state_display())
    return revision


def _check_author(revision: Revision, user: User) -> None:
    if revision.author_id != user.pk:
        raise NotTheAuthor


def _check_base(revision: Revision) -> None:
    conflicts = find_conflicts(revision=revision)
    if conflicts:
        raise RowChangedSince(conflicts)
    if revision.is_new_row and find_row(kind=revision.kind, key=revision.key):
        raise RowChangedSince(("key",))


def _decide(
    revision: Revision, state: RevisionState, user: User, now: datetime, comment: str
) -> None:
    revision.state = state
    revision.decided_at = now
    revision.save()
    _log(revision, RevisionAction(state.value), user, now, comment)


def _log(
    revision: Revision, action: RevisionAction, user: User, now: datetime, comment: str
) -> None:
    RevisionStep.objects.create(
        revision=revision, action=action, taken_by=user, taken_at=now, comment=comment.strip()
    )

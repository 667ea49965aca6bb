"""Who may call a figure verified, and when it stops being so."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from tracks.shared.provenance import EvidenceState, SourcedRow

# Columns that say how well a figure is supported, not what it is.
PAPERS = frozenset({"state", "note", "checked_by", "checked_at"})


@dataclass(frozen=True)
class CheckOutcome:
    """How many rows were verified, and why the others were not."""

    verified: int
    refusals: tuple[str, ...]


def forget_check(*, row: SourcedRow, changed: Collection[str]) -> bool:
    """Take a verified row back to attributed when more than its papers changed.

    Changes the row in memory only. Returns whether it did: somebody has to look again.
    """
    if row.state != EvidenceState.VERIFIED or not set(changed) - PAPERS:
        return False
    row.state = EvidenceState.ATTRIBUTED
    row.checked_by = None
    row.checked_at = None
    return True


def verify_rows(
    *, rows: Iterable[Any], checked_by: User, now: datetime, name: Callable[[Any], str] = str
) -> CheckOutcome:
    """Mark rows that keep a history as compared with their source by a second person.

    Runs two queries a row, inside the caller's transaction. Rows already verified are
    neither counted nor refused. A row without a date is refused. So is one that the same
    person changed last, unless nobody else could check it; the history then says so.

    Args:
        rows: Sourced rows with a `history`, locked by the caller.
        checked_by: Who compared the figures with their sources.
        now: Time of the check.
        name: How to call a row in a refusal.
    """
    is_alone = not _has_second_person(checked_by)
    verified, refusals = 0, []
    for row in rows:
        if row.state == EvidenceState.VERIFIED:
            continue
        is_own = _find_last_editor_id(row) == checked_by.pk
        if not row.as_of:
            refusals.append(f"“{name(row)}” has no as-of date: say what time the figure speaks of.")
        elif is_own and not is_alone:
            refusals.append(
                f"“{name(row)}” was last changed by you: somebody else has to check it."
            )
        else:
            row.state = EvidenceState.VERIFIED
            row.checked_by = checked_by
            row.checked_at = now
            reason = "Verified by the person who changed it: there is no second curator."
            save_with_reason(row=row, user=checked_by, reason=reason if is_own else "Verified.")
            verified += 1
    return CheckOutcome(verified, tuple(refusals))


def save_with_reason(*, row: Any, user: User | None, reason: str) -> None:
    """Save a row that keeps a history, noting who did it and why."""
    row._history_user = user
    row._change_reason = reason
    row.save()


def _has_second_person(user: User) -> bool:
    return User.objects.filter(is_active=True, is_staff=True).exclude(pk=user.pk).exists()


def _find_last_editor_id(row: Any) -> int | None:
    last = row.history.order_by("-history_date", "-history_id").first()
    return last.history_user_id if last else None

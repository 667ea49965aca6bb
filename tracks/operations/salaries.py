"""Write pay bands: record, check, withdraw."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from tracks.models import SalaryBand
from tracks.shared.evidence import CheckOutcome, forget_check, save_with_reason, verify_rows


def record_salary_band(
    *, band: SalaryBand, changed: Collection[str], recorded_by: User | None
) -> bool:
    """Check a new or changed band against every rule and save it, keeping who did it.

    Args:
        band: The row as it should be; not saved yet.
        changed: Names of the columns that differ from what is stored.
        recorded_by: The curator; None when a command records.

    Returns:
        Whether the band lost its *verified* because the figure changed.

    Raises:
        ValidationError: If the band breaks a rule of its table; nothing is written.
    """
    with transaction.atomic():
        is_unchecked = forget_check(row=band, changed=changed)
        band.full_clean()
        reason = "The figure changed: it has to be verified again." if is_unchecked else ""
        save_with_reason(row=band, user=recorded_by, reason=reason)
    return is_unchecked


def verify_salary_bands(
    *, bands: QuerySet[SalaryBand], checked_by: User, now: datetime
) -> CheckOutcome:
    """Mark bands as compared with their source; the rules are those of `verify_rows`."""
    with transaction.atomic():
        rows = bands.select_for_update(of=("self",)).order_by("key")
        return verify_rows(rows=rows, checked_by=checked_by, now=now)


def withdraw_salary_bands(*, bands: QuerySet[SalaryBand], withdrawn_by: User, now: datetime) -> int:
    """Take bands out of pages and projections, keeping the rows; returns how many.

    Bands already withdrawn are skipped and not counted.
    """
    with transaction.atomic():
        rows = list(bands.filter(withdrawn_at=None).select_for_update(of=("self",)).order_by("key"))
        for band in rows:
            band.withdrawn_at = now
            save_with_reason(row=band, user=withdrawn_by, reason="Withdrawn.")
        return len(rows)


def restore_salary_bands(*, bands: QuerySet[SalaryBand], restored_by: User) -> int:
    """Bring withdrawn bands back and return how many; the others are skipped."""
    with transaction.atomic():
        rows = list(
            bands.exclude(withdrawn_at=None).select_for_update(of=("self",)).order_by("key")
        )
        for band in rows:
            band.withdrawn_at = None
            save_with_reason(row=band, user=restored_by, reason="Restored.")
        return len(rows)

"""Write claims: record, check, choose the one that budgets use."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from certifications.models import Claim
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import fingerprint_record, read_record_of
from tracks.shared.evidence import CheckOutcome, forget_check, save_with_reason, verify_rows


def record_claim(*, claim: Claim, changed: Collection[str], recorded_by: User | None) -> bool:
    """Check a new or changed claim against every rule and save it, keeping who did it.

    A new claim gets a key from what it is about, which stays when that is corrected later.

    Args:
        claim: The row as it should be; not saved yet.
        changed: Names of the columns that differ from what is stored.
        recorded_by: The curator; None when a command records.

    Returns:
        Whether the claim lost its *verified* because what it says changed.

    Raises:
        ValidationError: If the claim breaks a rule of its table; nothing is written.
    """
    with transaction.atomic():
        if not claim.key:
            claim.key = _find_free_key(claim)
        is_unchecked = forget_check(row=claim, changed=set(changed) - {"is_preferred", "position"})
        claim.full_clean()
        reason = "The claim changed: it has to be verified again." if is_unchecked else ""
        save_with_reason(row=claim, user=recorded_by, reason=reason)
    return is_unchecked


def _find_free_key(claim: Claim) -> str:
    number = 1
    while Claim.objects.filter(key=claim.suggest_key(number=number)).exists():
        number += 1
    return claim.suggest_key(number=number)


def verify_claims(*, claims: QuerySet[Claim], checked_by: User, now: datetime) -> CheckOutcome:
    """Mark claims as compared with their source; the rules are those of `verify_rows`."""
    with transaction.atomic():
        rows = claims.select_related("certification").select_for_update(of=("self",))
        return verify_rows(
            rows=rows.order_by("certification_id", "pk"),
            checked_by=checked_by,
            now=now,
            name=lambda claim: f"{claim.certification}: {claim.get_field_display()}",
        )


def name_claim(claim: Claim) -> str:
    """Return what to call a claim in a list: of what, about what, who says it and when."""
    about = claim.get_field_display()
    exam = f" of {claim.exam}" if claim.exam else ""
    said = f"{claim.source}, {claim.as_of}" if claim.as_of else str(claim.source)
    return f"{claim.certification}: {about}{exam} ({said})"


def displace_rivals(claim: Claim, published_by: User | None) -> None:
    """Take the preference from rivals of a claim that was published as the preferred one."""
    if claim.is_preferred:
        prefer_claim(claim=claim, preferred_by=published_by)


def prefer_claim(*, claim: Claim, preferred_by: User | None) -> int:
    """Let budgets and projections use this claim instead of its rivals.

    Rivals are claims about the same field, exam and date of earning. Returns how many
    lost the preference; a claim already preferred alone is left untouched.
    """
    with transaction.atomic():
        rivals = list(
            Claim.objects.select_for_update()
            .filter(
                certification=claim.certification_id,
                field=claim.field,
                exam=claim.exam_id,
                earned_from_date=claim.earned_from_date,
                is_preferred=True,
            )
            .exclude(pk=claim.pk)
            .order_by("pk")
        )
        for rival in rivals:
            rival.is_preferred = False
            save_with_reason(row=rival, user=preferred_by, reason=f"Claim {claim.pk} is used.")
        if not claim.is_preferred:
            claim.is_preferred = True
            save_with_reason(row=claim, user=preferred_by, reason="Chosen for budgets.")
        return len(rivals)


def stop_using_claims(*, keys: Iterable[str], reason: str) -> int:
    """Take claims that their files do not hold any more out of budgets; returns how many.

    The claims stay: somebody said so at that time. Without this, a claim that was dated
    anew in the files would be used twice.
    """
    with transaction.atomic():
        rows = list(
            Claim.objects.select_for_update()
            .filter(key__in=list(keys), is_preferred=True)
            .order_by("pk")
        )
        for row in rows:
            row.is_preferred = False
            # If the files bring it back, that counts as their change, not as an edit here.
            record = read_record_of(get_kind("claim"), row)
            row.content_fingerprint = fingerprint_record(record)
            save_with_reason(row=row, user=None, reason=reason)
        return len(rows)

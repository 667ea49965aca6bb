"""What the page of one proposed change shows, and which buttons the person has."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from tracks.choices import RevisionState
from tracks.models import Revision, Source
from tracks.models.revisions import PUBLISHED_STATES
from tracks.operations.publications import Trial, try_revision
from tracks.operations.revisions import is_left_behind
from tracks.queries.revisions import find_conflicts, find_row, list_field_differences
from tracks.shared.aftermath import make_aftermath_context
from tracks.shared.impact import list_impacts
from tracks.shared.provenance import EvidenceState
from tracks.shared.review_screens import NEW_ROW_DRAFT
from tracks.shared.reviewed_kinds import get_reviewed_kind

FINISHED = (RevisionState.DECLINED, RevisionState.WITHDRAWN)


def may_review(user: User) -> bool:
    """Tell whether the person may publish and decline changes of others."""
    return user.has_perm("tracks.review_revision")


def make_page(*, revision: Revision, user: User) -> dict[str, Any]:
    """Gather what the template shows."""
    row = find_row(kind=revision.kind, key=revision.key)
    differences = list_field_differences(revision=revision)
    conflicts = find_conflicts(revision=revision) if revision.is_open else ()
    trial = (
        try_revision(revision=revision, count=lambda one: tuple(list_impacts(row=one)))
        if revision.is_open
        else Trial((), ())
    )
    steps = revision.steps.select_related("taken_by").order_by("taken_at", "pk")
    return {
        "revision": revision,
        "noun": get_reviewed_kind(revision.kind).noun,
        "differences": differences,
        "has_moved": any(one.is_moved for one in differences),
        "untouched_count": len(revision.proposed) - len(differences),
        "conflicts": conflicts,
        "trial": trial,
        "steps": list(steps),
        "papers": _read_papers(revision),
        "row_url": _find_row_url("change", row) if row else "",
        "history_url": _find_row_url("history", row) if row else "",
        "edit_url": _find_edit_url(revision, row),
        **make_aftermath_context(
            row=row, since=revision.decided_at if revision.state in PUBLISHED_STATES else None
        ),
        **_list_buttons(revision, user, is_in_conflict=bool(conflicts)),
    }


def _read_papers(revision: Revision) -> dict[str, Any]:
    said = revision.proposed or revision.base or {}
    if "source" not in said:
        return {}
    return {
        "source": Source.objects.filter(key=said["source"]).first(),
        "as_of": said.get("as_of") or "not stated",
        "state": EvidenceState(str(said["state"])).label if said.get("state") else "",
        "note": said.get("note") or "",
    }


def _find_row_url(page: str, row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=(row.pk,))


def _find_edit_url(revision: Revision, row: Any) -> str:
    if row is not None:
        return _find_row_url("change", row)
    meta = get_reviewed_kind(revision.kind).kind.model._meta
    add = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")
    return f"{add}?{NEW_ROW_DRAFT}={revision.pk}"


def _list_buttons(revision: Revision, user: User, *, is_in_conflict: bool) -> dict[str, bool]:
    is_own = revision.author_id == user.pk
    may_draft = user.has_perm("tracks.change_revision")
    is_author = is_own and may_draft and revision.is_open
    is_in_review = revision.state == RevisionState.IN_REVIEW
    is_reviewer = is_in_review and may_review(user)
    is_second = not is_own or settings.SINGLE_CURATOR
    return {
        "is_own": is_own,
        "can_edit": is_author,
        "can_send": is_author and not is_in_review and not is_in_conflict,
        "can_rebase": is_author and is_in_conflict,
        "can_withdraw": is_author,
        "can_publish": is_reviewer and is_second and not is_in_conflict,
        "can_decline": is_reviewer and not is_own,
        "can_take_over": may_draft and not is_own and is_left_behind(revision),
        "can_draft_again": may_draft and revision.state in FINISHED,
        "is_alone": is_own and settings.SINGLE_CURATOR,
    }

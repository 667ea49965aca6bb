"""Answer the questions of curation screens about drafts (see `tracks.shared.reviewed_kinds`)."""

from datetime import datetime

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from tracks.choices import RevisionState
from tracks.models import Revision
from tracks.operations.publications import overlay_revision
from tracks.operations.revisions import NothingProposed, save_draft, submit_revision
from tracks.shared.reviewed_kinds import Draft, Proposal, Review, register_desk

# Whose account is deleted.
NOBODY = "somebody who left"


def find_revision_url(revision: Revision) -> str:
    """Return the address of a change's page."""
    return reverse("admin:tracks_revision_change", args=(revision.pk,))


class RevisionDesk:
    """Keeps drafts as revisions."""

    def list_drafts(self, *, kind: str, key: str, user: User) -> list[Draft]:
        rows = Revision.objects.open().of_row(kind=kind, key=key).select_related("author")
        drafts = [self._describe(row, user) for row in rows.order_by("pk")]
        return sorted(drafts, key=lambda draft: not draft.is_own)

    def find_new_row_draft(self, *, pk: str, kind: str, user: User) -> Draft | None:
        if not pk.isdecimal():
            return None
        rows = Revision.objects.open().filter(pk=int(pk), kind=kind, author=user, base__isnull=True)
        revision = rows.select_related("author").first()
        return self._describe(revision, user) if revision else None

    def apply_draft(self, *, pk: int) -> Model:
        return overlay_revision(revision=Revision.objects.get(pk=pk))

    def save_draft(
        self, proposal: Proposal, *, author: User, now: datetime, comment: str
    ) -> Draft | None:
        try:
            revision = save_draft(
                kind=proposal.reviewed.kind.name,
                record=proposal.record,
                title=proposal.title,
                author=author,
                now=now,
                comment=comment,
                is_partial=proposal.is_partial,
                is_removal=proposal.is_removal,
            )
        except NothingProposed:
            return None
        return self._describe(revision, author)

    def submit(self, *, pk: int, user: User, now: datetime) -> Draft:
        revision = Revision.objects.get(pk=pk)
        if revision.state == RevisionState.DRAFT:
            revision = submit_revision(pk=pk, submitted_by=user, now=now)
        return self._describe(revision, user)

    def list_reviews(self, *, kind: str, key: str) -> dict[int, Review]:
        rows = Revision.objects.of_row(kind=kind, key=key).filter(history_id__isnull=False)
        return {
            row.history_id: Review(
                url=find_revision_url(row),
                author=str(row.author or NOBODY),
                reviewer=str(row.reviewer or NOBODY),
                is_unreviewed=row.is_unreviewed,
            )
            for row in rows.select_related("author", "reviewer")
            if row.history_id is not None
        }

    def count_waiting(self, *, user: User) -> int:
        if not user.has_perm("tracks.review_revision"):
            return 0
        waiting = Revision.objects.waiting_for(user.pk, is_alone=settings.SINGLE_CURATOR)
        return waiting.count()

    def _describe(self, revision: Revision, user: User) -> Draft:
        return Draft(
            pk=revision.pk,
            key=revision.key,
            title=revision.title,
            state=revision.get_state_display(),
            is_in_review=revision.state == RevisionState.IN_REVIEW,
            author=str(revision.author or NOBODY),
            is_own=revision.author_id == user.pk,
            is_new_row=revision.is_new_row,
            url=find_revision_url(revision),
        )


register_desk(RevisionDesk())

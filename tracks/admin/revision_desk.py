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
from tracks.shared.content_rows import Record
from tracks.shared.reviewed_kinds import Draft, register_desk


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
        self,
        *,
        kind: str,
        record: Record,
        title: str,
        author: User,
        now: datetime,
        comment: str,
        is_partial: bool,
    ) -> Draft | None:
        try:
            revision = save_draft(
                kind=kind,
                record=record,
                title=title,
                author=author,
                now=now,
                comment=comment,
                is_partial=is_partial,
            )
        except NothingProposed:
            return None
        return self._describe(revision, author)

    def submit(self, *, pk: int, user: User, now: datetime) -> Draft:
        revision = Revision.objects.get(pk=pk)
        if revision.state == RevisionState.DRAFT:
            revision = submit_revision(pk=pk, submitted_by=user, now=now)
        return self._describe(revision, user)

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
            author=str(revision.author or "somebody who left"),
            is_own=revision.author_id == user.pk,
            is_new_row=revision.is_new_row,
            url=find_revision_url(revision),
        )


register_desk(RevisionDesk())

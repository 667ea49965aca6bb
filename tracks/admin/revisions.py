"""The review of proposed changes: what differs, what rests on it, publish or decline."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from tracks.admin.revision_desk import find_revision_url
from tracks.admin.revision_pages import make_page, may_review
from tracks.models import Revision
from tracks.operations.publications import PublishRefused, ReadAnother, publish_revision
from tracks.operations.revisions import (
    AuthorIsThere,
    CommentMissing,
    NothingProposed,
    NotTheAuthor,
    OwnDraftOpen,
    RevisionMoved,
    RowChangedSince,
    SecondPersonNeeded,
    decline_revision,
    rebase_revision,
    save_draft,
    submit_revision,
    take_over_revision,
    withdraw_revision,
)
from tracks.queries.revisions import find_row
from tracks.shared.admin import ReadOnlyAdmin, say_recomputed
from tracks.shared.reviewed_kinds import get_reviewed_kind, list_reviewed_kinds

# What can go wrong between opening the page and pressing a button, in words for the person.
TROUBLES: dict[type[Exception], str] = {
    SecondPersonNeeded: (
        "You proposed this, so somebody else has to decide it. You can withdraw it."
    ),
    NotTheAuthor: "Only the person who proposes a change can do that.",
    CommentMissing: "Say why you decline it, so that the author can mend it.",
    ReadAnother: "The author changed it while you were reading. Read it again, then decide.",
    NothingProposed: "The row says all of that already. Withdraw the draft.",
    AuthorIsThere: "Its author can still finish it. Ask them, or begin a draft of your own.",
    OwnDraftOpen: "You have an open draft of the same row. Finish or withdraw that first.",
    RowChangedSince: (
        "The row changed since the draft began, so nothing was written. "
        "The fields are marked below; the author has to bring the draft up to date."
    ),
}


class WhoseFilter(admin.SimpleListFilter):
    title = "whose"
    parameter_name = "whose"

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting for me"), ("mine", "Mine"), ("open", "All that are open")]

    def queryset(self, request: Any, revisions: QuerySet[Any]) -> QuerySet[Any]:
        chosen: Any = revisions
        if self.value() == "waiting":
            chosen = chosen.waiting_for(request.user.pk, is_alone=settings.SINGLE_CURATOR)
        elif self.value() == "mine":
            chosen = chosen.filter(author=request.user)
        elif self.value() == "open":
            chosen = chosen.open()
        return chosen  # type: ignore[no-any-return]  # the manager's own filters are not typed here


class KindFilter(admin.SimpleListFilter):
    title = "what"
    parameter_name = "kind"

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        return [(one.kind.name, one.noun.capitalize()) for one in list_reviewed_kinds()]

    def queryset(self, _request: HttpRequest, revisions: QuerySet[Any]) -> QuerySet[Any]:
        return revisions.filter(kind=self.value()) if self.value() else revisions


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    section = "Review"
    list_display = ("title", "what", "stands", "author", "reviewer", "changed_at", "submitted_at")
    list_display_links = ("title",)
    list_filter = (WhoseFilter, "state", KindFilter, "is_unreviewed")
    list_select_related = ("author", "reviewer")
    search_fields = ("title", "key", "author__email", "author__display_name")
    ordering = ("-changed_at", "-pk")

    @admin.display(description="what", ordering="kind")
    def what(self, revision: Revision) -> str:
        return get_reviewed_kind(revision.kind).noun

    @admin.display(description="state", ordering=F("state").asc())
    def stands(self, revision: Revision) -> SafeString:
        return format_html(
            '<span class="revision-state is-{}">{}</span>',
            revision.state.lower(),
            revision.get_state_display(),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """List what is proposed; what was written at once is in the history of its row."""
        rows: Any = super().get_queryset(request)
        return rows.proposals()  # type: ignore[no-any-return]  # as in WhoseFilter

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons of the page."""
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        own = path("<int:pk>/decide/<slug:move>/", view, name="tracks_revision_decide")
        return [own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list what it is: there is nothing to select."""
        context = {"title": "Proposed changes", **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: Any,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the change with everything that the decision needs."""
        revision = self._get(object_id)
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": revision.title,
            "opts": self.opts,
            **make_page(revision=revision, user=request.user),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/revision.html", context)

    def _get(self, pk: str) -> Revision:
        rows = Revision.objects.proposals().select_related("author", "reviewer")
        revision = rows.filter(pk=int(pk)).first() if pk.isdecimal() else None
        if revision is None:
            raise Http404
        return revision

    def decide_view(self, request: Any, pk: int, move: str) -> HttpResponse:
        """Take a button of the page: send, withdraw, rebase, again, take, publish or decline."""
        revision = self._get(str(pk))
        moves: dict[str, Callable[[Any, Revision, str], str]] = {
            "send": self._send,
            "withdraw": self._withdraw,
            "rebase": self._rebase,
            "again": self._draft_again,
            "take": self._take_over,
            "publish": self._publish,
            "decline": self._decline,
        }
        if move not in moves:
            raise Http404
        self._check_right(request, move)
        comment = request.POST.get("comment", "")
        url = find_revision_url(revision)
        try:
            url = moves[move](request, revision, comment)
        except tuple(TROUBLES) as trouble:
            self.message_user(request, TROUBLES[type(trouble)], messages.ERROR)
        except RevisionMoved as moved:
            self.message_user(request, str(moved), messages.ERROR)
        except PublishRefused as refused:
            for reason in refused.reasons:
                self.message_user(request, f"Nothing was published. {reason}", messages.ERROR)
        return HttpResponseRedirect(url)

    def _check_right(self, request: Any, move: str) -> None:
        is_allowed = (
            may_review(request.user)
            if move in {"publish", "decline"}
            else request.user.has_perm("tracks.change_revision")
        )
        if not is_allowed:
            raise PermissionDenied

    def _send(self, request: Any, revision: Revision, comment: str) -> str:
        submit_revision(
            pk=revision.pk, submitted_by=request.user, now=timezone.now(), comment=comment
        )
        self.message_user(request, f"“{revision}” is sent for review.", messages.SUCCESS)
        return find_revision_url(revision)

    def _withdraw(self, request: Any, revision: Revision, comment: str) -> str:
        withdraw_revision(
            pk=revision.pk, withdrawn_by=request.user, now=timezone.now(), comment=comment
        )
        self.message_user(request, f"“{revision}” is withdrawn. The row stays as it is.")
        return find_revision_url(revision)

    def _rebase(self, request: Any, revision: Revision, _comment: str) -> str:
        rebase_revision(pk=revision.pk, rebased_by=request.user, now=timezone.now())
        note = "The draft starts from what the row says now and keeps your changes. Read it again."
        self.message_user(request, note, messages.SUCCESS)
        return find_revision_url(revision)

    def _take_over(self, request: Any, revision: Revision, _comment: str) -> str:
        take_over_revision(pk=revision.pk, taken_by=request.user, now=timezone.now())
        note = "The draft is yours now. Read it, change what is wrong in it, then send it."
        self.message_user(request, note, messages.SUCCESS)
        return find_revision_url(revision)

    def _draft_again(self, request: Any, revision: Revision, comment: str) -> str:
        again = save_draft(
            kind=revision.kind,
            record={"key": revision.key, **revision.proposed},
            is_removal=revision.is_removal,
            title=revision.title,
            author=request.user,
            now=timezone.now(),
            comment=comment or f"Taken up again from change {revision.pk}.",
        )
        self.message_user(request, "A new draft proposes the same. Change what was wrong in it.")
        return find_revision_url(again)

    def _publish(self, request: Any, revision: Revision, comment: str) -> str:
        publish_revision(
            pk=revision.pk,
            published_by=request.user,
            now=timezone.now(),
            comment=comment,
            is_alone=settings.SINGLE_CURATOR,
            seen_at=parse_datetime(request.POST.get("seen_at", "")),
        )
        self.message_user(request, f"“{revision}” is published.", messages.SUCCESS)
        row = find_row(kind=revision.kind, key=revision.key)
        if row is not None:
            note = say_recomputed(row, what=get_reviewed_kind(revision.kind).noun)
            self.message_user(request, note, messages.INFO)
        return find_revision_url(revision)

    def _decline(self, request: Any, revision: Revision, comment: str) -> str:
        decline_revision(
            pk=revision.pk, declined_by=request.user, now=timezone.now(), comment=comment
        )
        self.message_user(request, f"“{revision}” is declined. The row stays as it is.")
        return find_revision_url(revision)

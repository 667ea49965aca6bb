"""Screens of rows that are changed by draft and review: saving proposes, it does not write.

The form is sent through Django's own machinery against the real tables, with every rule,
inline and widget, in a transaction that is taken back; what the row would say then is read
as a record and kept as a draft. In the same way somebody's own draft is laid over the row
before the form is shown. So there is one form, one set of rules and no second copy of them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from tracks.shared.content_rows import read_record_of
from tracks.shared.history_screens import HistoryAdmin
from tracks.shared.provenance import ContentRow
from tracks.shared.reviewed_kinds import (
    Draft,
    Proposal,
    ReviewedKind,
    find_reviewed_kind_of,
    get_desk,
)
from tracks.shared.trials import rolled_back

NEW_ROW_DRAFT = "revision"


@dataclass
class DraftSheet:
    """What one sent form proposes, in the order of its rows."""

    is_sent: bool = False
    proposals: list[Proposal] = field(default_factory=list)

    def propose(self, row: ContentRow, *, is_partial: bool = False) -> None:
        """Read a row that was written for trial and note what it says."""
        reviewed = find_reviewed_kind_of(type(row))
        if reviewed is None:
            message = f"changes of {type(row).__name__} are not reviewed"
            raise ValueError(message)
        # The form's instance holds what was typed; the tables hold what was meant.
        stored: Any = type(row)._default_manager.get(pk=row.pk)
        record = read_record_of(reviewed.kind, stored)
        if reviewed.kind.is_numbered:
            record["position"] = stored.position
        title = reviewed.title(stored)
        self.proposals.append(Proposal(reviewed, record, title, is_partial=is_partial))

    def propose_rows(
        self, formset: BaseModelFormSet, record: Callable[[Any, Collection[str]], object]
    ) -> None:
        """Write the changed rows of a formset for trial, one by one, and note what they say.

        A row marked for deletion becomes the proposal to remove it.

        Args:
            formset: Valid.
            record: Writes one row, given the names of its changed fields.
        """
        changed = {id(one.instance): one.changed_data for one in formset.forms}
        for row in formset.save(commit=False):
            with rolled_back():
                record(row, changed[id(row)])
                self.propose(row, is_partial=True)
        for row in formset.deleted_objects:
            self.propose_removal(row)

    def propose_removal(self, row: Any) -> None:
        """Note that a row shall go."""
        reviewed = find_reviewed_kind_of(type(row))
        if reviewed is not None:
            title = reviewed.title(row)
            self.proposals.append(Proposal(reviewed, {"key": row.key}, title, is_removal=True))

    def keep(self, screen: Any, request: Any) -> list[Draft]:
        """Keep every proposal as a draft, send them if that was asked for, and say so."""
        comment = str(request.POST.get("_comment", ""))
        now, desk = timezone.now(), get_desk()
        drafts = []
        with transaction.atomic():
            for one in self.proposals:
                draft = desk.save_draft(one, author=request.user, now=now, comment=comment)
                if draft is None:
                    continue
                if "_send" in request.POST:
                    draft = desk.submit(pk=draft.pk, user=request.user, now=now)
                drafts.append(draft)
        for draft in drafts:
            _say_kept(screen, request, draft)
        return drafts


def _say_kept(screen: Any, request: Any, draft: Draft) -> None:
    words = (
        "{} is in review. Pages and projections keep the old figure until it is published."
        if draft.is_in_review
        else "{} is saved as a draft. Read it once more, then send it for review."
    )
    link = format_html('<a href="{}">{}</a>', draft.url, draft.title)
    screen.message_user(request, format_html(words, link), messages.SUCCESS)


class ReviewedAdmin(HistoryAdmin):
    """A screen whose form makes a draft of the row, which a second person publishes."""

    change_form_template = "admin/reviewed_form.html"

    def get_reviewed_kind(self) -> ReviewedKind:
        """Return how changes of this screen's rows are reviewed."""
        reviewed = find_reviewed_kind_of(self.model)
        if reviewed is None:
            message = f"changes of {self.model.__name__} are not reviewed"
            raise ValueError(message)
        return reviewed

    def changeform_view(
        self,
        request: Any,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show and take the form with the person's own draft laid over the row."""
        sheet = request.draft_sheet = DraftSheet()
        own, others = self._find_drafts(request, object_id)
        context = {"own_draft": own, "other_drafts": others, **(extra_context or {})}
        with rolled_back():
            if own:
                object_id = self._lay_over(request, own, object_id)
            response = super().changeform_view(request, object_id, form_url, context)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        if not sheet.is_sent:
            return response
        return self._answer(request, sheet.keep(self, request))

    def _find_drafts(self, request: Any, object_id: str | None) -> tuple[Draft | None, list[Draft]]:
        desk, kind = get_desk(), self.get_reviewed_kind().kind.name
        if object_id is None:
            pk = request.GET.get(NEW_ROW_DRAFT, "")
            return desk.find_new_row_draft(pk=pk, kind=kind, user=request.user), []
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return None, []
        drafts = desk.list_drafts(kind=kind, key=row.key, user=request.user)
        own = next((one for one in drafts if one.is_own), None)
        return own, [one for one in drafts if not one.is_own]

    def _lay_over(self, request: Any, own: Draft, object_id: str | None) -> str | None:
        try:
            return str(get_desk().apply_draft(pk=own.pk).pk)
        except (ObjectDoesNotExist, LookupError):
            note = (
                "Your draft names something that is not there any more; the row is shown as it is."
            )
            self.message_user(request, note, messages.WARNING)
            return object_id

    def _answer(self, request: Any, drafts: list[Draft]) -> HttpResponse:
        if len(drafts) == 1:
            return HttpResponseRedirect(drafts[0].url)
        if drafts:
            return HttpResponseRedirect(f"{reverse('admin:tracks_revision_changelist')}?whose=mine")
        self.message_user(request, "Nothing changed, so there is no draft.", messages.INFO)
        return HttpResponseRedirect(request.get_full_path())

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Leave deleting past review to superusers; others propose a removal."""
        return bool(request.user.is_superuser) and super().has_delete_permission(request, obj)

    def save_related(
        self,
        request: Any,
        form: ModelForm,
        formsets: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Note what the row says now that everything is written for trial."""
        super().save_related(request, form, formsets, change)
        request.draft_sheet.propose(form.instance)
        request.draft_sheet.is_sent = True

    def response_add(self, *_args: Any, **_options: Any) -> HttpResponse:
        """Leave the answer to `changeform_view`: nothing was added."""
        return HttpResponse()

    def response_change(self, *_args: Any, **_options: Any) -> HttpResponse:
        """Leave the answer to `changeform_view`: nothing was changed."""
        return HttpResponse()

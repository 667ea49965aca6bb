"""The past of a row: what changed when, by whom and why, and the way back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.admin import SimpleHistoryAdmin

from tracks.shared.admin import CuratedAdmin
from tracks.shared.content_rows import Record, read_record_of
from tracks.shared.evidence import PAPERS, save_with_reason
from tracks.shared.provenance import EvidenceState
from tracks.shared.record_words import FieldWords, describe_row
from tracks.shared.reviewed_kinds import (
    Proposal,
    ReviewedKind,
    find_reviewed_kind_of,
    get_desk,
)

COMPARE = "compare"
# What the loader notes about a row is not taken back with what the row says.
NOT_RESTORED = ("content_fingerprint", "content_origin")


class HistoryAdmin(CuratedAdmin, SimpleHistoryAdmin):
    """A screen whose every change is kept, shown field by field, and can be taken back."""

    # The package's own list has a style attribute, which the security policy refuses.
    object_history_list_template = "admin/history_list.html"

    def history_view(
        self, request: Any, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Add who reviewed each version, where changes are reviewed."""
        reviewed = find_reviewed_kind_of(self.model)
        row = self._find_latest(object_id)
        reviews = (
            get_desk().list_reviews(kind=reviewed.kind.name, key=row.key)
            if reviewed and row
            else {}
        )
        context = {"reviews": reviews, **(extra_context or {})}
        response: HttpResponse = super().history_view(request, object_id, context)
        return response

    def set_history_delta_changes(self, request: Any, historical_records: Any, **options: Any):  # type: ignore[no-untyped-def]
        """Say each difference in words, with the row's own labels."""
        versions = list(historical_records)
        words = [describe_row(one.instance) for one in versions]
        for newer, (version, before) in zip(
            words, zip(versions, words[1:], strict=False), strict=False
        ):
            version.history_delta_changes = _list_differences(before, newer)

    def history_form_view(
        self,
        request: Any,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a version beside what the row says now, or two versions; restore on POST."""
        now = self._find_latest(object_id)
        if now is None:
            raise Http404
        if not self.has_view_history_or_change_history_permission(request, now):
            raise PermissionDenied
        if version_id == COMPARE:
            older, newer = self._find_pair(request, object_id)
            return self._show(request, now, older, newer, extra_context)
        version = self._find_version(object_id, version_id)
        if request.method != "POST":
            return self._show(request, now, version, None, extra_context)
        if not self.has_change_permission(request, now):
            raise PermissionDenied
        return self._restore(request, now, version)

    def _find_latest(self, object_id: str) -> Any:
        """Return the row, or what it last was if it is gone, or None."""
        pk = unquote(object_id)
        manager: Any = self.model._default_manager
        row = manager.filter(pk=pk).first() if pk.lstrip("-").isdecimal() else None
        if row is not None or not pk.isdecimal():
            return row
        last = self._list_versions(object_id).first()
        return last.instance if last else None

    def _list_versions(self, object_id: str) -> Any:
        history: Any = self.model.history
        rows = history.filter(id=unquote(object_id)).select_related("history_user")
        return rows.order_by("-history_date", "-history_id")

    def _find_version(self, object_id: str, version_id: str) -> Any:
        found = (
            self._list_versions(object_id).filter(history_id=version_id).first()
            if version_id.isdecimal()
            else None
        )
        if found is None:
            raise Http404
        return found

    def _find_pair(self, request: Any, object_id: str) -> tuple[Any, Any]:
        chosen = (request.GET.get(name, "") for name in ("older", "newer"))
        pair = [self._find_version(object_id, one) for one in chosen]
        older, newer = sorted(pair, key=lambda one: (one.history_date, one.history_id))
        return older, newer

    def _show(
        self, request: Any, now: Any, older: Any, newer: Any, extra: dict[str, Any] | None
    ) -> HttpResponse:
        before = describe_row(older.instance)
        after = describe_row(newer.instance if newer else now)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        context = {
            **self.admin_site.each_context(request),
            "title": f"Versions of {now}" if newer else f"A version of {now}",
            "opts": self.opts,
            "object": now,
            "older": older,
            "newer": newer,
            "differences": _list_differences(before, after),
            "fields": before.values(),
            "is_reviewed": find_reviewed_kind_of(self.model) is not None,
            "can_restore": newer is None and self.has_change_permission(request, now),
            "history_url": reverse(f"{name}_history", args=(now.pk,)),
            "list_url": reverse(f"{name}_changelist"),
            **(extra or {}),
        }
        return TemplateResponse(request, "admin/history_version.html", context)

    def _restore(self, request: Any, now: Any, version: Any) -> HttpResponse:
        history_url = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=(now.pk,)
        )
        when = date_format(timezone.localtime(version.history_date), "DATETIME_FORMAT")
        reviewed = find_reviewed_kind_of(self.model)
        try:
            if reviewed:
                return HttpResponseRedirect(
                    self._propose(request, reviewed, version, when) or history_url
                )
            _restore_row(now, version.instance, request.user, when)
        except ValidationError as broken:
            for message in broken.messages:
                self.message_user(request, f"Not restored. {message}", messages.ERROR)
        except ObjectDoesNotExist:
            note = "Not restored: it names something that is not there any more."
            self.message_user(request, note, messages.ERROR)
        else:
            self.message_user(request, f"“{now}” is again what it was on {when}.", messages.SUCCESS)
        return HttpResponseRedirect(history_url)

    def _propose(self, request: Any, reviewed: ReviewedKind, version: Any, when: str) -> str:
        row = reviewed.kind.model._default_manager.filter(key=version.key).first()
        present = read_record_of(reviewed.kind, row) if row else {}
        record = _read_version(reviewed, version.instance, present)
        title = reviewed.title(version.instance)
        draft = get_desk().save_draft(
            Proposal(reviewed, record, title),
            author=request.user,
            now=timezone.now(),
            comment=f"Back to what it was on {when}.",
        )
        if draft is None:
            self.message_user(request, "The row says all of that already.", messages.INFO)
            return ""
        note = "The old values are a draft now. Read it, then send it for review."
        self.message_user(request, note, messages.SUCCESS)
        return draft.url


def _read_version(reviewed: ReviewedKind, instance: Any, present: Record) -> Record:
    """Return the record of a version; what has no history stays as it is now."""
    kind = reviewed.kind
    record: Record = {"key": instance.key, **present}
    record |= {name: getattr(instance, name) for name in kind.columns}
    for name, link in kind.links.items():
        target = getattr(instance, name)
        record[name] = getattr(target, link.by) if target else None
    if kind.is_numbered:
        record["position"] = instance.position
    changed = {name for name in kind.columns if record[name] != present.get(name)} - PAPERS
    is_checked = present.get("state") == EvidenceState.VERIFIED and not changed
    if record.get("state") == EvidenceState.VERIFIED and not is_checked:
        # Nobody has compared these values with the source since.
        record["state"] = EvidenceState.ATTRIBUTED
    return record


def _restore_row(now: Any, instance: Any, user: Any, when: str) -> None:
    for name in NOT_RESTORED:
        setattr(instance, name, getattr(now, name))
    manager: Any = type(now)._default_manager
    instance._state.adding = not manager.filter(pk=now.pk).exists()
    instance.full_clean()
    save_with_reason(row=instance, user=user, reason=f"Restored the version of {when}."[:100])


def _list_differences(
    before: dict[str, FieldWords], after: dict[str, FieldWords]
) -> list[dict[str, str]]:
    return [
        {"label": words.label, "before": before[name].text, "after": words.text}
        for name, words in after.items()
        if name in before and before[name].text != words.text
    ]

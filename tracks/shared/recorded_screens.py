"""Screens whose direct saves are recorded, with the history of each row and the way back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import NestedObjects, quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import router, transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from tracks.shared.aftermath import make_aftermath_context
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import Record
from tracks.shared.kept_records import RowName, find_root, find_root_kind
from tracks.shared.recorded_rows import NotRestored, get_row_book, is_recorded

COMPARE = "compare"
# Versions on one page: each describes what it changed.
PAGE_SIZE = 25


class RecordedScreen(ModelAdmin):
    """A screen that records what its form and its removals change, where rows have a history."""

    def save_model(
        self,
        request: Any,
        obj: Any,
        form: ModelForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Note what the row says before the form is written."""
        if is_recorded(self.model):
            request.rows_before = get_row_book().begin([obj])
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: Any,
        form: ModelForm,
        formsets: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Record what differs once the row and its parts are written."""
        super().save_related(request, form, formsets, change)
        # A screen that decides instead of saving leaves recording to what it calls.
        before = getattr(request, "rows_before", None)
        if before:
            get_row_book().finish(before, author=request.user, now=timezone.now())

    def delete_model(self, request: Any, obj: Any) -> None:
        """Record what goes, with everything that goes with it."""
        self._delete(request, [obj], lambda: super(RecordedScreen, self).delete_model(request, obj))

    def delete_queryset(self, request: Any, queryset: QuerySet[Any]) -> None:
        """Record what goes, with everything that goes with it."""
        self._delete(
            request,
            list(queryset),
            lambda: super(RecordedScreen, self).delete_queryset(request, queryset),
        )

    def _delete(self, request: Any, rows: list[Any], delete: Any) -> None:
        if not is_recorded(self.model):
            delete()
            return
        names = [name for row in rows if (name := find_root(row)) and _is_root(row)]
        titles = {name: str(row) for name, row in zip(names, rows, strict=False)}
        with transaction.atomic():
            before = get_row_book().begin(_list_going(rows))
            delete()
            get_row_book().finish(before, author=request.user, now=timezone.now())
        for name in names:
            link = format_html(
                'Its <a href="{}">history</a> keeps what “{}” said, and can bring it back.',
                self._find_url("history", name.key),
                titles[name],
            )
            self.message_user(request, link, messages.INFO)

    def get_urls(self) -> list[Any]:
        """Add the page of a version and of two versions."""
        view = self.admin_site.admin_view(self.version_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        own = path("<path:object_id>/history/<slug:version>/", view, name=name)
        return [own, *super().get_urls()] if is_recorded(self.model) else super().get_urls()

    def history_view(
        self, request: Any, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the versions of the row; the history of a part is that of its whole."""
        if not is_recorded(self.model):
            return super().history_view(request, object_id, extra_context)
        row, name = self._find(request, object_id)
        if row is not None and not _is_root(row):
            return HttpResponseRedirect(_find_history(row))
        versions = get_row_book().list_versions(name)
        if row is None and len(versions) == 1:
            raise Http404
        page = Paginator(versions, PAGE_SIZE).get_page(request.GET.get("p"))
        context = {
            **self._make_context(request, row, name),
            "title": f"History of {_call(row, versions)}",
            "object_id": object_id,
            "page": page,
            "versions": [(one, *self._describe(name, one)) for one in page],
            **make_aftermath_context(row=row, since=versions[0].at),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/row_history.html", context)

    def _describe(self, name: RowName, version: Any) -> tuple[Any, str]:
        differences = ()
        if not version.is_new and not version.is_removal:
            differences = get_row_book().describe(name, version.before, version.record)
        return differences, _find_run_url(version.run)

    def version_view(self, request: Any, object_id: str, version: str) -> HttpResponse:
        """Show a version beside what the row says now, or two versions; restore on POST."""
        row, name = self._find(request, object_id)
        if row is not None and not _is_root(row):
            return HttpResponseRedirect(_find_history(row))
        versions = get_row_book().list_versions(name)
        if version == COMPARE:
            pair = [_pick(versions, request.GET.get(one, "")) for one in ("older", "newer")]
            older, newer = sorted(pair, key=versions.index, reverse=True)
            return self._show_versions(request, row, name, versions, older, newer)
        chosen = _pick(versions, version)
        if request.method != "POST":
            return self._show_versions(request, row, name, versions, chosen, None)
        if not self._can_restore(request, row):
            raise PermissionDenied
        return self._restore_version(request, object_id, name, chosen)

    def _show_versions(
        self, request: Any, row: Any, name: RowName, versions: list[Any], older: Any, newer: Any
    ) -> HttpResponse:
        book = get_row_book()
        now = versions[0].record
        after = newer.record if newer else now
        called = _call(row, versions)
        context = {
            **self._make_context(request, row, name),
            "title": f"Versions of {called}" if newer else f"A version of {called}",
            "called": called,
            "older": older,
            "newer": newer,
            "differences": book.describe(name, older.record, after),
            "fields": book.list_fields(name, older.record),
            "is_gone": now is None,
            "mark": book.mark(name),
            "can_restore": not newer
            and older.record is not None
            and self._can_restore(request, row),
        }
        return TemplateResponse(request, "admin/row_version.html", context)

    def _restore_version(
        self, request: Any, object_id: str, name: RowName, chosen: Any
    ) -> HttpResponse:
        if chosen.record is None:
            raise Http404
        if chosen.at is None:
            comment = "Back to what it was before a change that nobody recorded."
        else:
            when = date_format(timezone.localtime(chosen.at), "DATETIME_FORMAT")
            # The format may end with "a.m.", which brings its own full stop.
            comment = f"Back to what it was on {when.removesuffix('.')}."
        try:
            get_row_book().restore(
                name,
                record=chosen.record,
                seen=request.POST.get("seen", ""),
                user=request.user,
                now=timezone.now(),
                comment=comment,
            )
        except NotRestored as refused:
            for reason in refused.reasons:
                self.message_user(request, f"Not restored. {reason}", messages.ERROR)
            return HttpResponseRedirect(self._find_url("version", object_id, chosen.token))
        row = get_kind(name.kind).model._default_manager.get(key=name.key)
        self.log_change(request, row, comment)
        self.message_user(request, f"“{row}” is restored. {comment}", messages.SUCCESS)
        return HttpResponseRedirect(self._find_url("history", str(row.pk)))

    def _can_restore(self, request: HttpRequest, row: Any) -> bool:
        if row is None:
            return self.has_add_permission(request) and self.has_change_permission(request)
        return self.has_change_permission(request, row)

    def _find(self, request: Any, object_id: str) -> tuple[Any, RowName]:
        """Return the row, None when it is gone, and its name; a gone row goes by its key."""
        given = unquote(object_id)
        manager: Any = self.model._default_manager
        row = manager.filter(pk=given).first() if given.isdecimal() else None
        is_keyed = _is_root_model(self.model)
        if row is None and is_keyed:
            row = manager.filter(key=given).first()
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        kind = find_root_kind(self.model)
        name = find_root(row) if row is not None else None
        if name is None and is_keyed and kind:
            name = RowName(kind.name, given)
        if name is None:
            raise Http404
        return row, name

    def _make_context(self, request: Any, row: Any, name: RowName) -> dict[str, Any]:
        object_id = str(row.pk) if row is not None else name.key
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": row,
            "row_url": self._find_url("change", str(row.pk)) if row is not None else "",
            "history_url": self._find_url("history", object_id),
            "compare_url": self._find_url("version", object_id, COMPARE),
            "list_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }

    def _find_url(self, page: str, object_id: str, *more: str) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=(quote(object_id), *more))


def _is_root_model(model: type[Model]) -> bool:
    kind = find_root_kind(model)
    return kind is not None and kind.model is model


def _is_root(row: Model) -> bool:
    return _is_root_model(type(row))


def _list_going(rows: Iterable[Any]) -> list[Any]:
    """Return the rows that are deleted with these, as far as a history keeps them."""
    rows = list(rows)
    collector = NestedObjects(using=router.db_for_write(type(rows[0]))) if rows else None
    if collector is None:
        return []
    collector.collect(rows)
    return [one for model, found in collector.data.items() if is_recorded(model) for one in found]


def _find_history(part: Any) -> str:
    """Return the address of the history of the whole to which a part belongs."""
    name = find_root(part)
    if name is None:
        raise Http404
    model = get_kind(name.kind).model
    row = model._default_manager.get(key=name.key)
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=(row.pk,)
    )


def _find_run_url(run: int | None) -> str:
    try:
        return reverse("admin:tracks_importrun_change", args=(run,)) if run else ""
    except NoReverseMatch:
        return ""


def _pick(versions: list[Any], token: str) -> Any:
    found = next((one for one in versions if one.token == token), None)
    if found is None:
        raise Http404
    return found


def _call(row: Any, versions: list[Any]) -> str:
    if row is not None:
        return str(row)
    said: Record = next((one.record for one in versions if one.record), {})
    names = ("title", "name", "text", "key")
    return str(next((said[name] for name in names if said.get(name)), "a row that is gone"))

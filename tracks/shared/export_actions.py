"""Actions of lists that hand chosen rows out as files."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from tracks.shared.content_kinds import find_kind_of
from tracks.shared.exports import FORMS, MAX_ROWS, export_rows


class ExportActions(ModelAdmin):
    """A list whose rows can be taken along, where they are of a kind that has records."""

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer rows that have keys as files; whoever sees a list may take it along."""
        actions: Any = super().get_actions(request)
        is_popup = IS_POPUP_VAR in request.GET
        if is_popup or find_kind_of(self.model) is None or not self.has_view_permission(request):
            return actions
        return actions | {
            f"export_{form}": (_make_export(form), f"export_{form}", f"Export as {form.upper()}")
            for form in FORMS
        }


def _make_export(form: str) -> Callable[..., HttpResponse | None]:
    """Make the action that hands chosen rows out as a file."""

    def export(screen: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        kind = find_kind_of(rows.model)
        pks = list(rows.order_by("pk").values_list("pk", flat=True)[: MAX_ROWS + 1])
        if kind is None or len(pks) > MAX_ROWS:
            words = f"At most {MAX_ROWS:,} rows are exported at once. Narrow the list by a filter."
            screen.message_user(request, words, messages.ERROR)
            return None
        file = export_rows(kind=kind, pks=pks, form=form)
        return HttpResponse(
            file.content,
            content_type=file.content_type,
            headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    return export

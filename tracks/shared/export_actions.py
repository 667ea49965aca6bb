"""Actions of lists that hand chosen rows out as files."""

from array import array
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse

from tracks.shared.content_kinds import find_kind_of
from tracks.shared.exports import FORMS, TooManyRows, export_rows


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


def _make_export(form: str) -> Callable[..., HttpResponseBase | None]:
    """Make the action that hands chosen rows out as a file."""

    def export(screen: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase | None:
        kind = find_kind_of(rows.model)
        if kind is None:
            return None
        # Eight bytes for each row, and nothing that changes while the file is written.
        pks = array("q", rows.order_by("key").values_list("pk", flat=True).iterator())
        try:
            file = export_rows(kind=kind, pks=pks, form=form)
        except TooManyRows as refused:
            screen.message_user(request, str(refused), messages.ERROR)
            return None
        return StreamingHttpResponse(
            file.parts,
            content_type=file.content_type,
            headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    return export

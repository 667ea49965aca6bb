"""Web addresses of the catalogue: which are dead, and where each is mended."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracks.jobs import request_link_check
from tracks.models import LinkCheck
from tracks.operations.link_checks import ask_again
from tracks.shared.admin import ReadOnlyAdmin
from tracks.shared.links import LinkUse, list_link_uses


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    section = "Sources"
    list_display = (
        "link",
        "state",
        "answer",
        "mended_at",
        "last_alive_at",
        "last_checked_at",
    )
    list_filter = ("state", "status")
    search_fields = ("address", "redirect_target")
    ordering = ("-failures_in_row", "state", "address")
    actions = ("check_again",)
    fields = (
        "link",
        "state",
        ("status", "reason"),
        "redirect_target",
        ("last_checked_at", "last_alive_at"),
        ("failures_in_row", "failing_since"),
        "asked_at",
        "mended_at",
    )
    readonly_fields = ("link", "mended_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # One reading of all uses serves every row of the list.
        self._uses: dict[str, list[LinkUse]] = list_link_uses()
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows

    @admin.display(description="address", ordering="address")
    def link(self, check: LinkCheck) -> SafeString:
        return format_html(
            '<a href="{}" rel="noopener noreferrer external">{}</a>', check.address, check.address
        )

    @admin.display(description="answer", ordering="status")
    def answer(self, check: LinkCheck) -> str:
        moved = f"→ {check.redirect_target}" if check.redirect_target else ""
        return " ".join(filter(None, (str(check.status or ""), check.reason, moved))) or "–"

    @admin.display(description="mend it at")
    def mended_at(self, check: LinkCheck) -> SafeString:
        uses = dict.fromkeys(self._uses.get(check.address, ()))
        return format_html_join(
            "", '<a href="{}">{}</a><br>', ((_link(use), use.words) for use in uses)
        )

    def has_check_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tracks.change_linkcheck")

    @admin.action(description="Check again now", permissions=["check"])
    def check_again(self, request: HttpRequest, checks: QuerySet[LinkCheck]) -> None:
        if not settings.LINK_CHECK:
            words = "The link check is switched off here (LINK_CHECK). Nothing was asked."
            self.message_user(request, words, messages.WARNING)
            return
        count = ask_again(
            checks=LinkCheck.objects.filter(pk__in=checks.values("pk")), now=timezone.now()
        )
        request_link_check()
        words = f"{count} put at the head of the line. Look again in a minute."
        self.message_user(request, words, messages.SUCCESS)


def _link(use: LinkUse) -> str:
    meta = use.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(use.pk,))

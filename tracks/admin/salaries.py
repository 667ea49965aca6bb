"""Pay bands with their papers, and what a change of one touches."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from tracks.admin.salary_forms import SalaryBandForm
from tracks.choices import Statistic
from tracks.models import LadderRung, SalaryBand
from tracks.operations.salaries import (
    record_salary_band,
    restore_salary_bands,
    verify_salary_bands,
    withdraw_salary_bands,
)
from tracks.queries.applicable_bands import list_projected_bands
from tracks.shared.admin import (
    PAPERS_FIELDSET,
    ReviewDateFilter,
    describe_impacts,
    describe_review_date,
)
from tracks.shared.impact import Impact, register_impact
from tracks.shared.review_screens import ReviewedAdmin

BAND_FIELDSETS: Any = (
    (
        "Which pay",
        {"fields": ("key", ("track", "rung"), "role", ("country", "currency", "year"))},
    ),
    (
        "The figure",
        {
            "fields": (
                ("statistic", "derivation", "sample_size"),
                ("low", "high", "high_is_open"),
                ("p10", "p25", "p50", "p75", "p90"),
            ),
            "description": "A published range has a low and a high end; percentiles have all five.",
        },
    ),
    (
        PAPERS_FIELDSET[0],
        {
            **PAPERS_FIELDSET[1],
            "fields": (
                "source",
                ("as_of", "state"),
                "note",
                "dispute",
                ("checked_by", "checked_at"),
            ),
        },
    ),
)


def count_roles(band: Model) -> Impact:
    """Count the roles whose pay the band describes: its own or those on its rung."""
    count = 0
    if isinstance(band, SalaryBand) and band.role_id:
        count = 1
    elif isinstance(band, SalaryBand) and band.rung:
        rungs = LadderRung.objects.filter(track=band.track_id, rung=band.rung)
        count = rungs.filter(placements__isnull=False).count()
    return Impact(count, "role whose page shows it", "roles whose pages show it")


register_impact(model=SalaryBand, name="roles", counter=count_roles)


class WithdrawnFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        return [
            ("shown", "In use"),
            ("projected", "In use by projections"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "projected":
            return queryset.filter(pk__in=list_projected_bands())
        return queryset.filter(withdrawn_at__isnull=chosen == "shown") if chosen else queryset


@admin.register(SalaryBand)
class SalaryBandAdmin(ReviewedAdmin):
    section = "Pay"
    form = SalaryBandForm
    fieldsets = (
        *BAND_FIELDSETS,
        ("What changes", {"fields": ("what_changes", ("review_by", "withdrawn_at"))}),
    )
    readonly_fields = ("checked_by", "checked_at", "review_by", "withdrawn_at", "what_changes")
    autocomplete_fields = ("source", "role")
    list_display = ("key", "track", "pays_for", "pay", "place", "state", "source")
    list_filter = (
        "state",
        ReviewDateFilter,
        "track",
        "rung",
        "statistic",
        "derivation",
        "country",
        "year",
        WithdrawnFilter,
        "source__kind",
    )
    list_select_related = ("track", "role", "source")
    search_fields = ("key", "role__title", "source__title", "dispute", "note")
    ordering = ("track__position", "rung", "key")
    actions = ("verify", "withdraw", "restore")

    @admin.display(description="for", ordering="rung")
    def pays_for(self, band: SalaryBand) -> str:
        return str(band.role or band.get_rung_display() or "the whole track")

    @admin.display(description="where and when", ordering="year")
    def place(self, band: SalaryBand) -> str:
        return f"{band.country} {band.year}"

    @admin.display(description="gross a year")
    def pay(self, band: SalaryBand) -> str:
        return describe_pay(band)

    @admin.display(description="if a change is published")
    def what_changes(self, band: SalaryBand) -> SafeString:
        return describe_impacts(band)

    @admin.display(description="look again by")
    def review_by(self, band: SalaryBand) -> str:
        return describe_review_date(band)

    def save_model(
        self,
        request: Any,
        obj: SalaryBand,
        form: ModelForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        is_unchecked = record_salary_band(
            band=obj, changed=form.changed_data, recorded_by=request.user
        )
        if is_unchecked:
            self.message_user(
                request,
                "The figure changes, so it will not be verified any more: somebody has to check it.",
                messages.WARNING,
            )

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tracks.verify_salaryband")

    @admin.action(description="Mark as verified: compared with the source", permissions=["verify"])
    def verify(self, request: Any, bands: QuerySet[SalaryBand]) -> None:
        outcome = verify_salary_bands(bands=bands, checked_by=request.user, now=timezone.now())
        self.message_user(request, f"{outcome.verified} verified.")
        for refusal in outcome.refusals:
            self.message_user(request, refusal, messages.ERROR)

    @admin.action(description="Withdraw from pages and projections", permissions=["change"])
    def withdraw(self, request: Any, bands: QuerySet[SalaryBand]) -> None:
        count = withdraw_salary_bands(bands=bands, withdrawn_by=request.user, now=timezone.now())
        self.message_user(request, f"{count} withdrawn. Their rows and history are kept.")

    @admin.action(description="Bring back", permissions=["change"])
    def restore(self, request: Any, bands: QuerySet[SalaryBand]) -> None:
        count = restore_salary_bands(bands=bands, restored_by=request.user)
        self.message_user(request, f"{count} brought back.")


def describe_pay(band: SalaryBand) -> str:
    """Write the figure in one line, with its unit."""
    if band.statistic == Statistic.RANGE and band.low is not None and band.high is not None:
        text = f"{band.low:,.0f}–{band.high:,.0f}{'+' if band.high_is_open else ''}"
    elif band.p50 is not None:
        text = f"median {band.p50:,.0f}"
    else:
        return f"too few ({band.sample_size})"
    return f"{text} {band.currency}"

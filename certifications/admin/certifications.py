"""Certifications with their exams, claims, requirements and what they cover."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString

from certifications.admin.claim_forms import ClaimForm, ClaimFormSet
from certifications.admin.claims import CLAIM_FIELDSETS, save_claim
from certifications.choices import CertificationStatus, ClaimField
from certifications.models import (
    Certification,
    CertificationRequirement,
    CertificationTrack,
    Claim,
    Coverage,
    Exam,
)
from tracks.shared.admin import describe_impacts
from tracks.shared.review_screens import ReviewedAdmin

_fee = Claim.objects.filter(certification=OuterRef("pk"), field=ClaimField.FEE)
_has_fee = Q(Exists(_fee))
_has_chosen_fee = Q(Exists(_fee.filter(is_preferred=True)))
_active = Q(status=CertificationStatus.ACTIVE)

# What the board and this filter count alike.
GAPS: dict[str, tuple[str, Q]] = {
    "successor": (
        "Retired without successor",
        Q(
            status__in=(CertificationStatus.RETIRED, CertificationStatus.RENAMED),
            successor__isnull=True,
        ),
    ),
    "fee": ("Fee unknown", _active & ~_has_fee),
    "preferred": (
        "No fee chosen for budgets",
        _active & _has_fee & ~_has_chosen_fee,
    ),
    "coverage": ("Covers no milestone", _active & Q(coverage__isnull=True)),
}


class GapFilter(admin.SimpleListFilter):
    title = "what is missing"
    parameter_name = "gap"

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        return [(name, words) for name, (words, _) in GAPS.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        gap = GAPS.get(self.value() or "")
        return queryset.filter(gap[1]) if gap else queryset


class ExamInline(admin.TabularInline):
    model = Exam
    classes = ("plain",)
    ordering = ("position", "pk")
    extra = 0


class TrackInline(admin.TabularInline):
    model = CertificationTrack
    classes = ("plain",)
    ordering = ("track__position", "pk")
    extra = 0


class RequirementInline(admin.TabularInline):
    model = CertificationRequirement
    fk_name = "certification"
    classes = ("plain",)
    autocomplete_fields = ("required",)
    ordering = ("kind", "pk")
    extra = 0
    verbose_name_plural = "must be held first"


class CoverageInline(admin.TabularInline):
    model = Coverage
    classes = ("plain",)
    autocomplete_fields = ("milestone",)
    ordering = ("milestone__title", "pk")
    extra = 0
    verbose_name_plural = "milestones that passing it shows"


class ClaimInline(admin.StackedInline):
    model = Claim
    form = ClaimForm
    formset = ClaimFormSet
    fieldsets = CLAIM_FIELDSETS
    readonly_fields = ("checked_by", "checked_at")
    autocomplete_fields = ("source",)
    ordering = ("field", "position", "pk")
    show_change_link = True
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "exam":
            # Only exams of this certification; none while it is being made.
            match = request.resolver_match
            pk = match.kwargs.get("object_id") if match else None
            kwargs["queryset"] = Exam.objects.filter(certification=pk).order_by("position", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Certification)
class CertificationAdmin(ReviewedAdmin):
    section = "Certifications"
    key_from = "short_name"
    fieldsets = (
        (None, {"fields": ("name", ("short_name", "key"), "issuer", "kind", "url", "summary")}),
        (
            "Can it be earned",
            {"fields": (("status", "status_date"), "status_note", "successor")},
        ),
        ("What changes", {"fields": ("what_changes",)}),
    )
    list_display = ("short_name", "name", "issuer", "kind", "status", "successor")
    list_filter = (GapFilter, "status", "kind", "track_links__track", "issuer")
    list_select_related = ("issuer", "successor")
    search_fields = ("name", "short_name", "key", "issuer__name", "exams__code")
    autocomplete_fields = ("issuer", "successor")
    ordering = ("short_name", "pk")
    readonly_fields = ("what_changes",)
    inlines = (ExamInline, TrackInline, RequirementInline, CoverageInline, ClaimInline)

    @admin.display(description="if a change is published")
    def what_changes(self, certification: Certification) -> SafeString:
        return describe_impacts(certification)

    def get_inlines(self, _request: HttpRequest, obj: Any = None) -> Any:
        # A claim names a certification that is there: it waits until that one is published.
        is_there = obj is not None and obj.pk > 0
        return [one for one in self.inlines if is_there or one is not ClaimInline]

    def save_formset(
        self,
        request: Any,
        form: ModelForm,
        formset: BaseModelFormSet,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        if formset.model is not Claim:
            super().save_formset(request, form, formset, change)
            return
        request.draft_sheet.propose_rows(
            formset, lambda claim, changed: save_claim(self, request, claim, changed)
        )

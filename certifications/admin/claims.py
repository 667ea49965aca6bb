"""Claims: what sources say of certifications, and which one budgets use."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from certifications.admin.claim_forms import ClaimForm
from certifications.choices import ClaimField
from certifications.models import Claim
from certifications.operations.claims import prefer_claim, record_claim, verify_claims
from tracks.shared.admin import (
    PAPERS_FIELDSET,
    ReviewDateFilter,
    describe_impacts,
    describe_review_date,
)
from tracks.shared.review_screens import DraftSheet, ReviewedAdmin
from tracks.shared.trials import rolled_back

CLAIM_FIELDSETS: Any = (
    (
        "What is claimed",
        {
            "fields": (
                ("field", "exam", "scope"),
                ("is_preferred", "position"),
                ("amount_low", "amount_high", "currency", "unit"),
                ("exam_count", "is_retake_included"),
                ("months", "does_not_expire", "earned_from_date"),
                ("hours_low", "hours_high"),
                "text",
                "url",
            ),
            "description": (
                "A fee uses amounts, currency and what it buys; validity uses months or “does not "
                "expire”; preparation uses hours; the others text. Unknown means: no claim."
            ),
        },
    ),
    PAPERS_FIELDSET,
)


def describe_claim(claim: Claim) -> str:
    """Write what the claim says in one line, with its unit."""
    if claim.amount_low is not None:
        amounts = f"{claim.amount_low:,.2f}"
        if claim.amount_high not in (None, claim.amount_low):
            amounts += f"–{claim.amount_high:,.2f}"
        return f"{amounts} {claim.currency} {claim.get_unit_display()}".strip()
    if claim.field == ClaimField.PREP_HOURS and claim.hours_low is not None:
        return f"{claim.hours_low}–{claim.hours_high or claim.hours_low} hours"
    if claim.does_not_expire:
        return "does not expire"
    return f"{claim.months} months" if claim.months is not None else claim.text[:80]


def save_claim(
    screen: admin.ModelAdmin, request: Any, claim: Claim, changed: Collection[str]
) -> None:
    """Record a claim for trial and say what follows from it."""
    if record_claim(claim=claim, changed=changed, recorded_by=request.user):
        note = "The claim changes, so it will not be verified any more: somebody has to check it."
        screen.message_user(request, note, messages.WARNING)


@admin.register(Claim)
class ClaimAdmin(ReviewedAdmin):
    section = "Certifications"
    form = ClaimForm
    fieldsets = (
        (None, {"fields": ("certification",)}),
        *CLAIM_FIELDSETS,
        ("What changes", {"fields": ("what_changes", "review_by")}),
    )
    readonly_fields = ("checked_by", "checked_at", "review_by", "what_changes")
    autocomplete_fields = ("certification", "source")
    list_display = ("certification", "field", "says", "state", "is_preferred", "as_of", "source")
    list_filter = (
        "state",
        ReviewDateFilter,
        "field",
        "is_preferred",
        "unit",
        "currency",
        "source__kind",
    )
    list_select_related = ("certification", "source")
    search_fields = ("certification__name", "certification__short_name", "source__title", "text")
    ordering = ("certification__short_name", "field", "position", "pk")
    actions = ("verify", "prefer")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        # A claim is added where its rivals can be seen: on its certification.
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "certification")

    @admin.display(description="says")
    def says(self, claim: Claim) -> str:
        return describe_claim(claim)

    @admin.display(description="if a change is published")
    def what_changes(self, claim: Claim) -> SafeString:
        return describe_impacts(claim)

    @admin.display(description="look again by")
    def review_by(self, claim: Claim) -> str:
        return describe_review_date(claim)

    def save_model(
        self,
        request: Any,
        obj: Claim,
        form: ModelForm,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        save_claim(self, request, obj, form.changed_data)

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("certifications.verify_claim")

    @admin.action(description="Mark as verified: compared with the source", permissions=["verify"])
    def verify(self, request: Any, claims: QuerySet[Claim]) -> None:
        outcome = verify_claims(claims=claims, checked_by=request.user, now=timezone.now())
        self.message_user(request, f"{outcome.verified} verified.")
        for refusal in outcome.refusals:
            self.message_user(request, refusal, messages.ERROR)

    @admin.action(description="Propose for budgets and projections", permissions=["change"])
    def prefer(self, request: Any, claims: QuerySet[Claim]) -> None:
        sheet = DraftSheet()
        for claim in claims:
            with rolled_back():
                prefer_claim(claim=claim, preferred_by=request.user)
                sheet.propose(claim, is_partial=True)
        if not sheet.keep(self, request):
            self.message_user(request, "Budgets use it already.")

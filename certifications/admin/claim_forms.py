"""The form of a claim: each field asks for what it needs and for nothing else."""

from typing import Any

from babel.numbers import list_currencies
from django import forms
from django.forms import BaseInlineFormSet

from certifications.choices import ClaimField
from certifications.models import Claim
from tracks.shared.provenance import EvidenceState

UNKNOWN_FEE = "A fee needs this. If the fee is unknown, remove the claim: unknown is no claim."
NEEDS_TEXT = {ClaimField.PREREQUISITE, ClaimField.STATUS}


class ClaimForm(forms.ModelForm):
    # An address typed without a scheme is taken for https.
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="The page that says so, if it is another than the source’s own.",
    )

    class Meta:
        model = Claim
        fields = (
            "certification",
            "field",
            "exam",
            "scope",
            "is_preferred",
            "position",
            "amount_low",
            "amount_high",
            "currency",
            "unit",
            "exam_count",
            "is_retake_included",
            "months",
            "does_not_expire",
            "earned_from_date",
            "hours_low",
            "hours_high",
            "text",
            "url",
            "source",
            "as_of",
            "state",
            "note",
        )
        help_texts = {
            "exam": "Leave empty when the claim is about the whole certification.",
            "scope": "For whom, if not for everybody: “members”, “application”.",
            "amount_high": "Leave empty when the source names one amount.",
            "exam_count": "How many exams the amount pays for; empty when not said.",
            "months": "Validity, or the interval of renewal.",
            "is_preferred": "Budgets and projections use this one.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields.get("state")
        if isinstance(state, forms.TypedChoiceField) and (
            self.instance.state != EvidenceState.VERIFIED
        ):
            state.choices = [
                choice for choice in EvidenceState.choices if choice[0] != EvidenceState.VERIFIED
            ]
        exam = self.fields.get("exam")
        if isinstance(exam, forms.ModelChoiceField) and exam.queryset is not None:
            exam.queryset = exam.queryset.filter(certification=self.instance.certification_id)

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code and code not in list_currencies():
            message = f"“{code}” is not a currency code. Use three letters such as USD or EUR."
            raise forms.ValidationError(message, code="unknown_currency")
        return code

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("amount_low"), data.get("amount_high")
        if low is not None and high is None and "amount_high" not in self.errors:
            # One amount is a range of no width: the table wants both ends.
            data["amount_high"] = low
        if low is not None and high is not None and low > high:
            self.add_error("amount_low", f"The lower amount ({low:,.2f}) is above {high:,.2f}.")
        self._check_field(data)
        return data

    def _check_field(self, data: dict[str, Any]) -> None:
        field = data.get("field")
        if field == ClaimField.FEE:
            for name in ("amount_low", "currency", "unit"):
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, UNKNOWN_FEE)
        elif field == ClaimField.VALIDITY:
            self._check_validity(data)
        elif field == ClaimField.PREP_HOURS:
            self._check_hours(data)
        elif field in NEEDS_TEXT and not data.get("text"):
            self.add_error("text", "Say in words what the source says.")

    def _check_validity(self, data: dict[str, Any]) -> None:
        if data.get("months") is None and not data.get("does_not_expire"):
            self.add_error("months", "Give the months, or tick that it does not expire.")
        elif data.get("months") is not None and data.get("does_not_expire"):
            self.add_error("does_not_expire", "It cannot expire after months and not expire.")

    def _check_hours(self, data: dict[str, Any]) -> None:
        low, high = data.get("hours_low"), data.get("hours_high")
        if low is None:
            self.add_error("hours_low", "Give the hours. If they are unknown, remove the claim.")
        elif high is not None and low > high:
            self.add_error("hours_low", f"The lower hours ({low}) are above {high}.")


class ClaimFormSet(BaseInlineFormSet):
    """Claims of one certification: they may disagree, but budgets can use only one of a kind."""

    def clean(self) -> None:
        super().clean()
        used: set[tuple[Any, ...]] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data.get("is_preferred") or data.get("DELETE"):
                continue
            about = (data.get("field"), data.get("exam"), data.get("earned_from_date"))
            if about in used:
                form.add_error("is_preferred", "Another claim about the same is used already.")
            used.add(about)

"""The form of a pay band: every rule answered at the field that breaks it."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from babel import Locale
from babel.numbers import list_currencies
from django import forms
from django.utils import timezone

from tracks.choices import EvidenceState, Statistic
from tracks.models import SalaryBand
from tracks.models.salaries import PERCENTILE_FIELDS
from tracks.shared.admin import FixedKeyForm

FEWEST_ROWS = 10
OLDEST_YEAR = 1990


def clean_currency_code(code: str) -> str:
    """Return the code in capitals, or refuse what ISO 4217 does not know."""
    code = code.strip().upper()
    if code not in list_currencies():
        message = f"“{code}” is not a currency code. Use three letters such as USD or EUR."
        raise forms.ValidationError(message, code="unknown_currency")
    return code


class SalaryBandForm(FixedKeyForm):
    class Meta:
        model = SalaryBand
        fields = (
            "key",
            "track",
            "rung",
            "role",
            "country",
            "currency",
            "year",
            "statistic",
            "derivation",
            "sample_size",
            "low",
            "high",
            "high_is_open",
            *PERCENTILE_FIELDS,
            "source",
            "as_of",
            "state",
            "note",
            "dispute",
        )
        help_texts = {
            "rung": "Leave empty for a title that stands beside the ladder.",
            "country": "Two letters, such as US.",
            "year": "The year whose prices the pay is in.",
            "low": "Gross pay a year. For a published range.",
            "high_is_open": "For “250,000+”: enter 250,000 as the high end and tick this.",
            "sample_size": "Leave empty when the source does not state it.",
            "dispute": "Bands that contradict each other share the same key here.",
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
            state.help_text = "A second person marks it verified, from the list of bands."

    def clean_currency(self) -> str:
        return clean_currency_code(self.cleaned_data["currency"])

    def clean_country(self) -> str:
        code = str(self.cleaned_data["country"]).strip().upper()
        territories = Locale("en").territories
        if len(code) != 2 or code not in territories or code == "ZZ":
            message = f"“{code}” is not a country code. Use two letters such as US or DE."
            raise forms.ValidationError(message, code="unknown_country")
        return code

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        newest = timezone.now().year + 1
        if not OLDEST_YEAR <= year <= newest:
            message = f"The year must be between {OLDEST_YEAR} and {newest}."
            raise forms.ValidationError(message, code="year_out_of_range")
        return year

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("statistic") == Statistic.RANGE:
            self._check_range(data)
        elif data.get("statistic") == Statistic.PERCENTILES:
            self._check_sample(data)
        self._check_percentiles(data)
        if data.get("state") == EvidenceState.DISPUTED and not data.get("dispute"):
            self.add_error("dispute", "Name the dispute, so that the other side can share it.")
        return data

    def _check_range(self, data: dict[str, Any]) -> None:
        low, high = data.get("low"), data.get("high")
        for name, value in (("low", low), ("high", high)):
            if value is None and name not in self.errors:
                self.add_error(name, f"A published range needs its {name} end.")
        if low is not None and high is not None and low > high:
            self.add_error(
                "low", f"The low end ({low:,.0f}) is above the high end ({high:,.0f}). Swap them?"
            )

    def _check_sample(self, data: dict[str, Any]) -> None:
        for name in ("low", "high"):
            if data.get(name) is not None:
                self.add_error(name, "Percentiles have no ends; leave this empty.")
        if data.get("high_is_open"):
            self.add_error("high_is_open", "Only a published range can be open at its high end.")
        size = data.get("sample_size")
        has_numbers = any(data.get(name) is not None for name in PERCENTILE_FIELDS)
        if size is not None and size < FEWEST_ROWS and has_numbers:
            self.add_error(
                "sample_size", f"Fewer than {FEWEST_ROWS} rows are too few for percentiles."
            )
        if not has_numbers and (size is None or size >= FEWEST_ROWS):
            self.add_error(
                "p10", f"Give all five percentiles, or the sample size when under {FEWEST_ROWS}."
            )

    def _check_percentiles(self, data: dict[str, Any]) -> None:
        given: dict[str, Decimal] = {
            name: data[name] for name in PERCENTILE_FIELDS if data.get(name) is not None
        }
        if not given:
            return
        for name in PERCENTILE_FIELDS:
            if name not in given and name not in self.errors:
                self.add_error(name, "Give all five percentiles or none.")
        for below, above in pairwise(given):
            if given[below] > given[above] and above not in self.errors:
                message = f"{above.upper()} is below {below.upper()}; percentiles rise."
                self.add_error(above, message)

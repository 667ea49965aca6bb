"""One assumption of the projection, in the unit that the page shows."""

from typing import Any

from django import forms

from progress.forms.fields import PlainFloatField
from progress.roi.assumptions import Assumption

PERCENT_UNITS = ("share", "per year")
WHOLE_UNITS = ("months", "tries")


class AssumptionForm(forms.Form):
    """A new value of an assumption; shares and yearly rates are entered in per cent."""

    key = forms.CharField(widget=forms.HiddenInput)
    value = PlainFloatField()

    def __init__(self, *args: Any, assumption: Assumption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assumption = assumption
        self.factor = 100.0 if assumption.unit in PERCENT_UNITS else 1.0
        low, high = self._shown(assumption.low), self._shown(assumption.high)
        value: Any = self.fields["value"]
        value.label = assumption.name
        value.widget.attrs |= {"min": low, "max": high, "step": "any", "inputmode": "decimal"}
        self.range_words = f"{low} to {high}"
        words = f"Give a number from {self.range_words}."
        value.error_messages |= {"required": words, "invalid": words}

    def _shown(self, number: float) -> str:
        return f"{round(number * self.factor, 4):g}"

    def clean_value(self) -> float:
        """Refuse a value outside the allowed range, and say the range."""
        entered: float = self.cleaned_data["value"]
        value = round(entered / self.factor, 8)
        low, high = self.assumption.low, self.assumption.high
        if not low <= value <= high:
            unit = "%" if self.factor > 1 else self.assumption.unit
            message = f"{entered:,.10g} is outside the allowed range: {self.range_words} {unit}."
            raise forms.ValidationError(message)
        if self.assumption.unit in WHOLE_UNITS and value != round(value):
            message = f"Give a whole number of {self.assumption.unit}."
            raise forms.ValidationError(message)
        return value

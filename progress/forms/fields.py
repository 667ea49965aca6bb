"""Fields that say once what would be right, whichever of their rules were broken."""

from typing import Any

from django import forms


class _PlainNumber:
    """A field that takes what people write, and reports the first broken rule only."""

    def to_python(self, value: Any) -> Any:
        """Refuse the underscores that Python reads over in numbers."""
        if isinstance(value, str) and "_" in value:
            words = self.error_messages["invalid"]  # type: ignore[attr-defined]  # a field has them
            raise forms.ValidationError(words, code="invalid")
        return super().to_python(value)  # type: ignore[misc]  # a field comes next in line

    def run_validators(self, value: Any) -> None:
        """Refuse a value once, although it may break several rules."""
        try:
            super().run_validators(value)  # type: ignore[misc]  # a field comes next in line
        except forms.ValidationError as refused:
            raise refused.error_list[0] from refused


class PlainFloatField(_PlainNumber, forms.FloatField):
    """A number."""


class PlainDecimalField(_PlainNumber, forms.DecimalField):
    """A number with exact decimal places."""


def say_number(words: str) -> dict[str, str]:
    """Return messages that put the same sentence to every rule of a number."""
    rules = (
        "required", "invalid", "min_value", "max_value", "step_size",
        "max_digits", "max_decimal_places", "max_whole_digits",
    )  # fmt: skip
    return dict.fromkeys(rules, words)

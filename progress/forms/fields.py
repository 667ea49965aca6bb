"""Fields that say once what would be right, whichever of their rules were broken."""

from typing import Any

from django import forms


class _SaysOnce:
    """A field that reports the first broken rule only; rules of one value share their words."""

    def run_validators(self, value: Any) -> None:
        """Refuse a value once, although it may break several rules."""
        try:
            super().run_validators(value)  # type: ignore[misc]  # a field comes next in line
        except forms.ValidationError as refused:
            raise refused.error_list[0] from refused


class PlainFloatField(_SaysOnce, forms.FloatField):
    """A number."""


class PlainDecimalField(_SaysOnce, forms.DecimalField):
    """A number with exact decimal places."""


def say_number(words: str) -> dict[str, str]:
    """Return messages that put the same sentence to every rule of a number."""
    rules = (
        "required", "invalid", "min_value", "max_value", "step_size",
        "max_digits", "max_decimal_places", "max_whole_digits",
    )  # fmt: skip
    return dict.fromkeys(rules, words)

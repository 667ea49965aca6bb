"""Say of a refused value of a request what would be right, in the words that pages use.

The framework says which rule was broken ("Ensure this value is less than or equal to 80."),
one rule at a time; here one sentence names all that is asked for. Codes stay the framework's.
"""

from collections.abc import Callable
from typing import Any

from django.core.validators import BaseValidator
from rest_framework import serializers

# A longer list of choices, such as countries, is in the API's own description.
_CHOICES_SHOWN = 12
PRESENCE = {
    "required": "This is missing: give it a value.",
    "null": "Give a value: null is not taken here.",
}


def say_plainly(field: serializers.Field[Any, Any, Any, Any]) -> None:
    """Give a field of a request body, and what it holds, messages that say how to mend a value.

    A field whose bounds are not the whole story brings its own sentence: the message `wanted`.
    """
    words = field.error_messages.pop("wanted", "") or _say_wanted(field)
    if words:
        field.error_messages |= dict.fromkeys(field.error_messages, words)
        for validator in field.validators:
            if isinstance(validator, BaseValidator):
                validator.message = words
    field.error_messages |= PRESENCE
    child = getattr(field, "child", None)
    if child is not None:
        say_plainly(child)


def _say_wanted(field: serializers.Field[Any, Any, Any, Any]) -> str:
    """Return one sentence that holds everything asked of a value, or nothing for other fields."""
    return next((say(field) for kind, say in _WORDS if isinstance(field, kind)), "")


def _say_places(field: Any) -> str:
    plural = "" if field.decimal_places == 1 else "s"
    return f", with at most {field.decimal_places} decimal place{plural}"


def _say_bounds(field: Any) -> str:
    low, high = field.min_value, field.max_value
    if low is None or high is None:
        return ""
    return f" from {float(low):,.10g} to {float(high):,.10g}"


def _say_most(field: Any, unit: str) -> str:
    return f" of at most {field.max_length} {unit}" if field.max_length else ""


def _say_choices(field: Any) -> str:
    if len(field.choices) > _CHOICES_SHOWN:
        return "Give one of the values that the API's description lists for this field."
    names = (
        f"{key} ({label})" if isinstance(key, int) else str(key)
        for key, label in field.choices.items()
    )
    return f"Give one of: {', '.join(names)}."


def _say_text(field: Any) -> str:
    blank = "" if field.allow_blank else ", not blank"
    return f"Give text{_say_most(field, 'characters')}{blank}."


# The first that fits counts.
_WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (serializers.IntegerField, lambda field: f"Give a whole number{_say_bounds(field)}."),
    (
        serializers.DecimalField,
        lambda field: f"Give a number{_say_bounds(field)}{_say_places(field)}.",
    ),
    (serializers.FloatField, lambda field: f"Give a number{_say_bounds(field)}."),
    (serializers.DateField, lambda _: "Give a day as YYYY-MM-DD."),
    (serializers.ListField, lambda field: f"Give a list{_say_most(field, 'entries')}."),
    (serializers.DictField, lambda _: "Give an object: names with their values."),
    (serializers.ChoiceField, _say_choices),
    (serializers.CharField, _say_text),
    (
        serializers.SlugRelatedField,
        lambda field: f"There is none with this {field.slug_field}: give that of one there is.",
    ),
)

"""What endpoints that write have in common: strict bodies, and answers to things that clash."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail
from rest_framework.fields import empty
from rest_framework.settings import api_settings

from accounts.shared.field_words import PRESENCE, say_plainly

# Identifiers in addresses: what a key can be made of, so that nothing else reaches a query.
KEY_PATTERN = r"[-a-zA-Z0-9_]+"


class StrictSerializer(serializers.Serializer[Any]):
    """Base of request bodies: a field that nobody asked for is refused, never dropped silently."""

    default_error_messages = {
        **PRESENCE,
        "invalid": "Give a JSON object: names of fields with their values.",
    }

    def get_fields(self) -> dict[str, Any]:
        """Return the fields, each with messages that say what would be right."""
        fields = super().get_fields()
        for field in fields.values():
            say_plainly(field)
        return fields

    def run_validation(self, data: Any = empty) -> Any:
        """Refuse a body that is null in the words for all that is no object."""
        if data is None and self is self.root:
            words = self.error_messages["invalid"]
            raise serializers.ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [words]})
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown and read-only fields by name, then read the rest."""
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(str(name) for name in data if name not in known)
            if unknown:
                words = f"There is no such field to set. There are: {', '.join(sorted(known))}."
                raise serializers.ValidationError(
                    {name: ErrorDetail(words, code="unknown_field") for name in unknown}
                )
        return super().to_internal_value(data)


class DecimalInput(serializers.DecimalField):
    """A decimal in a request body: a number or, to be exact, the same as text."""

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Refuse blank text, which the framework takes for null, and underscores, which it skips."""
        if isinstance(data, str) and (not data.strip() or "_" in data):
            self.fail("invalid")
        return super().validate_empty_values(data)


class Conflict(APIException):
    """The request is well formed but clashes with the way things stand: 409.

    `errors` lists field problems (pointer, code, detail) where there is more than one thing
    to say.
    """

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    default_detail = "This clashes with the way things stand."

    def __init__(self, detail: str, code: str, errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(detail, code)
        self.errors = [dict(error) for error in errors]

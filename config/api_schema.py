"""How the API describes itself in OpenAPI.

Apart from `config.api`, because DRF reads that module while it is still loading itself.
"""

from http import HTTPStatus
from typing import Any, Literal

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.openapi import AutoSchema

from config.api import PROBLEM_JSON, Problem


class Schema(AutoSchema):
    """Describes the error answers that every endpoint can give."""

    def _get_response_bodies(
        self, direction: Literal["request", "response"] = "response"
    ) -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        schema = self.resolve_serializer(Problem, direction).ref
        for status in self._list_error_statuses():
            bodies.setdefault(
                str(status),
                {
                    "content": {PROBLEM_JSON: {"schema": schema}},
                    "description": HTTPStatus(status).phrase,
                },
            )
        return bodies

    def _list_error_statuses(self) -> list[int]:
        statuses = [429]
        if self.method in {"POST", "PUT", "PATCH"}:
            statuses += [400, 415]
        if "{" in self.path:
            statuses += [404]
        if self._is_list_view():
            # A value that no filter takes, and a page behind the last one.
            statuses += [400, 404]
        # An endpoint names the methods that can meet a clash.
        if self.method in getattr(self.view, "conflicts", ()):
            statuses += [409]
        if any(self.get_auth()):
            statuses += [401, 403]
        return sorted(set(statuses))


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """Describes the token header."""

    target_class = "accounts.api.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the scheme; OpenAPI has no word for `Token`, so it is a header."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Authorization: Token milepost_…`",
        }


class StrictBody(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # registers itself
    """Says that a body takes the named fields and no other."""

    target_class = "accounts.shared.api.StrictSerializer"
    match_subclasses = True

    def map_serializer(
        self, auto_schema: AutoSchema, direction: Literal["request", "response"]
    ) -> dict[str, Any]:
        """Return the usual description, closed."""
        schema: dict[str, Any] = auto_schema._map_serializer(  # type: ignore[no-untyped-call]  # theirs
            self.target, direction, bypass_extensions=True
        )
        return {**schema, "additionalProperties": False}


class DecimalScheme(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # registers itself
    """Describes a decimal that may come as a number or as text."""

    target_class = "accounts.shared.api.DecimalInput"

    def map_serializer_field(
        self, auto_schema: AutoSchema, direction: Literal["request", "response"]
    ) -> dict[str, Any]:
        """Return both forms with their bounds."""
        places, digits = self.target.decimal_places, self.target.max_digits
        return {
            "anyOf": [
                {
                    "type": "number",
                    "minimum": float(self.target.min_value),
                    "maximum": float(self.target.max_value),
                },
                {
                    "type": "string",
                    "pattern": rf"^\d{{1,{digits - places}}}(\.\d{{1,{places}}})?$",
                },
            ]
        }

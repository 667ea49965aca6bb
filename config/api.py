"""What every endpoint shares: pages, and one shape for errors (RFC 9457 problem details)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as InvalidRow
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, NotFound, ValidationError
from rest_framework.exceptions import PermissionDenied as Forbidden
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

PROBLEM_JSON = "application/problem+json"


class Pages(PageNumberPagination):
    """Numbered pages of 50, up to 200 on request."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request: Request) -> int:
        """Return how many rows the caller wants; an impossible number is refused, not bent."""
        wanted = request.query_params.get("page_size")
        if wanted is None:
            return self.page_size
        is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) <= 4
        if not is_number or not 1 <= int(wanted) <= self.max_page_size:
            message = f"Give a whole number from 1 to {self.max_page_size}."
            raise ValidationError({"page_size": [ErrorDetail(message, code="invalid")]})
        return int(wanted)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the two query parameters with their bounds."""
        sizes = {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": words,
                "schema": {"type": "integer", **bounds},
            }
            for name, words, bounds in (
                ("page", "Number of the page, from 1.", {"minimum": 1}),
                ("page_size", "Rows on a page.", sizes),
            )
        ]


class FieldProblem(serializers.Serializer[Any]):
    """One thing wrong with one field of a request."""

    pointer = serializers.CharField(help_text="JSON pointer to the field, such as /hours_per_week.")
    code = serializers.CharField(help_text="Stable name of the rule that was broken.")
    detail = serializers.CharField(help_text="What is wrong, in a sentence.")


class Problem(serializers.Serializer[Any]):
    """The body of every error answer."""

    type = serializers.CharField(
        help_text="Names the kind of problem; about:blank means the status says it all."
    )
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What went wrong this time.")
    code = serializers.CharField(help_text="Stable name of the problem.")
    # The name is RFC 9457's; the framework takes fields out of the class before its own property is hidden.
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]


def make_problem(
    *, status: int, detail: str, code: str = "error", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Return the body of an error answer."""
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        problem["errors"] = errors
    return problem


def answer_with_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of an endpoint into a problem; anything unknown stays a server error."""
    if isinstance(error, Http404):
        error = NotFound()
    elif isinstance(error, PermissionDenied):
        error = Forbidden()
    elif isinstance(error, InvalidRow):
        error = _translate_invalid_row(error)
    if not isinstance(error, APIException):
        return None
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    set_rollback()
    return Response(
        _describe(error),
        status=error.status_code,
        headers=headers,
        content_type=PROBLEM_JSON,
    )


def _describe(error: APIException) -> dict[str, Any]:
    if isinstance(error, ValidationError):
        errors = list(_list_field_problems(error.get_full_details(), ""))
        return make_problem(
            status=error.status_code,
            detail="The request holds values that are not allowed.",
            code="invalid",
            errors=errors,
        )
    codes = error.get_codes()
    return make_problem(
        status=error.status_code,
        detail=str(error.detail),
        code=codes if isinstance(codes, str) else error.default_code,
        errors=getattr(error, "errors", None),
    )


def _translate_invalid_row(error: InvalidRow) -> ValidationError:
    """Turn what a model refused into field problems."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    details = {
        "non_field_errors" if field == NON_FIELD_ERRORS else field: [
            ErrorDetail(words, code=str(one.code or "invalid"))
            for one in problems
            for words in one.messages
        ]
        for field, problems in by_field.items()
    }
    return ValidationError(details)


def _list_field_problems(details: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Flatten the framework's nested error details, in order."""
    if isinstance(details, list):
        for number, entry in enumerate(details):
            is_leaf = isinstance(entry, dict) and set(entry) == {"message", "code"}
            yield from _list_field_problems(entry, pointer if is_leaf else f"{pointer}/{number}")
    elif set(details) == {"message", "code"}:
        yield {"pointer": pointer, "code": str(details["code"]), "detail": str(details["message"])}
    else:
        for name, entry in details.items():
            yield from _list_field_problems(
                entry, pointer if name == "non_field_errors" else f"{pointer}/{_escape(name)}"
            )


def _escape(name: str) -> str:
    """Escape a name inside a JSON pointer (RFC 6901)."""
    return str(name).replace("~", "~0").replace("/", "~1")


def answer_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address: a problem below /api/, the site's own page elsewhere."""
    if not request.path.startswith("/api/"):
        return defaults.page_not_found(request, exception)
    body = make_problem(status=404, detail="There is nothing at this address.", code="not_found")
    return JsonResponse(body, status=404, content_type=PROBLEM_JSON)


def answer_server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without any detail of it."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    body = make_problem(status=500, detail="Something went wrong on our side.", code="server_error")
    return JsonResponse(body, status=500, content_type=PROBLEM_JSON)

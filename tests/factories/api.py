"""Callers of the API."""

from datetime import timedelta
from typing import Any

from rest_framework.test import APIClient

from accounts.choices import TokenScope
from accounts.models import User
from accounts.operations.tokens import make_token
from tests.factories.progress import make_user


def make_caller(user: User | None = None, *, scope: TokenScope = TokenScope.WRITE) -> APIClient:
    """Make a client that sends a token of the person, as a program would."""
    made = make_token(
        user=user or make_user(), name="tests", scope=scope, valid_for=timedelta(days=1)
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {made.plaintext}")
    return client


def make_visitor() -> APIClient:
    return APIClient()


def list_pointers(answer: Any) -> set[tuple[str, str]]:
    """Return where and why a body was refused."""
    assert answer["Content-Type"] == "application/problem+json"
    return {(one["pointer"], one["code"]) for one in answer.json()["errors"]}


def get_code(answer: Any) -> tuple[int, str]:
    """Return status and code of a problem."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    body = answer.json()
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]

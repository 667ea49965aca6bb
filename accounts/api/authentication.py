"""Who calls an endpoint, and whether a token lets them.

Imports no endpoint class: the framework reads this module while it loads itself.
"""

import re
from typing import Any, cast

from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.choices import TokenScope
from accounts.models import ApiToken, User

_TOKEN = re.compile(rb"[a-zA-Z0-9_]{20,100}")


def get_caller(request: Request) -> User:
    """Return who calls an endpoint that permissions keep visitors away from."""
    return cast(User, request.user)


class ApiTokenAuthentication(TokenAuthentication):
    """Know a person by the header `Authorization: Token …`."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """Refuse what cannot be a token before it reaches the database."""
        if not _TOKEN.fullmatch(token):
            message = "Invalid token."
            raise AuthenticationFailed(message)
        return super().authenticate_credentials(token)


class TokenScopeSuffices(BasePermission):
    """A read-only token reads only; a session may do everything its person may."""

    message = "This token may only read. Make one with the scope WRITE to change things."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the method fits the token's scope."""
        token = request.auth
        return (
            request.method in SAFE_METHODS
            or not isinstance(token, ApiToken)
            or token.scope == TokenScope.WRITE
        )


class SignedInBySession(BasePermission):
    """Only somebody who signed in, second factor included; a token is not enough."""

    message = "A token cannot do this. Sign in and use the session."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the caller came with a session."""
        return isinstance(request.successful_authenticator, SessionAuthentication)

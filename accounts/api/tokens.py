"""Keys to the API: listed, made once, revoked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.authentication import SignedInBySession, TokenScopeSuffices, get_caller
from accounts.choices import TokenScope
from accounts.models import ApiToken
from accounts.operations.tokens import (
    TooManyTokens,
    make_token,
    revoke_all_tokens,
    revoke_token,
)
from accounts.queries.tokens import list_tokens
from accounts.shared.api import Conflict, StrictSerializer


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token without its text."""

    id = serializers.UUIDField(source="uuid")
    expires_at = serializers.DateTimeField(source="expiry")
    made_at = serializers.DateTimeField(source="created")

    class Meta:
        model = ApiToken
        fields = ("id", "name", "scope", "made_at", "expires_at")


class MadeTokenSerializer(TokenSerializer):
    """A token with its text, this one time."""

    token = serializers.SerializerMethodField(
        help_text="Send it as `Authorization: Token …`. It is not stored and not shown again."
    )

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "token")  # type: ignore[assignment]  # one longer

    def get_token(self, token: ApiToken) -> str:
        """Return the text that the view was handed."""
        text: str = self.context["plaintext"]
        return text


class TokenBody(StrictSerializer):
    """What a new token shall be called, may do and how long."""

    name = serializers.CharField(max_length=80, help_text="The program that will use it.")
    scope = serializers.ChoiceField(choices=TokenScope.choices, default=TokenScope.READ.value)
    expires_in_days = serializers.IntegerField(min_value=1, max_value=365, default=90)


class Tokens(generics.ListAPIView[ApiToken]):
    """The caller's tokens."""

    serializer_class = TokenSerializer
    queryset = ApiToken.objects.none()
    conflicts = ("POST",)

    def get_permissions(self) -> list[BasePermission]:
        """Let only a session make tokens: else a token could outlive itself."""
        guard = SignedInBySession if self.request.method == "POST" else TokenScopeSuffices
        return [IsAuthenticated(), guard()]

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_tokens(user=get_caller(self.request))

    @extend_schema(request=TokenBody, responses={201: MadeTokenSerializer})
    def post(self, request: Request) -> Response:
        """Make a token and show its text once; only from a signed-in session."""
        body = TokenBody(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        try:
            made = make_token(
                user=get_caller(request),
                name=values["name"],
                scope=TokenScope(values["scope"]),
                valid_for=timedelta(days=values["expires_in_days"]),
            )
        except TooManyTokens as refusal:
            raise Conflict(str(refusal), "too_many_tokens") from refusal
        answer = MadeTokenSerializer(made.token, context={"plaintext": made.plaintext})
        return Response(answer.data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="tokens_destroy_all", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke all tokens, the one in use included."""
        revoke_all_tokens(user=get_caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class TokenDetail(generics.GenericAPIView[ApiToken]):
    """One of the caller's tokens."""

    serializer_class = TokenSerializer
    queryset = ApiToken.objects.none()

    @extend_schema(responses={204: None})
    def delete(self, request: Request, token_id: UUID) -> Response:
        """Revoke a token at once."""
        if not revoke_token(user=get_caller(request), uuid=token_id):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)

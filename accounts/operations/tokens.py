"""Make and revoke keys to the API."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from accounts.choices import TokenScope
from accounts.models import ApiToken, User

TOKEN_LIMIT = 20


class TooManyTokens(Exception):
    """The person holds as many tokens as one may."""


@dataclass(frozen=True)
class MadeToken:
    """A new token and its text, which exists nowhere else."""

    token: ApiToken
    plaintext: str


def make_token(*, user: User, name: str, scope: TokenScope, valid_for: timedelta) -> MadeToken:
    """Give a person a new token; expired ones are cleared away first.

    Raises:
        TooManyTokens: If `TOKEN_LIMIT` tokens are valid already.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        ApiToken.objects.filter(user=user, expiry__lte=Now()).delete()
        if ApiToken.objects.filter(user=user).count() >= TOKEN_LIMIT:
            message = f"You hold {TOKEN_LIMIT} tokens. Revoke one before you make another."
            raise TooManyTokens(message)
        token, plaintext = ApiToken.objects.create(
            user=user, expiry=valid_for, name=name, scope=scope
        )
    return MadeToken(token, plaintext)


def revoke_token(*, user: User, uuid: UUID) -> bool:
    """Make one of a person's tokens worthless at once; False when there is none of this id."""
    count, _ = ApiToken.objects.filter(user=user, uuid=uuid).delete()
    return bool(count)


def revoke_all_tokens(*, user: User) -> int:
    """Make all of a person's tokens worthless and return how many there were."""
    count: int = ApiToken.objects.filter(user=user).delete()[0]
    return count

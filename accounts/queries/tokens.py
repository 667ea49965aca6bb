"""Keys to the API that a person holds."""

from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.models import ApiToken, User


def list_tokens(*, user: User) -> QuerySet[ApiToken]:
    """Return a person's valid tokens, the newest first."""
    tokens: QuerySet[ApiToken] = ApiToken.objects.filter(user=user, expiry__gt=Now()).order_by(
        "-created", "uuid"
    )
    return tokens

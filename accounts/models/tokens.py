"""Keys to the API."""

import uuid

from django.db import models
from knox.models import AbstractAuthToken

from accounts.choices import TokenScope


class ApiToken(AbstractAuthToken):  # type: ignore[misc]  # the library has no types
    """One key with which a program acts for a person; only its digest is stored.

    Made by its owner from a signed-in session, shown once, and gone when it is revoked or
    has expired. `uuid` names it to its owner; the primary key is the digest and is shown to
    nobody. Takes the place of the library's own table.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What the owner calls it, such as the program that uses it.
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=5, choices=TokenScope, default=TokenScope.READ)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expiry__isnull=False), name="accounts_apitoken_expires"
            ),
        )

    def __str__(self) -> str:
        return f"token {self.name} of {self.user_id}"

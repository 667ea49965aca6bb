"""The account. Its e-mail address is the login (ADR 0004)."""

from typing import ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from accounts.choices import Theme


def validate_time_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not know.

    Raises:
        ValidationError: With the name and an example of a valid one.
    """
    if name not in available_timezones():
        message = f"{name!r} is not a time zone. Use a name such as Europe/Berlin or UTC."
        raise ValidationError(message, code="unknown_time_zone")


class UserManager(BaseUserManager["User"]):
    """Create accounts by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an account; without a password it cannot sign in until one is set."""
        if not email:
            message = "An account needs an e-mail address."
            raise ValueError(message)
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an account that may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by e-mail address in any letter case."""
        return self.get(email__iexact=username)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # the token library has no types
    """One person who can sign in.

    Created at sign-up or by a command; the person changes name and preferences; deleting
    the row deletes everything that belongs to the person. There is no user name: the
    e-mail address is the login and is unique in any letter case.
    """

    username = None  # type: ignore[assignment]  # Django's documented way to drop the field
    email = models.EmailField("e-mail address", max_length=254)
    # What pages and the PDF call the person; blank means the e-mail's local part.
    display_name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # narrower than AbstractUser's

    class Meta:
        constraints = (
            # Sign-in looks an address up in any letter case.
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message="There is already an account with this e-mail address.",
            ),
        )

    def __str__(self) -> str:
        return self.get_short_name()

    def get_full_name(self) -> str:
        """Return the name for pages and documents."""
        return self.display_name or self.email.partition("@")[0]

    def get_short_name(self) -> str:
        """Return the same name: Milepost keeps only one."""
        return self.get_full_name()

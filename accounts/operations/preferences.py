"""Choices that a person makes about pages."""

from accounts.choices import Theme
from accounts.models import User


def set_theme(*, user: User, theme: Theme) -> None:
    """Keep the colours that a person chose; one UPDATE, other columns are not touched."""
    User.objects.filter(pk=user.pk).update(theme=theme)
    user.theme = theme


def save_preferences(*, user: User, display_name: str, time_zone: str, theme: Theme) -> None:
    """Keep name, time zone and colours; other columns are not touched.

    Raises:
        ValidationError: If the time zone is not known or the name too long.
    """
    user.display_name, user.time_zone, user.theme = display_name.strip(), time_zone, theme
    user.clean_fields(exclude={"email", "password"})
    user.save(update_fields=["display_name", "time_zone", "theme"])

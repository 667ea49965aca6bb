"""Registration of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """How Django knows the app."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

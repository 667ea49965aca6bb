"""Registration of the app."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """How Django knows the app."""

    name = "progress"
    default_auto_field = "django.db.models.BigAutoField"

"""Registration of the app."""

from django.apps import AppConfig


class TracksConfig(AppConfig):
    """How Django knows the app."""

    name = "tracks"
    default_auto_field = "django.db.models.BigAutoField"

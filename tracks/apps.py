"""Registration of the app."""

from django.apps import AppConfig


class TracksConfig(AppConfig):
    """How Django knows the app."""

    name = "tracks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the app's kinds of content known."""
        from tracks.importers.kinds import ALL_KINDS
        from tracks.shared.content_kinds import register_kinds

        register_kinds(*ALL_KINDS)

"""Registration of the app."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """How Django knows the app."""

    name = "progress"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the comparison of two tracks say what each may be worth."""
        from progress.views.comparison_parts import make_worth_part
        from tracks.shared.comparison_parts import register_comparison_part

        register_comparison_part(name="worth", make=make_worth_part)

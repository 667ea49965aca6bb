"""Registration of the app."""

from django.apps import AppConfig


class CertificationsConfig(AppConfig):
    """How Django knows the app."""

    name = "certifications"
    default_auto_field = "django.db.models.BigAutoField"

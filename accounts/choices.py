"""Stored codes of the account."""

from django.db.models import TextChoices


class Theme(TextChoices):
    """How pages look."""

    SYSTEM = "SYSTEM", "As my device"
    LIGHT = "LIGHT", "Light"
    DARK = "DARK", "Dark"

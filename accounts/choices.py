"""Stored codes of the account."""

from django.db.models import TextChoices


class Theme(TextChoices):
    """How pages look."""

    SYSTEM = "SYSTEM", "As my device"
    LIGHT = "LIGHT", "Light"
    DARK = "DARK", "Dark"


class TokenScope(TextChoices):
    """What the bearer of an API token may do."""

    READ = "READ", "Read only"
    WRITE = "WRITE", "Read and write"

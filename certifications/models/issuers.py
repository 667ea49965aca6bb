"""Who awards certifications."""

from django.db import models

from tracks.shared.provenance import ContentRow


class Issuer(ContentRow):
    """An organisation that awards certifications."""

    name = models.CharField(max_length=120)
    url = models.URLField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name

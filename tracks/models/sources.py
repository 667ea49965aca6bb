"""Where facts come from."""

from django.db import models

from tracks.choices import SourceKind
from tracks.shared.provenance import ContentRow


class Source(ContentRow):
    """One publication, data set or page that facts are taken from.

    Never deleted while a fact cites it. `published` is what the source says of its own
    date, as text; `retrieved_date` is when somebody of ours read it.
    """

    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=12, choices=SourceKind)
    url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    # The sentence that the licence asks to be shown wherever the facts are.
    attribution = models.TextField(blank=True)
    published = models.CharField(max_length=40, blank=True)
    retrieved_date = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title

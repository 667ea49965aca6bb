"""The papers of a figure: abstract rows that sourced tables inherit (ADR 0007)."""

from django.conf import settings
from django.db import models

# The origin of rows that come from the files in content/.
CONTENT = "content"


class EvidenceState(models.TextChoices):
    """How well a figure is supported."""

    UNSOURCED = "UNSOURCED", "Unsourced"
    ATTRIBUTED = "ATTRIBUTED", "Attributed"
    VERIFIED = "VERIFIED", "Verified"
    DISPUTED = "DISPUTED", "Disputed"
    STALE = "STALE", "Out of date"


class ContentRow(models.Model):
    """A row that a content file or a data set can own.

    `content_fingerprint` is the digest of what the file said when it was last loaded, or
    blank for a row made in the admin. It lets the loader tell a change in the file from a
    change made by a curator (design: three-way rule). `content_origin` is the data set
    that wrote the row last: only when that one does not say it any more is the row gone.
    """

    key = models.SlugField(max_length=80, unique=True)
    content_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    content_origin = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        abstract = True


class SourcedRow(models.Model):
    """A fact that names its source, date and state, and who looked at it last.

    `as_of` is text because sources date themselves with a day, a month or only a year;
    blank means that the source does not say.
    """

    source = models.ForeignKey(
        "tracks.Source", on_delete=models.PROTECT, related_name="%(app_label)s_%(class)s_rows"
    )
    as_of = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=EvidenceState, default=EvidenceState.UNSOURCED)
    note = models.TextField(blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

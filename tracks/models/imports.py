"""Import runs: which file was loaded when, what it changed, and what it was before."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from tracks.choices import ImportStage
from tracks.shared.job_rows import UNFINISHED, JobRow


class ImportRun(JobRow):
    """One file that was planned, and perhaps loaded and taken back again.

    PLANNED while it is only a plan (an upload that waits for a word), APPLIED once it is
    written, ROLLED_BACK when it was taken back; never deleted, so that what happened stays
    visible. A command writes its row READY; an upload goes through the states of a job and
    keeps the file in `upload`. `fingerprint` tells unfinished jobs for the same file apart.
    """

    # Who asked; blank for a command.
    requested_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    format = models.CharField(max_length=60)
    # The data set whose rows these are; a newer snapshot has the same origin.
    origin = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=12, choices=ImportStage, default=ImportStage.PLANNED)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    byte_size = models.PositiveBigIntegerField()
    # The day of the snapshot as text; blank when the file has none.
    as_of = models.CharField(max_length=20, blank=True)
    resolution = models.CharField(max_length=10, blank=True)
    upload = models.FileField(upload_to="imports/", max_length=200, blank=True)
    # Rows by effect ({"new": 3}), and the parser's own count of the rows it read.
    effects = models.JSONField(default=dict, blank=True)
    row_counts = models.JSONField(default=dict, blank=True)
    # Names of the kinds whose rows the file speaks of.
    kinds = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    rejected_count = models.PositiveIntegerField(default=0)
    flagged_count = models.PositiveIntegerField(default=0)
    # How the rows of this origin stood when the file had been loaded, and the code that read
    # it: as long as both are the same, the same file can change nothing.
    rows_sha256 = models.CharField(max_length=64, blank=True)
    parser_sha256 = models.CharField(max_length=64, blank=True)
    # Who had an upload written, and when they asked for it; a run with it waits to be
    # applied, is being applied or is applied. Nobody for a command.
    approved_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    rolled_back_at = models.DateTimeField(null=True, blank=True)
    rolled_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        permissions = (("apply_importrun", "Can apply and roll back imports"),)
        constraints = (
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(job_state__in=UNFINISHED),
                name="tracks_importrun_one_unfinished",
            ),
            models.CheckConstraint(
                condition=Q(stage=ImportStage.PLANNED) | Q(applied_at__isnull=False),
                name="tracks_importrun_applied_has_time",
            ),
            models.CheckConstraint(
                condition=(
                    Q(stage=ImportStage.ROLLED_BACK, rolled_back_at__isnull=False)
                    | (~Q(stage=ImportStage.ROLLED_BACK) & Q(rolled_back_at__isnull=True))
                ),
                name="tracks_importrun_rolled_back_has_time",
            ),
        )
        indexes = (
            # "Which is the newest snapshot of this data set?"
            models.Index(fields=["origin", "stage"], name="tracks_importrun_newest"),
        )

    def __str__(self) -> str:
        return f"import {self.pk} of {self.file_name}"

    @property
    def is_unreviewed(self) -> bool:
        """Whether the person who uploaded the file had it written too."""
        return self.approved_by is not None and self.approved_by == self.requested_by


class ImportedRow(models.Model):
    """What a run did to one row, or why it left it alone; unchanged rows have none.

    `before` is the record as it was, in the fields of its kind, null for a new row. The
    row may be restored as long as its record still has the `fingerprint_after`.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    effect = models.CharField(max_length=30)
    # The fields before and after, as {"name": ..., "before": ..., "after": ...}.
    changes = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    line = models.PositiveIntegerField(default=0)
    before = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    fingerprint_before = models.CharField(max_length=64, blank=True)
    origin_before = models.CharField(max_length=40, blank=True)
    fingerprint_after = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["run", "kind", "key"], name="tracks_importedrow_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class RejectedRow(models.Model):
    """A row of a file that was left out, or that was kept although it looks wrong."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejected_rows")
    is_flagged = models.BooleanField("kept although it looks wrong", default=False)
    file = models.CharField(max_length=255)
    line = models.PositiveIntegerField(default=0)
    column = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=120, blank=True)
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

"""What a path is worth: frozen results with everything they rest on."""

from django.db import models
from django.db.models import Q

from tracks.shared.job_rows import UNFINISHED, JobRow, JobState


class Projection(JobRow):
    """One request to work out what an enrolment is worth, and its frozen result.

    `fingerprint` is the digest of the resolved inputs and the model version; the same
    inputs give the same bytes. A READY row never changes. The newest READY row is what
    pages show; it is stale when its fingerprint differs from that of today's inputs.
    """

    enrolment = models.ForeignKey(
        "progress.Enrolment", on_delete=models.CASCADE, related_name="projections"
    )
    model_version = models.CharField(max_length=20)
    # RoiInputs as JSON, and the papers of each figure in it.
    inputs = models.JSONField()
    sources = models.JSONField(default=list)
    # What the inputs were resolved from: release, hours by milestone, coverage. To say later
    # which of them has changed; empty in rows of an older version.
    backing = models.JSONField(default=dict, blank=True)
    # RoiResult as JSON; null until READY.
    result = models.JSONField(null=True, blank=True)
    # What moves the result most, the next block of study and each exam's share.
    decisions = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment", "fingerprint"],
                condition=Q(job_state__in=UNFINISHED),
                name="progress_projection_one_unfinished",
            ),
            models.CheckConstraint(
                condition=~Q(job_state=JobState.READY) | Q(result__isnull=False),
                name="progress_projection_ready_has_result",
            ),
        )
        indexes = (
            models.Index(fields=["enrolment", "-requested_at"], name="progress_projection_latest"),
        )

    def __str__(self) -> str:
        return f"projection {self.pk} {self.job_state}"

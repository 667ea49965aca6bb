"""Requested PDF career plans."""

from django.db import models
from django.db.models import Q

from progress.choices import PageSize
from tracks.shared.job_rows import UNFINISHED, JobRow, JobState


def plan_path(plan: "CareerPlan", filename: str) -> str:
    """Return where a plan's file lies in the media storage: named by its content's hash."""
    return f"career-plans/{filename}"


class CareerPlan(JobRow):
    """One request for a PDF and, when READY, the file.

    The file is content-addressed: its name is the SHA-256 of its bytes, which is also
    the number that verifies it. Only the owner may read it. When the learner keeps fewer
    plans, file and content go and the row stays, so that the paper can still be verified.
    """

    enrolment = models.ForeignKey(
        "progress.Enrolment", on_delete=models.CASCADE, related_name="career_plans"
    )
    projection = models.ForeignKey(
        "progress.Projection",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="career_plans",
    )
    page_size = models.CharField(max_length=8, choices=PageSize, default=PageSize.A4)
    file = models.FileField(upload_to=plan_path, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size_bytes = models.PositiveIntegerField(null=True, blank=True)
    page_count = models.PositiveSmallIntegerField(null=True, blank=True)
    # Page by chapter as printed: the next print of nearly the same plan starts from them.
    chapter_pages = models.JSONField(default=dict, blank=True)
    # What plan.json of the file says under "plan"; two of them are compared to say what changed.
    content = models.JSONField(null=True, blank=True)
    # The stamp of the rows it was made from; blank when they changed while it was made.
    stamp = models.CharField(max_length=64, blank=True)
    # Sentences on what differs from the plan before it on the same track.
    changes = models.JSONField(default=list, blank=True)
    # When its file and content were deleted because the learner keeps fewer plans.
    file_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment", "fingerprint"],
                condition=Q(job_state__in=UNFINISHED),
                name="progress_careerplan_one_unfinished",
            ),
            models.CheckConstraint(
                condition=~Q(job_state=JobState.READY)
                | (~Q(sha256="") & (~Q(file="") | Q(file_deleted_at__isnull=False))),
                name="progress_careerplan_ready_has_pdf",
            ),
        )

    def __str__(self) -> str:
        return f"career plan {self.pk} {self.job_state}"

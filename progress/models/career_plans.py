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
    the number that verifies it. Only the owner may read it.
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

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment", "fingerprint"],
                condition=Q(job_state__in=UNFINISHED),
                name="progress_careerplan_one_unfinished",
            ),
            models.CheckConstraint(
                condition=~Q(job_state=JobState.READY) | (~Q(file="") & ~Q(sha256="")),
                name="progress_careerplan_ready_has_pdf",
            ),
        )

    def __str__(self) -> str:
        return f"career plan {self.pk} {self.job_state}"

"""Runs that bring the figures of many learners up to date, in chunks."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracks.shared.job_rows import UNFINISHED, JobRow


class SweepRun(JobRow):
    """One sweep over the current figures of active learners; nobody asked for it.

    Progress counts chunks. `is_whole` sweeps read every active learner; the others only
    those whose shared figures have changed.
    """

    requested_by = models.ForeignKey(  # type: ignore[assignment]  # nobody asks for a sweep
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_whole = models.BooleanField(default=False)
    # Which figures changed, in words, one a line.
    reason = models.TextField(blank=True)
    # The same by name, to find the sweep that a change caused.
    subjects = models.JSONField(default=list, blank=True)
    context_count = models.PositiveIntegerField(default=0)
    row_count = models.PositiveIntegerField(default=0)
    looked_at_count = models.PositiveIntegerField(default=0)
    written_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["is_whole"],
                condition=Q(job_state__in=UNFINISHED),
                name="progress_sweeprun_one_unfinished",
            ),
        )

    def __str__(self) -> str:
        return f"sweep {self.pk}, {self.get_job_state_display()}"


class SweepChunk(JobRow):
    """A range of enrolments of a sweep: one message, done once however often it arrives.

    `fingerprint` names the figures and the range, so that the same work has the same name.
    """

    requested_by = models.ForeignKey(  # type: ignore[assignment]  # nobody asks for a sweep
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    run = models.ForeignKey(SweepRun, on_delete=models.CASCADE, related_name="chunks")
    first_enrolment = models.PositiveBigIntegerField()
    last_enrolment = models.PositiveBigIntegerField()
    looked_at_count = models.PositiveIntegerField(default=0)
    written_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["run", "fingerprint"], name="progress_sweepchunk_unique"
            ),
            models.CheckConstraint(
                condition=Q(first_enrolment__lte=models.F("last_enrolment")),
                name="progress_sweepchunk_range_rises",
            ),
        )

    def __str__(self) -> str:
        return f"sweep {self.run_id}: {self.first_enrolment} to {self.last_enrolment}"

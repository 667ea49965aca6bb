"""Moves of learners from one release of their track to a newer one."""

from django.db import models
from django.db.models import F, Q


class ReleaseMove(models.Model):
    """One move of an enrolment to a newer release, and when it was taken back if it was.

    Rows are added by moving and marked by undoing, never removed. Ticks have no part in
    it: they belong to learner and milestone, whatever release is followed.
    """

    enrolment = models.ForeignKey(
        "progress.Enrolment", on_delete=models.CASCADE, related_name="release_moves"
    )
    from_release = models.ForeignKey(
        "tracks.TrackRelease", on_delete=models.PROTECT, related_name="+"
    )
    to_release = models.ForeignKey(
        "tracks.TrackRelease", on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_release=F("to_release")),
                name="progress_releasemove_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("moved_at")),
                name="progress_releasemove_undone_after_moved",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.from_release_id}>{self.to_release_id}"

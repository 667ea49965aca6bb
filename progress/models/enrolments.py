"""A learner on a track."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from progress.choices import EnrolmentState


class Enrolment(models.Model):
    """One learner following one release of one track.

    At most one enrolment per learner and track; at most one is ACTIVE. Choosing another
    track makes the old one DORMANT; its milestones stay recorded.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, related_name="enrolments")
    release = models.ForeignKey(
        "tracks.TrackRelease", on_delete=models.PROTECT, related_name="enrolments"
    )
    # The newest release that the learner looked at and chose not to move to.
    declined_release = models.ForeignKey(
        "tracks.TrackRelease", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    started_at = models.DateTimeField()
    activated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "track"], name="progress_enrolment_unique"),
            # Dashboard, projection and plan speak of one current track.
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=EnrolmentState.ACTIVE),
                name="progress_enrolment_one_active",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} on {self.release_id}"

"""What a learner has done: an append-only log and the state derived from it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from progress.choices import MilestoneStatus


class MilestoneState(models.Model):
    """Where one learner stands with one milestone, whatever the track.

    Derived from the newest `MilestoneEvent`; written only together with one. A milestone
    without a row is *to do*.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="milestone_states"
    )
    milestone = models.ForeignKey(
        "tracks.Milestone", on_delete=models.PROTECT, related_name="learner_states"
    )
    status = models.CharField(max_length=12, choices=MilestoneStatus, default=MilestoneStatus.TODO)
    changed_at = models.DateTimeField()
    # The track that was being followed when the state last changed.
    track = models.ForeignKey(
        "tracks.Track", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    # https links that the learner gives as proof: a list of strings.
    links = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "milestone"], name="progress_milestonestate_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.milestone_id} {self.status}"


class MilestoneEvent(models.Model):
    """One change of a milestone's state. Rows are added, never changed or removed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="milestone_events"
    )
    milestone = models.ForeignKey("tracks.Milestone", on_delete=models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=12, choices=MilestoneStatus)
    to_status = models.CharField(max_length=12, choices=MilestoneStatus)
    at = models.DateTimeField()
    track = models.ForeignKey(
        "tracks.Track", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The event that this one takes back. Restricted, not protected: both go with their person.
    undoes = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_status=models.F("to_status")),
                name="progress_milestoneevent_changes_something",
            ),
        )
        indexes = (models.Index(fields=["user", "-at"], name="progress_event_timeline"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.milestone_id} {self.from_status}>{self.to_status}"


class StudyLogEntry(models.Model):
    """Hours that a learner says they studied on a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="study_log"
    )
    milestone = models.ForeignKey(
        "tracks.Milestone", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    date = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)
    # Of the request that added it, so that one sent twice adds once; blank if it had none.
    request_key = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        verbose_name_plural = "study log entries"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "request_key"),
                condition=~Q(request_key=""),
                name="progress_studylogentry_once_a_request",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=24),
                name="progress_studylogentry_hours_fit_a_day",
                violation_error_message="Hours of one day must be above 0 and at most 24.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.date} {self.hours} h"

"""Milestones that leave a track: what the draft says of them, and what a release froze."""

from django.db import models
from django.db.models import F, Q


class Removal(models.Model):
    """A milestone that the draft of one track gives up, and what is said of it there.

    Needed where a milestone leaves a track but stays in others, so that it is not
    retired, or where one track replaces it by something else than the others. It is read
    when the next release is published; afterwards it may be kept or taken away.
    """

    track = models.ForeignKey("tracks.Track", on_delete=models.CASCADE, related_name="removals")
    milestone = models.ForeignKey(
        "tracks.Milestone", on_delete=models.PROTECT, related_name="removals"
    )
    successor = models.ForeignKey(
        "tracks.Milestone", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["track", "milestone"],
                name="tracks_removal_unique",
                violation_error_message="This milestone is in the list already. Keep one.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=False) | ~Q(reason=""),
                name="tracks_removal_says_why",
                violation_error_message="Name what replaces it, or state the reason.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("milestone")),
                name="tracks_removal_not_by_itself",
                violation_error_message="A milestone cannot replace itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.milestone_id} leaves {self.track_id}"


class ReleaseRemoval(models.Model):
    """A milestone of the release before that this release gave up; frozen with it.

    `successor` is what replaced it then. What a learner's outline counts rests on these
    rows and not on the milestone's own, so that no later edit changes it (ADR 0014).
    """

    release = models.ForeignKey(
        "tracks.TrackRelease", on_delete=models.CASCADE, related_name="removals"
    )
    milestone = models.ForeignKey("tracks.Milestone", on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(
        "tracks.Milestone", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["release", "milestone"], name="tracks_releaseremoval_unique"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("milestone")),
                name="tracks_releaseremoval_not_by_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.milestone_id} left with {self.release_id}"

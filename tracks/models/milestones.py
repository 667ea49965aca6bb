"""What is learned: milestones, shared by tracks, and what teaches them."""

from django.db import models
from django.db.models import F, Q

from tracks.choices import ResourceKind
from tracks.shared.provenance import ContentRow


class Milestone(ContentRow):
    """One thing a learner can do afterwards and others can check.

    The same row is placed by every track that needs it; progress is kept per learner and
    milestone. The key never changes meaning. A published milestone is never deleted: it
    is retired, with the milestone that replaces it or a stated reason.
    Hours are nominal study hours, an editorial estimate.
    """

    title = models.CharField(max_length=80)
    outcome = models.TextField()
    description = models.TextField(blank=True)
    # Null means unknown: the milestone then cannot be scheduled.
    hours_low = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_likely = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_high = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_source = models.ForeignKey(
        "tracks.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proof_idea = models.TextField(blank=True)
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="leads_to"
    )
    skills = models.ManyToManyField("tracks.Skill", blank=True, related_name="milestones")
    tools = models.ManyToManyField("tracks.Tool", blank=True, related_name="milestones")
    retired_at = models.DateTimeField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    retired_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    hours_low__isnull=True, hours_likely__isnull=True, hours_high__isnull=True
                )
                | Q(
                    hours_low__gte=1,
                    hours_low__lte=F("hours_likely"),
                    hours_likely__lte=F("hours_high"),
                ),
                name="tracks_milestone_hours_ordered",
                violation_error_message=(
                    "Hours must be at least 1 and rise from low to likely to high, or all be empty."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Resource(models.Model):
    """A link that teaches a milestone."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="resources")
    title = models.CharField(max_length=160)
    url = models.URLField(max_length=400)
    kind = models.CharField(max_length=16, choices=ResourceKind)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["milestone", "url"], name="tracks_resource_unique"),
        )

    def __str__(self) -> str:
        return self.title

"""What open roadmaps suggest as milestones, waiting for a curator."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracks.choices import DraftState
from tracks.shared.provenance import ContentRow


class DraftMilestone(ContentRow):
    """One course, stage or day of somebody else's roadmap.

    Only facts are kept: title, link, hours and prerequisites as stated, place in the
    file. Descriptions stay where they are. A loader never touches what a curator
    decided; learners never see a draft.
    """

    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    section = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField()
    # The source's own words for duration and effort, such as "13 weeks, 8-10 hours/week".
    effort = models.CharField(max_length=160, blank=True)
    # Worked out from the effort; null means that the source does not say.
    hours_low = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_high = models.PositiveSmallIntegerField(null=True, blank=True)
    prerequisites = models.TextField("prerequisites as stated", blank=True)
    # What the stage links to: a list of {title, url, is_free}.
    links = models.JSONField(default=list, blank=True)
    source = models.ForeignKey(
        "tracks.Source", on_delete=models.PROTECT, related_name="draft_milestones"
    )

    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.WAITING)
    reason = models.TextField(blank=True)
    milestone = models.ForeignKey(
        "tracks.Milestone",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
    )

    class Meta:
        # Accepting makes or extends a milestone.
        permissions = (("decide_draftmilestone", "Can accept or decline draft milestones"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(hours_low__isnull=True, hours_high__isnull=True)
                | Q(
                    hours_low__isnull=False,
                    hours_high__isnull=False,
                    hours_low__gte=1,
                    hours_low__lte=F("hours_high"),
                ),
                name="tracks_draftmilestone_hours_ordered",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=DraftState.WAITING, milestone__isnull=True)
                    | Q(state=DraftState.ACCEPTED, milestone__isnull=False)
                    | (Q(state=DraftState.DECLINED, milestone__isnull=True) & ~Q(reason=""))
                ),
                name="tracks_draftmilestone_decision_whole",
                violation_error_message=(
                    "Accepted drafts name their milestone; declined ones their reason."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title


class DraftDecision(models.Model):
    """Who decided on a draft, and when.

    It holds on to the draft: an import of which a draft was decided cannot be rolled
    back, or what curators did would go with it.
    """

    draft = models.OneToOneField(DraftMilestone, on_delete=models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"decision on draft {self.draft_id}"

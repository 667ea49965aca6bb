"""Whether the web addresses of the catalogue still answer."""

from django.db import models
from django.db.models import F, Q

from tracks.choices import LinkState


class LinkCheck(models.Model):
    """One web address of the catalogue and what came of the last look at it.

    Made and removed with the addresses that the apps register; written by the link check
    alone. `state` is UNCHECKED until the first look. Many failures at once say little:
    DEAD takes an answer that says so (404, 410) or failures over several days.
    """

    address = models.CharField(max_length=500, unique=True)
    state = models.CharField(max_length=12, choices=LinkState, default=LinkState.UNCHECKED)
    # Of the last answer; null when none came.
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    # Where the answer came from after redirects; blank without any.
    redirect_target = models.CharField(max_length=2000, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    last_checked_at = models.DateTimeField(null=True, blank=True)
    last_alive_at = models.DateTimeField(null=True, blank=True)
    failures_in_row = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    # A curator asked for a look; it comes first.
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(failures_in_row=0, failing_since__isnull=True)
                | Q(failures_in_row__gte=1, failing_since__isnull=False),
                name="tracks_linkcheck_failures_have_a_start",
            ),
            models.CheckConstraint(
                condition=Q(last_alive_at__isnull=True)
                | Q(last_checked_at__gte=F("last_alive_at")),
                name="tracks_linkcheck_alive_not_after_checked",
            ),
        )

    def __str__(self) -> str:
        return self.address

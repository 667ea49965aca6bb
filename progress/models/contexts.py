"""What learners share in their projections, and each learner's current figures."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

# The columns of a summary that hold its figures, in reading order.
SUMMARY_FIGURES = (
    "horizon_months", "expected_usd", "p10_usd", "p50_usd", "p90_usd", "ahead_share",
    "ahead_if_finished_share", "finish_share", "expected_benefit_usd", "expected_cash_cost_usd",
    "expected_time_cost_usd", "expected_study_hours", "curve", "reach",
)  # fmt: skip


class ContextVersion(models.Model):
    """The resolved figures that a context rested on; named by their fingerprint, never changed.

    `values` holds the part of the inputs that learners share, so that a later reader can be
    told which figure has changed.
    """

    fingerprint = models.CharField(max_length=32, unique=True)
    engine = models.CharField(max_length=20)
    model_version = models.CharField(max_length=20)
    values = models.JSONField()
    first_seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"figures {self.fingerprint[:8]}"


class ProjectionContext(models.Model):
    """Everything about a projection that is not the learner's own: what, where, from, up to.

    `version` are its figures when somebody last looked; null while a band is missing. A
    change of a band or a fee moves `version` and touches no learner.
    """

    # Digest of the columns below, in which lists could not be unique.
    key = models.CharField(max_length=32, unique=True)
    release = models.ForeignKey("tracks.TrackRelease", on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2)
    start_rung = models.PositiveSmallIntegerField()
    target_rung = models.PositiveSmallIntegerField()
    # Ids of planned certifications, rising.
    certifications = models.JSONField(default=list, blank=True)
    # The learner's own assumptions; empty for nearly everybody.
    overrides = models.JSONField(default=dict, blank=True)
    version = models.ForeignKey(
        ContextVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="contexts"
    )

    def __str__(self) -> str:
        return f"context {self.pk}"


class ProjectionSummary(models.Model):
    """The current figures of an enrolment, for pages that list them.

    Fresh while `version` is that of today's figures and `input_fingerprint` that of today's
    answers; worked out anew on the next read otherwise. Money is in US dollars at today's
    prices, shares are 0 to 1, from 1,024 futures of the batch engine.
    """

    enrolment = models.OneToOneField(
        "progress.Enrolment", on_delete=models.CASCADE, primary_key=True, related_name="summary"
    )
    context = models.ForeignKey(
        ProjectionContext, on_delete=models.PROTECT, related_name="summaries"
    )
    version = models.ForeignKey(ContextVersion, on_delete=models.PROTECT, related_name="summaries")
    input_fingerprint = models.CharField(max_length=32)
    computed_at = models.DateTimeField()
    horizon_months = models.PositiveSmallIntegerField()
    expected_usd = models.FloatField()
    p10_usd = models.FloatField()
    p50_usd = models.FloatField()
    p90_usd = models.FloatField()
    ahead_share = models.FloatField()
    # Null when nobody finishes.
    ahead_if_finished_share = models.FloatField(null=True)
    finish_share = models.FloatField()
    expected_benefit_usd = models.FloatField()
    expected_cash_cost_usd = models.FloatField()
    expected_time_cost_usd = models.FloatField()
    expected_study_hours = models.FloatField()
    # By year end: month, mean, P10, P50, P90.
    curve = models.JSONField()
    # By rung ahead: rung, share with the path and without, the same within five years.
    reach = models.JSONField()
    # The learner's own part of the inputs, to say later what has changed.
    own_values = models.JSONField()
    # What was different from the figures before, in words.
    updated_with = models.JSONField(default=list, blank=True)
    # Worked out by a sweep: nobody has read yet with what.
    is_swept = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "projection summaries"
        constraints = (
            models.CheckConstraint(
                condition=Q(ahead_share__gte=0, ahead_share__lte=1)
                & Q(finish_share__gte=0, finish_share__lte=1),
                name="progress_projectionsummary_shares_are_shares",
            ),
        )

    def __str__(self) -> str:
        return f"figures of enrolment {self.enrolment_id}"

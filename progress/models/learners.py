"""A learner's circumstances."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from progress.choices import PlansKept
from tracks.choices import Rung

PAY_TOO_HIGH = "Pay a year must be below 1,000,000."


class Learner(models.Model):
    """What one person told us about themselves; every answer can be left out.

    Made at the first visit to the learner's pages. Null means "not said": projections
    then ask for it and never guess. Pay is gross a year in `pay_currency`.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learner"
    )
    current_role = models.CharField(max_length=120, blank=True)
    # The rung somebody stands on today; 0 is outside the field, null is not said.
    current_rung = models.PositiveSmallIntegerField(
        choices=[(0, "Outside the field"), *Rung.choices], null=True, blank=True
    )
    current_pay = models.DecimalField(
        max_digits=10,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1_000, "Pay a year must be at least 1,000. Leave it empty to skip."),
            MaxValueValidator(999_999, PAY_TOO_HIGH),
        ],
    )
    pay_currency = models.CharField(max_length=3, default="USD")
    country = models.CharField(max_length=2, blank=True)
    hours_per_week = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(Decimal("0.5"), "Plan at least half an hour a week."),
            MaxValueValidator(80, "More than 80 hours a week is not a plan that anybody keeps."),
        ],
    )
    goal = models.TextField(
        blank=True, validators=[MaxLengthValidator(400, "At most 400 characters.")]
    )
    target_role = models.ForeignKey(
        "tracks.Role", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    target_date = models.DateField(null=True, blank=True)
    # Share of fees that an employer pays, 0 to 1.
    employer_share = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    # Assumptions of the projection that the learner changed: symbol to value.
    assumption_overrides = models.JSONField(default=dict, blank=True)
    onboarded_at = models.DateTimeField(null=True, blank=True)
    # How many finished career plans of a track keep their file; null keeps all.
    plans_kept = models.PositiveSmallIntegerField(
        choices=PlansKept, null=True, blank=True, default=PlansKept.TEN
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(employer_share__gte=0, employer_share__lte=1),
                name="progress_learner_employer_share_is_a_share",
            ),
        )

    def __str__(self) -> str:
        return f"circumstances of {self.user_id}"


class PlannedCertification(models.Model):
    """A certification that a learner means to earn: it enters budget, plan and projection."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="planned_certifications"
    )
    certification = models.ForeignKey(
        "certifications.Certification", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "certification"], name="progress_plannedcertification_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} plans {self.certification_id}"

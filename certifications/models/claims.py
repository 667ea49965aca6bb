"""What sources say about a certification."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from certifications.choices import ClaimField, FeeUnit
from tracks.shared.provenance import SourcedRow


class Claim(SourcedRow):
    """One dated statement of one source about one field of a certification.

    FEE uses the amounts, currency and unit; RENEWAL the amounts, `months` (the interval)
    and text; VALIDITY `months` or `does_not_expire`; PREP_HOURS the hours; the others
    text. Unknown is an absent claim, never a zero. Claims that disagree stand side by
    side; `is_preferred` marks the one that budgets and projections use.
    """

    certification = models.ForeignKey(
        "certifications.Certification", on_delete=models.CASCADE, related_name="claims"
    )
    # Null when the claim is about the whole certification.
    exam = models.ForeignKey(
        "certifications.Exam",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="claims",
    )
    field = models.CharField(max_length=12, choices=ClaimField)
    amount_low = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    amount_high = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(max_length=3, blank=True)
    unit = models.CharField(max_length=10, choices=FeeUnit, blank=True)
    # How many exams the amount pays for; null means that the source does not say.
    exam_count = models.PositiveSmallIntegerField(null=True, blank=True)
    is_retake_included = models.BooleanField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    does_not_expire = models.BooleanField(default=False)
    # Validity can depend on when the certification was earned.
    earned_from_date = models.DateField(null=True, blank=True)
    hours_low = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_high = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    is_preferred = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    history = HistoricalRecords()

    class Meta:
        # A second person compares the claim with its source.
        permissions = (("verify_claim", "Can verify claim"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_low__isnull=True, amount_high__isnull=True)
                | Q(amount_low__lte=F("amount_high")),
                name="certifications_claim_low_not_above_high",
                violation_error_message="The lower amount is above the higher amount.",
            ),
            models.CheckConstraint(
                condition=~Q(field=ClaimField.FEE)
                | (Q(amount_low__isnull=False) & ~Q(currency="") & ~Q(unit="")),
                name="certifications_claim_fee_is_whole",
                violation_error_message=(
                    "A fee needs an amount, a currency and what it buys. "
                    "If the fee is unknown, leave the claim out."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(field=ClaimField.VALIDITY)
                | Q(months__isnull=False, does_not_expire=False)
                | Q(months__isnull=True, does_not_expire=True),
                name="certifications_claim_validity_is_one_thing",
                violation_error_message="Validity is either a number of months or does not expire.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.certification_id} {self.field}"

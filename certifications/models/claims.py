"""What sources say about a certification."""

import hashlib

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from simple_history.models import HistoricalRecords

from certifications.choices import ClaimField, FeeUnit
from tracks.shared.provenance import ContentRow, SourcedRow

KEY_LENGTH = 80
DIGEST_LENGTH = 8


def make_claim_key(*parts: object, number: int = 1) -> str:
    """Build a claim's key from what it is about: certification, field, exam, scope, source, dates.

    Readable ("rhcsa-fee-ex200-rolemath-2026-08-09") and the same for the same parts; parts
    that say nothing are left out. `number` tells a second claim of the same parts from the
    first. Where the parts do not fit, a digest of all of them takes the place of the end.
    """
    words = [slugify(str(part).replace("_", "-")) for part in parts if part not in (None, "")]
    key = "-".join([*(word for word in words if word), *([str(number)] if number > 1 else [])])
    if len(key) <= KEY_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:DIGEST_LENGTH]
    return f"{key[: KEY_LENGTH - DIGEST_LENGTH - 1].rstrip('-')}-{digest}"


class Claim(ContentRow, SourcedRow):
    """One dated statement of one source about one field of a certification.

    FEE uses the amounts, currency and unit; RENEWAL the amounts, `months` (the interval)
    and text; VALIDITY `months` or `does_not_expire`; PREP_HOURS the hours; the others
    text. Unknown is an absent claim, never a zero. Claims that disagree stand side by
    side; `is_preferred` marks the one that budgets and projections use. Each is a row of
    its own to the loader: what a data set adds or a curator changes in one claim leaves its
    certification and its rivals alone.
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
    # For whom or what beside the exam, as the source says: "members", "application".
    scope = models.CharField(max_length=120, blank=True)
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
    # The page that the source names for this statement, often the vendor's own.
    url = models.URLField("address", max_length=300, blank=True)
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

    def suggest_key(self, *, number: int = 1) -> str:
        """Return the key that this claim gets; needs its certification, exam and source."""
        return make_claim_key(
            self.certification.key,
            self.field,
            self.exam.code if self.exam else "",
            self.scope,
            self.source.key,
            self.as_of,
            self.earned_from_date,
            number=number,
        )

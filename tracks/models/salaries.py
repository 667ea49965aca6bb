"""Sourced pay bands."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from tracks.choices import Derivation, Rung, Statistic
from tracks.shared.provenance import ContentRow, SourcedRow

PERCENTILE_FIELDS = ("p10", "p25", "p50", "p75", "p90")


def money_field() -> Any:
    """Return a column for gross pay a year in the row's currency; null means unknown."""
    return models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(1)]
    )


class SalaryBand(ContentRow, SourcedRow):
    """What one source says a rung or a role pays in one country and year.

    Gross pay a year in `currency`, prices of `year`. A RANGE has `low` and `high`;
    `high_is_open` means that the source stopped counting there ("$250,000+"). PERCENTILES
    have p10 to p90 and the sample size they rest on; with a sample under ten they are
    null and the row only says how few there were. Sources that disagree share a
    `dispute` key and stand side by side; they are never averaged. Never deleted by a
    loader: a band that a file no longer has is withdrawn.
    """

    track = models.ForeignKey("tracks.Track", on_delete=models.CASCADE, related_name="salary_bands")
    # Null for a title that stands beside the ladder.
    rung = models.PositiveSmallIntegerField(choices=Rung, null=True, blank=True)
    role = models.ForeignKey(
        "tracks.Role", on_delete=models.PROTECT, null=True, blank=True, related_name="salary_bands"
    )
    country = models.CharField("country code", max_length=2, default="US")
    currency = models.CharField(max_length=3, default="USD")
    year = models.PositiveSmallIntegerField()
    statistic = models.CharField(max_length=12, choices=Statistic, default=Statistic.RANGE)
    low = money_field()
    high = money_field()
    high_is_open = models.BooleanField("the source stopped counting at the high end", default=False)
    p10 = money_field()
    p25 = money_field()
    p50 = money_field()
    p75 = money_field()
    p90 = money_field()
    # Null means that the source does not state it.
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    derivation = models.CharField(max_length=10, choices=Derivation, default=Derivation.PUBLISHED)
    dispute = models.SlugField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        # A second person compares the figure with its source.
        permissions = (("verify_salaryband", "Can verify salary band"),)
        constraints = (
            # A range has both ends; percentiles have all five or, with too few rows, none.
            models.CheckConstraint(
                condition=(
                    Q(statistic=Statistic.RANGE, low__isnull=False, high__isnull=False)
                    | Q(statistic=Statistic.PERCENTILES, low__isnull=True, high__isnull=True)
                ),
                name="tracks_salaryband_has_its_numbers",
                violation_error_message=(
                    "A published range needs low and high; percentiles leave both empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(low__lte=F("high")),
                name="tracks_salaryband_low_not_above_high",
                violation_error_message="The low end is above the high end. Swap or correct them.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(p10__isnull=True, p25__isnull=True, p50__isnull=True)
                    & Q(p75__isnull=True, p90__isnull=True)
                )
                | (Q(p10__lte=F("p25"), p25__lte=F("p50"), p50__lte=F("p75"), p75__lte=F("p90"))),
                name="tracks_salaryband_percentiles_ascend",
                violation_error_message=(
                    "Percentiles must be given all five and rise from P10 to P90, or not at all."
                ),
            ),
        )
        indexes = (
            # "Which bands apply to this track and rung?"
            models.Index(fields=["track", "rung", "country"], name="tracks_salaryband_lookup"),
        )

    def __str__(self) -> str:
        return self.key

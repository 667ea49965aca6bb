"""Pay distributions that data sets state, one cell at a time."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from tracks.choices import PayLevel, PayScheme, PayVariant
from tracks.models.salaries import PERCENTILE_FIELDS, money_field
from tracks.shared.provenance import ContentRow, SourcedRow

# Percentiles of fewer rows than this say nothing.
FEWEST_ROWS = 10


def _state_open_percentiles() -> Q:
    """Return the rule that an open percentile and all above it hold the top that is stated."""
    rule = Q(open_from="")
    for number, name in enumerate(PERCENTILE_FIELDS):
        above = {one: F("top") for one in PERCENTILE_FIELDS[number:]}
        # A comparison with null is not false for a constraint, so null is ruled out first.
        rule |= Q(open_from=name, top__isnull=False, p90__isnull=False, **above)
    return rule


def _have_all_percentiles(*, known: bool) -> Q:
    return Q(**{f"{name}__isnull": not known for name in PERCENTILE_FIELDS})


class SalaryStatistic(ContentRow, SourcedRow):
    """What one data set says that one group of people is paid, under one reading of its rows.

    Gross pay a year in `currency`, prices of `year`, of the subject (a role family, an
    occupation of the Standard Occupational Classification or a developer type of a survey)
    at `level` in `country`. A blank level means that the source does not tell levels apart.
    `n` is the number of rows; null means that the source does not state it. With fewer than
    ten rows there are no percentiles. A source may stop counting at `top`: from the
    percentile named by `open_from` upwards the pay is that much or more. Written by
    importers only, never deleted by them, and never added up or averaged over data sets
    or variants.
    """

    dataset = models.SlugField(max_length=40)
    variant = models.CharField(max_length=24, choices=PayVariant)
    scheme = models.CharField(max_length=16, choices=PayScheme)
    # "devops", "15-1252" or "developer-back-end".
    subject = models.SlugField(max_length=60)
    subject_name = models.CharField(max_length=160)
    level = models.CharField(max_length=2, choices=PayLevel, blank=True)
    country = models.CharField("country code", max_length=2)
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    n = models.PositiveIntegerField(null=True, blank=True)
    p10 = money_field()
    p25 = money_field()
    p50 = money_field()
    p75 = money_field()
    p90 = money_field()
    mean = money_field()
    # The amount at which the source stops counting, and the lowest percentile at it.
    top = money_field()
    open_from = models.CharField(
        max_length=3, blank=True, choices=[(name, name.upper()) for name in PERCENTILE_FIELDS]
    )
    mean_is_open = models.BooleanField(default=False)
    # People employed as the source estimates them; not the sample behind the figures.
    employment = models.PositiveIntegerField(null=True, blank=True)
    # Rows among `n` that look wrong and were kept.
    flagged_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "dataset",
                    "variant",
                    "scheme",
                    "subject",
                    "level",
                    "country",
                    "year",
                    "currency",
                ),
                name="tracks_salarystatistic_cell_is_unique",
                violation_error_message="This cell of the data set is there already.",
            ),
            models.CheckConstraint(
                condition=_have_all_percentiles(known=False)
                | (
                    _have_all_percentiles(known=True)
                    & Q(p10__lte=F("p25"), p25__lte=F("p50"), p50__lte=F("p75"), p75__lte=F("p90"))
                ),
                name="tracks_salarystatistic_percentiles_ascend",
                violation_error_message=(
                    "Percentiles must be given all five and rise from P10 to P90, or not at all."
                ),
            ),
            models.CheckConstraint(
                condition=Q(n__isnull=True)
                | Q(n__gte=FEWEST_ROWS)
                | Q(p50__isnull=True, mean__isnull=True),
                name="tracks_salarystatistic_too_few_rows_have_no_figures",
                violation_error_message="Fewer than ten rows give no percentiles and no mean.",
            ),
            models.CheckConstraint(
                condition=_state_open_percentiles(),
                name="tracks_salarystatistic_open_percentiles_are_the_top",
                violation_error_message=(
                    "An open percentile and all above it hold the amount where the source stops."
                ),
            ),
            models.CheckConstraint(
                condition=Q(mean_is_open=False)
                | Q(mean__isnull=False, top__isnull=False, mean=F("top")),
                name="tracks_salarystatistic_open_mean_is_the_top",
                violation_error_message="An open mean holds the amount where the source stops.",
            ),
            models.CheckConstraint(
                condition=Q(n__isnull=True) | Q(flagged_count__lte=F("n")),
                name="tracks_salarystatistic_flags_only_its_rows",
                violation_error_message="More rows are flagged than there are.",
            ),
        )
        indexes = (
            # "What do the data sets say of these subjects in this country?"
            models.Index(
                fields=["scheme", "subject", "country", "year"],
                name="tracks_salarystatistic_lookup",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_too_few(self) -> bool:
        """Whether the rows are too few for a figure."""
        return self.n is not None and self.n < FEWEST_ROWS

    @property
    def is_top_coded(self) -> bool:
        """Whether the source stopped counting at some percentile."""
        return bool(self.open_from)

    @property
    def figures(self) -> list[tuple[str, Decimal | None, bool]]:
        """Name, amount and whether it is "or more" of the five percentiles."""
        return [
            (name.upper(), getattr(self, name), self.is_open_at(name)) for name in PERCENTILE_FIELDS
        ]

    def is_open_at(self, percentile: str) -> bool:
        """Whether a percentile such as "p90" is "this much or more"."""
        return bool(self.open_from) and percentile >= self.open_from

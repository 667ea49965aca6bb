import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracks", "0004_import_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SalaryStatistic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=80, unique=True)),
                (
                    "content_fingerprint",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                ("content_origin", models.CharField(blank=True, editable=False, max_length=40)),
                ("as_of", models.CharField(blank=True, max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("UNSOURCED", "Unsourced"),
                            ("ATTRIBUTED", "Attributed"),
                            ("VERIFIED", "Verified"),
                            ("DISPUTED", "Disputed"),
                            ("STALE", "Out of date"),
                        ],
                        default="UNSOURCED",
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("dataset", models.SlugField(max_length=40)),
                (
                    "variant",
                    models.CharField(
                        choices=[
                            ("AS_IS", "Rows as they stand"),
                            ("EXACT_DUPLICATES_DROPPED", "Exact repeats dropped"),
                            ("PAIR_MIDPOINT", "Pairs at their midpoint"),
                            ("PLAUSIBLE", "Implausible answers left out"),
                            ("PUBLISHED", "As published"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("ROLE_FAMILY", "Role family"),
                            ("SOC", "Occupation (SOC)"),
                            ("DEVELOPER_TYPE", "Developer type"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.SlugField(max_length=60)),
                ("subject_name", models.CharField(max_length=160)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EN", "Entry"),
                            ("MI", "Mid"),
                            ("SE", "Senior"),
                            ("EX", "Executive"),
                        ],
                        max_length=2,
                    ),
                ),
                ("country", models.CharField(max_length=2, verbose_name="country code")),
                ("year", models.PositiveSmallIntegerField()),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("n", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "p10",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "p25",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "p50",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "p75",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "p90",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "mean",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "top",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "open_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("p10", "P10"),
                            ("p25", "P25"),
                            ("p50", "P50"),
                            ("p75", "P75"),
                            ("p90", "P90"),
                        ],
                        max_length=3,
                    ),
                ),
                ("mean_is_open", models.BooleanField(default=False)),
                ("employment", models.PositiveIntegerField(blank=True, null=True)),
                ("flagged_count", models.PositiveIntegerField(default=0)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(app_label)s_%(class)s_rows",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["scheme", "subject", "country", "year"],
                        name="tracks_salarystatistic_lookup",
                    )
                ],
                "constraints": [
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
                        condition=models.Q(
                            models.Q(
                                ("p10__isnull", True),
                                ("p25__isnull", True),
                                ("p50__isnull", True),
                                ("p75__isnull", True),
                                ("p90__isnull", True),
                            ),
                            models.Q(
                                ("p10__isnull", False),
                                ("p25__isnull", False),
                                ("p50__isnull", False),
                                ("p75__isnull", False),
                                ("p90__isnull", False),
                                ("p10__lte", models.F("p25")),
                                ("p25__lte", models.F("p50")),
                                ("p50__lte", models.F("p75")),
                                ("p75__lte", models.F("p90")),
                            ),
                            _connector="OR",
                        ),
                        name="tracks_salarystatistic_percentiles_ascend",
                        violation_error_message="Percentiles must be given all five and rise from P10 to P90, or not at all.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n__isnull", True),
                            ("n__gte", 10),
                            models.Q(("mean__isnull", True), ("p50__isnull", True)),
                            _connector="OR",
                        ),
                        name="tracks_salarystatistic_too_few_rows_have_no_figures",
                        violation_error_message="Fewer than ten rows give no percentiles and no mean.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("open_from", ""),
                            models.Q(
                                ("open_from", "p10"),
                                ("p10", models.F("top")),
                                ("p25", models.F("top")),
                                ("p50", models.F("top")),
                                ("p75", models.F("top")),
                                ("p90", models.F("top")),
                                ("p90__isnull", False),
                                ("top__isnull", False),
                            ),
                            models.Q(
                                ("open_from", "p25"),
                                ("p25", models.F("top")),
                                ("p50", models.F("top")),
                                ("p75", models.F("top")),
                                ("p90", models.F("top")),
                                ("p90__isnull", False),
                                ("top__isnull", False),
                            ),
                            models.Q(
                                ("open_from", "p50"),
                                ("p50", models.F("top")),
                                ("p75", models.F("top")),
                                ("p90", models.F("top")),
                                ("p90__isnull", False),
                                ("top__isnull", False),
                            ),
                            models.Q(
                                ("open_from", "p75"),
                                ("p75", models.F("top")),
                                ("p90", models.F("top")),
                                ("p90__isnull", False),
                                ("top__isnull", False),
                            ),
                            models.Q(
                                ("open_from", "p90"),
                                ("p90", models.F("top")),
                                ("p90__isnull", False),
                                ("top__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="tracks_salarystatistic_open_percentiles_are_the_top",
                        violation_error_message="An open percentile and all above it hold the amount where the source stops.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mean_is_open", False),
                            models.Q(
                                ("mean", models.F("top")),
                                ("mean__isnull", False),
                                ("top__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="tracks_salarystatistic_open_mean_is_the_top",
                        violation_error_message="An open mean holds the amount where the source stops.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n__isnull", True),
                            ("flagged_count__lte", models.F("n")),
                            _connector="OR",
                        ),
                        name="tracks_salarystatistic_flags_only_its_rows",
                        violation_error_message="More rows are flagged than there are.",
                    ),
                ],
            },
        ),
    ]

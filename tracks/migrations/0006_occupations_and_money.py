"""Tables of occupations, money and draft milestones, and the curators' rights on them."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tracks.shared.groups import KEEP, VIEW, grant_rights

# What files of others say can be looked at; only our own decisions can be edited.
READ = (
    "currency",
    "exchangerate",
    "jobzone",
    "occupation",
    "occupationtechnologies",
    "occupationtitles",
    "occupationzone",
    "preparationcategory",
    "priceindex",
    "priceparity",
)
RIGHTS = {
    "curator": {
        **dict.fromkeys(READ, VIEW),
        "draftmilestone": (*VIEW, "decide_draftmilestone"),
        "occupationmatch": KEEP,
    },
    "approver": dict.fromkeys((*READ, "draftmilestone", "occupationmatch"), VIEW),
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant_rights(apps=apps, alias=alias, app_label="tracks", rights=RIGHTS)


class Migration(migrations.Migration):
    dependencies = [
        ("tracks", "0005_salary_statistics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Currency",
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
                ("code", models.CharField(max_length=3, unique=True, verbose_name="ISO 4217 code")),
                ("name", models.CharField(max_length=120)),
                ("number", models.CharField(blank=True, max_length=3, verbose_name="numeric code")),
                ("minor_unit", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "entities",
                    models.JSONField(default=list, verbose_name="countries and other users"),
                ),
                ("withdrawn", models.CharField(blank=True, max_length=40)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "currencies",
            },
        ),
        migrations.CreateModel(
            name="JobZone",
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
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("name", models.CharField(max_length=160)),
                ("experience", models.TextField(blank=True)),
                ("education", models.TextField(blank=True)),
                ("training", models.TextField(blank=True)),
                ("examples", models.TextField(blank=True)),
                (
                    "svp_range",
                    models.CharField(blank=True, max_length=40, verbose_name="SVP range"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Occupation",
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
                (
                    "code",
                    models.CharField(max_length=10, unique=True, verbose_name="O*NET-SOC code"),
                ),
                (
                    "soc_code",
                    models.CharField(db_index=True, max_length=7, verbose_name="SOC code"),
                ),
                ("title", models.CharField(max_length=160)),
                ("description", models.TextField(blank=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OccupationTechnologies",
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
                (
                    "code",
                    models.CharField(max_length=10, unique=True, verbose_name="O*NET-SOC code"),
                ),
                ("technologies", models.JSONField(default=list)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "occupation technologies",
            },
        ),
        migrations.CreateModel(
            name="OccupationTitles",
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
                (
                    "code",
                    models.CharField(max_length=10, unique=True, verbose_name="O*NET-SOC code"),
                ),
                ("titles", models.JSONField(default=list)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "occupation titles",
            },
        ),
        migrations.CreateModel(
            name="OccupationZone",
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
                (
                    "code",
                    models.CharField(max_length=10, unique=True, verbose_name="O*NET-SOC code"),
                ),
                ("zone", models.PositiveSmallIntegerField(verbose_name="job zone")),
                ("as_of", models.CharField(blank=True, max_length=7)),
                ("rated_by", models.CharField(blank=True, max_length=80)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DraftMilestone",
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
                ("title", models.CharField(max_length=200)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("section", models.CharField(blank=True, max_length=160)),
                ("position", models.PositiveSmallIntegerField()),
                ("effort", models.CharField(blank=True, max_length=160)),
                ("hours_low", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("hours_high", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "prerequisites",
                    models.TextField(blank=True, verbose_name="prerequisites as stated"),
                ),
                ("links", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Waiting"),
                            ("ACCEPTED", "Accepted"),
                            ("DECLINED", "Declined"),
                        ],
                        default="WAITING",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="tracks.milestone",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_milestones",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "permissions": (
                    ("decide_draftmilestone", "Can accept or decline draft milestones"),
                ),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hours_high__isnull", True), ("hours_low__isnull", True)),
                            models.Q(
                                ("hours_high__isnull", False),
                                ("hours_low__gte", 1),
                                ("hours_low__isnull", False),
                                ("hours_low__lte", models.F("hours_high")),
                            ),
                            _connector="OR",
                        ),
                        name="tracks_draftmilestone_hours_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("milestone__isnull", True), ("state", "WAITING")),
                            models.Q(("milestone__isnull", False), ("state", "ACCEPTED")),
                            models.Q(
                                ("milestone__isnull", True),
                                ("state", "DECLINED"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tracks_draftmilestone_decision_whole",
                        violation_error_message="Accepted drafts name their milestone; declined ones their reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
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
                ("currency", models.CharField(max_length=3, verbose_name="currency code")),
                ("area", models.CharField(max_length=80)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "units_per_usd",
                    models.DecimalField(
                        decimal_places=6, max_digits=18, verbose_name="units for one US dollar"
                    ),
                ),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("currency", "year"), name="tracks_exchangerate_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units_per_usd__gt", 0)),
                        name="tracks_exchangerate_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OccupationMatch",
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
                (
                    "quality",
                    models.CharField(
                        choices=[
                            ("EXACT_TITLE", "Same title"),
                            ("ALTERNATE_TITLE", "Listed as another title"),
                            ("NEAR", "Nearest, by our judgement"),
                            ("NONE", "No occupation fits"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "occupation_code",
                    models.CharField(blank=True, max_length=10, verbose_name="O*NET-SOC code"),
                ),
                ("occupation_title", models.CharField(blank=True, max_length=160)),
                ("reason", models.TextField()),
                ("decided_by", models.CharField(max_length=80)),
                ("decided_on", models.DateField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupation_matches",
                        to="tracks.role",
                    ),
                ),
            ],
            options={
                "verbose_name": "occupation match",
                "verbose_name_plural": "occupation matches",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role", "occupation_code"), name="tracks_occupationmatch_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("occupation_code", ""),
                                ("occupation_title", ""),
                                ("quality", "NONE"),
                            ),
                            models.Q(
                                models.Q(("quality", "NONE"), _negated=True),
                                models.Q(("occupation_code", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tracks_occupationmatch_names_one_or_none",
                        violation_error_message="Name an occupation, or choose “no occupation fits” and leave it empty.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PreparationCategory",
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
                ("element", models.CharField(max_length=80)),
                ("scale", models.CharField(max_length=2)),
                ("category", models.PositiveSmallIntegerField()),
                ("description", models.TextField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "preparation categories",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scale", "category"), name="tracks_preparationcategory_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceIndex",
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
                ("year", models.PositiveSmallIntegerField()),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("index", models.DecimalField(decimal_places=3, max_digits=9)),
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
                "verbose_name_plural": "price indexes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "month"), name="tracks_priceindex_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("index__gt", 0), ("month__gte", 1), ("month__lte", 12)),
                        name="tracks_priceindex_is_a_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceParity",
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
                ("country", models.CharField(max_length=2, verbose_name="country code")),
                ("country_name", models.CharField(max_length=80)),
                ("year", models.PositiveSmallIntegerField()),
                ("factor", models.DecimalField(decimal_places=26, max_digits=36)),
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
                "verbose_name_plural": "price parities",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "year"), name="tracks_priceparity_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("factor__gt", 0)), name="tracks_priceparity_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="tracks.draftmilestone",
                    ),
                ),
            ],
        ),
        # Rights on tables that are gone mean nothing; there is nothing to take back.
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]

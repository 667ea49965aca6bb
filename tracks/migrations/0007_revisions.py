"""Keep proposed changes of curated rows, and say who may make and who may publish them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tracks.shared.groups import VIEW, grant_rights

OPEN_STATES = ("DRAFT", "IN_REVIEW")
PUBLISHED_STATES = ("PUBLISHED", "SUPERSEDED")

RIGHTS = {
    "curator": {"revision": ("view", "add", "change"), "revisionstep": VIEW},
    "approver": {"revision": (*VIEW, "review_revision"), "revisionstep": VIEW},
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant_rights(apps=apps, alias=alias, app_label="tracks", rights=RIGHTS)


def _person():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("tracks", "0006_occupations_and_money"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("base", models.JSONField(null=True)),
                ("base_fingerprint", models.CharField(blank=True, max_length=64)),
                ("proposed", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("IN_REVIEW", "In review"),
                            ("PUBLISHED", "Published"),
                            ("SUPERSEDED", "Superseded"),
                            ("DECLINED", "Declined"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        db_index=True,
                        default="DRAFT",
                        max_length=10,
                    ),
                ),
                (
                    "is_unreviewed",
                    models.BooleanField(
                        default=False, verbose_name="published without a second person"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "history_id",
                    models.BigIntegerField(null=True, verbose_name="number in the row’s history"),
                ),
                ("author", _person()),
                ("reviewer", _person()),
            ],
            options={
                "verbose_name": "proposed change",
                "permissions": (("review_revision", "Can publish or decline changes of others"),),
                "indexes": [models.Index(fields=["kind", "key"], name="tracks_revision_row")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", PUBLISHED_STATES), _negated=True),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="tracks_revision_published_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", PUBLISHED_STATES), _negated=True),
                            ("is_unreviewed", True),
                            ("author__isnull", True),
                            ("reviewer__isnull", True),
                            models.Q(("author", models.F("reviewer")), _negated=True),
                            _connector="OR",
                        ),
                        name="tracks_revision_second_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", OPEN_STATES)),
                        fields=("kind", "key", "author"),
                        name="tracks_revision_one_open_per_author",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevisionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("SAVED", "Saved"),
                            ("SUBMITTED", "Sent for review"),
                            ("REBASED", "Brought up to date with the row"),
                            ("PUBLISHED", "Published"),
                            ("SUPERSEDED", "Superseded by a later change"),
                            ("DECLINED", "Declined"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("comment", models.TextField(blank=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="tracks.revision",
                    ),
                ),
                ("taken_by", _person()),
            ],
        ),
        # Taken back together with the groups themselves, by 0003.
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]

"""Tables of removals and link checks, and the rights of curators on them."""

import django.db.models.deletion
from django.db import migrations, models

from tracks.shared.groups import OWN, VIEW, grant_rights

RIGHTS = {
    "curator": {
        "removal": OWN,
        "releaseremoval": VIEW,
        # Asking for another look changes a row.
        "linkcheck": ("view", "change"),
    },
    "approver": {"removal": VIEW, "releaseremoval": VIEW, "linkcheck": VIEW},
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant_rights(apps=apps, alias=alias, app_label="tracks", rights=RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("tracks", "0007_revisions")]

    operations = [
        migrations.AddField(
            model_name="releaseplacement",
            name="title",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="trackrelease",
            name="has_own_notes",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("UNCHECKED", "Not looked at yet"),
                            ("ALIVE", "Alive"),
                            ("MOVED", "Alive, moved for good"),
                            ("CLOSED", "Answers, but not to machines"),
                            ("FAILING", "Failing"),
                            ("DEAD", "Dead"),
                        ],
                        default="UNCHECKED",
                        max_length=12,
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("redirect_target", models.CharField(blank=True, max_length=2000)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("last_checked_at", models.DateTimeField(blank=True, null=True)),
                ("last_alive_at", models.DateTimeField(blank=True, null=True)),
                ("failures_in_row", models.PositiveSmallIntegerField(default=0)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failing_since__isnull", True), ("failures_in_row", 0)),
                            models.Q(("failing_since__isnull", False), ("failures_in_row__gte", 1)),
                            _connector="OR",
                        ),
                        name="tracks_linkcheck_failures_have_a_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_alive_at__isnull", True),
                            ("last_checked_at__gte", models.F("last_alive_at")),
                            _connector="OR",
                        ),
                        name="tracks_linkcheck_alive_not_after_checked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.milestone",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="removals",
                        to="tracks.trackrelease",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.milestone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "milestone"), name="tracks_releaseremoval_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor__isnull", True),
                            models.Q(("successor", models.F("milestone")), _negated=True),
                            _connector="OR",
                        ),
                        name="tracks_releaseremoval_not_by_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="tracks.milestone",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.milestone",
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="removals",
                        to="tracks.track",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("track", "milestone"),
                        name="tracks_removal_unique",
                        violation_error_message="This milestone is in the list already. Keep one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor__isnull", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tracks_removal_says_why",
                        violation_error_message="Name what replaces it, or state the reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor__isnull", True),
                            models.Q(("successor", models.F("milestone")), _negated=True),
                            _connector="OR",
                        ),
                        name="tracks_removal_not_by_itself",
                        violation_error_message="A milestone cannot replace itself.",
                    ),
                ],
            },
        ),
        # Rights go with the tables' permissions.
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]

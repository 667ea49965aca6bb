"""Moves between releases, and which release a learner chose not to move to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("progress", "0006_contexts"), ("tracks", "0008_link_checks")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="declined_release",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tracks.trackrelease",
            ),
        ),
        migrations.CreateModel(
            name="ReleaseMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moved_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="release_moves",
                        to="progress.enrolment",
                    ),
                ),
                (
                    "from_release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.trackrelease",
                    ),
                ),
                (
                    "to_release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracks.trackrelease",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_release", models.F("to_release")), _negated=True),
                        name="progress_releasemove_goes_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at__isnull", True),
                            ("undone_at__gte", models.F("moved_at")),
                            _connector="OR",
                        ),
                        name="progress_releasemove_undone_after_moved",
                    ),
                ],
            },
        ),
    ]

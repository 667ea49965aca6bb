"""Remember which data set wrote a row, and which files were loaded."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

KEYED = (
    "accelerator",
    "comparisondimension",
    "costrange",
    "demandindicator",
    "insight",
    "meetingpoint",
    "milestone",
    "qualitativefactor",
    "question",
    "role",
    "salaryband",
    "skill",
    "skillgroup",
    "source",
    "synergy",
    "tool",
    "track",
    "transition",
)


def name_content(apps, schema_editor):
    """Rows that were loaded so far came from the content files."""
    for name in KEYED:
        rows = apps.get_model("tracks", name).objects.using(schema_editor.connection.alias)
        rows.exclude(content_fingerprint="").update(content_origin="content")


class Migration(migrations.Migration):
    dependencies = [
        ("tracks", "0003_curator_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="accelerator",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="comparisondimension",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="costrange",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="demandindicator",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="historicalrole",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="historicalsalaryband",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="insight",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="meetingpoint",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="milestone",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="qualitativefactor",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="question",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="role",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="salaryband",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="skill",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="skillgroup",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="source",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="synergy",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="tool",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="track",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="transition",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "job_state",
                    models.CharField(
                        choices=[
                            ("QUEUED", "waiting"),
                            ("RUNNING", "being made"),
                            ("READY", "ready"),
                            ("FAILED", "failed"),
                            ("CANCELLED", "cancelled"),
                        ],
                        default="QUEUED",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_token", models.CharField(blank=True, max_length=32)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("progress_step", models.PositiveSmallIntegerField(default=0)),
                ("progress_of", models.PositiveSmallIntegerField(default=1)),
                ("progress_words", models.CharField(blank=True, max_length=120)),
                ("error_public", models.TextField(blank=True)),
                ("error_operator", models.TextField(blank=True)),
                (
                    "requested_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("format", models.CharField(max_length=60)),
                ("origin", models.CharField(blank=True, max_length=40)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("PLANNED", "Planned"),
                            ("APPLIED", "Applied"),
                            ("ROLLED_BACK", "Rolled back"),
                        ],
                        default="PLANNED",
                        max_length=12,
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("byte_size", models.PositiveBigIntegerField()),
                ("as_of", models.CharField(blank=True, max_length=20)),
                ("resolution", models.CharField(blank=True, max_length=10)),
                ("upload", models.FileField(blank=True, max_length=200, upload_to="imports/")),
                ("effects", models.JSONField(blank=True, default=dict)),
                ("row_counts", models.JSONField(blank=True, default=dict)),
                ("kinds", models.JSONField(blank=True, default=list)),
                ("remarks", models.JSONField(blank=True, default=list)),
                ("rejected_count", models.PositiveIntegerField(default=0)),
                ("flagged_count", models.PositiveIntegerField(default=0)),
                ("rows_sha256", models.CharField(blank=True, max_length=64)),
                ("parser_sha256", models.CharField(blank=True, max_length=64)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("rolled_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rolled_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=80)),
                ("effect", models.CharField(max_length=30)),
                (
                    "changes",
                    models.JSONField(
                        blank=True,
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                ("line", models.PositiveIntegerField(default=0)),
                (
                    "before",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                    ),
                ),
                ("fingerprint_before", models.CharField(blank=True, max_length=64)),
                ("origin_before", models.CharField(blank=True, max_length=40)),
                ("fingerprint_after", models.CharField(blank=True, max_length=64)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="tracks.importrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RejectedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_flagged",
                    models.BooleanField(default=False, verbose_name="kept although it looks wrong"),
                ),
                ("file", models.CharField(max_length=255)),
                ("line", models.PositiveIntegerField(default=0)),
                ("column", models.PositiveIntegerField(default=0)),
                ("field", models.CharField(blank=True, max_length=120)),
                ("reason", models.TextField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejected_rows",
                        to="tracks.importrun",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(fields=["origin", "stage"], name="tracks_importrun_newest"),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("job_state__in", ("QUEUED", "RUNNING"))),
                fields=("fingerprint",),
                name="tracks_importrun_one_unfinished",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "PLANNED"), ("applied_at__isnull", False), _connector="OR"
                ),
                name="tracks_importrun_applied_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rolled_back_at__isnull", False), ("stage", "ROLLED_BACK")),
                    models.Q(
                        models.Q(("stage", "ROLLED_BACK"), _negated=True),
                        ("rolled_back_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="tracks_importrun_rolled_back_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=models.UniqueConstraint(
                fields=("run", "kind", "key"), name="tracks_importedrow_unique"
            ),
        ),
        migrations.RunPython(name_content, migrations.RunPython.noop, elidable=True),
    ]

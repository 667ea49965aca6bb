"""Remember which data set wrote a row."""

from django.db import migrations, models

KEYED = ("certification", "issuer")


def name_content(apps, schema_editor):
    """Rows that were loaded so far came from the content files."""
    for name in KEYED:
        rows = apps.get_model("certifications", name).objects.using(schema_editor.connection.alias)
        rows.exclude(content_fingerprint="").update(content_origin="content")


class Migration(migrations.Migration):
    dependencies = [("certifications", "0003_curator_groups")]

    operations = [
        migrations.AddField(
            model_name="certification",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="historicalcertification",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="issuer",
            name="content_origin",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.RunPython(name_content, migrations.RunPython.noop, elidable=True),
    ]

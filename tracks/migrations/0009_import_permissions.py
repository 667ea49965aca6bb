"""Who had an upload written, and the rights of curators and approvers on imports."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tracks.shared.groups import VIEW, grant_rights

# Looked at only: what runs say, and what they brought.
LOOKED_AT = ("importedrow", "rejectedrow", "salarystatistic")

RIGHTS = {
    "curator": {"importrun": ("view", "add"), **dict.fromkeys(LOOKED_AT, VIEW)},
    "approver": {"importrun": ("view", "apply_importrun"), **dict.fromkeys(LOOKED_AT, VIEW)},
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant_rights(apps=apps, alias=alias, app_label="tracks", rights=RIGHTS)


class Migration(migrations.Migration):
    dependencies = [
        ("tracks", "0008_link_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importrun",
            options={"permissions": (("apply_importrun", "Can apply and roll back imports"),)},
        ),
        migrations.AddField(
            model_name="importrun",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]

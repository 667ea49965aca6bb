"""Let curators see how far the figures that they changed have reached learners."""

from django.db import migrations

from tracks.shared.groups import GROUPS, VIEW, grant_rights, revoke_rights

# Sweeps count learners and name none.
RIGHTS = {group: {"sweeprun": VIEW} for group in GROUPS}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant_rights(apps=apps, alias=alias, app_label="progress", rights=RIGHTS)


def revoke(apps, schema_editor):
    revoke_rights(apps=apps, alias=schema_editor.connection.alias, app_label="progress")


class Migration(migrations.Migration):
    dependencies = [("progress", "0009_plan_settings"), ("tracks", "0003_curator_groups")]

    operations = [migrations.RunPython(grant, revoke)]

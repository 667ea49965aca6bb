"""Let who publishes figures run a failed sweep of them again."""

from django.db import migrations

from tracks.shared.groups import grant_rights

GROUP = "approver"


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    rights = {GROUP: {"sweeprun": ("add",)}}
    grant_rights(apps=apps, alias=alias, app_label="progress", rights=rights)


def revoke(apps, schema_editor):
    alias = schema_editor.connection.alias
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    found = permissions.filter(content_type__app_label="progress", codename="add_sweeprun")
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name=GROUP):
        group.permissions.remove(*found)


class Migration(migrations.Migration):
    dependencies = [("progress", "0011_what_figures_rest_on")]

    operations = [migrations.RunPython(grant, revoke)]

"""Make the groups *curator* and *approver* and give them their rights on the catalogue."""

from django.db import migrations

from tracks.shared.groups import GROUPS, KEEP, OWN, VIEW, grant_rights, revoke_rights

KEYED = (
    "accelerator",
    "comparisondimension",
    "costrange",
    "demandindicator",
    "insight",
    "ladderrung",
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
# Parts of a keyed row or of a draft: what they say is kept in releases and files.
PARTS = (
    "comparisonentry",
    "optioneffect",
    "placement",
    "questionoption",
    "resource",
    "roleplacement",
    "stage",
    "timeinvestment",
)
RELEASED = ("releaseplacement", "releasestage", "trackrelease")

RIGHTS = {
    "curator": {
        **dict.fromkeys(KEYED, KEEP),
        **dict.fromkeys(PARTS, OWN),
        **dict.fromkeys(RELEASED, VIEW),
    },
    "approver": {
        **dict.fromkeys((*KEYED, *PARTS, *RELEASED), VIEW),
        "salaryband": (*VIEW, "verify_salaryband"),
        # Publishing makes a release.
        "trackrelease": (*VIEW, "add"),
    },
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant_rights(apps=apps, alias=alias, app_label="tracks", rights=RIGHTS)


def revoke(apps, schema_editor):
    alias = schema_editor.connection.alias
    revoke_rights(apps=apps, alias=alias, app_label="tracks")
    apps.get_model("auth", "Group").objects.using(alias).filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("tracks", "0002_role_history_and_verifying"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]

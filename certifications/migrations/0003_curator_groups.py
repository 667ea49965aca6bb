"""Give the groups *curator* and *approver* their rights on certifications."""

from django.db import migrations

from tracks.shared.groups import KEEP, OWN, VIEW, grant_rights, revoke_rights

KEYED = ("certification", "issuer")
# A claim that turns out to be nobody's is removed; its history stays.
PARTS = ("certificationrequirement", "certificationtrack", "claim", "coverage", "exam")

RIGHTS = {
    "curator": {**dict.fromkeys(KEYED, KEEP), **dict.fromkeys(PARTS, OWN)},
    "approver": {
        **dict.fromkeys((*KEYED, *PARTS), VIEW),
        "claim": (*VIEW, "verify_claim"),
    },
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant_rights(apps=apps, alias=alias, app_label="certifications", rights=RIGHTS)


def revoke(apps, schema_editor):
    alias = schema_editor.connection.alias
    revoke_rights(apps=apps, alias=alias, app_label="certifications")


class Migration(migrations.Migration):
    dependencies = [
        ("certifications", "0002_claim_verifying"),
        ("tracks", "0003_curator_groups"),
    ]

    operations = [migrations.RunPython(grant, revoke)]

"""Rights of the two groups of curators, granted by each app's own migration.

*curator* edits the catalogue; *approver* looks at everything in it, verifies figures and
publishes. Neither may delete a row that has a key, nor see learners or accounts.
"""

from collections.abc import Iterable, Mapping
from typing import Any

GROUPS = ("curator", "approver")

# Words of the tables below to the actions that they allow.
VIEW = ("view",)
KEEP = ("view", "add", "change")
OWN = ("view", "add", "change", "delete")


def grant_rights(
    *, apps: Any, alias: str, app_label: str, rights: Mapping[str, Mapping[str, Iterable[str]]]
) -> None:
    """Create the groups where missing and give them rights on tables of one app.

    Permissions are normally made after all migrations have run, which is too late here;
    those needed are made now, with the names that Django would give them.

    Args:
        apps: The historical registry that a migration is given.
        alias: Database to write to.
        app_label: The app whose tables are meant.
        rights: Group to table (lower case) to actions; an action with an underscore is a
            permission's whole code.
    """
    group_rows = apps.get_model("auth", "Group").objects.using(alias)
    for group_name, tables in rights.items():
        group, _ = group_rows.get_or_create(name=group_name)
        for table, actions in tables.items():
            for action in actions:
                permission = _get_permission(apps, alias, app_label, table, action)
                group.permissions.add(permission)


def revoke_rights(*, apps: Any, alias: str, app_label: str) -> None:
    """Take all rights on tables of one app back from both groups; the groups stay."""
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    found = list(permissions.filter(content_type__app_label=app_label))
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name__in=GROUPS):
        group.permissions.remove(*found)


def _get_permission(apps: Any, alias: str, app_label: str, table: str, action: str) -> Any:
    model = apps.get_model(app_label, table)
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    content_type, _ = types.get_or_create(app_label=app_label, model=table)
    codename = action if "_" in action else f"{action}_{table}"
    name = dict(model._meta.permissions).get(codename)
    permission, _ = (
        apps.get_model("auth", "Permission")
        .objects.using(alias)
        .get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": name or f"Can {action} {model._meta.verbose_name}"},
        )
    )
    return permission

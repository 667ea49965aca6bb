"""Rights of the curators' groups, as the migrations of every app grant them."""

import pkgutil
from importlib import import_module
from types import ModuleType, SimpleNamespace

from django.apps import apps
from django.db import connection


def list_granting_migrations() -> list[ModuleType]:
    """Return every migration that grants rights, in the order in which they run."""
    found = []
    for app in ("tracks", "certifications", "progress"):
        folder = import_module(f"{app}.migrations")
        names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
        modules = [import_module(f"{app}.migrations.{name}") for name in names]
        found += [module for module in modules if hasattr(module, "grant")]
    return found


def grant_rights_again() -> None:
    """Give the groups back what a test took, or what emptying the database took."""
    # A migration is given an editor, of which only the connection is used.
    editor = SimpleNamespace(connection=connection)
    for migration in list_granting_migrations():
        migration.grant(apps, editor)

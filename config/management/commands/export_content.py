"""Write the database back as content files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certifications.importers.certification_files import list_certification_files
from config.management.commands.load_content import KINDS, read_content
from tracks.importers.catalogue_files import list_catalogue_files
from tracks.operations.content import plan_records
from tracks.shared.imports import Effect, Problem
from tracks.shared.yaml_writer import write_yaml

# Files of a content folder that no table holds.
_KEPT = ("role_families.yaml",)


class Command(BaseCommand):
    """Export content: exit status 0 done, 1 the files would not load alike, 2 refused."""

    help = "Write all content rows as files that load_content reads back without a change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument(
            "--force", action="store_true", help="replace the content files in a folder in use"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files, then read them back to see that they say what the rows say."""
        root = options["directory"].resolve()
        _check_folder(root, is_forced=options["force"])
        files = {**list_catalogue_files(), **list_certification_files()}
        if not files:
            message = "There is no content to export. Load some first."
            raise CommandError(message, returncode=2)
        for path in sorted(root.rglob("*.yaml")):
            if path.name not in _KEPT:
                path.unlink()
        for name, tree in sorted(files.items()):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write_yaml(tree), encoding="utf-8", newline="\n")
        self.stdout.write(f"{len(files)} files written to {root}")
        self._read_back(root)

    def _read_back(self, root: Path) -> None:
        problems: list[Problem] = []
        records = read_content(root, problems)
        for problem in sorted(set(problems)):
            self.stderr.write(str(problem))
        if problems:
            message = (
                f"{len(set(problems))} rows do not meet what content files must say. The files "
                "were written; mend the rows and export again."
            )
            raise CommandError(message, returncode=1)
        plan = plan_records(records=records, kinds=KINDS)
        differing = [one for one in plan.changes if one.effect is not Effect.UNCHANGED]
        for one in differing:
            self.stderr.write(f"{one.effect.value}: {one.kind} {one.key}")
        if differing:
            message = f"{len(differing)} rows would not load as they are. This is a fault of ours."
            raise CommandError(message, returncode=1)
        self.stdout.write("Loading them changes nothing.")


def _check_folder(root: Path, *, is_forced: bool) -> None:
    if root.exists() and not root.is_dir():
        message = f"{root} is not a folder. Name a folder."
        raise CommandError(message, returncode=2)
    if root.is_dir() and any(root.iterdir()) and not is_forced:
        message = f"{root} is not empty. Name another folder, or add --force to replace its files."
        raise CommandError(message, returncode=2)

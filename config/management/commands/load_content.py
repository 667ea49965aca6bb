"""Show what the content files would change; write it with --apply."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from certifications.importers.catalogue import (
    check_certification_references,
    list_certification_records,
    parse_certifications,
)
from tracks.importers.catalogue import list_records, parse_catalogue
from tracks.models import Track
from tracks.operations.content import apply_records, plan_records
from tracks.operations.releases import ReleaseRefused, publish_release
from tracks.shared.content_rows import Incoming
from tracks.shared.imports import Effect, Plan, Problem


def read_content(root: Path, problems: list[Problem]) -> list[Incoming]:
    """Read and check all content files, each app its own."""
    catalogue = parse_catalogue(root, problems=problems)
    certifications = parse_certifications(root, problems=problems)
    if not problems:
        check_certification_references(
            certifications,
            sources=catalogue.keys("sources"),
            tracks=catalogue.keys("tracks"),
            milestones=catalogue.keys("milestones"),
            problems=problems,
        )
    if problems:
        return []
    return [*list_records(catalogue), *list_certification_records(certifications)]


class Command(BaseCommand):
    """Load the catalogue: exit status 0 clean, 1 when rows conflict, 2 when files are wrong."""

    help = "Compare the content files with the database; write the difference with --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "directory", nargs="?", type=Path, default=settings.BASE_DIR / "content"
        )
        parser.add_argument("--apply", action="store_true", help="write the difference")
        parser.add_argument(
            "--publish", action="store_true", help="publish a release of each track that changed"
        )
        parser.add_argument("--json", action="store_true", help="print the plan as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, plan, and with --apply write everything or nothing."""
        root = options["directory"].resolve()
        if not root.is_dir():
            message = f"{root} is not a folder. Name the folder that holds the content files."
            raise CommandError(message, returncode=2)
        problems: list[Problem] = []
        records = read_content(root, problems)
        if problems:
            for problem in sorted(set(problems)):
                self.stderr.write(str(problem))
            message = f"{len(set(problems))} problems; nothing was written."
            raise CommandError(message, returncode=2)
        with transaction.atomic():
            plan = (
                apply_records(records=records)
                if options["apply"]
                else plan_records(records=records)
            )
            released = self._publish() if options["publish"] and options["apply"] else []
        self._print(plan, released, options)
        if plan.count()[Effect.CONFLICT]:
            sys.exit(1)

    def _publish(self) -> list[str]:
        released = []
        for track in Track.objects.order_by("position"):
            try:
                release = publish_release(track=track, now=timezone.now())
            except ReleaseRefused as refusal:
                raise CommandError(str(refusal), returncode=1) from refusal
            if release:
                released.append(str(release))
        return released

    def _print(self, plan: Plan, released: list[str], options: dict[str, Any]) -> None:
        counts = {effect.value: plan.count()[effect] for effect in Effect}
        if options["json"]:
            changes = [
                {"kind": one.kind, "key": one.key, "effect": one.effect.value}
                for one in plan.changes
                if one.effect is not Effect.UNCHANGED
            ]
            self.stdout.write(
                json.dumps({"counts": counts, "changes": changes, "released": released})
            )
            return
        verbosity = options["verbosity"]
        for one in plan.changes:
            is_loud = one.effect in (Effect.CONFLICT, Effect.KEPT, Effect.GONE)
            if is_loud or (verbosity > 1 and one.effect is not Effect.UNCHANGED):
                self.stdout.write(f"{one.effect.value}: {one.kind} {one.key}")
                for field in one.fields:
                    self.stdout.write(f"    {field.name}: {field.before!r} → {field.after!r}")
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
        for release in released:
            self.stdout.write(f"published {release}")
        if not options["apply"]:
            self.stdout.write("Nothing was written. Add --apply to write this.")

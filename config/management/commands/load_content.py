"""Show what the content files would change; write it with --apply."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from certifications.importers.catalogue import (
    check_certification_references,
    list_certification_records,
    parse_certifications,
)
from certifications.importers.kinds import ALL_KINDS as CERTIFICATION_KINDS
from certifications.importers.kinds import CLAIMS
from certifications.operations.claims import stop_using_claims
from config.env import BASE_DIR
from tracks.importers.catalogue import parse_catalogue
from tracks.importers.catalogue_records import list_records
from tracks.importers.kinds import ALL_KINDS as TRACK_KINDS
from tracks.models import Track
from tracks.operations.imports import apply_parsed, plan_parsed
from tracks.operations.releases import ReleaseRefused, publish_release
from tracks.shared.content_files import list_yaml_files
from tracks.shared.content_lengths import check_lengths
from tracks.shared.content_rows import Incoming
from tracks.shared.file_digests import digest_folder
from tracks.shared.import_formats import ParsedFile
from tracks.shared.imports import Effect, Plan, Problem, Resolution
from tracks.shared.provenance import CONTENT

KINDS = (*TRACK_KINDS, *CERTIFICATION_KINDS)


def read_content(root: Path, problems: list[Problem]) -> list[Incoming]:
    """Read and check all content files, each app its own; no records when one is wrong."""
    catalogue = parse_catalogue(root, problems=problems)
    certifications = parse_certifications(root, problems=problems)
    if catalogue.is_whole and certifications.is_whole:
        check_certification_references(
            certifications,
            sources=catalogue.declared["sources"],
            tracks=catalogue.declared["tracks"],
            milestones=catalogue.declared["milestones"],
            problems=problems,
        )
    if problems:
        return []
    records = [*list_records(catalogue), *list_certification_records(certifications)]
    check_lengths(records, problems=problems)
    return records


class Command(BaseCommand):
    """Load the catalogue: exit status 0 clean, 1 when rows conflict, 2 when files are wrong."""

    help = "Compare the content files with the database; write the difference with --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("directory", nargs="?", type=Path, default=BASE_DIR / "content")
        parser.add_argument("--apply", action="store_true", help="write the difference")
        parser.add_argument(
            "--publish", action="store_true", help="publish a release of each track that changed"
        )
        parser.add_argument("--json", action="store_true", help="print the plan as JSON")
        resolutions = parser.add_mutually_exclusive_group()
        resolutions.add_argument(
            "--theirs", action="store_true", help="let the files win where both sides changed"
        )
        resolutions.add_argument(
            "--ours", action="store_true", help="keep what was edited here where both changed"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, plan, and with --apply write everything or nothing."""
        root = options["directory"].resolve()
        if not root.is_dir():
            message = f"{root} is not a folder. Name the folder that holds the content files."
            raise CommandError(message, returncode=2)
        if options["publish"] and not options["apply"]:
            message = "--publish needs --apply: a plan publishes nothing."
            raise CommandError(message, returncode=2)
        problems: list[Problem] = []
        records = read_content(root, problems)
        if problems:
            for problem in sorted(set(problems)):
                self.stderr.write(str(problem))
            message = f"{len(set(problems))} problems; nothing was written."
            raise CommandError(message, returncode=2)
        with transaction.atomic():
            plan = _load(root, records, options)
            if options["apply"]:
                _stop_using_gone_claims(plan)
            released = self._publish() if options["publish"] else []
        self._print(plan, released, options)
        conflicts = plan.count()[Effect.CONFLICT]
        if conflicts:
            message = (
                f"{conflicts} rows were changed both in the files and here and were left as they "
                "are. Run again with --theirs or --ours."
            )
            raise CommandError(message, returncode=1)

    def _publish(self) -> list[str]:
        """Publish every changed track, or none: a refusal undoes the loading too."""
        released, refusals = [], []
        for track in Track.objects.order_by("position", "pk"):
            try:
                release = publish_release(track=track, now=timezone.now())
            except ReleaseRefused as refusal:
                refusals.append(str(refusal))
                continue
            if release:
                released.append(str(release))
        if refusals:
            message = "\n".join([*refusals, "Nothing was written."])
            raise CommandError(message, returncode=1)
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


def _stop_using_gone_claims(plan: Plan) -> None:
    gone = (one for one in plan.changes if one.effect is Effect.GONE)
    keys = [one.key for one in gone if one.kind == CLAIMS.name]
    if keys:
        stop_using_claims(keys=keys, reason="The content files do not hold it any more.")


def _load(root: Path, records: list[Incoming], options: dict[str, Any]) -> Plan:
    """Plan, or write and record the run; files that change nothing leave no run."""
    parsed = ParsedFile(origin=CONTENT, records=tuple(records), kinds=KINDS)
    file = digest_folder(root, list_yaml_files(root, problems=[]))
    resolution = _read_resolution(options)
    if not options["apply"]:
        return plan_parsed(
            parsed=parsed, file=file, format_name=CONTENT, resolution=resolution
        ).plan
    return apply_parsed(
        parsed=parsed,
        file=file,
        format_name=CONTENT,
        now=timezone.now(),
        resolution=resolution,
    ).plan


def _read_resolution(options: dict[str, Any]) -> Resolution:
    if options["theirs"]:
        return Resolution.THEIRS
    return Resolution.OURS if options["ours"] else Resolution.REPORT

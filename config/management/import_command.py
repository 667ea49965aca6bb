"""Base of the commands that import files: plan by default, write with --apply.

A command names the formats it takes and nothing else::

    class Command(ImportCommand):
        formats_prefix = "salaries/"
        help = "Import pay surveys."
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.management.plan_output import (
    ProgressBar,
    describe_result,
    describe_unusable,
    list_lines,
)
from tracks.operations.imports import ImportRequest, ImportResult, apply_import, plan_import
from tracks.shared.import_formats import ImportFormat, UnusableFile, list_import_formats
from tracks.shared.imports import Effect, Resolution

CLEAN, PROBLEMS, UNUSABLE = 0, 1, 2


class ImportCommand(BaseCommand):
    """Import files: exit status 0 clean, 1 rows left out or conflicting, 2 unusable file."""

    formats_prefix = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        names = [_short_name(one) for one in list_import_formats(self.formats_prefix)]
        parser.add_argument("--format", choices=names, help="what the files are")
        parser.add_argument(
            "--as-of", default="", metavar="DATE", help="day of the snapshot, such as 2025-01-12"
        )
        parser.add_argument("--apply", action="store_true", help="write the difference")
        parser.add_argument("--json", action="store_true", help="print the plan as JSON")
        parser.add_argument(
            "--again", action="store_true", help="read a file even if it was loaded already"
        )
        resolutions = parser.add_mutually_exclusive_group()
        resolutions.add_argument(
            "--theirs", action="store_true", help="let the file win where both sides changed"
        )
        resolutions.add_argument(
            "--ours", action="store_true", help="keep what was edited here where both changed"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take the files one after the other, each a run of its own; end with the worst status."""
        statuses, described = [], []
        for path in options["files"]:
            status, about = self._import_file(path, options)
            statuses.append(status)
            described.append(about)
        if options["json"]:
            self.stdout.write(json.dumps({"files": described}, default=str))
        worst = max(statuses)
        if worst != CLEAN:
            raise CommandError(_last_words(statuses), returncode=worst)

    def _import_file(self, path: Path, options: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        chosen = self._choose_format(path, options["format"])
        request = ImportRequest(
            path=path,
            format=chosen,
            as_of=options["as_of"],
            resolution=_read_resolution(options),
            reads_again=options["again"],
        )
        try:
            result = self._run(request, is_applied=options["apply"])
        except UnusableFile as unusable:
            if not options["json"]:
                for problem in unusable.problems:
                    self.stderr.write(str(problem))
            return UNUSABLE, describe_unusable(path, chosen, unusable)
        if not options["json"]:
            self._print(result, chosen, options)
        return PROBLEMS if result.has_problems else CLEAN, describe_result(
            result, is_applied=options["apply"]
        )

    def _run(self, request: ImportRequest, *, is_applied: bool) -> ImportResult:
        bar = ProgressBar(self.stderr, request.path.name)
        try:
            if is_applied:
                return apply_import(request=request, now=timezone.now(), report=bar.report)
            return plan_import(request=request, report=bar.report)
        finally:
            bar.clear()

    def _choose_format(self, path: Path, name: str | None) -> ImportFormat:
        formats = list_import_formats(self.formats_prefix)
        if name:
            return next(one for one in formats if _short_name(one) == name)
        fitting = [one for one in formats if path.suffix.lower() in one.suffixes]
        if len(fitting) == 1:
            return fitting[0]
        listed = "\n".join(f"  --format {_short_name(one)}: {one.label}" for one in formats)
        message = f"Say what {path.name} is:\n{listed}"
        raise CommandError(message, returncode=UNUSABLE)

    def _print(self, result: ImportResult, chosen: ImportFormat, options: dict[str, Any]) -> None:
        for line in list_lines(result, label=chosen.label, is_verbose=options["verbosity"] > 1):
            self.stdout.write(line)
        if result.is_repeat:
            self.stdout.write(
                f"Nothing changed: import {result.run and result.run.pk} loaded this very file, "
                "and its rows are as it left them."
            )
        elif not options["apply"]:
            self.stdout.write("Nothing was written. Add --apply to write this.")
        elif result.run:
            self.stdout.write(
                f"Written as import {result.run.pk}. To take it back: "
                f"manage.py roll_back_import {result.run.pk} --apply"
            )
        if result.effects.get(Effect.CONFLICT):
            self.stdout.write(
                "Conflicting rows were left as they are. Run again with --theirs or --ours."
            )


def _short_name(one: ImportFormat) -> str:
    return one.name.rpartition("/")[2]


def _read_resolution(options: dict[str, Any]) -> Resolution:
    if options["theirs"]:
        return Resolution.THEIRS
    return Resolution.OURS if options["ours"] else Resolution.REPORT


def _last_words(statuses: list[int]) -> str:
    unusable, problems = statuses.count(UNUSABLE), statuses.count(PROBLEMS)
    words = []
    if unusable:
        words.append(
            f"{unusable} of {len(statuses)} files cannot be used; nothing of them was read in."
        )
    if problems:
        words.append(f"{problems} of {len(statuses)} files have rows left out or conflicting.")
    return " ".join(words)

"""List what was imported, newest first."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localtime

from tracks.models import ImportRun


class Command(BaseCommand):
    """Show the import runs, also those that were rolled back."""

    help = "List import runs with their file, counts and state, newest first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="print as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print one line, or one object, for each run."""
        runs = ImportRun.objects.select_related("requested_by", "rolled_back_by").order_by("-pk")
        if options["json"]:
            self.stdout.write(json.dumps([_describe(run) for run in runs]))
            return
        for run in runs:
            when = f" {localtime(run.applied_at):%Y-%m-%d %H:%M}" if run.applied_at else ""
            as_of = f" of {run.as_of}" if run.as_of else ""
            counts = ", ".join(f"{count:,} {name}" for name, count in run.effects.items())
            counts += f", {run.rejected_count:,} rejected" if run.rejected_count else ""
            state = run.get_stage_display().lower()
            self.stdout.write(
                f"{run.pk}{when} {state}: {run.file_name}{as_of} as {run.format} ({counts})"
            )
        if not runs:
            self.stdout.write("Nothing was imported yet.")


def _describe(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "stage": run.stage,
        "format": run.format,
        "origin": run.origin,
        "file": run.file_name,
        "sha256": run.sha256,
        "bytes": run.byte_size,
        "as_of": run.as_of,
        "counts": run.effects,
        "rows": run.row_counts,
        "rejected": run.rejected_count,
        "flagged": run.flagged_count,
        "remarks": run.remarks,
        "applied_at": run.applied_at.isoformat() if run.applied_at else None,
        "requested_by": str(run.requested_by) if run.requested_by else None,
        "rolled_back_at": run.rolled_back_at.isoformat() if run.rolled_back_at else None,
        "rolled_back_by": str(run.rolled_back_by) if run.rolled_back_by else None,
    }

"""Shapes of an import: what is asked, and what it does or would do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracks.models import ImportRun
from tracks.shared.file_digests import FileDigest
from tracks.shared.import_formats import ImportFormat, UnusableFile
from tracks.shared.imports import Effect, Plan, Problem, Resolution


class SnapshotIsOlder(UnusableFile):
    """A newer snapshot of the same data set was loaded already."""


@dataclass(frozen=True)
class ImportRequest:
    """A file to import and how."""

    path: Path
    format: ImportFormat
    # The day of the snapshot where the file does not say it itself.
    as_of: str = ""
    resolution: Resolution = Resolution.REPORT
    # Read the file even if nothing can have changed since it was loaded.
    reads_again: bool = False
    # What people call the file, where the path is only where it was stored.
    file_name: str = ""


@dataclass(frozen=True)
class ImportResult:
    """What an import does, or would do.

    `run` is what was recorded: by a plan nothing, by an import its run, for a file that
    was loaded before and cannot change anything the run of that time (`is_repeat`; its
    plan lists no rows, its counts are those of that run).
    """

    format_name: str
    file: FileDigest
    origin: str
    as_of: str
    plan: Plan
    effects: Mapping[Effect, int]
    resolution: Resolution = Resolution.REPORT
    row_counts: Mapping[str, int] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    rejected: tuple[Problem, ...] = ()
    flagged: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    run: ImportRun | None = None
    is_repeat: bool = False

    @property
    def has_problems(self) -> bool:
        """Whether rows were left out, or left as they are because both sides changed them."""
        return bool(self.rejected) or self.effects.get(Effect.CONFLICT, 0) > 0

    @property
    def changes_nothing(self) -> bool:
        """Whether no row is new or changed."""
        return not (self.effects.get(Effect.NEW, 0) or self.effects.get(Effect.CHANGED, 0))


def count_effects(plan: Plan) -> Mapping[Effect, int]:
    """Count the rows of a plan by effect."""
    return Counter(plan.count())

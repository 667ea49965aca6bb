"""What readers of certification catalogues have in common: collecting and closing a file."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from certifications.importers.kinds import CLAIMS
from certifications.importers.statements import Statement, list_claim_records
from tracks.shared.import_formats import ParsedFile, UnusableFile
from tracks.shared.imports import Position, Problem
from tracks.shared.source_records import read_source_record


@dataclass
class ClaimFile:
    """A file being read: statements so far, what was left out and what looks wrong."""

    path: Path
    source: str
    origin: str
    statements: list[Statement] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[Problem] = field(default_factory=list)
    flagged: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    # Certifications of the file that are not in our catalogue.
    unknown: list[Problem] = field(default_factory=list)

    def locate(self, line: int = 0, column: int = 0) -> Position:
        """Return a place in the file."""
        return Position(self.path.name, line, column)

    def reject(self, position: Position, name: str, reason: str) -> None:
        """Leave something out and say why."""
        self.rejected.append(Problem(position, name, reason))

    def flag(self, position: Position, name: str, reason: str) -> None:
        """Take something although it looks wrong, and say why."""
        self.flagged.append(Problem(position, name, reason))

    def skip(self, name: str, position: Position) -> None:
        """Note a certification that is not in our catalogue."""
        reason = f"{name} is not in the catalogue; nothing was taken from it."
        self.unknown.append(Problem(position, "", reason))

    def finish(self, *, as_of: str, what: str) -> ParsedFile:
        """Turn the statements into records.

        Args:
            as_of: Day of the snapshot, or blank.
            what: What the file should hold, for the sentence that says it holds none.

        Raises:
            UnusableFile: If nothing in the file could be read.
        """
        if not self.statements and not self.unknown:
            reason = f"holds no {what.removeprefix('a ')}. Choose the format that fits the file."
            raise UnusableFile(Problem(self.locate(), "", reason), *self.rejected)
        claims = list_claim_records(statements=self.statements, origin=self.origin)
        counts = self.counts + claims.counts
        counts["not in the catalogue"] = len(self.unknown)
        if self.unknown:
            self.remarks.append(
                f"{len(self.unknown)} certifications of the file are not in the catalogue; they "
                "are listed last among the flagged. Add one with its exam codes, or to the "
                "crosswalk, to have it next time."
            )
        return ParsedFile(
            origin=self.origin,
            records=(read_source_record(self.source), *claims.records),
            kinds=(CLAIMS,),
            as_of=as_of,
            counts=dict(counts),
            rejected=tuple(self.rejected),
            flagged=(*self.flagged, *self.unknown),
            remarks=tuple(self.remarks),
        )

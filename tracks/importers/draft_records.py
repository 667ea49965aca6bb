"""What the readers of open roadmaps share: records of draft milestones."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from tracks.importers.known_sources import read_known_source
from tracks.importers.reference_kinds import DRAFT_MILESTONES
from tracks.importers.study_hours import Hours
from tracks.models import DraftMilestone
from tracks.shared.content_rows import Incoming, Record
from tracks.shared.import_formats import ParsedFile, UnusableFile
from tracks.shared.imports import Position, Problem

MAX_KEY = 60
_is_address = URLValidator(schemes=["http", "https"])


class DraftList:
    """Collects the drafts of one file; what is wrong with one is added to `rejected`."""

    def __init__(self, path: Path, *, source: str, prefix: str) -> None:
        """Start an empty list; `prefix` begins the key of every draft."""
        self.path = path
        self.source = source
        self.prefix = prefix
        self.records: dict[str, Incoming] = {}
        self.rejected: list[Problem] = []

    def add(
        self, line: int, title: str, *, name: str = "", hours: Hours | None = None, **fields: object
    ) -> None:
        """Add a draft in the file's order.

        Args:
            line: Where it stands.
            title: What the roadmap calls it.
            name: What its key is made of; its title when blank.
            hours: What the roadmap states, if it does.
            **fields: Further columns of a draft milestone.
        """
        key = f"{self.prefix}-{_shorten(slugify(name or title))}"
        record: Record = {
            "key": key,
            "title": title,
            "hours_low": hours.low if hours else None,
            "hours_high": hours.high if hours else None,
            "position": len(self.records) + 1,
            "source": self.source,
            "links": [],
            **fields,
        }
        if key in self.records:
            before = self.records[key].position.line
            self.reject(line, "title", f"{title!r} stands on line {before} already. Keep one.")
            return
        fault = _find_fault(record)
        if fault:
            self.reject(line, *fault)
            return
        self.records[key] = Incoming(DRAFT_MILESTONES, record, Position(self.path.name, line))

    def reject(self, line: int, field: str, reason: str) -> None:
        """Leave a draft out and say why."""
        self.rejected.append(Problem(Position(self.path.name, line), field, reason))

    def to_parsed_file(self, *, origin: str, as_of: str, missing: str) -> ParsedFile:
        """Return what the file says.

        Raises:
            UnusableFile: With the words of `missing`, if it holds no draft.
        """
        if not self.records:
            raise UnusableFile(Problem(Position(self.path.name), "", missing), *self.rejected)
        records = list(self.records.values())
        stated = [one.record for one in records if one.record["hours_low"] is not None]
        counts = {"drafts": len(records), "with stated hours": len(stated)}
        remarks: Sequence[str] = ()
        if stated:
            low = sum(record["hours_low"] for record in stated)
            high = sum(record["hours_high"] for record in stated)
            remarks = (f"Stated hours together: {low:,} to {high:,}.",)
        return ParsedFile(
            origin=origin,
            records=(read_known_source(self.source), *records),
            kinds=(DRAFT_MILESTONES,),
            as_of=as_of,
            counts=counts,
            rejected=tuple(self.rejected),
            remarks=tuple(remarks),
        )


def _shorten(slug: str) -> str:
    """Cut a key that would be too long at the end of a word."""
    return slug if len(slug) <= MAX_KEY else slug[: MAX_KEY + 1].rpartition("-")[0]


def _find_fault(record: Record) -> tuple[str, str] | None:
    """Name the first field that does not fit its column, and why."""
    if not record["title"]:
        return "title", "is blank. Add the title."
    for name in ("title", "section", "effort", "url"):
        column: Any = DraftMilestone._meta.get_field(name)
        text = str(record.get(name) or "")
        if column.max_length and len(text) > column.max_length:
            return name, f"has {len(text)} characters; at most {column.max_length} fit. Shorten it."
    try:
        if record.get("url"):
            _is_address(record["url"])
    except ValidationError:
        return "url", f"is {str(record['url'])[:80]!r}, not a web address. Correct the link."
    return None

"""Statements of a data set about certifications, and the claims that they become.

A catalogue states a fee; the content files may hold that very statement already, in our
words and with our note. It is recognised by source, field, exam and date, and is not
loaded a second time. A figure that differs then is a conflict, and the rule that settles
it is that of every import: nothing is overwritten unless somebody says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date
from typing import Any

from certifications.choices import ClaimField
from certifications.importers.kinds import CLAIMS
from certifications.models import Claim
from certifications.models.claims import make_claim_key
from tracks.shared.content_rows import Incoming, Record, normalise, read_records, with_links
from tracks.shared.imports import Position
from tracks.shared.provenance import EvidenceState

# Imported claims stand after those of the content files, in the order of their rows.
POSITION = 1000
# What a source states in numbers. Wording is ours where the content files hold the claim.
FIGURES = (
    "amount_low",
    "amount_high",
    "currency",
    "exam_count",
    "is_retake_included",
    "months",
    "does_not_expire",
    "hours_low",
    "hours_high",
)
# What a curator decides about a claim, whoever wrote it.
DECISIONS = ("state", "is_preferred", "note")


@dataclass(frozen=True)
class Statement:
    """One statement of a data set; a figure of None is one that it does not state."""

    certification: str
    field: ClaimField
    source: str
    position: Position
    as_of: str = ""
    exam: str | None = None
    scope: str = ""
    earned_from: date | None = None
    figures: Record = with_default(default_factory=dict)
    unit: str = ""
    text: str = ""
    url: str = ""
    note: str = ""

    def make_key(self, *, number: int = 1) -> str:
        """Return the key of the claim that the statement becomes."""
        return make_claim_key(
            self.certification,
            self.field.value,
            self.exam,
            self.scope,
            self.source,
            self.as_of,
            self.earned_from,
            number=number,
        )

    def make_record(self, *, key: str) -> Record:
        """Return the record of a claim that says this and nothing else."""
        figures: Record = {name: self.figures.get(name) for name in FIGURES}
        figures["does_not_expire"] = bool(figures["does_not_expire"])
        return {
            "key": key,
            "position": POSITION,
            "certification": self.certification,
            "field": self.field.value,
            "exam": self.exam,
            "scope": self.scope,
            "source": self.source,
            "as_of": self.as_of,
            "earned_from_date": self.earned_from,
            "unit": self.unit,
            "text": self.text,
            "url": self.url,
            "state": EvidenceState.ATTRIBUTED.value,
            "is_preferred": False,
            "note": self.note,
            **figures,
        }


@dataclass(frozen=True)
class ClaimRecords:
    """Records for the engine and how many statements became what."""

    records: tuple[Incoming, ...]
    counts: Counter[str]


def list_claim_records(*, statements: Sequence[Statement], origin: str) -> ClaimRecords:
    """Turn statements into records, those that are held already as the rows say them.

    Two queries. A statement that a curator entered by hand is held too, but is left to
    the curator: it is counted and not loaded.

    Args:
        statements: Everything that the file states of certifications in the catalogue.
        origin: The data set, as its rows remember it.
    """
    held = _HeldClaims(statements)
    records: dict[str, Incoming] = {}
    counts: Counter[str] = Counter()
    for one in statements:
        row = held.take(one)
        if row is not None and not row.content_origin:
            counts["held by a curator"] += 1
            continue
        if row is None:
            number = 1
            while one.make_key(number=number) in records or held.has(one.make_key(number=number)):
                number += 1
            record = one.make_record(key=one.make_key(number=number))
        else:
            is_own = row.content_origin == origin
            record = _say_again(one, held.records[row.pk], row.position, is_own=is_own)
            counts["held in the content files" if not is_own else "loaded before"] += 1
        counts[f"{one.field.label.lower()} statements"] += 1
        records[record["key"]] = Incoming(CLAIMS, record, one.position)
    return ClaimRecords(tuple(records.values()), counts)


def _say_again(one: Statement, present: Record, position: int, *, is_own: bool) -> Record:
    """Return what a row becomes that holds the statement: itself, unless a figure differs."""
    if not is_own and not _differs(one, present):
        return {**present, "position": position}
    said = one.make_record(key=present["key"])
    kept = DECISIONS[:2] if is_own else ("exam", "scope", "earned_from_date", "unit", *DECISIONS)
    unsaid = [name for name in FIGURES if not is_own and one.figures.get(name) is None]
    return {**said, **{name: present[name] for name in (*kept, *unsaid)}, "position": position}


def _differs(one: Statement, present: Record) -> bool:
    stated = {name: value for name, value in one.figures.items() if value is not None}
    return any(normalise(value) != normalise(present[name]) for name, value in stated.items())


class _HeldClaims:
    """Claims that say what a statement says: same source, field and date; each taken once."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        certifications = {one.certification for one in statements}
        rows = Claim.objects.filter(certification__key__in=certifications).order_by(
            "position", "pk"
        )
        self._left: list[Claim] = list(with_links(rows, CLAIMS.links))
        self._keys = {row.key for row in self._left}
        self.records = read_records(CLAIMS, self._left)

    def has(self, key: str) -> bool:
        return key in self._keys

    def take(self, one: Statement) -> Claim | None:
        """Return the row that holds the statement, at most once, or None."""
        fitting = [row for row in self._left if _is_about_the_same(one, row)]
        fitting.sort(key=lambda row: (row.key != one.make_key(), not _is_exact(one, row)))
        if not fitting:
            return None
        self._left.remove(fitting[0])
        return fitting[0]


def _is_about_the_same(one: Statement, row: Claim) -> bool:
    """Say whether row and statement agree in all that both name."""
    if (row.certification.key, row.source.key, row.field, row.as_of) != (
        one.certification,
        one.source,
        one.field.value,
        one.as_of,
    ):
        return False
    code = row.exam.code if row.exam else None
    pairs: tuple[tuple[Any, Any], ...] = (
        (code, one.exam),
        (row.scope, one.scope),
        (row.earned_from_date, one.earned_from),
    )
    return all(not left or not right or left == right for left, right in pairs)


def _is_exact(one: Statement, row: Claim) -> bool:
    code = row.exam.code if row.exam else None
    return (code, row.scope) == (one.exam, one.scope)

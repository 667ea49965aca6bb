"""Shapes of an import: what is wrong with a file, and what loading it changes."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        if not self.column:
            return f"{self.file}:{self.line}"
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """Why a row cannot be loaded, where it stands and how to mend it."""

    position: Position
    field: str
    reason: str

    def __str__(self) -> str:
        name = f"{self.field}: " if self.field else ""
        return f"{self.position}: {name}{self.reason}"


class Effect(StrEnum):
    """What loading does to one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept as edited here"
    CONFLICT = "conflicting"
    GONE = "gone from the files"


class Resolution(StrEnum):
    """What becomes of a row that both the file and a curator changed."""

    REPORT = "report"
    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as text-like values of the content files."""

    name: str
    before: object
    after: object


@dataclass(frozen=True)
class Change:
    """What loading does to one row, field by field."""

    kind: str
    key: str
    effect: Effect
    fields: tuple[FieldChange, ...] = ()
    position: Position | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that loading would do, in the order of loading."""

    changes: tuple[Change, ...] = field(default_factory=tuple)

    def count(self) -> Counter[Effect]:
        """Count the changes by effect."""
        return Counter(change.effect for change in self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether loading would write nothing."""
        return not any(change.effect in (Effect.NEW, Effect.CHANGED) for change in self.changes)

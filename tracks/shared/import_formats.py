"""Which files can be imported: every app registers its formats when it starts.

They are loaded when the first of them is looked up: parsers need what reads workbooks and
tables, and most processes never import a file. A format turns one file into a `ParsedFile`: records for the common engine, what was left
out and why. It reads nothing but the file and the database rows that it must refer to,
and writes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tracks.shared.content_rows import Incoming, Kind
from tracks.shared.imports import Problem

# Called with the bytes read so far and the bytes in all.
Report = Callable[[int, int], None]


def ignore_progress(_done: int, _total: int) -> None:
    """Take a report of progress and do nothing."""


class UnusableFile(Exception):
    """The file cannot be read as what it is said to be; nothing in it can be trusted."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class ParsedFile:
    """What a file says, as records of the common engine.

    `origin` names the data set; rows remember it, so that what a newer snapshot does not
    say any more is reported as gone and rows of others are left alone. `as_of` is the day
    of the snapshot (2025-01-12), or blank for a file without one. `counts` are the rows
    read, by what became of them, in the words that a curator reads. `rejected` rows were
    left out, `flagged` ones were kept although they look wrong.
    """

    origin: str
    records: tuple[Incoming, ...]
    kinds: tuple[Kind, ...]
    as_of: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[Problem, ...] = ()
    flagged: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportFormat:
    """One kind of file: `name` is "salaries/aijobs", the part before the slash its command.

    `parse` takes the path, the day of the snapshot as the caller states it (or blank: find
    it in the file or its name) and a receiver of progress; it raises `UnusableFile`.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    parse: Callable[[Path, str, Report], ParsedFile]
    licence: str
    attribution: str
    max_bytes: int = 64 * 1024 * 1024


_loaders: list[Callable[[], Iterable[ImportFormat]]] = []


def register_import_formats(load: Callable[[], Iterable[ImportFormat]]) -> None:
    """Make known how formats are loaded; the same name again replaces a format."""
    _loaders.append(load)
    _load_formats.cache_clear()


@cache
def _load_formats() -> Mapping[str, ImportFormat]:
    return {one.name: one for load in _loaders for one in load()}


def list_import_formats(prefix: str = "") -> list[ImportFormat]:
    """Return the known formats by name, such as all that start with "salaries/"."""
    return [one for name, one in sorted(_load_formats().items()) if name.startswith(prefix)]


def get_import_format(name: str) -> ImportFormat:
    """Return the format of this name.

    Raises:
        KeyError: If no app registered it.
    """
    return _load_formats()[name]

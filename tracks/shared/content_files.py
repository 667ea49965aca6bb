"""Read content files and check their records against shapes, with the line of every fault.

All problems of all files are collected before anything is refused, because somebody who
mends content wants the whole list at once.
"""

import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from tracks.shared.imports import Position, Problem
from tracks.shared.yaml_trees import Node, YamlFault, parse_yaml

MAX_FILE_BYTES = 2_000_000
# So much of a wrong value is repeated in a problem.
MAX_QUOTED = 80


class Shape(BaseModel):
    """Base of every record: frozen, and a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


RecordT = TypeVar("RecordT", bound=Shape)


@dataclass(frozen=True)
class RawFile:
    """A parsed file: its name for people and its tree with line numbers."""

    name: str
    root: Node

    @property
    def tree(self) -> dict[str, Any]:
        """The file's values; a file is always a mapping."""
        return cast(dict[str, Any], self.root.value)

    def locate(self, path: Sequence[str | int]) -> Position:
        """Return the position of the value at `path`, or of the nearest thing above it."""
        node = self.root
        for part in path:
            child = node.children.get(part)
            if child is None:
                break
            node = child
        return Position(self.name, node.line, node.column)


@dataclass(frozen=True)
class Located(Generic[RecordT]):
    """A checked record and where it stands."""

    record: RecordT
    raw: RawFile
    path: tuple[str | int, ...]

    @property
    def position(self) -> Position:
        """Where the record begins."""
        return self.raw.locate(self.path)

    def locate(self, *inside: str | int) -> Position:
        """Return the position of a value inside the record."""
        return self.raw.locate([*self.path, *inside])


def list_yaml_files(root: Path, *, problems: list[Problem]) -> list[Path]:
    """Return every YAML file below `root` by name; a name that ends in .yml is a problem."""
    for path in sorted(root.rglob("*.yml")):
        reason = "is not read: its name ends in .yml. Rename it to .yaml."
        problems.append(Problem(Position(path.relative_to(root.parent).as_posix()), "", reason))
    return sorted(root.rglob("*.yaml"))


def read_yaml(path: Path, *, root: Path, problems: list[Problem]) -> RawFile | None:
    """Parse one YAML file; a file that cannot be read adds a problem and gives None."""
    name = path.relative_to(root.parent).as_posix()
    try:
        # A file that starts with a byte order mark is UTF-8 all the same.
        text = _read_bytes(path).decode("utf-8-sig")
        node = parse_yaml(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = f"is not UTF-8 (byte {error.start + 1}). Save it as UTF-8."
        problems.append(Problem(Position(name, line), "", reason))
    except OSError as error:
        problems.append(Problem(Position(name), "", f"cannot be read: {error.strerror}."))
    except _Unreadable as error:
        problems.append(Problem(Position(name), "", f"cannot be read: {error}."))
    except YamlFault as error:
        problems.append(Problem(Position(name, error.line, error.column), "", error.reason))
    else:
        if isinstance(node.value, dict):
            return RawFile(name, node)
        reason = "must be a mapping with a section name at the top, such as `milestones:`."
        problems.append(Problem(Position(name, 1), "", reason))
    return None


class _Unreadable(Exception):
    """The file is not one that should be opened."""


def _read_bytes(path: Path) -> bytes:
    about = path.stat()
    if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
        message = "it is not a file"
        raise _Unreadable(message)
    if about.st_size > MAX_FILE_BYTES:
        message = f"it is larger than {MAX_FILE_BYTES:,} bytes. Split it"
        raise _Unreadable(message)
    return path.read_bytes()


def read_section(
    raw: RawFile, section: str, shape: type[RecordT], *, problems: list[Problem]
) -> Iterator[Located[RecordT]]:
    """Yield the checked records of one section of a file; wrong ones become problems."""
    rows = raw.tree.get(section)
    if rows is None:
        return
    if not isinstance(rows, list):
        problems.append(Problem(raw.locate([section]), section, "must be a list of records."))
        return
    for index, row in enumerate(rows):
        located = read_record(raw, row, (section, index), shape, problems=problems)
        if located:
            yield located


def list_declared_keys(raw: RawFile, section: str, *, inside: str = "") -> Iterator[str]:
    """Yield the keys that a section declares, also those of records that are wrong elsewhere.

    A reference to a record with a fault is no fault of its own. With `inside`, the keys
    of that list inside each record.
    """
    rows = _list_mappings(raw.tree.get(section))
    if inside:
        rows = (row for outer in rows for row in _list_mappings(outer.get(inside)))
    for row in rows:
        if isinstance(row.get("key"), str):
            yield row["key"].strip()


def _list_mappings(rows: object) -> Iterator[dict[str, Any]]:
    if isinstance(rows, list):
        for row in rows:
            if isinstance(row, dict):
                yield row


def read_record(
    raw: RawFile,
    row: object,
    path: tuple[str | int, ...],
    shape: type[RecordT],
    *,
    problems: list[Problem],
) -> Located[RecordT] | None:
    """Check one record; each thing wrong with it becomes a problem with its line."""
    try:
        return Located(shape.model_validate(row), raw, path)
    except ValidationError as error:
        details = error.errors(include_url=False)
        for detail in details:
            if detail["type"] == "too_short" and _has_fault_inside(detail["loc"], details):
                # Wrong items do not count as items; the list itself may be long enough.
                continue
            inside = list(detail["loc"])
            reason = _explain(cast(Mapping[str, Any], detail))
            name = ".".join(str(part) for part in inside)
            problems.append(Problem(raw.locate([*path, *inside]), name, reason))
        return None


def _has_fault_inside(place: tuple[Any, ...], details: Sequence[Any]) -> bool:
    return any(
        detail["loc"][: len(place)] == place and len(detail["loc"]) > len(place)
        for detail in details
    )


def _explain(detail: Mapping[str, Any]) -> str:
    kind, given = detail["type"], detail.get("input")
    if kind == "extra_forbidden":
        return "is not a known field here. Check the spelling or remove it."
    if kind == "missing":
        return "is missing. Add it."
    if kind == "model_type":
        return f"is {_quote(given)}; it must be a mapping of fields."
    if kind == "enum":
        return f"is {_quote(given)}; it must be one of {detail['ctx']['expected']}."
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{message}." if isinstance(given, (dict, list)) else f"is {_quote(given)}: {message}."


def _quote(given: object) -> str:
    text = "empty" if given is None else repr(given)
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…"


def check_sections(raw: RawFile, known: Sequence[str], *, problems: list[Problem]) -> None:
    """Report sections of a file that nobody reads."""
    for section in raw.tree:
        if section not in known:
            reason = f"is not a known section. Known here: {', '.join(known)}."
            problems.append(Problem(raw.locate([section]), str(section), reason))


def check_unique_keys(
    records: Sequence[Located[Any]], *, what: str, problems: list[Problem]
) -> None:
    """Report keys that are declared twice, with both places."""
    seen: dict[str, Position] = {}
    for located in records:
        key = located.record.key
        if key in seen:
            reason = f"{what} {key!r} is already declared at {seen[key]}. Rename or remove one."
            problems.append(Problem(located.locate("key"), "key", reason))
        seen.setdefault(key, located.position)


def is_in_circle(key: str, needs: Mapping[str, Iterable[str]]) -> bool:
    """Say whether something ends up needing itself."""
    reached: set[str] = set()
    frontier = set(needs.get(key, ()))
    while frontier:
        reached |= frontier
        frontier = {deep for one in frontier for deep in needs.get(one, ())} - reached
    return key in reached

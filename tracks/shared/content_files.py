"""Read content files: YAML 1.2 with the line of every value, checked against shapes.

All problems of all files are collected before anything is refused, because somebody who
mends content wants the whole list at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from tracks.shared.imports import Position, Problem

MAX_FILE_BYTES = 2_000_000


class Shape(BaseModel):
    """Base of every record: frozen, and a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


RecordT = TypeVar("RecordT", bound=Shape)


@dataclass(frozen=True)
class Located(Generic[RecordT]):
    """A checked record and where it stands."""

    record: RecordT
    position: Position


@dataclass(frozen=True)
class RawFile:
    """A parsed file: its name for people and its tree with line numbers."""

    name: str
    tree: CommentedMap

    def locate(self, path: Sequence[str | int]) -> Position:
        """Return the position of the value at `path`, or of the nearest thing above it."""
        node: Any = self.tree
        line, column = 1, 0
        for part in path:
            try:
                line, column = _line_of(node, part)
                node = node[part]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
        return Position(self.name, line, column)


def _line_of(node: Any, part: str | int) -> tuple[int, int]:
    if isinstance(node, CommentedMap):
        row, col = node.lc.key(part)
    elif isinstance(node, CommentedSeq):
        row, col = node.lc.item(part)
    else:
        raise TypeError
    return int(row) + 1, int(col) + 1


def read_yaml(path: Path, *, root: Path, problems: list[Problem]) -> RawFile | None:
    """Parse one YAML file; a file that cannot be read adds a problem and gives None."""
    name = path.relative_to(root.parent).as_posix()
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            reason = f"the file is larger than {MAX_FILE_BYTES:,} bytes. Split it."
            problems.append(Problem(Position(name), "", reason))
            return None
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte {error.start + 1}). Save it as UTF-8."
        problems.append(Problem(Position(name), "", reason))
        return None
    except OSError as error:
        problems.append(Problem(Position(name), "", f"cannot be read: {error.strerror}."))
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        reason = f"is not valid YAML: {error.problem or error.context}."
        problems.append(Problem(Position(name, line, column), "", reason))
        return None
    except YAMLError as error:
        problems.append(Problem(Position(name), "", f"is not valid YAML: {error}."))
        return None
    if not isinstance(tree, CommentedMap):
        reason = "must be a mapping with a section name at the top, such as `milestones:`."
        problems.append(Problem(Position(name, 1), "", reason))
        return None
    return RawFile(name, tree)


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
        located = read_record(raw, row, [section, index], shape, problems=problems)
        if located:
            yield located


def read_record(
    raw: RawFile,
    row: object,
    path: Sequence[str | int],
    shape: type[RecordT],
    *,
    problems: list[Problem],
) -> Located[RecordT] | None:
    """Check one record; each thing wrong with it becomes a problem with its line."""
    try:
        record = shape.model_validate(_plain(row))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            inside = [part for part in detail["loc"] if isinstance(part, (str, int))]
            reason = _explain(cast(Mapping[str, Any], detail))
            name = ".".join(str(part) for part in inside) or str(path[0])
            problems.append(Problem(raw.locate([*path, *inside]), name, reason))
        return None
    return Located(record, raw.locate(path))


def _plain(node: object) -> object:
    """Strip ruamel's line-keeping types, so that pydantic sees dicts, lists and scalars."""
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def _explain(detail: Mapping[str, Any]) -> str:
    kind, given = detail["type"], detail.get("input")
    if kind == "extra_forbidden":
        return "is not a known field here. Check the spelling or remove it."
    if kind == "missing":
        return "is missing. Add it."
    if kind == "enum":
        return f"is {given!r}; it must be one of {detail['ctx']['expected']}."
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"is {given!r}: {message}." if not isinstance(given, dict) else f"{message}."


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
            problems.append(Problem(located.position, "key", reason))
        seen.setdefault(key, located.position)

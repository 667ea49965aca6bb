"""How commands show an import: lines for people, a document for machines, a progress bar."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper

from tracks.operations.imports import ImportResult
from tracks.shared.import_formats import ImportFormat, UnusableFile
from tracks.shared.imports import Change, Effect, Problem

# So many rejected or flagged rows are shown unless all are asked for.
FIRST_ROWS = 20
_BAR_WIDTH = 30
_LOUD = (Effect.CONFLICT, Effect.GONE, Effect.KEPT)


class ProgressBar:
    """A line on a terminal that fills up; says nothing where nobody watches."""

    def __init__(self, stream: OutputWrapper, name: str) -> None:
        self._stream = stream
        self._name = name
        self._is_shown = bool(stream.isatty())
        self._percent = -1

    def report(self, done: int, total: int) -> None:
        """Show how much was read; the line is written again only when it differs."""
        percent = 100 * done // total if total else 100
        if not self._is_shown or percent == self._percent:
            return
        self._percent = percent
        filled = "#" * (_BAR_WIDTH * percent // 100)
        self._write(f"\r{self._name} [{filled:<{_BAR_WIDTH}}] {percent:3}%")

    def clear(self) -> None:
        """Leave the line empty for what is printed next."""
        if self._is_shown and self._percent >= 0:
            self._write("\r\033[K")

    def _write(self, text: str) -> None:
        self._stream.write(text, style_func=str, ending="")
        self._stream.flush()


def list_lines(result: ImportResult, *, label: str, is_verbose: bool) -> Iterator[str]:
    """Yield what a plan says, the counts last so that they stay on the screen."""
    as_of = f", snapshot of {result.as_of}" if result.as_of else ""
    yield f"{result.file.name}: {label}{as_of}, {result.file.byte_size:,} bytes"
    for change in result.plan.changes:
        is_shown = change.effect in _LOUD or (is_verbose and change.effect != Effect.UNCHANGED)
        if is_shown:
            yield from _list_change(change)
    yield from _list_problems("left out", result.rejected, is_verbose=is_verbose)
    yield from _list_problems("flagged", result.flagged, is_verbose=is_verbose)
    for remark in result.remarks:
        yield f"remark: {remark}"
    if result.row_counts:
        yield "read: " + ", ".join(f"{count:,} {name}" for name, count in result.row_counts.items())
    counts = [f"{result.effects.get(effect, 0):,} {effect.value}" for effect in Effect]
    counts += [f"{len(result.rejected):,} rejected", f"{len(result.flagged):,} flagged"]
    yield ", ".join(counts)


def _list_change(change: Change) -> Iterator[str]:
    yield f"{change.effect.value}: {change.kind} {change.key}"
    for field in change.fields:
        yield f"    {field.name}: {field.before!r} → {field.after!r}"


def _list_problems(word: str, problems: Sequence[Problem], *, is_verbose: bool) -> Iterator[str]:
    shown = problems if is_verbose else problems[:FIRST_ROWS]
    for problem in shown:
        yield f"{word}: {problem}"
    if len(shown) < len(problems):
        yield f"and {len(problems) - len(shown):,} more {word}; -v 2 lists all."


def describe_result(result: ImportResult, *, is_applied: bool) -> dict[str, Any]:
    """Return everything a plan says, for JSON; rows that do not change are only counted."""
    return {
        "file": result.file.name,
        "format": result.format_name,
        "sha256": result.file.sha256,
        "bytes": result.file.byte_size,
        "origin": result.origin,
        "as_of": result.as_of,
        "applied": is_applied,
        "run": result.run.pk if result.run else None,
        "repeat": result.is_repeat,
        "counts": {effect.value: result.effects.get(effect, 0) for effect in Effect},
        "rows": dict(result.row_counts),
        "remarks": list(result.remarks),
        "changes": [
            _describe_change(one) for one in result.plan.changes if one.effect != Effect.UNCHANGED
        ],
        "rejected": [describe_problem(one) for one in result.rejected],
        "flagged": [describe_problem(one) for one in result.flagged],
        "problems": [],
    }


def describe_unusable(path: Path, chosen: ImportFormat, unusable: UnusableFile) -> dict[str, Any]:
    """Return why nothing of a file can be used, for JSON."""
    return {
        "file": path.name,
        "format": chosen.name,
        "applied": False,
        "run": None,
        "problems": [describe_problem(one) for one in unusable.problems],
    }


def describe_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem with its place, for JSON."""
    return {
        "file": problem.position.file,
        "line": problem.position.line,
        "column": problem.position.column,
        "field": problem.field,
        "reason": problem.reason,
    }


def _describe_change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "key": change.key,
        "effect": change.effect.value,
        "line": change.position.line if change.position else 0,
        "fields": [
            {"name": one.name, "before": one.before, "after": one.after} for one in change.fields
        ],
    }

"""Recognise a file that was loaded before, without reading its rows again."""

import hashlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from django.db import connection, models

from tracks.choices import ImportStage
from tracks.models import ImportRun
from tracks.operations.import_results import ImportRequest, ImportResult
from tracks.shared.content_kinds import list_kinds
from tracks.shared.content_rows import Child, Kind
from tracks.shared.file_digests import FileDigest
from tracks.shared.imports import Effect, Plan, Position, Problem, Resolution

_CHUNK_ROWS = 2000


def find_repeat(*, request: ImportRequest, file: FileDigest) -> ImportResult | None:
    """Return what an import of this file says when it can only say "nothing changed".

    That is so when the newest run of its data set loaded the same bytes by the same code,
    and every row of the data set is still as it left them.
    """
    if request.reads_again or request.resolution is not Resolution.REPORT:
        return None
    run = (
        ImportRun.objects.filter(
            format=request.format.name, sha256=file.sha256, stage=ImportStage.APPLIED
        )
        .order_by("-pk")
        .first()
    )
    if run is None or not run.rows_sha256 or request.as_of not in ("", run.as_of):
        return None
    newest = ImportRun.objects.filter(origin=run.origin, stage=ImportStage.APPLIED)
    if newest.order_by("-pk").values_list("pk", flat=True).first() != run.pk:
        return None
    if run.parser_sha256 != digest_parser(request.format.parse):
        return None
    if run.rows_sha256 != digest_rows(kinds=run.kinds, origin=run.origin):
        return None
    return _repeat(run, file)


def _repeat(run: ImportRun, file: FileDigest) -> ImportResult:
    counts = {effect: run.effects.get(effect.value, 0) for effect in Effect}
    written = (Effect.NEW, Effect.CHANGED)
    effects = {effect: count for effect, count in counts.items() if effect not in written}
    effects[Effect.UNCHANGED] += sum(counts[effect] for effect in written)
    problems: dict[bool, list[Problem]] = {True: [], False: []}
    for row in run.rejected_rows.order_by("pk"):
        position = Position(row.file, row.line, row.column)
        problems[row.is_flagged].append(Problem(position, row.field, row.reason))
    return ImportResult(
        format_name=run.format,
        file=file,
        origin=run.origin,
        as_of=run.as_of,
        plan=Plan(),
        effects=effects,
        row_counts=run.row_counts,
        kinds=tuple(run.kinds),
        rejected=tuple(problems[False]),
        flagged=tuple(problems[True]),
        remarks=tuple(run.remarks),
        run=run,
        is_repeat=True,
    )


def digest_rows(*, kinds: Sequence[str], origin: str) -> str:
    """Return a digest of every column of a data set's rows, with their sets and children.

    Reads what the database holds as it is, because this must cost less than reading the
    file: nothing is turned into objects.
    """
    digest = hashlib.sha256()
    for kind in list_kinds():
        if kind.name not in kinds:
            continue
        for rows in _list_tables(kind, origin):
            sql, values = rows.query.sql_with_params()
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                while chunk := cursor.fetchmany(_CHUNK_ROWS):
                    digest.update(repr(chunk).encode())
            digest.update(b"\0")
    return digest.hexdigest()


def _list_tables(kind: Kind, origin: str) -> Iterator["models.QuerySet[Any, Any]"]:
    yield _read_all(kind.model, {"content_origin": origin})
    for name in kind.sets:
        relation = kind.model._meta.get_field(name)
        owner = relation.m2m_field_name()  # type: ignore[union-attr]  # sets are many-to-many
        yield _read_all(getattr(kind.model, name).through, {f"{owner}__content_origin": origin})
    for child in kind.children:
        yield from _list_child_tables(child, "", origin)


def _list_child_tables(
    child: Child, above: str, origin: str
) -> Iterator["models.QuerySet[Any, Any]"]:
    path = f"{child.parent}__{above}"
    yield _read_all(child.model, {f"{path}content_origin": origin})
    for grandchild in child.children:
        yield from _list_child_tables(grandchild, path, origin)


def _read_all(model: type[models.Model], conditions: dict[str, str]) -> "models.QuerySet[Any, Any]":
    return model._default_manager.filter(**conditions).order_by("pk").values_list()


def digest_parser(parse: Callable[..., object]) -> str:
    """Return a digest of the code beside a parser: a mended parser must read files again."""
    function = parse.func if isinstance(parse, partial) else inspect.unwrap(parse)
    file = inspect.getsourcefile(function)
    return _digest_code(Path(file).parent) if file else ""


@lru_cache
def _digest_code(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()

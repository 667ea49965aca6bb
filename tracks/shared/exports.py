"""Chosen rows as a file to take away: CSV, XLSX, YAML or JSON, with their sources and licences.

The rows are written as records of their kind. What a spreadsheet would run is neutralised,
and licences that go on with what is built from the data say so in the file. Files are
written part by part while they are read, so that a file of any length takes little memory;
only workbooks are made whole, and have a limit.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import indent
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from tracks.shared.content_kinds import list_kinds
from tracks.shared.content_rows import Kind, Record, normalise, read_records, with_links
from tracks.shared.spreadsheet_cells import stream_csv
from tracks.shared.yaml_writer import stream_yaml_list, write_yaml

# Licences that go on with what is built from the data: CC BY-SA, ODbL.
SHARE_ALIKE = re.compile(r"\bSA\b|ODbL")
SOURCE_COLUMNS = ("key", "title", "publisher", "url", "licence", "attribution")
PAPER_COLUMNS = ("source title", "source licence", "source attribution", "licence notice")
# More rows make a workbook that takes long to write, and that few spreadsheets open gladly.
MAX_WORKBOOK_ROWS = 20_000
_CHUNK = 500
_PART_BYTES = 1 << 16

Write = Callable[[Record], Mapping[str, Any]]


class TooManyRows(Exception):
    """So many rows cannot be one file of this form; the message says what to do."""


@dataclass(frozen=True)
class ExportedFile:
    """A file to hand out; its parts are made while they are read, which works once."""

    name: str
    content_type: str
    parts: Iterable[bytes]


@dataclass(frozen=True)
class _Export:
    kind: Kind
    pks: Sequence[int]
    # The sources that the records cite, by key.
    sources: Mapping[str, Record]

    def read_records(self) -> Iterator[Record]:
        """Read the records in the order of the keys given, some hundred at a time."""
        return _read(self.kind, self.pks)

    def list_notices(self) -> Iterator[str]:
        """Write who has to be named, and what has to be kept."""
        for source in self.sources.values():
            yield _write_notice(source)


# The section of a content file that holds a kind, and how its records are written there.
_sections: dict[str, tuple[str, Write]] = {}


def register_section(kind: Kind, section: str, write: Write = dict) -> None:
    """Say where content files hold records of a kind, so that YAML can be loaded again."""
    _sections[kind.name] = (section, write)


def export_rows(*, kind: Kind, pks: Sequence[int], form: str) -> ExportedFile:
    """Write rows in the order given, with the papers of the sources they cite.

    Two queries for every few hundred rows, and some for each sort of part that rows have.

    Args:
        kind: What the rows are.
        pks: Their primary keys.
        form: "csv", "xlsx", "yaml" or "json".

    Raises:
        TooManyRows: More rows than a workbook of ours holds.
    """
    if form == "xlsx" and len(pks) > MAX_WORKBOOK_ROWS:
        message = (
            f"A workbook holds at most {MAX_WORKBOOK_ROWS:,} rows, and {len(pks):,} are chosen. "
            "Narrow the list by a filter, or export as CSV, which has no limit."
        )
        raise TooManyRows(message)
    content_type, write = FORMS[form]
    name = f"{kind.name.replace(' ', '-')}.{form}"
    return ExportedFile(name, content_type, write(_Export(kind, pks, _read_sources(kind, pks))))


def _read(kind: Kind, pks: Sequence[int]) -> Iterator[Record]:
    for chunk in _cut(pks):
        rows = kind.model._default_manager.filter(pk__in=chunk)
        records = read_records(kind, list(with_links(rows, kind.links)))
        # A row may have been deleted while those before it were written.
        yield from (records[pk] for pk in chunk if pk in records)


def _cut(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), _CHUNK):
        yield pks[start : start + _CHUNK]


def _read_sources(kind: Kind, pks: Sequence[int]) -> dict[str, Record]:
    """Return what is known of every source that the rows cite, or that they are."""
    sources = next(one for one in list_kinds() if one.name == "source")
    if kind.name == sources.name:
        return {str(record["key"]): record for record in _read(kind, pks)}
    if "source" not in kind.links:
        return {}
    manager: Any = kind.model._default_manager
    cited: set[int] = set()
    for chunk in _cut(pks):
        rows = manager.filter(pk__in=chunk, source__isnull=False)
        cited.update(rows.order_by().values_list("source", flat=True).distinct())
    records = list(_read(sources, sorted(cited)))
    return {str(one["key"]): one for one in sorted(records, key=lambda one: str(one["key"]))}


def _write_notice(source: Record) -> str:
    said = [str(source["title"]), str(source.get("publisher") or "")]
    licence = str(source.get("licence") or "licence not stated")
    notice = f"{', '.join(filter(None, said))}. Licence: {licence}."
    if source.get("attribution"):
        notice += f" {source['attribution']}"
    share = _write_share_notice(source)
    return f"{notice} {share}".strip()


def _write_share_notice(source: Record) -> str:
    licence = str(source.get("licence") or "")
    if not SHARE_ALIKE.search(licence):
        return ""
    return f"What is derived from it stays under {licence}; keep this notice."


def _list_table(export: _Export) -> tuple[list[str], Iterator[list[object]]]:
    """Return the rows as a table, each with the papers of the source that it cites."""
    names = _list_columns(export.kind)
    has_papers = "source" in export.kind.links
    header = [*names, *(PAPER_COLUMNS if has_papers else ())]

    def rows() -> Iterator[list[object]]:
        for record in export.read_records():
            papers = _list_papers(export.sources.get(str(record.get("source"))))
            yield [_flatten(record.get(name)) for name in names] + (papers if has_papers else [])

    return header, rows()


def _list_columns(kind: Kind) -> list[str]:
    children = [child.name for child in kind.children]
    return ["key", *kind.links, *kind.columns, *kind.sets, *children]


def _list_papers(source: Record | None) -> list[object]:
    if source is None:
        return [""] * len(PAPER_COLUMNS)
    said: list[object] = [source.get(name) for name in ("title", "licence", "attribution")]
    return [*said, _write_share_notice(source)]


def _flatten(value: object) -> object:
    """Return one cell: lists of keys in one line, parts of a row as JSON."""
    if isinstance(value, (list, tuple)) and not any(isinstance(one, dict) for one in value):
        return "; ".join(str(one) for one in value)
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(normalise(value), ensure_ascii=False) if value else ""
    return value if isinstance(value, (bool, int, float, Decimal)) else normalise(value)


def _write_csv_file(export: _Export) -> Iterator[bytes]:
    return stream_csv(*_list_table(export))


def _write_workbook(export: _Export) -> Iterator[bytes]:
    # Here, because openpyxl takes long to load and few processes ever write a workbook.
    from tracks.shared.export_workbooks import Sheet, write_workbook

    sources: Iterator[list[object]] = (
        [*(source.get(name) for name in SOURCE_COLUMNS), _write_share_notice(source)]
        for source in export.sources.values()
    )
    yield write_workbook(
        Sheet(export.kind.name, *_list_table(export)),
        Sheet("Sources and licences", [*SOURCE_COLUMNS, "notice"], sources),
    )


def _list_yaml(export: _Export) -> Iterator[str]:
    section, write = _sections.get(export.kind.name, ("records", dict))
    for notice in export.list_notices():
        yield f"# {' '.join(notice.split())}\n"
    if section == "records":
        yield write_yaml({"kind": export.kind.name})
    elif export.kind.name != "source" and "source" in _sections:
        name, write_source = _sections["source"]
        yield from stream_yaml_list(name, map(write_source, export.sources.values()))
    yield from stream_yaml_list(section, map(write, export.read_records()))


def _list_json(export: _Export) -> Iterator[str]:
    head = {
        "kind": export.kind.name,
        "notices": list(export.list_notices()),
        "sources": [
            {name: source.get(name) for name in SOURCE_COLUMNS}
            for source in export.sources.values()
        ],
    }
    # The records go in before the brace that closes the whole.
    yield f'{_dump(head).removesuffix("}").rstrip()},\n  "records": ['
    before = "\n"
    for record in export.read_records():
        yield f"{before}{indent(_dump(record), '    ')}"
        before = ",\n"
    yield "\n  ]\n}\n"


def _dump(tree: Mapping[str, Any]) -> str:
    return json.dumps(tree, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _make_parts(list_texts: Callable[[_Export], Iterator[str]]) -> Callable[..., Iterator[bytes]]:
    """Join short texts into parts that are worth sending."""

    def write(export: _Export) -> Iterator[bytes]:
        held = bytearray()
        for text in list_texts(export):
            held += text.encode()
            if len(held) >= _PART_BYTES:
                yield bytes(held)
                held.clear()
        yield bytes(held)

    return write


FORMS: dict[str, tuple[str, Callable[[_Export], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", _write_csv_file),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _write_workbook,
    ),
    "yaml": ("application/yaml; charset=utf-8", _make_parts(_list_yaml)),
    "json": ("application/json", _make_parts(_list_json)),
}

"""Chosen rows as a file to take away: CSV, XLSX, YAML or JSON, with their sources and licences.

The rows are written as records of their kind. What a spreadsheet would run is neutralised,
and licences that go on with what is built from the data say so in the file.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from tracks.shared.content_kinds import list_kinds
from tracks.shared.content_rows import Kind, Record, normalise, read_records, with_links
from tracks.shared.provenance import ContentRow
from tracks.shared.spreadsheet_cells import neutralise, write_csv
from tracks.shared.yaml_writer import write_yaml

# Licences that go on with what is built from the data: CC BY-SA, ODbL.
SHARE_ALIKE = re.compile(r"\bSA\b|ODbL")
SOURCE_COLUMNS = ("key", "title", "publisher", "url", "licence", "attribution")
PAPER_COLUMNS = ("source title", "source licence", "source attribution", "licence notice")
MAX_ROWS = 20_000
_CHUNK = 500

Write = Callable[[Record], Mapping[str, Any]]


@dataclass(frozen=True)
class ExportedFile:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class _Export:
    kind: Kind
    records: Sequence[Record]
    # The sources that the records cite, by key.
    sources: Mapping[str, Record]

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
    """Write rows, in the order of their keys, with the papers of the sources they cite.

    Args:
        kind: What the rows are.
        pks: Their primary keys.
        form: "csv", "xlsx", "yaml" or "json".
    """
    records = sorted(_read(kind, pks), key=lambda record: str(record["key"]))
    export = _Export(kind, records, _read_sources(kind, records))
    content_type, write = FORMS[form]
    return ExportedFile(f"{kind.name.replace(' ', '-')}.{form}", content_type, write(export))


def _read(kind: Kind, pks: Sequence[int]) -> Iterator[Record]:
    for start in range(0, len(pks), _CHUNK):
        rows = kind.model._default_manager.filter(pk__in=pks[start : start + _CHUNK])
        yield from read_records(kind, list(with_links(rows, kind.links))).values()


def _read_sources(kind: Kind, records: Iterable[Record]) -> dict[str, Record]:
    """Return what is known of every source that the records name."""
    sources = next(one for one in list_kinds() if one.name == "source")
    if kind.name == sources.name:
        return {str(record["key"]): record for record in records}
    cited = sorted({str(record["source"]) for record in records if record.get("source")})
    found: dict[str, Record] = {}
    for start in range(0, len(cited), _CHUNK):
        rows: list[ContentRow] = list(
            sources.model._default_manager.filter(key__in=cited[start : start + _CHUNK])
        )
        found |= {str(one["key"]): one for one in read_records(sources, rows).values()}
    return found


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
        for record in export.records:
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


def _write_csv_file(export: _Export) -> bytes:
    return write_csv(*_list_table(export))


def _write_workbook(export: _Export) -> bytes:
    book = Workbook(write_only=True)
    header, rows = _list_table(export)
    _fill(book.create_sheet(export.kind.name[:31]), header, rows)
    sources: Iterator[list[object]] = (
        [*(source.get(name) for name in SOURCE_COLUMNS), _write_share_notice(source)]
        for source in export.sources.values()
    )
    _fill(book.create_sheet("Sources and licences"), [*SOURCE_COLUMNS, "notice"], sources)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet.freeze_panes = "A2"
    titles = [WriteOnlyCell(sheet, value=name) for name in header]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in rows:
        sheet.append([_make_cell(sheet, value) for value in row])


def _make_cell(sheet: Any, value: object) -> Any:
    safe: Any = neutralise(value)
    if not isinstance(safe, str):
        return WriteOnlyCell(sheet, value=safe)
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", safe))
    # Whatever it looks like, it is text.
    cell.data_type = "s"
    return cell


def _write_yaml_file(export: _Export) -> bytes:
    section, write = _sections.get(export.kind.name, ("records", dict))
    tree: dict[str, Any] = {}
    if section == "records":
        tree["kind"] = export.kind.name
    elif export.kind.name != "source" and "source" in _sections:
        name, write_source = _sections["source"]
        tree[name] = [write_source(source) for source in export.sources.values()]
    tree[section] = [write(record) for record in export.records]
    notices = (f"# {' '.join(notice.split())}\n" for notice in export.list_notices())
    return ("".join(notices) + write_yaml(tree)).encode()


def _write_json(export: _Export) -> bytes:
    tree = {
        "kind": export.kind.name,
        "notices": list(export.list_notices()),
        "sources": [
            {name: source.get(name) for name in SOURCE_COLUMNS}
            for source in export.sources.values()
        ],
        "records": list(export.records),
    }
    text = json.dumps(tree, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


FORMS: dict[str, tuple[str, Callable[[_Export], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _write_csv_file),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _write_workbook,
    ),
    "yaml": ("application/yaml; charset=utf-8", _write_yaml_file),
    "json": ("application/json", _write_json),
}

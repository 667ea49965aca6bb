"""Write tables as a workbook whose cells are data and never formulas."""

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from tracks.shared.spreadsheet_cells import neutralise

# What a workbook allows as the name of a sheet.
_LONGEST_TITLE = 31


class Sheet(NamedTuple):
    """One table: its title, names of its columns, and its rows, which are read once."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]


def write_workbook(*sheets: Sheet) -> bytes:
    """Return an XLSX file with one sheet per table, the first row standing out and frozen."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title[:_LONGEST_TITLE]), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Any, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    titles = [WriteOnlyCell(page, value=name) for name in sheet.header]
    for title in titles:
        title.font = Font(bold=True)
    page.append(titles)
    for row in sheet.rows:
        page.append([_make_cell(page, value) for value in row])


def _make_cell(page: Any, value: object) -> Any:
    safe: Any = neutralise(value)
    if not isinstance(safe, str):
        return WriteOnlyCell(page, value=safe)
    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", safe))
    # Whatever it looks like, it is text.
    cell.data_type = "s"
    return cell

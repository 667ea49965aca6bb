"""Open Excel workbooks that somebody hands in: look into the archive before parsing it.

A workbook is a zip archive of XML files. It can unpack to more than the memory holds, run
macros, fetch from elsewhere, and its XML can name entities; each is refused by name. Nothing
in it is ever run or fetched here: the refusal says that the file is not what a statistics
office publishes.
"""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_files import MAX_BYTES, check_file, refuse

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
# XML shrinks to a tenth, rarely to a fiftieth; a bomb to a thousandth.
MAX_RATIO = 100
# Small parts may be as repetitive as they like.
_RATIO_FROM_BYTES = 1024 * 1024
_CHUNK_BYTES = 1 << 20

# Parts of an archive by the beginning of their name, and why a data set has none of them.
_REFUSED_PARTS = (
    ("xl/vbaproject", "holds macros. Save it as a workbook without macros (.xlsx)."),
    ("xl/macrosheets/", "holds macro sheets. Save it as a workbook without macros (.xlsx)."),
    ("xl/dialogsheets/", "holds dialogs of old macros. Save a copy with values only."),
    ("xl/activex/", "holds controls that run code. Save a copy with values only."),
    ("xl/embeddings/", "holds embedded files. Save a copy with values only."),
    ("xl/externallinks/", "refers to other files or programs. Save a copy with values only."),
    ("xl/connections", "fetches data from elsewhere. Save a copy with values only."),
    ("xl/querytables/", "fetches data from elsewhere. Save a copy with values only."),
)
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@contextmanager
def open_workbook(path: Path, *, max_bytes: int = MAX_BYTES, name: str = "") -> Iterator[Workbook]:
    """Open a workbook for streaming once its archive is known to be harmless.

    Sheets are read as they are, whatever size they claim to have: programs that save a
    workbook again often write a wrong one, and rows would be missing. Read the rows with
    `stream_sheet`, which reports formulas.

    Args:
        path: An .xlsx file.
        max_bytes: The largest size of the file that is read.
        name: What people call the file, where the path is only where it was stored.

    Raises:
        UnusableFile: If it is no workbook, unpacks to too much, holds macros, links to
            elsewhere or XML with entities, or is damaged.
    """
    name = name or path.name
    check_file(path, max_bytes=max_bytes, name=name)
    _check_archive(path, name)
    workbook = _load(path, name)
    try:
        yield workbook
    except DefusedXmlException:
        refuse(name, "holds XML with entities. Save a copy with values only.")
    except (ParseError, zipfile.BadZipFile, EOFError) as error:
        refuse(name, f"is a damaged workbook: {error}. Fetch it again.")
    finally:
        workbook.close()


def _load(path: Path, name: str) -> Workbook:
    try:
        with warnings.catch_warnings():
            # Styles and extensions that openpyxl leaves out are no concern of figures.
            warnings.simplefilter("ignore")
            workbook = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except DefusedXmlException:
        refuse(name, "holds XML with entities. Save a copy with values only.")
    # Whatever stumbles over a part that is not there or not what it should be; faults of
    # XML are SyntaxErrors in both of Python's parsers.
    except (InvalidFileException, SyntaxError, LookupError, TypeError, ValueError) as error:
        refuse(name, f"is a damaged workbook: {error}. Fetch it again.")
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
    return workbook


def _check_archive(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        if stream.read(4) == _OLD_EXCEL:
            refuse(name, "is an old (.xls) or encrypted workbook. Save it as .xlsx, unprotected.")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, name)
            _check_parts(archive, name)
            _check_declarations(archive, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        refuse(name, f"is not an Excel workbook (.xlsx), or it is damaged: {error}.")


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        refuse(name, f"holds {len(entries):,} parts; a workbook has at most {MAX_ENTRIES:,}.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        reason = f"unpacks to {unpacked:,} bytes; at most {MAX_UNPACKED_BYTES:,} are read."
        refuse(name, f"{reason} Take a smaller extract of it.")
    for entry in entries:
        is_bomb = (
            entry.file_size > _RATIO_FROM_BYTES
            and entry.file_size > MAX_RATIO * entry.compress_size
        )
        if is_bomb:
            reason = (
                f"its part {entry.filename} unpacks to {entry.file_size:,} bytes from "
                f"{entry.compress_size:,}: a zip bomb, or damaged. Check where it comes from."
            )
            refuse(name, reason)
        if entry.flag_bits & 0x1:
            refuse(name, "is protected by a password. Save it without.")


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    names = {entry.filename.lower().lstrip("/") for entry in archive.infolist()}
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        refuse(name, "is a zip archive, but not an Excel workbook (.xlsx).")
    for beginning, reason in _REFUSED_PARTS:
        if any(part.startswith(beginning) for part in names):
            refuse(name, reason)


def _check_declarations(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse XML that declares a document type: the way to entities, inside or outside."""
    longest = max(map(len, _DECLARATIONS))
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        held = b""
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                window = held + chunk
                if any(word in window for word in _DECLARATIONS):
                    reason = f"its part {entry.filename} declares a document type or entities."
                    refuse(name, f"{reason} Save a copy with values only.")
                held = window[-longest:]


def stream_sheet(
    sheet: Any, *, name: str, problems: list[Problem], first_row: int = 1
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the number and the values of each row; a row with a formula is left out.

    What a formula shows is only what some program worked out last, so it is no figure of
    a source.

    Args:
        sheet: A sheet of `open_workbook`.
        name: The file, for problems; the field of a problem is the cell's address.
        problems: Receives each formula with its cell.
        first_row: The number of the first row to read.
    """
    for number, row in enumerate(sheet.iter_rows(min_row=first_row), start=first_row):
        formulas = [cell for cell in row if cell.data_type == "f"]
        for cell in formulas:
            reason = (
                f"holds a formula ({str(cell.value)[:40]}), not a value. Save a copy with "
                "values only."
            )
            place = Position(name, number, cell.column)
            problems.append(Problem(place, f"{sheet.title}!{cell.coordinate}", reason))
        if not formulas:
            yield number, tuple(cell.value for cell in row)

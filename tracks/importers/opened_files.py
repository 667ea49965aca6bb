"""Open files of data sets that nobody here wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from openpyxl import load_workbook


def open_text(path: Path) -> TextIO:
    """Open a file in UTF-8, with or without a byte order mark, line ends untouched."""
    return path.open(encoding="utf-8-sig", newline="")


@contextmanager
def open_workbook(path: Path) -> Iterator[Any]:
    """Open a workbook to be read row by row, formulas as they are written."""
    book = load_workbook(path, read_only=True, keep_links=False)
    try:
        yield book
    finally:
        book.close()

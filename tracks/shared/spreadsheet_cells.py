"""Cells of files that people open in a spreadsheet: what is typed there must not be run."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

# What a spreadsheet takes for the beginning of a formula, or swallows before one.
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_A_PART = 500
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def neutralise(value: object) -> object:
    """Return a cell that no spreadsheet runs: an apostrophe goes before what looks like a formula.

    Numbers stay numbers, also where they are written as text.
    """
    if value is None:
        return ""
    if isinstance(value, (bool, int, float, Decimal)):
        return value
    text = str(value)
    is_formula = text.lstrip(" ").startswith(_STARTERS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a CSV file as spreadsheets read it: UTF-8 with a byte order mark, safe cells."""
    return b"".join(stream_csv(header, rows))


def stream_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Write the same file in parts, a few hundred rows each, which are read as they are asked for."""
    yield codecs.BOM_UTF8 + _write_lines([header])
    reader = iter(rows)
    while part := list(islice(reader, _ROWS_A_PART)):
        yield _write_lines(part)


def _write_lines(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([neutralise(cell) for cell in row] for row in rows)
    return out.getvalue().encode()

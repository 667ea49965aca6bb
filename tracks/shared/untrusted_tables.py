"""Read CSV tables that somebody hands in, row by row, with the place of every fault."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn, TextIO

from tracks.shared.import_formats import Report, ignore_progress
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_files import MAX_BYTES, open_text, refuse

# Progress is told after so many rows.
_ROWS_BETWEEN_REPORTS = 1000
# So much of a foreign header is repeated in a problem.
_MAX_QUOTED = 120


def stream_csv(
    path: Path,
    *,
    columns: Sequence[str],
    problems: list[Problem],
    is_prefix: bool = False,
    report: Report = ignore_progress,
    max_bytes: int = MAX_BYTES,
    name: str = "",
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the cells of each row below the header; blank lines are passed over.

    A row with too many or too few cells is left out and added to `problems`.

    Args:
        path: A CSV file in UTF-8.
        columns: The header as it must be, in its order.
        problems: Receives the rows that were left out.
        is_prefix: Whether further columns may follow those that are named.
        report: Receives the bytes read so far and the bytes in all.
        max_bytes: The largest size that is read.
        name: What people call the file, where the path is only where it was stored.

    Raises:
        UnusableFile: As for `open_text`, before the first row; or if the header is
            another, the quoting is broken or the last row is cut off.
    """
    name = name or path.name
    with open_text(path, max_bytes=max_bytes, name=name) as stream:
        size = path.stat().st_size
        reader = csv.reader(stream, strict=True)
        try:
            width = _check_header(next(reader, None), columns, name, is_prefix=is_prefix)
            yield from _stream_rows(reader, stream, name, width, problems, report, size)
        except csv.Error as error:
            reason = (
                f"is not a whole CSV file: {error}. If it was cut off, fetch it again; if a "
                "quotation mark stands alone, double it."
            )
            refuse(name, reason, line=max(reader.line_num, 1))
        report(size, size)


def _stream_rows(
    reader: Iterator[list[str]],
    stream: TextIO,
    name: str,
    width: int,
    problems: list[Problem],
    report: Report,
    size: int,
) -> Iterator[tuple[int, list[str]]]:
    lines = _LineCount(reader)
    last: Problem | None = None
    for number, row in enumerate(reader, start=1):
        line = lines.advance()
        if number % _ROWS_BETWEEN_REPORTS == 0:
            report(min(stream.buffer.tell(), size), size)
        if len(row) == width:
            last = None
            yield line, row
        elif row:
            last = Problem(Position(name, line), "row", _explain_width(len(row), width))
            problems.append(last)
    if last is not None and not _ends_with_line(stream):
        reason = "the file ends in the middle of this row: it was cut off. Fetch it again."
        refuse(name, reason, line=last.position.line)


class _LineCount:
    """Knows in which line a row begins: one with line breaks in its cells takes several."""

    def __init__(self, reader: object) -> None:
        self._reader = reader
        self._next: int = reader.line_num + 1  # type: ignore[attr-defined]  # a csv reader

    def advance(self) -> int:
        line = self._next
        self._next = self._reader.line_num + 1  # type: ignore[attr-defined]  # a csv reader
        return line


def _explain_width(found: int, wanted: int) -> str:
    return (
        f"has {found} cells instead of {wanted}. Put quotation marks around cells that hold a "
        "comma, and give every row all its cells."
    )


def _ends_with_line(stream: TextIO) -> bool:
    stream.buffer.seek(-1, 2)
    return stream.buffer.read(1) in (b"\n", b"\r")


def _check_header(
    header: list[str] | None, columns: Sequence[str], name: str, *, is_prefix: bool
) -> int:
    found = header or []
    compared = found[: len(columns)] if is_prefix else found
    if compared != list(columns):
        _refuse_header(found, columns, name)
    return len(found)


def _refuse_header(found: Sequence[str], columns: Sequence[str], name: str) -> NoReturn:
    missing = [column for column in columns if column not in found]
    wrong = f"the header lacks {', '.join(missing)}" if missing else "the header is out of order"
    shown = ",".join(found)
    quoted = shown if len(shown) <= _MAX_QUOTED else f"{shown[:_MAX_QUOTED]}…"
    reason = (
        f"{wrong}. It reads {quoted!r}; expected {','.join(columns)}. Use the file as it was "
        "published, with its header in English and commas between cells."
    )
    refuse(name, reason, line=1, field="header")


def read_amount(text: str) -> Decimal:
    """Read an amount as data sets write it: digits, and a point before the decimals.

    Raises:
        ValueError: With a reason and how to mend it, to go behind the name of the field.
    """
    stripped = text.strip()
    try:
        if stripped and stripped.isascii() and set(stripped) <= set("0123456789.-"):
            return Decimal(stripped)
    except InvalidOperation:
        pass
    if not stripped:
        message = "is empty. Give the amount, or leave the row out."
    elif any(sign in stripped for sign in ",'’_\u00a0\u202f ") and any(map(str.isdigit, stripped)):
        message = (
            f"{text!r} has a thousands separator or a decimal comma. Write digits only, with a "
            "point before decimals, such as 120000.50."
        )
    else:
        message = f"{text!r} is not an amount. Write digits only, such as 120000."
    raise ValueError(message)

"""Open files that somebody hands in: look before reading, and say what is wrong in words.

Everything here raises `UnusableFile` before the first row is given out, so that nothing of
a file that is not what it claims to be gets half loaded.
"""

import codecs
import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from tracks.shared.import_formats import UnusableFile
from tracks.shared.imports import Position, Problem

MAX_BYTES = 64 * 1024 * 1024
_CHUNK_BYTES = 1 << 20
# How the bytes of files begin that are no text, and what to do about it.
_SIGNATURES = (
    (codecs.BOM_UTF32_LE, "is UTF-32 text. Save it as UTF-8."),
    (codecs.BOM_UTF32_BE, "is UTF-32 text. Save it as UTF-8."),
    (codecs.BOM_UTF16_LE, "is UTF-16 text. Save it as UTF-8 (“CSV UTF-8” in a spreadsheet)."),
    (codecs.BOM_UTF16_BE, "is UTF-16 text. Save it as UTF-8 (“CSV UTF-8” in a spreadsheet)."),
    (b"PK\x03\x04", "is a zip archive or a workbook, not text. Unpack it, or save it as CSV."),
    (b"\x1f\x8b", "is packed with gzip, not text. Unpack it."),
    (b"\xd0\xcf\x11\xe0", "is an old Excel or Word file, not text. Save it as CSV."),
    (b"%PDF", "is a PDF, not text. Take the table that it was made from."),
)


def refuse(name: str, reason: str, *, line: int = 0, column: int = 0, field: str = "") -> NoReturn:
    """Say that a file cannot be used, where and why.

    Raises:
        UnusableFile: Always.
    """
    raise UnusableFile(Problem(Position(name, line, column), field, reason))


def check_file(path: Path, *, max_bytes: int = MAX_BYTES, name: str = "") -> int:
    """Return the size of a file that may be opened; reads nothing of it.

    Raises:
        UnusableFile: If there is none, if it is no ordinary file, empty or too large.
    """
    name = name or path.name
    try:
        about = path.stat()
    except OSError as error:
        refuse(name, f"cannot be read: {error.strerror or error}. Check the path.")
    if not stat.S_ISREG(about.st_mode):
        refuse(name, "is not an ordinary file. Name a file, not a folder or a device.")
    if about.st_size > max_bytes:
        reason = (
            f"has {about.st_size:,} bytes; at most {max_bytes:,} are read. Take a smaller "
            "extract of it, or split it."
        )
        refuse(name, reason)
    if not about.st_size:
        refuse(name, "is empty. Fetch it again.")
    return about.st_size


@contextmanager
def open_text(path: Path, *, max_bytes: int = MAX_BYTES, name: str = "") -> Iterator[TextIO]:
    """Open a text file for streaming once all of it is known to be UTF-8.

    A byte order mark is passed over. Line ends are left as they are, as `csv` wants them.

    Args:
        path: The file.
        max_bytes: The largest size that is read.
        name: What people call the file, where the path is only where it was stored.

    Raises:
        UnusableFile: If the file cannot be opened, is too large, holds NUL bytes or is not
            UTF-8; the problem names the line, and the byte in it as the column.
    """
    name = name or path.name
    check_file(path, max_bytes=max_bytes, name=name)
    try:
        _check_bytes(path, name)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream
    except OSError as error:
        refuse(name, f"cannot be read: {error.strerror or error}.")


def _check_bytes(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    passed = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            if not passed:
                _check_signature(chunk, name)
            nul = chunk.find(b"\0")
            if nul >= 0:
                reason = "holds a NUL byte, so it is no text, or damaged. Fetch it again."
                _refuse_at(path, name, passed + nul, reason)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                _refuse_byte(path, name, passed - held + error.start)
            passed += len(chunk)
    held = len(decoder.getstate()[0])
    if held:
        reason = "ends in the middle of a character: it was cut off. Fetch it again."
        _refuse_at(path, name, passed - held, reason)


def _check_signature(head: bytes, name: str) -> None:
    for signature, reason in _SIGNATURES:
        if head.startswith(signature):
            refuse(name, reason)


def _refuse_byte(path: Path, name: str, offset: int) -> NoReturn:
    with path.open("rb") as stream:
        stream.seek(offset)
        byte = stream.read(1)[0]
    reason = (
        f"is not UTF-8: byte {offset + 1:,} of the file is 0x{byte:02X}, as in Windows-1252 "
        "or Latin-1. Save it as UTF-8 (“CSV UTF-8” in a spreadsheet)."
    )
    _refuse_at(path, name, offset, reason)


def _refuse_at(path: Path, name: str, offset: int, reason: str) -> NoReturn:
    """Refuse a file with the line of a byte, and the byte's number in the line."""
    with path.open("rb") as stream:
        before = stream.read(offset)
    line = before.count(b"\n") + 1
    column = offset - (before.rfind(b"\n") + 1) + 1
    refuse(name, reason, line=line, column=column)


def read_text(path: Path, *, max_bytes: int = MAX_BYTES, name: str = "") -> str:
    """Return the whole text of a file; see `open_text`.

    Raises:
        UnusableFile: As for `open_text`.
    """
    with open_text(path, max_bytes=max_bytes, name=name) as stream:
        return stream.read()


def read_json(path: Path, *, max_bytes: int = MAX_BYTES, name: str = "") -> Any:
    """Return the one JSON document of a file.

    Raises:
        UnusableFile: As for `open_text`; if it is not JSON, names a field twice in one
            object, or holds more than one document.
    """
    name = name or path.name
    text = read_text(path, max_bytes=max_bytes, name=name)
    decoder = json.JSONDecoder(object_pairs_hook=_refuse_doubles, parse_constant=_refuse_constant)
    start = len(text) - len(text.lstrip())
    try:
        document, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg}. Correct it or fetch it again."
        refuse(name, reason, line=error.lineno, column=error.colno)
    except RecursionError:
        refuse(name, "is nested too deeply to be data. Check where it comes from.")
    except ValueError as error:
        refuse(name, f"is not usable JSON: {error}. Correct it.")
    rest = text[end:].lstrip()
    if rest:
        at = len(text) - len(rest)
        line = text.count("\n", 0, at) + 1
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        reason = "a second JSON document begins here. Keep one document to a file."
        refuse(name, reason, line=line, column=column)
    return document


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        message = f"{double!r} stands twice in one object"
        raise ValueError(message)
    return found


def _refuse_constant(word: str) -> NoReturn:
    message = f"{word} is not a number"
    raise ValueError(message)

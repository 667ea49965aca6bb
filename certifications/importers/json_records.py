"""Records of a JSON file, each with the line where it stands."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from tracks.shared.import_formats import UnusableFile
from tracks.shared.imports import Position, Problem

_BLANKS = " \t\r\n"


@dataclass(frozen=True)
class JsonRecord:
    """One value of a list and the part of the file that it was read from."""

    value: Any
    file: str
    line: int
    text: str

    def locate(self, name: str = "") -> Position:
        """Return where the record begins, or the first field of this name in it."""
        offset = self.text.find(f'"{name}"') if name else 0
        return Position(self.file, self.line + self.text.count("\n", 0, max(offset, 0)))


def read_json_records(text: str, *, file: str, name: str) -> list[JsonRecord]:
    """Return the values in the list `name` at the top of the one document in `text`.

    Raises:
        UnusableFile: If it is not JSON, breaks off, holds several documents or no such list.
    """
    start = len(text) - len(text.lstrip(_BLANKS))
    if start == len(text):
        _refuse(file, 0, 0, "is empty. Fetch it again.")
    document, end = _decode(text, start, file)
    rest = text[end:].lstrip(_BLANKS)
    if rest:
        line = text.count("\n", 0, len(text) - len(rest)) + 1
        _refuse(file, line, 0, "a second JSON document begins here. Give each a file of its own.")
    rows = document.get(name) if isinstance(document, dict) else None
    if not isinstance(rows, list):
        _refuse(file, 1, 0, f"has no list “{name}” at its top. Choose the format that fits it.")
    return _split(text, rows, file, name)


def _decode(text: str, start: int, file: str) -> tuple[Any, int]:
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    try:
        return decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        reason = f"is not whole JSON: {error.msg[:1].lower()}{error.msg[1:]}. Fetch it again."
        _refuse(file, error.lineno, error.colno, reason)
    except RecursionError:
        _refuse(file, 1, 0, "nests its values too deeply to be this data set. Fetch it again.")
    except _Constant as error:
        _refuse(file, 0, 0, f"holds {error}, which is not a number in JSON. Correct it.")


class _Constant(ValueError):
    """NaN or Infinity stands where a number should."""


def _refuse_constant(name: str) -> NoReturn:
    raise _Constant(name)


def _refuse(file: str, line: int, column: int, reason: str) -> NoReturn:
    raise UnusableFile(Problem(Position(file, line, column), "", reason))


def _split(text: str, rows: list[Any], file: str, name: str) -> list[JsonRecord]:
    """Pair the values with the text that they were read from, to know their lines."""
    decoder = json.JSONDecoder()
    offset = text.find("[", text.find(f'"{name}"')) + 1
    line, counted = 1, 0
    records = []
    for row in rows:
        while offset < len(text) and text[offset] in f"{_BLANKS},":
            offset += 1
        try:
            found, end = decoder.raw_decode(text, offset)
        except json.JSONDecodeError:
            found, end = None, offset
        line += text.count("\n", counted, offset)
        counted = offset
        # Where the list was not found again, lines are those of the file as a whole.
        is_found = found == row
        records.append(
            JsonRecord(row, file, line if is_found else 0, text[offset:end] if is_found else "")
        )
        offset = end
    return records

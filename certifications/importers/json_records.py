"""Records of a JSON file, each with the line where it stands."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracks.shared.imports import Position
from tracks.shared.untrusted_files import read_json, read_text, refuse

_BETWEEN = " \t\r\n,"


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


def read_json_records(path: Path, *, name: str) -> list[JsonRecord]:
    """Return the values in the list `name` at the top of a file's one document.

    Raises:
        UnusableFile: If it is not JSON, breaks off, holds several documents or no such list.
    """
    document = read_json(path)
    rows = document.get(name) if isinstance(document, dict) else None
    if not isinstance(rows, list):
        refuse(path.name, f"has no list “{name}” at its top. Choose the format that fits it.")
    return _split(read_text(path), rows, path.name, name)


def _split(text: str, rows: list[Any], file: str, name: str) -> list[JsonRecord]:
    """Pair the values with the text that they were read from, to know their lines."""
    decoder = json.JSONDecoder()
    offset = text.find("[", text.find(f'"{name}"')) + 1
    line, counted = 1, 0
    records = []
    for row in rows:
        while offset < len(text) and text[offset] in _BETWEEN:
            offset += 1
        try:
            found, end = decoder.raw_decode(text, offset)
        except json.JSONDecodeError:
            found, end = None, offset
        line += text.count("\n", counted, offset)
        counted = offset
        # Where the list was not found again, a record is only known to be in the file.
        is_found = found == row
        part = text[offset:end] if is_found else ""
        records.append(JsonRecord(row, file, line if is_found else 0, part))
        offset = end
    return records

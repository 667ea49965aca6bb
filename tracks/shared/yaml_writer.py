"""Write plain values as YAML that `yaml_trees` reads back alike, the same bytes every time."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from tracks.shared.yaml_trees import is_plain_text

# Text that needs no quotation marks whatever stands around it.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()+-]*( [A-Za-z0-9_./()+-]+)*")
# Characters that YAML does not take as they are, besides those below the space.
_UNSAFE = "\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_ESCAPED = re.compile(f"[{_UNSAFE}]")
# What is written as a block of lines: no control characters, and nothing that a reader of
# lines would lose.
_BLOCK = re.compile(rf"[^\s\x00-\x1f{_UNSAFE}][^\x00-\x09\x0b-\x1f{_UNSAFE}]*")


def write_yaml(tree: Mapping[str, Any]) -> str:
    """Return a mapping as a YAML document; entries that say nothing are left out."""
    return "".join(f"{line}\n" for line in _list_mapping(tree, ""))


def stream_yaml_list(name: str, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Write one entry of a document, a list, item by item; nothing if the list is empty."""
    is_first = True
    for item in items:
        if is_first:
            yield f"{name}:\n"
            is_first = False
        yield "".join(f"{line}\n" for line in _list_items([item], "  "))


def _list_mapping(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in tree.items():
        if value is None or value == "" or (isinstance(value, (list, tuple, dict)) and not value):
            continue
        yield from _list_entry(name, value, indent)


def _list_entry(name: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{name}:"
        yield from _list_mapping(value, f"{indent}  ")
    elif isinstance(value, (list, tuple)):
        if all(not isinstance(one, Mapping) for one in value):
            yield f"{indent}{name}: [{', '.join(_write_scalar(one) for one in value)}]"
        else:
            yield f"{indent}{name}:"
            yield from _list_items(value, f"{indent}  ")
    elif isinstance(value, str) and _is_block(value):
        yield f"{indent}{name}: |-"
        yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
    else:
        yield f"{indent}{name}: {_write_scalar(value)}"


def _list_items(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        if not isinstance(item, Mapping):
            yield f"{indent}- {_write_scalar(item)}"
            continue
        lines = list(_list_mapping(item, f"{indent}  "))
        if lines:
            yield f"{indent}- {lines[0].removeprefix(f'{indent}  ')}"
            yield from lines[1:]


def _is_block(text: str) -> bool:
    lines = text.split("\n")
    return (
        len(lines) > 1
        and _BLOCK.fullmatch(text) is not None
        and all(line == line.rstrip() for line in lines)
        and lines[-1] != ""
        and not any(line.startswith(" ") for line in lines)
    )


def _write_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, (int, float, Decimal)):
        return format(Decimal(str(value)).normalize(), "f")
    text = value.isoformat() if isinstance(value, date) else str(value)
    if _PLAIN.fullmatch(text) and is_plain_text(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)

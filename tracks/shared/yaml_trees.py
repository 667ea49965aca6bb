"""Read YAML 1.2 text into plain values, with the line and column of every one of them.

The scanner is libyaml's; the values are put together here, because content files need
what no ready-made loader has at once: the core schema of YAML 1.2 ("no" stays text), an
error for a key given twice, positions, speed, and no way to make a small file large or
deep. Aliases, tags of other types and more than one document are refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml.cyaml import CSafeLoader
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

MAX_DEPTH = 20

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# Longer numbers are nobody's fee or hours; they stay text and are refused by the shapes.
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,3})?")
_TEXT_TAG = "tag:yaml.org,2002:str"


class YamlFault(Exception):
    """The text is not what a content file may hold; line and column count from 1."""

    def __init__(self, reason: str, *, line: int, column: int) -> None:
        self.reason = reason
        self.line = line
        self.column = column
        super().__init__(f"{line}:{column}: {reason}")


@dataclass(frozen=True, slots=True)
class Node:
    """A value, the place of its key or list item, and the nodes inside it."""

    value: Any
    line: int
    column: int
    children: Mapping[str | int, "Node"] = field(default_factory=dict)


def parse_yaml(text: str) -> Node:
    """Return the tree of one YAML document; an empty document has the value None.

    Raises:
        YamlFault: With the place, when the text is not valid YAML or uses what is refused.
    """
    loader = CSafeLoader(text)
    try:
        return _read_document(loader)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"is not valid YAML: {error.problem or error.context}."
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlFault(reason, line=line, column=column) from error
    except ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        reason = f"is not valid YAML: {error.reason} (#x{error.character:02x})."
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise YamlFault(reason, line=line, column=column) from error
    finally:
        loader.dispose()


def _read_document(loader: CSafeLoader) -> Node:
    root = Node(None, 1, 1)
    documents = 0
    while True:
        event = loader.get_event()
        if isinstance(event, StreamEndEvent):
            return root
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _fault("holds more than one document. Make it one file each.", event)
            first = loader.get_event()
            root = _read_node(loader, first, *_place(first), depth=0)


def _read_node(loader: CSafeLoader, event: Any, line: int, column: int, *, depth: int) -> Node:
    if isinstance(event, ScalarEvent):
        return Node(_read_scalar(event), line, column)
    if isinstance(event, AliasEvent):
        raise _fault(f"uses the alias *{event.anchor}. Write the value out.", event)
    if depth >= MAX_DEPTH:
        raise _fault(f"is nested more than {MAX_DEPTH} levels deep. Flatten it.", event)
    if event.tag is not None and not event.implicit:
        raise _fault(f"has the tag {event.tag}. Remove it.", event)
    if isinstance(event, MappingStartEvent):
        return _read_mapping(loader, line, column, depth=depth)
    return _read_sequence(loader, line, column, depth=depth)


def _read_mapping(loader: CSafeLoader, line: int, column: int, *, depth: int) -> Node:
    children: dict[str | int, Node] = {}
    while not isinstance(key := loader.get_event(), MappingEndEvent):
        if not isinstance(key, ScalarEvent):
            raise _fault("has a key that is not plain text.", key)
        name = key.value
        if name in children:
            reason = f"has the key {name!r} twice; first at line {children[name].line}. Keep one."
            raise _fault(reason, key)
        children[name] = _read_node(loader, loader.get_event(), *_place(key), depth=depth + 1)
    return Node({name: child.value for name, child in children.items()}, line, column, children)


def _read_sequence(loader: CSafeLoader, line: int, column: int, *, depth: int) -> Node:
    items: list[Node] = []
    while not isinstance(event := loader.get_event(), SequenceEndEvent):
        items.append(_read_node(loader, event, *_place(event), depth=depth + 1))
    return Node([item.value for item in items], line, column, dict(enumerate(items)))


def is_plain_text(text: str) -> bool:
    """Whether this word without quotation marks is text, not a number or a word for a value."""
    return not (text in _WORDS or _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text))


def _read_scalar(event: ScalarEvent) -> object:
    text = event.value
    if not event.implicit[0]:
        # Quoted text is implicit in the second place; anything else carries a tag.
        if event.implicit[1] or event.tag == _TEXT_TAG:
            return text
        raise _fault(f"has the tag {event.tag}. Remove it.", event)
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _fault(reason: str, event: Any) -> YamlFault:
    line, column = _place(event)
    return YamlFault(reason, line=line, column=column)

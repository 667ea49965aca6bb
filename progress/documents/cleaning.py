"""Clean user text before it is printed: no controls, no reversed names, no towers of accents."""

import dataclasses
import unicodedata
from collections.abc import Callable
from typing import TypeVar

_MARKS_PER_BASE = 4
_BIDI_CONTROLS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff")
# Control, surrogate, private use and unassigned: nothing of these has a glyph.
_DROPPED_CATEGORIES = frozenset(("Cc", "Cs", "Co", "Cn"))

Content = TypeVar("Content")


def clean_text(text: str) -> str:
    """Give a text in NFC without the characters that break or disguise a printed page.

    Args:
        text: Any text, also with lone surrogates.

    Returns:
        One line: tabs and line ends become spaces; controls, private use, unassigned code points
        and bidirectional overrides are gone; at most four combining marks follow a letter, and
        runs of zero-width characters shrink to one.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        if character in "\t\n\r\v\f\x85\u2028\u2029":
            character = " "
        if unicodedata.category(character) in _DROPPED_CATEGORIES or character in _BIDI_CONTROLS:
            continue
        if character in _ZERO_WIDTH and kept and kept[-1] in _ZERO_WIDTH:
            continue
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_PER_BASE:
            kept.append(character)
    return "".join(kept).strip()


def clean_content(content: Content) -> Content:
    """Clean every text in a frozen dataclass, at any depth.

    Args:
        content: A dataclass of texts, numbers, dates, tuples and further dataclasses.

    Returns:
        A copy of the same type; equal to the original when nothing had to be cleaned.
    """
    return _change_texts(content, clean_text)  # type: ignore[return-value]  # the shape is kept


def replace_characters(content: Content, *, characters: str, by: str) -> Content:
    """Put a stand-in for some characters into every text of a frozen dataclass, at any depth.

    Args:
        content: A dataclass as `clean_content` takes it.
        characters: What is replaced.
        by: The stand-in.

    Returns:
        A copy of the same type.
    """
    table = str.maketrans(dict.fromkeys(characters, by))
    return _change_texts(content, lambda text: text.translate(table))  # type: ignore[return-value]  # the shape is kept


def _change_texts(value: object, change: Callable[[str], str]) -> object:
    # A stored code is a text too, but its class matters and it holds nothing to clean.
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_change_texts(item, change) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        texts = {name: _change_texts(getattr(value, name), change) for name in names}
        return dataclasses.replace(value, **texts)
    return value

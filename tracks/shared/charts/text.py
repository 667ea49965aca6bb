"""Estimate, wrap and shorten chart labels without a font engine."""

import unicodedata
from functools import lru_cache

# Widths in thousandths of the type size. They are a little wider than the
# packaged sans, so that a fallback font on a page still fits its space.
_NARROW = frozenset("iljI.,:;'|!`·() []frt\"")
_WIDE = frozenset("mwMW%@—…&")
_NARROW_WIDTH = 330
_WIDE_WIDTH = 860
_UPPER_WIDTH = 650
_LOWER_WIDTH = 550
_FULL_WIDTH = 1000
_BOLD_FACTOR = 1.07
_SEMIBOLD = 600
ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    if character in _NARROW:
        return _NARROW_WIDTH
    if character in _WIDE:
        return _WIDE_WIDTH
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL_WIDTH
    if character.isupper():
        return _UPPER_WIDTH
    return _LOWER_WIDTH


def measure_text(*, text: str, size: float, weight: int = 400) -> float:
    """Estimate how wide a line of text is drawn, on the generous side.

    Args:
        text: One line.
        size: Type size in chart units.
        weight: CSS font weight; 600 and above counts as bold.

    Returns:
        Width in chart units.
    """
    width = sum(_character_width(character) for character in text) * size / 1000
    return width * _BOLD_FACTOR if weight >= _SEMIBOLD else width


def shorten_text(*, text: str, width: float, size: float, weight: int = 400) -> str:
    """Cut a line so that it fits, ending it with an ellipsis when it was cut.

    Args:
        text: One line.
        width: Space in chart units.
        size: Type size in chart units.
        weight: CSS font weight.

    Returns:
        The text itself when it fits; never an empty string for a text that is not empty.
    """
    if measure_text(text=text, size=size, weight=weight) <= width:
        return text
    kept = text
    while len(kept) > 1:
        kept = kept[:-1].rstrip()
        candidate = kept + ELLIPSIS
        if measure_text(text=candidate, size=size, weight=weight) <= width:
            return candidate
    return ELLIPSIS


def wrap_text(
    *, text: str, width: float, size: float, weight: int = 400, max_lines: int = 2
) -> tuple[str, ...]:
    """Break a label into lines at spaces; the last line is shortened when text is left over.

    Args:
        text: The label; runs of white space count as one space.
        width: Space in chart units.
        size: Type size in chart units.
        weight: CSS font weight.
        max_lines: The most lines to return, at least 1.

    Returns:
        One to `max_lines` lines; one empty line for an empty label.
    """
    words = text.split()
    lines: list[str] = []
    current = ""
    for position, word in enumerate(words):
        candidate = f"{current} {word}".strip()
        if not current or measure_text(text=candidate, size=size, weight=weight) <= width:
            current = candidate
            continue
        if len(lines) == max_lines - 1:
            current = " ".join([current, *words[position:]])
            break
        lines.append(current)
        current = word
    lines.append(current)
    return tuple(shorten_text(text=line, width=width, size=size, weight=weight) for line in lines)

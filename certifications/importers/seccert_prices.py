"""Prices as the Security Certification Roadmap writes them: free text in a picture's tooltip.

"$400 2 exams", "~$3,745 exam", "$500-749 exam", "$200 modules + $210 exam", "Free exam",
"$TBD", "Location Based Cost". What is not a price is unknown, never 0.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from certifications.importers.amounts import read_amount

_MONEY = r"\$\s?(\d[\d,]*(?:\.\d+)?)"
_PRICE = re.compile(rf"{_MONEY}(?:\s?-\s?\$?(\d[\d,]*(?:\.\d+)?))?")
_PARTS = re.compile(rf"{_MONEY}[^$+]*\+\s*{_MONEY}")
_EXAMS = re.compile(
    r"\b(\d{1,2}|two|three|four|five|ten)\s+(?:[a-z-]+\s+){0,2}exams\b", re.IGNORECASE
)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_FREE = re.compile(r"^free\b", re.IGNORECASE)
# Money for something else than the exam, or for a time.
_NOT_A_FEE = re.compile(
    r"annual sub|subscription|month license|travel|course\b(?!.*exam)", re.IGNORECASE
)
_ABOUT = re.compile(r"^\s*(~|est\b)", re.IGNORECASE)
_REQUIRES = re.compile(
    r"\breq(?:'d|uired|uires|s|\b)|must be|requires|recommended|encouraged", re.I
)


@dataclass(frozen=True)
class PriceText:
    """What the lines below a certification's name say.

    `low` None is unknown. `exam_count` None is not stated. `words` is the text that the
    price was read from, `others` the remaining lines, `conditions` those of them that say
    what is needed or advised.
    """

    low: Decimal | None
    high: Decimal | None
    exam_count: int | None
    words: str
    others: tuple[str, ...]
    conditions: tuple[str, ...]
    is_approximate: bool = False
    is_sum: bool = False


def read_price(lines: list[str]) -> PriceText:
    """Read the price from the lines below the name; the first line with a price counts.

    Raises:
        AmountFault: If an amount can be read in two ways.
    """
    for index, line in enumerate(lines):
        if _FREE.match(line) or (_PRICE.search(line) and not _NOT_A_FEE.search(line)):
            others = (*lines[:index], *lines[index + 1 :])
            return _read_line(line, others)
    return PriceText(None, None, None, "", tuple(lines), _pick_conditions(lines))


def _read_line(line: str, others: tuple[str, ...]) -> PriceText:
    conditions = _pick_conditions([line, *others])
    count = _EXAMS.search(line)
    exams = (_WORDS.get(count[1].lower()) or int(count[1])) if count else None
    if _FREE.match(line):
        return PriceText(Decimal(0), Decimal(0), exams, line, others, conditions)
    parts = _PARTS.search(line)
    if parts:
        total = read_amount(parts[1]) + read_amount(parts[2])
        return PriceText(total, total, exams, line, others, conditions, is_sum=True)
    price = _PRICE.search(line)
    if price is None:
        message = f"{line!r} holds no price"
        raise AssertionError(message)
    low = read_amount(price[1])
    high = read_amount(price[2]) if price[2] else low
    about = bool(_ABOUT.match(line))
    return PriceText(low, high, exams, line, others, conditions, is_approximate=about)


def _pick_conditions(lines: list[str]) -> tuple[str, ...]:
    """Return the lines that say what is needed or advised, without their prices."""
    found = []
    for line in lines:
        if _REQUIRES.search(line):
            rest = re.sub(rf"^(~|EST)?\s*{_PRICE.pattern}\s*(exam)?\s*", "", line)
            found.append(rest.strip() or line)
    return tuple(found)

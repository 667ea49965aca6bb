"""Amounts and addresses as data sets write them; what is not clear is refused, not guessed."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import list_currencies
from pydantic import ValidationError

from tracks.shared.field_types import HTTP_URL

MAX_AMOUNT = Decimal(100_000)
MAX_URL = 300
_DIGITS = re.compile(r"[\d.,]+")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?")


class AmountFault(ValueError):
    """An amount, a currency or a number of years is not one; says why and how to mend it."""


def read_amount(value: object) -> Decimal:
    """Return an amount of money; "1,200" and "1,200.50" are read with commas for thousands.

    Raises:
        AmountFault: If it is no number, is negative, is too large to be a fee or could be
            read in two ways ("1.200,50").
    """
    text = str(value).strip()
    if isinstance(value, bool) or not text:
        message = f"{value!r} is not an amount. Write a number such as 150."
        raise AmountFault(message)
    if "," in text and _DIGITS.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        message = f"{text[:40]!r} can be read in two ways. Write 1200.50 for one thousand two hundred and a half."
        raise AmountFault(message)
    try:
        amount = Decimal(text.replace(",", "") if _DIGITS.fullmatch(text) else text)
    except InvalidOperation:
        message = f"{text[:40]!r} is not an amount. Write a number such as 150."
        raise AmountFault(message) from None
    if not amount.is_finite() or amount < 0 or amount > MAX_AMOUNT:
        message = f"{text[:40]} is not a fee: it must lie between 0 and {MAX_AMOUNT:,}. Correct it."
        raise AmountFault(message)
    return amount.quantize(Decimal("0.01"))


def check_currency(value: object) -> str:
    """Return a currency's code.

    Raises:
        AmountFault: If ISO 4217 has no such code; no other is taken in its place.
    """
    code = str(value or "").strip()
    if code not in list_currencies():
        message = f"{code[:10]!r} is no currency of ISO 4217. Write its code, such as USD or EUR."
        raise AmountFault(message)
    return code


def mend_address(value: object) -> tuple[str, bool]:
    """Return a usable web address, or blank, and whether it had to be mended.

    Blanks around it go, blanks inside become %20, and a letter too many before http goes.
    """
    text = str(value or "")
    address = re.sub(r"^h+(?=https?://)", "", text.strip().replace(" ", "%20"))
    try:
        HTTP_URL.validate_python(address)
    except ValidationError:
        return "", bool(text.strip())
    if len(address) > MAX_URL:
        return "", True
    return address, address != text

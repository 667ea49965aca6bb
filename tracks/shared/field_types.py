"""Types of the fields in content files: what a key, a date, an address or an amount may be."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, TypeAdapter

HTTP_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def _to_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _check_address(value: str) -> str:
    HTTP_URL.validate_python(value)
    return value


ItemT = TypeVar("ItemT")


def unique_by(*names: str) -> AfterValidator:
    """Refuse a list in which two items agree in the named fields, or, without names, at all."""

    def check(items: tuple[ItemT, ...]) -> tuple[ItemT, ...]:
        seen = set()
        for item in items:
            identity = tuple(str(getattr(item, name)) for name in names) or (str(item),)
            if identity in seen:
                message = f"{' '.join(identity)} is listed twice; keep one"
                raise ValueError(message)
            seen.add(identity)
        return items

    checked: Callable[[Any], Any] = check
    return AfterValidator(checked)


Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Keys = Annotated[tuple[Key, ...], unique_by()]
RungNumber = Annotated[int, Field(ge=1, le=4)]
Text = Annotated[str, Field(min_length=1)]
DateText = Annotated[str, BeforeValidator(_to_text), Field(max_length=40)]
Address = Annotated[str, AfterValidator(_check_address), Field(max_length=500)]
Money = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

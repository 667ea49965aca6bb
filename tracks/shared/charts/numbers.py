"""Write money and axis numbers the short way, and choose round tick values."""

import math
from collections.abc import Callable
from dataclasses import dataclass

MINUS = "−"
_MILLION = 1_000_000
_THOUSAND = 1_000
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)

NumberFormat = Callable[[float], str]


def _trim_number(value: float, *, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short_size(size: float) -> str:
    # Rounded to whole units and then to three figures first, so that 999,900 becomes 1M.
    size = float(round(size))
    if size >= _THOUSAND:
        size = float(f"{size:.3g}")
    if size >= _MILLION:
        return f"{_trim_number(size / _MILLION, digits=2)}M"
    if size >= _THOUSAND:
        return f"{_trim_number(size / _THOUSAND, digits=2)}k"
    return f"{size:.0f}"


def format_money_short(*, amount: float, currency: str = "$", is_open: bool = False) -> str:
    """Write an amount with three figures at most, such as "$120k", "−$3.4k" or "$250k+".

    Args:
        amount: The amount in whole currency units.
        currency: Sign or code; a code of letters is followed by a space.
        is_open: Whether the amount is a lower limit ("or more").

    Returns:
        The short form, with a true minus sign for negative amounts.
    """
    unit = f"{currency} " if currency.isalpha() and len(currency) > 1 else currency
    size = _short_size(abs(amount))
    sign = MINUS if amount < 0 and size != "0" else ""
    return f"{sign}{unit}{size}{'+' if is_open else ''}"


def format_number_short(*, amount: float) -> str:
    """Write a number without a unit in the same short form as money.

    Args:
        amount: Any finite number.

    Returns:
        For example "120k", "−3.4k" or "18".
    """
    return format_money_short(amount=amount, currency="")


@dataclass(frozen=True)
class Ticks:
    """Round axis values in ascending order, covering the data."""

    values: tuple[float, ...]

    @property
    def low(self) -> float:
        """The axis start."""
        return self.values[0]

    @property
    def high(self) -> float:
        """The axis end."""
        return self.values[-1]


def find_nice_ticks(*, low: float, high: float, count: int = 5) -> Ticks:
    """Choose round values that enclose a range.

    Args:
        low: Smallest value to show.
        high: Largest value to show; may equal `low`.
        count: About how many steps are wanted.

    Returns:
        At least two ticks, spaced by 1, 2, 2.5 or 5 times a power of ten.

    Raises:
        ValueError: If a bound is not finite, or `high` is below `low`.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high < low:
        message = f"Axis bounds must be finite and in order, not {low} and {high}."
        raise ValueError(message)
    span, size = high - low, max(abs(low), abs(high), 1.0)
    if span < size * 1e-6:
        # Too close to tell apart, or to divide by: the axis shows the surroundings instead.
        span = size
    power = 10.0 ** math.floor(math.log10(span / count))
    rough = span / count / power
    step = next((size for size in _STEPS if size >= rough - 1e-9), _STEPS[-1]) * power
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return Ticks(tuple(round(index * step, 10) + 0.0 for index in range(first, last + 1)))


@dataclass(frozen=True)
class Scale:
    """A straight line from data values to chart coordinates."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Give the coordinate of a value, kept inside the scale's ends."""
        if self.high == self.low:
            return self.start
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return self.start + share * (self.end - self.start)


def make_money_writer(*, currency: str) -> NumberFormat:
    """Give the function that writes axis values of a currency in short form.

    Args:
        currency: Sign or code.

    Returns:
        A function from amount to text.
    """

    def write(amount: float) -> str:
        return format_money_short(amount=amount, currency=currency)

    return write

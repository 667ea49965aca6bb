"""Compare amounts across currencies, countries and years; what is not on record is not guessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from tracks.models import ExchangeRate, PriceIndex, PriceParity

DOLLAR = "USD"
CENT = Decimal("0.01")
MONTHS_A_YEAR = 12
# The amounts of a pay band that pages show in words.
BAND_AMOUNTS = ("low", "high", "p50")


class RateMissing(LookupError):
    """There is no yearly rate for a currency, or none for that year."""


class ParityMissing(LookupError):
    """There is no purchasing power figure for a country in that year."""


class PricesMissing(LookupError):
    """There are not all months of consumer prices for a year."""


@dataclass(frozen=True)
class Rate:
    """Units of a currency for one US dollar, average of a year; `row` has the papers."""

    currency: str
    year: int
    units_per_usd: Decimal
    row: ExchangeRate | None = None


@dataclass(frozen=True)
class Conversion:
    """An amount in another currency, rounded to cents, and the rates that it rests on."""

    amount: Decimal
    currency: str
    rates: tuple[Rate, ...]


@dataclass(frozen=True)
class DollarRange:
    """What a figure in another currency comes to in US dollars of the same year."""

    amounts: tuple[Decimal, ...]
    rate: Rate


class PricedRow(Protocol):
    """A row with amounts in one currency and year."""

    pk: int
    currency: str
    year: int


def get_rate(*, currency: str, year: int) -> Rate:
    """Return how many units of a currency one US dollar bought in a year; one query.

    Raises:
        RateMissing: If there is no rate for the currency, or none for this year.
    """
    if currency == DOLLAR:
        return Rate(DOLLAR, year, Decimal(1))
    row = ExchangeRate.objects.filter(currency=currency, year=year).select_related("source").first()
    if row is None:
        raise RateMissing(_say_missing_rate(currency, year))
    return Rate(currency, year, row.units_per_usd, row)


def _say_missing_rate(currency: str, year: int) -> str:
    years = list(
        ExchangeRate.objects.filter(currency=currency)
        .order_by("year")
        .values_list("year", flat=True)
    )
    if not years:
        return (
            f"No yearly rate for {currency}; import one with import_money or state the amount in "
            "USD."
        )
    return (
        f"No yearly rate for {currency} in {year}; there are rates for {_say_years(years)}. Import "
        "one with import_money or state the amount in USD."
    )


def _say_years(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def convert(*, amount: Decimal, currency: str, to: str, year: int) -> Conversion:
    """Convert an amount at the average rates of a year; up to two queries.

    Args:
        amount: In `currency`, at prices of `year`.
        currency: ISO 4217 code of the amount.
        to: ISO 4217 code of the currency that is wanted.
        year: Whose average rates apply. Another year's are never taken instead.

    Raises:
        RateMissing: If either currency has no rate for the year.
    """
    if currency == to:
        return Conversion(amount, to, ())
    before, after = get_rate(currency=currency, year=year), get_rate(currency=to, year=year)
    converted = amount / before.units_per_usd * after.units_per_usd
    used = tuple(rate for rate in (before, after) if rate.row)
    return Conversion(converted.quantize(CENT, ROUND_HALF_UP), to, used)


def list_dollar_ranges(
    rows: Iterable[PricedRow], *, fields: tuple[str, ...]
) -> dict[int, DollarRange]:
    """Return in US dollars what rows in other currencies state; at most one query.

    Rows in US dollars, and rows without a rate for their currency and year, are left out:
    pages then show the amount as the source states it.
    """
    foreign = [row for row in rows if row.currency != DOLLAR]
    if not foreign:
        return {}
    found = ExchangeRate.objects.filter(
        currency__in={row.currency for row in foreign}, year__in={row.year for row in foreign}
    ).select_related("source")
    rates = {(row.currency, row.year): row for row in found}
    ranges = {}
    for row in foreign:
        rate = rates.get((row.currency, row.year))
        amounts = [getattr(row, name) for name in fields]
        stated = [amount for amount in amounts if amount is not None]
        if rate and stated:
            dollars = tuple(
                (amount / rate.units_per_usd).quantize(CENT, ROUND_HALF_UP) for amount in stated
            )
            ranges[row.pk] = DollarRange(
                dollars, Rate(row.currency, row.year, rate.units_per_usd, rate)
            )
    return ranges


def convert_by_parity(*, amount: Decimal, country: str, to: str, year: int) -> Decimal:
    """Return what buys in one country what an amount buys in another; up to two queries.

    Args:
        amount: In the money of `country`, at prices of `year`.
        country: Two-letter code of the country of the amount.
        to: Two-letter code of the country in whose money the answer is.
        year: Whose factors apply.

    Raises:
        ParityMissing: If either country has no factor for the year.
    """
    if country == to:
        return amount
    converted = amount / _get_factor(country, year) * _get_factor(to, year)
    return converted.quantize(CENT, ROUND_HALF_UP)


def _get_factor(country: str, year: int) -> Decimal:
    factors = dict(
        PriceParity.objects.filter(country=country).order_by("year").values_list("year", "factor")
    )
    if year in factors:
        return factors[year]
    if not factors:
        message = (
            f"No purchasing power figure for country {country}; import one with import_money, or "
            "compare without it."
        )
    else:
        message = (
            f"No purchasing power figure for country {country} in {year}; there are figures for "
            f"{_say_years(list(factors))}. Import one with import_money, or compare without it."
        )
    raise ParityMissing(message)


def adjust_for_prices(*, amount: Decimal, year: int, to: int) -> Decimal:
    """Return US dollars of one year in those of another, by average consumer prices.

    Raises:
        PricesMissing: If either year lacks a month; the average of fewer is not taken.
    """
    if year == to:
        return amount
    adjusted = amount * _get_average_index(to) / _get_average_index(year)
    return adjusted.quantize(CENT, ROUND_HALF_UP)


def _get_average_index(year: int) -> Decimal:
    months = dict(PriceIndex.objects.filter(year=year).values_list("month", "index"))
    missing = [month for month in range(1, MONTHS_A_YEAR + 1) if month not in months]
    if missing:
        message = (
            f"No consumer prices for {_say_months(year, missing)}; import them with import_money, "
            "or compare at the prices of another year."
        )
        raise PricesMissing(message)
    return sum(months.values(), Decimal()) / MONTHS_A_YEAR


def _say_months(year: int, months: list[int]) -> str:
    if len(months) == MONTHS_A_YEAR:
        return str(year)
    return ", ".join(f"{year}-{month:02}" for month in months)

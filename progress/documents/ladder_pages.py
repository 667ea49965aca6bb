"""Prepare the salary ladder and the projection by year for print."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from progress.documents.content import CareerPlanContent, PlanBand, PlanProjection, PlanRung
from progress.documents.formats import format_date, format_money
from tracks.shared.charts import SalaryBand, format_money_short, write_band

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class BandRow:
    """A pay band as printed; `rung` is empty for the further bands of the same rung."""

    rung: str
    pay: str
    source: str
    source_number: int | None
    statistic: str
    n: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class FanRow:
    """The projection after a number of years."""

    year: str
    values: tuple[str, ...]


def list_band_rows(*, content: CareerPlanContent) -> tuple[BandRow, ...]:
    """Prepare every band of every rung.

    Args:
        content: The plan.

    Returns:
        Rows in the ladder's order; a rung without a band has one that says so.
    """
    return tuple(row for rung in content.ladder for row in _list_bands(rung, content.currency))


def list_fan_rows(*, content: CareerPlanContent) -> tuple[FanRow, ...]:
    """Prepare the projection at the end of each full year.

    Args:
        content: The plan.

    Returns:
        Rows in order; none without a projection.
    """
    return tuple(_list_fan_rows(content.projection, content.currency))


def _list_bands(rung: PlanRung, currency: str) -> Iterator[BandRow]:
    name = rung.title
    if rung.is_current:
        name += " (you are here)"
    if rung.is_target:
        name += " (target)"
    if not rung.bands:
        yield BandRow(name, "no band on record", "", None, "", "", "")
    for band in rung.bands:
        yield _make_band_row(name, band, currency)


def _make_band_row(name: str, band: PlanBand, currency: str) -> BandRow:
    low, high, mid = (
        None if amount is None else float(amount) for amount in (band.low, band.high, band.mid)
    )
    pay = write_band(
        band=SalaryBand(band.source_title, low, high, is_open=band.is_open_above), currency=currency
    )
    if mid is not None:
        pay += f", middle {format_money_short(amount=mid, currency=currency)}"
    count = "not stated" if band.n is None else f"{band.n:,}"
    return BandRow(
        name,
        pay,
        _name_source(band),
        band.source_number,
        band.statistic,
        count,
        band.state,
        band.note,
    )


def _name_source(band: PlanBand) -> str:
    """Name a band's source with its date, unless its title says the day already."""
    day = format_date(band.as_of)
    written = f"{band.as_of:%-d %B %Y}" if band.as_of else ""
    if not day or written in band.source_title:
        return band.source_title
    return f"{band.source_title}, {day}"


def _list_fan_rows(projection: PlanProjection | None, currency: str) -> Iterator[FanRow]:
    for point in projection.fan if projection else ():
        if point.month and point.month % _MONTHS_PER_YEAR == 0:
            values = (point.p10, point.p25, point.p50, point.p75, point.p90, point.mean)
            yield FanRow(
                f"{point.month // _MONTHS_PER_YEAR}",
                tuple(_round_money(value, currency) for value in values),
            )


def _round_money(value: float, currency: str) -> str:
    # To three figures, as the sentences and charts around the table.
    return format_money(amount=Decimal(f"{round(value):.3g}"), currency=currency)

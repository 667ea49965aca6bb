"""Yearly exchange rates of the US Federal Reserve, as packaged by the Data Hub.

The data give units of the currency for one US dollar for every area (the Euro of 2024 is
0.9242). The data set's own notes say otherwise of Australia, the Euro, New Zealand and
the United Kingdom; the figures show that they are wrong.
"""

from collections.abc import Mapping
from pathlib import Path

from tracks.importers.csv_tables import (
    CsvTable,
    FieldFault,
    list_records,
    read_number,
    read_year,
    require_rows,
)
from tracks.importers.known_sources import read_known_source
from tracks.importers.reference_kinds import EXCHANGE_RATES
from tracks.shared.content_rows import Record
from tracks.shared.import_formats import ParsedFile, Report
from tracks.shared.provenance import EvidenceState

SOURCE = "fed-exchange-rates"
COLUMNS = ("Date", "Country", "Exchange rate")
# The currency of each area of the file.
AREAS: Mapping[str, str] = {
    "Australia": "AUD",
    "Brazil": "BRL",
    "Canada": "CAD",
    "China": "CNY",
    "Denmark": "DKK",
    "Euro": "EUR",
    "Hong Kong": "HKD",
    "India": "INR",
    "Japan": "JPY",
    "Malaysia": "MYR",
    "Mexico": "MXN",
    "New Zealand": "NZD",
    "Norway": "NOK",
    "Singapore": "SGD",
    "South Africa": "ZAR",
    "South Korea": "KRW",
    "Sweden": "SEK",
    "Switzerland": "CHF",
    "Taiwan": "TWD",
    "Thailand": "THB",
    "United Kingdom": "GBP",
}
# Venezuela struck zeros off its money: from which year to which the file counts in what.
# The averages of 2018 and 2021 mix two units and are the value of neither.
VENEZUELA = ((1995, 2017, "VEF"), (2019, 2020, "VES"), (2022, 2100, "VED"))


def parse_exchange_rates(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read yearly rates; an area without a known currency is rejected by name.

    Raises:
        UnusableFile: If the file is not such a table or breaks off.
    """
    table = CsvTable(path, COLUMNS, report)
    records = list_records(table, EXCHANGE_RATES, _make_rate)
    require_rows(table, records)
    newest = max(one.record["year"] for one in records)
    return ParsedFile(
        origin="rates",
        records=(read_known_source(SOURCE), *records),
        kinds=(EXCHANGE_RATES,),
        as_of=as_of or str(newest),
        counts={"rows read": table.read, "rates": len(records)},
        rejected=tuple(table.rejected),
    )


def _make_rate(cells: Mapping[str, str]) -> Record:
    year = read_year(cells, "Date")
    area = cells["Country"].strip()
    currency = _find_currency(area, year)
    units = read_number(cells, "Exchange rate")
    return {
        "key": f"{currency.lower()}-{year}",
        "currency": currency,
        "area": area,
        "year": year,
        "units_per_usd": units,
        "source": SOURCE,
        "as_of": str(year),
        "state": EvidenceState.ATTRIBUTED.value,
        "note": None,
    }


def _find_currency(area: str, year: int) -> str:
    if area == "Venezuela":
        for first, last, currency in VENEZUELA:
            if first <= year <= last:
                return currency
        reason = f"changed its unit in {year}; the average of that year mixes two. Leave it out."
        raise FieldFault("Country", f"Venezuela {reason}")
    if area not in AREAS:
        reason = (
            f"is {area!r}, whose currency the importer does not know. Correct the name, or have "
            "the area added to the importer’s table."
        )
        raise FieldFault("Country", reason)
    return AREAS[area]

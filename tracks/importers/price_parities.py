"""The World Bank's PPP conversion factors, as packaged by the Data Hub.

A factor is the number of units of a country's money that buy what one US dollar buys in
the United States. The country code of Namibia is NA; it is text like every other code.
"""

import re
from collections.abc import Mapping
from decimal import Context
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
from tracks.importers.reference_kinds import PRICE_PARITIES
from tracks.models import PriceParity
from tracks.shared.content_rows import Record
from tracks.shared.import_formats import ParsedFile, Report
from tracks.shared.provenance import EvidenceState

SOURCE = "world-bank-ppp"
COLUMNS = ("Country", "Country ID", "Year", "PPP")
COUNTRY_CODE = re.compile(r"[A-Z]{2}")
# The source prints up to fifteen digits, more than any database keeps alike.
DIGITS = Context(prec=12)


def parse_price_parities(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read PPP factors by country and year.

    Raises:
        UnusableFile: If the file is not such a table or breaks off.
    """
    table = CsvTable(path, COLUMNS, report)
    records = list_records(table, PRICE_PARITIES, _make_parity)
    require_rows(table, records)
    return ParsedFile(
        origin="ppp",
        records=(read_known_source(SOURCE), *records),
        kinds=(PRICE_PARITIES,),
        as_of=as_of or str(max(one.record["year"] for one in records)),
        counts={
            "rows read": table.read,
            "factors": len(records),
            "countries": len({one.record["country"] for one in records}),
        },
        rejected=tuple(table.rejected),
    )


def _make_parity(cells: Mapping[str, str]) -> Record:
    country = cells["Country ID"].strip()
    if not COUNTRY_CODE.fullmatch(country):
        found = repr(country[:40]) if country else "blank"
        reason = f"is {found}. Write the two letters of the country; Namibia’s are NA."
        raise FieldFault("Country ID", reason)
    year = read_year(cells, "Year")
    factor = DIGITS.plus(read_number(cells, "PPP"))
    places = PriceParity._meta.get_field("factor").decimal_places
    if -int(factor.as_tuple().exponent) > places:
        raise FieldFault("PPP", f"is {factor}, smaller than {places} decimal places can hold.")
    return {
        "key": f"{country.lower()}-{year}",
        "country": country,
        "country_name": cells["Country"].strip(),
        "year": year,
        "factor": factor,
        "source": SOURCE,
        "as_of": str(year),
        "state": EvidenceState.ATTRIBUTED.value,
        "note": None,
    }

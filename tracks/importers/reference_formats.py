"""The files about occupations, money and open roadmaps that can be imported."""

from tracks.importers.currency_codes import parse_currency_codes
from tracks.importers.exchange_rates import parse_exchange_rates
from tracks.importers.linux_upskill import parse_linux_upskill
from tracks.importers.milanm import parse_milanm
from tracks.importers.onet import parse_onet
from tracks.importers.ossu import parse_ossu
from tracks.importers.price_indexes import parse_price_indexes
from tracks.importers.price_parities import parse_price_parities
from tracks.shared.import_formats import ImportFormat

PUBLIC_DOMAIN = "ODC-PDDL-1.0"
CSV = (".csv",)
MARKDOWN = (".md",)

REFERENCE_FORMATS = (
    ImportFormat(
        name="occupations/onet",
        label="Workbook of the O*NET 29.3 database",
        suffixes=(".xlsx",),
        parse=parse_onet,
        licence="CC BY 4.0",
        attribution=(
            "O*NET 29.3 Database by the U.S. Department of Labor, Employment and Training "
            "Administration (USDOL/ETA). Used under the CC BY 4.0 license."
        ),
    ),
    ImportFormat(
        name="money/rates",
        label="Yearly exchange rates against the US dollar",
        suffixes=CSV,
        parse=parse_exchange_rates,
        licence=PUBLIC_DOMAIN,
        attribution="US Federal Reserve, packaged by the Data Hub",
    ),
    ImportFormat(
        name="money/ppp",
        label="World Bank PPP conversion factors",
        suffixes=CSV,
        parse=parse_price_parities,
        licence=PUBLIC_DOMAIN,
        attribution="World Bank, packaged by the Data Hub",
    ),
    ImportFormat(
        name="money/cpi",
        label="US consumer price index by month",
        suffixes=CSV,
        parse=parse_price_indexes,
        licence=PUBLIC_DOMAIN,
        attribution="US Bureau of Labor Statistics, packaged by the Data Hub",
    ),
    ImportFormat(
        name="money/iso4217",
        label="ISO 4217 currency codes",
        suffixes=CSV,
        parse=parse_currency_codes,
        licence=PUBLIC_DOMAIN,
        attribution="ISO 4217, packaged by the Data Hub",
    ),
    ImportFormat(
        name="milestones/ossu",
        label="OSSU computer science curriculum (README)",
        suffixes=MARKDOWN,
        parse=parse_ossu,
        licence="MIT",
        attribution="Open Source Society University",
    ),
    ImportFormat(
        name="milestones/milanm",
        label="DevOps roadmap of Milan Milanović (README)",
        suffixes=MARKDOWN,
        parse=parse_milanm,
        licence="Apache-2.0",
        attribution="Milan Milanović",
    ),
    ImportFormat(
        name="milestones/linuxupskill",
        label="Linux Upskill Challenge (docs/index.md)",
        suffixes=MARKDOWN,
        parse=parse_linux_upskill,
        licence="CC BY 4.0",
        attribution="Linux Upskill Challenge, Livia Lima and contributors, used under CC BY 4.0.",
    ),
)

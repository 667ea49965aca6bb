"""Data sets about certifications that can be imported."""

from certifications.importers.hashicorp import parse_hashicorp
from certifications.importers.rolemath import parse_rolemath
from certifications.importers.seccert import parse_seccert
from tracks.shared.import_formats import ImportFormat

MAX_BYTES = 8 * 1024 * 1024

ROLEMATH = ImportFormat(
    name="certifications/rolemath",
    label="RoleMath certification data (JSON or CSV)",
    suffixes=(".json", ".csv"),
    parse=parse_rolemath,
    licence="CC BY 4.0",
    attribution="RoleMath Top-50 Certification Data, version 0.2.0, Alex Shick / RoleMath.",
    max_bytes=MAX_BYTES,
)
SECCERT = ImportFormat(
    name="certifications/seccert",
    label="Security Certification Roadmap (its HTML page)",
    suffixes=(".html", ".htm"),
    parse=parse_seccert,
    licence="CC BY-SA 4.0",
    attribution=(
        "Prices from the Security Certification Roadmap by Paul Jerimy, CC BY-SA 4.0; a database "
        "built from it is shared under the same licence."
    ),
    max_bytes=MAX_BYTES,
)
HASHICORP = ImportFormat(
    name="certifications/hashicorp",
    label="HashiCorp exam page (MDX)",
    suffixes=(".mdx", ".md"),
    parse=parse_hashicorp,
    licence="MPL-2.0",
    attribution="HashiCorp certification exam pages, hashicorp/dev-portal, MPL-2.0.",
    max_bytes=MAX_BYTES,
)
ALL_FORMATS = (HASHICORP, ROLEMATH, SECCERT)

"""Shape what a PDF is made from: text, styles and files, all in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Asset:
    """A file from memory: its bytes and media type."""

    body: bytes
    media_type: str


@dataclass(frozen=True)
class PdfSource:
    """Everything one PDF is made from.

    `assets` maps whole URLs such as "asset:fan.svg" to files; no other URL can be read. `lasting`
    assets (fonts, marks) and `css` stay parsed for the life of the process. `issued_at` dates the
    attachment.
    """

    html: str
    css: str
    assets: Mapping[str, Asset]
    lasting: Mapping[str, Asset]
    attachment_name: str
    attachment: bytes
    issued_at: datetime


@dataclass(frozen=True)
class PrintedPdf:
    """A finished PDF, with the page on which each named place of the document stands.

    `missing` holds the characters that no typeface here has; a page with one of them shows an
    empty box and is not accessible, so nothing is handed out that has any.
    """

    pdf: bytes
    page_count: int
    pages: Mapping[str, int]
    missing: str = ""

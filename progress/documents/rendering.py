"""Turn HTML from memory into a tagged, archival PDF; the only module that imports WeasyPrint.

Importing it loads the native text libraries, takes half a second and 40 MB, and fails where they
are missing: import it through `loading.load_rendering`.

Three traps of WeasyPrint 70 shape this module. An error while an SVG is drawn is swallowed and
only logged, so every ERROR record fails the render. A refused URL raises a BaseException. And a
FontConfiguration shared between threads corrupts memory, so one lock guards each render.
"""

import gc
import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from xml.etree import ElementTree

import cssselect2
import pydyf
import weasyprint
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from progress.documents.failures import RenderFailed
from progress.documents.pdf_source import Asset, PdfSource, PrintedPdf
from progress.documents.print_folders import claim_print_folder

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_UA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
_VARIANT = "pdf/a-3a"
# How WeasyPrint's warning of a character without a glyph begins; the character comes next.
_NO_GLYPH = ".notdef glyph rendered"
for _name, _space in (("Extension", _EXTENSION), ("Schema", _SCHEMA), ("Property", _PROPERTY)):
    # Archive validators expect these very prefixes.
    ElementTree.register_namespace(f"pdfa{_name}", _space)
_lock = threading.Lock()
_stylesheets: dict[str, weasyprint.CSS] = {}
_fonts: list[FontConfiguration] = []


class _Fonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint ships no types
    """Typefaces whose files do not stay behind when the process is killed."""

    def __init__(self) -> None:
        super().__init__()
        # WeasyPrint has no public way to say where; without this it makes one that stays.
        self._folder = claim_print_folder()


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serve exact URLs from a dictionary and refuse every other one, keeping a list of them."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        super().__init__(allowed_protocols=frozenset(), allow_redirects=False, fail_on_errors=True)
        self._assets = MappingProxyType(dict(assets))
        self.denied: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give the asset of this URL, or refuse."""
        asset = self._assets.get(url)
        if asset is None:
            self.denied.append(url)
            message = f"refused to fetch {url!r}"
            raise ValueError(message)
        return URLFetcherResponse(url, asset.body, {"Content-Type": asset.media_type})


class WellFormedPage(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint ships no types
    """A page parsed by the C XML parser, in a hundredth of the time the HTML parser takes.

    It fills the attributes that `HTML.__init__` would, which is no public promise of
    WeasyPrint; a test compares both, and `read_page` falls back to the slow way.
    """

    def __init__(self, text: str, *, fetcher: URLFetcher) -> None:
        root = ElementTree.fromstring(text)  # noqa: S314  # expat stops entity bombs; our own template
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Records(logging.Handler):
    """Keep what WeasyPrint complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self.missing: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        elif isinstance(record.args, tuple) and str(record.msg).startswith(_NO_GLYPH):
            self.missing.add(str(record.args[0]))


def has_fast_subsetting() -> bool:
    """Say whether the HarfBuzz subsetter is loaded; without it output is slow and not stable."""
    return ffi.harfbuzz_subset is not None


def read_page(text: str, *, fetcher: URLFetcher) -> weasyprint.HTML:
    """Parse a page, quickly when it is well formed.

    Args:
        text: The page.
        fetcher: Serves what the page names.

    Returns:
        The page, ready to lay out.
    """
    try:
        return WellFormedPage(text, fetcher=fetcher)
    except ElementTree.ParseError:
        return weasyprint.HTML(string=text, url_fetcher=fetcher)


def render_pdf(*, source: PdfSource, tell: Callable[[str], None] | None = None) -> PrintedPdf:
    """Render one PDF that is PDF/A-3a and PDF/UA-1 at once, with one attached file.

    Renders of a process wait for each other. The same source gives the same bytes on machines
    with the same libraries.

    Args:
        source: The document and everything it may read.
        tell: Told the stage that begins: "laying out" or "writing".

    Returns:
        The PDF, how many pages it has, and where its named places are.

    Raises:
        RenderFailed: A URL was refused, or WeasyPrint logged an error; nothing partial is returned.
    """
    tell = tell or _tell_nobody
    with _lock, _collected_records() as records, _paused_collector(), _silenced_leak():
        fetcher = AssetFetcher({**source.lasting, **source.assets})
        try:
            tell("laying out")
            document = _lay_out(source, fetcher)
            tell("writing")
            pdf = _write(document, source, fetcher)
        except FatalURLFetchingError as error:
            raise RenderFailed(reason=f"{error}: only packaged assets can be read") from error
        if fetcher.denied:
            raise RenderFailed(reason=f"refused to fetch {', '.join(map(repr, fetcher.denied))}")
        if records.errors:
            raise RenderFailed(reason=f"WeasyPrint reported: {'; '.join(records.errors)}")
        missing = "".join(sorted(records.missing))
        return PrintedPdf(pdf, len(document.pages), _find_places(document), missing)


def _tell_nobody(stage: str) -> None:
    """Take the place of a listener."""


def _find_places(document: weasyprint.Document) -> dict[str, int]:
    """Return the page on which each anchor begins: a long chapter leaves one on every page."""
    places: dict[str, int] = {}
    for number, sheet in enumerate(document.pages, 1):
        for name in sheet.anchors:
            places.setdefault(name, number)
    return places


def list_font_families(*, source: PdfSource) -> frozenset[str]:
    """Render a document and say which font families it really used.

    Args:
        source: The document.

    Returns:
        Family names as the font files carry them; a fallback font shows up here.
    """
    with _lock:
        document = _lay_out(source, AssetFetcher({**source.lasting, **source.assets}))
        document.write_pdf()
        return frozenset(str(font.family) for font in document.fonts.values())


def _lay_out(source: PdfSource, fetcher: AssetFetcher) -> weasyprint.Document:
    if not _fonts:
        _fonts.append(_Fonts())
    if source.css not in _stylesheets:
        _stylesheets[source.css] = weasyprint.CSS(
            string=source.css, url_fetcher=AssetFetcher(source.lasting), font_config=_fonts[0]
        )
    page = read_page(source.html, fetcher=fetcher)
    sheets = [_stylesheets[source.css]]
    return page.render(stylesheets=sheets, font_config=_fonts[0], pdf_variant=_VARIANT)


def _write(document: weasyprint.Document, source: PdfSource, fetcher: AssetFetcher) -> bytes:
    metadata = document.metadata
    generate = metadata.generate_rdf_metadata

    def generate_both(variant: str, version: int, conformance: str) -> bytes:
        return _add_accessibility_claim(generate(variant, version, conformance))

    metadata.generate_rdf_metadata = generate_both
    # Without both dates the attachment would carry the time of the render.
    attachment = weasyprint.Attachment(
        string=source.attachment,
        name=source.attachment_name,
        created=source.issued_at,
        modified=source.issued_at,
        relationship="Data",
        url_fetcher=fetcher,
    )
    pdf = document.write_pdf(
        finisher=_store_metadata_plainly, pdf_variant=_VARIANT, attachments=[attachment]
    )
    return bytes(pdf)


def _store_metadata_plainly(document: object, pdf: pydyf.PDF) -> None:
    """Leave the metadata stream uncompressed, so that archives can read it without a decoder."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.compress = False


def _add_accessibility_claim(written: bytes) -> bytes:
    """Add the PDF/UA-1 mark, and the description of its namespace that PDF/A asks for."""
    rdf = ElementTree.fromstring(written)  # noqa: S314  # written by WeasyPrint a moment ago
    claim = ElementTree.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    ElementTree.SubElement(claim, f"{{{_UA}}}part").text = "1"
    claim = ElementTree.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    bag = ElementTree.SubElement(
        ElementTree.SubElement(claim, f"{{{_EXTENSION}}}schemas"), f"{{{_RDF}}}Bag"
    )
    schema = ElementTree.SubElement(bag, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    _add_texts(schema, _SCHEMA, schema="PDF/UA identification", namespaceURI=_UA, prefix="pdfuaid")
    properties = ElementTree.SubElement(schema, f"{{{_SCHEMA}}}property")
    sequence = ElementTree.SubElement(properties, f"{{{_RDF}}}Seq")
    part = ElementTree.SubElement(sequence, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    _add_texts(
        part,
        _PROPERTY,
        name="part",
        valueType="Integer",
        category="internal",
        description="Part of ISO 14289 that the document follows",
    )
    packet = ElementTree.tostring(rdf, encoding="utf-8")
    return bytes(packet)


def _add_texts(parent: ElementTree.Element, namespace: str, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, f"{{{namespace}}}{name}").text = text


@contextmanager
def _collected_records() -> Iterator[_Records]:
    records, logger = _Records(), logging.getLogger("weasyprint")
    logger.addHandler(records)
    try:
        yield records
    finally:
        logger.removeHandler(records)


@contextmanager
def _silenced_leak() -> Iterator[None]:
    """Silence one warning: WeasyPrint leaves its own colour profile open for the collector."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*sRGB2014", category=ResourceWarning)
        yield


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Keep the garbage collector out of the render, where it costs a tenth of the time.

    Collecting afterwards is the caller's: a child that ends anyway has no use for it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

"""The engine: reads only what it was given, and never hides a fault."""

from datetime import UTC, datetime

import pytest
import weasyprint

from progress.documents.career_plan import make_pdf_source
from progress.documents.failures import RenderFailed
from progress.documents.pdf_source import Asset, PdfSource
from progress.documents.rendering import (
    AssetFetcher,
    WellFormedPage,
    has_fast_subsetting,
    list_font_families,
    read_page,
    render_pdf,
)
from progress.documents.typefaces import read_typefaces, write_face_rules
from tests.factories.career_plan_content import make_career_plan_content

CIRCLE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'


def make_source(body, *, css="", assets=None):
    faces = {url: Asset(data, "font/ttf") for url, data in read_typefaces().items()}
    return PdfSource(
        html=f"<html lang=en><title>Test</title><body>{body}",
        css=write_face_rules() + "html{font-family:'Milepost Sans'}" + css,
        assets=assets or {},
        lasting=faces,
        attachment_name="plan.json",
        attachment=b"{}",
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


class TestRenderPdf:
    def test_shows_what_it_was_given(self):
        source = make_source(
            "<img src='asset:c.svg' alt=circle>",
            assets={"asset:c.svg": Asset(CIRCLE, "image/svg+xml")},
        )
        assert render_pdf(source=source).pdf.startswith(b"%PDF-1.7")

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:9/x.png",
            "https://example.org/x.png",
            "file:///etc/passwd",
            "data:image/svg+xml,%3Csvg/%3E",
            "asset:other.svg",
            "ftp://example.org/x",
        ],
    )
    def test_refuses_every_other_image(self, url):
        with pytest.raises(RenderFailed, match="only packaged assets"):
            render_pdf(source=make_source(f"<p>x</p><img src='{url}' alt=x>"))

    @pytest.mark.parametrize(
        "body",
        [
            "<link rel=stylesheet href='http://127.0.0.1:9/x.css'><p>x",
            "<link rel=attachment href='file:///etc/passwd'><p>x",
            "<a rel=attachment href='file:///etc/passwd'>x</a>",
            "<p style=\"background:url('http://127.0.0.1:9/x.png')\">x",
            "<object data='file:///etc/passwd'>x</object>",
            "<style>@import 'http://127.0.0.1:9/x.css';</style><p>x",
        ],
    )
    def test_refuses_every_other_way_to_read_a_file(self, body):
        with pytest.raises(RenderFailed):
            render_pdf(source=make_source(body))

    def test_refuses_what_a_style_sheet_or_picture_asks_for(self):
        with pytest.raises(RenderFailed):
            render_pdf(source=make_source("<p>x", css="p{background:url(file:///etc/passwd)}"))
        inner = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>'
        with pytest.raises(RenderFailed):
            render_pdf(
                source=make_source(
                    "<img src='asset:c.svg' alt=c>",
                    assets={"asset:c.svg": Asset(inner, "image/svg+xml")},
                )
            )

    def test_fails_when_the_engine_reports_an_error(self):
        source = make_source(
            "<img src='asset:c.svg'>", assets={"asset:c.svg": Asset(CIRCLE, "image/svg+xml")}
        )
        with pytest.raises(RenderFailed, match="reported"):
            render_pdf(source=source)

    def test_fails_on_a_broken_picture(self):
        source = make_source(
            "<img src='asset:c.svg' alt=c>", assets={"asset:c.svg": Asset(b"<svg", "image/svg+xml")}
        )
        with pytest.raises(RenderFailed, match="reported"):
            render_pdf(source=source)


class TestAssetFetcher:
    def test_keeps_a_list_of_what_it_refused(self):
        fetcher = AssetFetcher({"asset:a": Asset(b"a", "text/plain")})
        assert fetcher.fetch("asset:a").read() == b"a"
        with pytest.raises(ValueError, match="refused"):
            fetcher.fetch("asset:a/../b")
        assert fetcher.denied == ["asset:a/../b"]


class TestFonts:
    def test_names_the_families_that_were_used(self):
        assert list_font_families(source=make_source("<p>plain</p>")) == {"Milepost Sans"}

    def test_shows_a_fallback_font(self):
        families = list_font_families(source=make_source("<p>\u05d0</p>"))
        assert families != {"Milepost Sans"}

    def test_has_the_fast_subsetter_here(self):
        assert has_fast_subsetting()


def list_nodes(page):
    """Every element with its attributes and texts, white space aside."""
    return [
        (node.tag, dict(node.attrib), (node.text or "").strip(), (node.tail or "").strip())
        for node in page.etree_element.iter()
    ]


class TestReadPage:
    def test_parses_the_plan_by_the_fast_way(self):
        source = make_pdf_source(content=make_career_plan_content(), page_size="A4")
        fetcher = AssetFetcher({})
        assert isinstance(read_page(source.html, fetcher=fetcher), WellFormedPage)

    def test_finds_the_same_tree_as_the_html_parser(self):
        source = make_pdf_source(content=make_career_plan_content(), page_size="A4")
        fetcher = AssetFetcher({})
        fast = read_page(source.html, fetcher=fetcher)
        slow = weasyprint.HTML(string=source.html, url_fetcher=fetcher)
        assert list_nodes(fast) == list_nodes(slow)

    def test_fills_every_attribute_that_the_library_fills(self):
        fetcher = AssetFetcher({})
        slow = weasyprint.HTML(string="<p>x", url_fetcher=fetcher)
        assert vars(WellFormedPage("<p>x</p>", fetcher=fetcher)).keys() == vars(slow).keys()

    def test_falls_back_to_the_html_parser(self):
        page = read_page("<p>one<p>two", fetcher=AssetFetcher({}))
        assert type(page) is weasyprint.HTML
        assert len(list(page.etree_element.iter("p"))) == 2


class TestStages:
    def test_tells_layout_before_writing(self):
        told = []
        printed = render_pdf(source=make_source("<h1 id=here>x</h1>"), tell=told.append)
        assert told == ["laying out", "writing"]
        assert (printed.page_count, printed.pages) == (1, {"here": 1})

"""The roadmap's page: links of a picture, prices in tooltips."""

from decimal import Decimal
from pathlib import Path

import pytest

from certifications.importers.seccert import parse_seccert, read_roadmap
from tests.factories.catalogue_files import write_roadmap
from tests.factories.certifications import make_certification
from tracks.shared.import_formats import ParsedFile, UnusableFile, ignore_progress

pytestmark = pytest.mark.django_db
CKA = "Cloud Native Computing Foundation Certified Kubernetes Administrator"
URL = "https://example.org/cka"


def parse(path: Path, as_of: str = "") -> ParsedFile:
    return parse_seccert(path, as_of, ignore_progress)


def list_claims(parsed: ParsedFile) -> dict[str, dict[str, object]]:
    return {one.key: one.record for one in parsed.records if one.kind.name == "claim"}


class TestParseSeccert:
    def test_makes_claims_with_page_and_month(self, tmp_path: Path) -> None:
        make_certification(key="cka")
        parsed = parse(
            write_roadmap(tmp_path, [("CKA", URL, f"{CKA}\n $375 lab\n Course required")])
        )
        claims = list_claims(parsed)
        fee = claims["cka-fee-seccert-roadmap-2024-07"]
        assert (fee["amount_low"], fee["amount_high"], fee["currency"]) == (375, 375, "USD")
        assert (fee["url"], fee["as_of"], fee["state"]) == (URL, "2024-07", "ATTRIBUTED")
        assert claims["cka-prerequisite-seccert-roadmap-2024-07"]["text"] == "Course required."
        assert (parsed.origin, parsed.as_of) == ("seccert-roadmap", "2024-07")
        assert parsed.records[0].key == "seccert-roadmap"
        assert parsed.rejected == parsed.flagged == ()

    def test_says_what_a_figure_leaves_out(self, tmp_path: Path) -> None:
        make_certification(key="rhca")
        tip = "Red Hat Certified Architect\n ~$3,745 exam\n plus travel"
        (fee,) = list_claims(parse(write_roadmap(tmp_path, [("RHCA", URL, tip)]))).values()
        assert (fee["amount_low"], fee["note"]) == (Decimal(3745), "About. plus travel.")

    def test_lists_what_is_not_in_the_catalogue_with_its_line(self, tmp_path: Path) -> None:
        parsed = parse(write_roadmap(tmp_path, [("GSE", URL, "GIAC Security Expert\n $7475 exam")]))
        assert list_claims(parsed) == {}
        assert parsed.counts["not in the catalogue"] == 1
        assert str(parsed.flagged[0]) == (
            "roadmap.html:2: GSE: GIAC Security Expert is not in the catalogue; nothing was taken "
            "from it."
        )

    def test_does_not_match_a_code_that_now_has_another_name(self, tmp_path: Path) -> None:
        make_certification(key="cka")
        parsed = parse(
            write_roadmap(tmp_path, [("CKA", URL, "Certified Kettle Admirer\n $9 exam")])
        )
        assert list_claims(parsed) == {}

    def test_reports_codes_that_stand_for_two(self, tmp_path: Path) -> None:
        links = [("CCSA", URL, "One Body\n $250 exam"), ("CCSA", URL, "Other Body\n $695 exam")]
        parsed = parse(write_roadmap(tmp_path, links))
        assert "the code stands for “One Body” (line 2) and “Other Body” (line 4)" in str(
            parsed.flagged[0]
        )

    def test_mends_addresses_and_says_so(self, tmp_path: Path) -> None:
        make_certification(key="cka")
        links = [("CKA", f"h{URL}", f"{CKA}\n $375 lab"), ("X", "javascript:x", "X\n $1 exam")]
        parsed = parse(write_roadmap(tmp_path, links))
        assert next(iter(list_claims(parsed).values()))["url"] == URL
        words = [problem.reason for problem in parsed.flagged]
        assert f"its address 'h{URL}' was read as {URL}." in words
        assert "its address 'javascript:x' cannot be used and was left out." in words

    def test_takes_no_placeholders_and_counts_prices(self, tmp_path: Path) -> None:
        links = [("", URL, "Nothing"), ("A", URL, ""), ("B", URL, "B\n $TBD"), ("C", URL, "C\n Free exam"),
                 ("D", URL, "D\n $1 exam")]  # fmt: skip
        counts = parse(write_roadmap(tmp_path, links)).counts
        assert (counts["links"], counts["empty placeholders"]) == (3, 2)
        assert (counts["price unknown"], counts["free"], counts["priced"]) == (1, 1, 1)

    def test_leaves_out_prices_that_cannot_be(self, tmp_path: Path) -> None:
        links = [
            ("A", URL, "A\n $900-100 exam"),
            ("B", URL, "B\n $12,5 exam"),
            ("C", URL, "C\n $1"),
        ]
        parsed = parse(write_roadmap(tmp_path, links))
        assert [problem.field for problem in parsed.rejected] == ["A", "B"]

    def test_carries_the_date_given_where_the_page_has_none(self, tmp_path: Path) -> None:
        make_certification(key="cka")
        path = write_roadmap(tmp_path, [("CKA", URL, f"{CKA}\n $375 lab")], month="")
        parsed = parse(path, "2025-01")
        assert parsed.as_of == "2025-01"
        assert "cka-fee-seccert-roadmap-2025-01" in list_claims(parsed)
        assert "names no month" in parsed.remarks[0]

    @pytest.mark.parametrize(
        "text", ["<p>Certifications</p>", "<a href='x'>CKA</a>", "code,price\nCKA,375\n"]
    )
    def test_refuses_a_page_without_tooltips(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "roadmap.html"
        path.write_text(text)
        with pytest.raises(UnusableFile, match="has no link with a tooltip"):
            parse(path)


class TestReadRoadmap:
    def test_reads_codes_inside_other_elements_and_keeps_text_as_text(self) -> None:
        page = read_roadmap(
            '<a href="u" tooltipleft="A &amp; B\n $1"><b>A &lt;script&gt;</b></a><a href="v" '
            'tooltiptext="open">Not closed'
        )
        assert [(link.code, link.lines) for link in page.links] == [
            ("A <script>", ["A & B", "$1"]),
            ("Not closed", ["open"]),
        ]

"""Exam pages: a table of details, ways to renew, what is expected."""

from pathlib import Path

import pytest

from certifications.importers.hashicorp import parse_hashicorp, read_page
from tests.factories.catalogue_files import EXAM_PAGE, write_exam_page
from tests.factories.certifications import make_certification
from tracks.shared.import_formats import ParsedFile, UnusableFile, ignore_progress

pytestmark = pytest.mark.django_db
SOURCE = "hashicorp-exam-pages"


def parse(path: Path) -> ParsedFile:
    return parse_hashicorp(path, "", ignore_progress)


def list_claims(parsed: ParsedFile) -> dict[str, dict[str, object]]:
    return {one.key: one.record for one in parsed.records if one.kind.name == "claim"}


class TestParseHashicorp:
    def test_makes_claims_of_everything_that_the_page_states(self, tmp_path: Path) -> None:
        make_certification(key="vault-associate")
        parsed = parse(write_exam_page(tmp_path))
        claims = list_claims(parsed)
        fee = claims[f"vault-associate-fee-{SOURCE}"]
        assert (str(fee["amount_low"]), fee["currency"], fee["is_retake_included"]) == (
            "70.50",
            "USD",
            False,
        )
        assert fee["note"] == "Plus local taxes and fees. 1 hour; Multiple choice."
        assert str(fee["url"]).endswith("/exam-faqs/vault-associate-003.mdx")
        assert claims[f"vault-associate-validity-{SOURCE}"]["months"] == 24
        renewal = claims[f"vault-associate-renewal-{SOURCE}"]
        assert (renewal["months"], renewal["text"]) == (
            24,
            "Pass the professional exam; Pass the exam again.",
        )
        assert claims[f"vault-associate-prerequisite-{SOURCE}"]["text"] == (
            "Expected: Basic terminal skills; Linux skills."
        )
        assert claims[f"vault-associate-status-{SOURCE}"]["text"] == "Replaced on January 8, 2026."
        assert parsed.origin == "hashicorp-vault-associate"

    def test_points_at_the_lines(self, tmp_path: Path) -> None:
        make_certification(key="vault-associate")
        lines = {one.key: one.position.line for one in parse(write_exam_page(tmp_path)).records}
        assert lines[f"vault-associate-fee-{SOURCE}"] == 20

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("Free retake **not included**.", "[Includes free retake](https://x.example).", True),
            ("Free retake **not included**.", "", None),
        ],
    )
    def test_reads_whether_a_retake_is_included(
        self, tmp_path: Path, old: str, new: str, expected: object
    ) -> None:
        make_certification(key="vault-associate")
        claims = list_claims(parse(write_exam_page(tmp_path, EXAM_PAGE.replace(old, new))))
        assert claims[f"vault-associate-fee-{SOURCE}"]["is_retake_included"] is expected

    @pytest.mark.parametrize(
        ("old", "new", "field", "words"),
        [
            ("$70.50 USD", "-$70.50 USD", "Price", "must lie between"),
            ("$70.50 USD", "$70.50 DOL", "Price", "no currency of ISO 4217"),
            ("$70.50 USD", "$70,5 USD", "Price", "two ways"),
            ("$70.50 USD, plus", "To be announced, plus", "Price", "is not an amount"),
            ("2 years", "a while", "Expiration", "is not a time such as 2 years"),
        ],
    )
    def test_leaves_out_what_cannot_be_and_says_where(
        self, tmp_path: Path, old: str, new: str, field: str, words: str
    ) -> None:
        make_certification(key="vault-associate")
        (problem,) = parse(write_exam_page(tmp_path, EXAM_PAGE.replace(old, new))).rejected
        assert (problem.field, problem.position.line > 15) == (field, True)
        assert words in problem.reason

    def test_flags_a_table_without_a_price(self, tmp_path: Path) -> None:
        make_certification(key="vault-associate")
        text = "\n".join(line for line in EXAM_PAGE.splitlines() if "Price" not in line)
        parsed = parse(write_exam_page(tmp_path, text))
        assert [problem.field for problem in parsed.flagged] == ["Price"]

    def test_lists_a_page_that_is_not_in_the_catalogue(self, tmp_path: Path) -> None:
        parsed = parse(write_exam_page(tmp_path, name="consul-associate.mdx"))
        assert parsed.counts["not in the catalogue"] == 1
        assert "consul-associate is not in the catalogue" in str(parsed.flagged[0])

    @pytest.mark.parametrize(
        "text", ["# Consul\n\nText only.\n", EXAM_PAGE.replace("## Exam details", "## Prix")]
    )
    def test_refuses_a_page_without_the_table(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(UnusableFile, match="has no table under “Exam details”"):
            parse(write_exam_page(tmp_path, text))


class TestReadPage:
    def test_knows_section_line_and_plain_text(self) -> None:
        lines = read_page("<!-- x\n-->\n## One\n\n**Bold** [link](https://x.example) `code`\n")
        assert [(line.number, line.section, line.text) for line in lines] == [
            (5, "One", "Bold link code")
        ]

"""RoleMath's records: each statement with its page and day, unknown never zero."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from certifications.importers.rolemath import parse_rolemath
from tests.factories.catalogue_files import (
    make_rolemath_csv_row,
    make_rolemath_fee,
    make_rolemath_record,
    make_rolemath_renewal,
    write_rolemath,
    write_rolemath_csv,
)
from tests.factories.certifications import make_certification
from tracks.shared.import_formats import ParsedFile, UnusableFile, ignore_progress

pytestmark = pytest.mark.django_db


def parse(path: Path, as_of: str = "") -> ParsedFile:
    return parse_rolemath(path, as_of, ignore_progress)


def list_claims(parsed: ParsedFile) -> dict[str, dict[str, Any]]:
    return {one.key: one.record for one in parsed.records if one.kind.name == "claim"}


@pytest.fixture(autouse=True)
def _alpha() -> None:
    make_certification(key="alpha", exam_codes=["EX1"])


def read(folder: Path, **parts: Any) -> dict[str, dict[str, Any]]:
    return list_claims(parse(write_rolemath(folder, make_rolemath_record(**parts))))


class TestParseRolemath:
    def test_makes_claims_of_everything_that_a_record_states(self, tmp_path: Path) -> None:
        parsed = parse(write_rolemath(tmp_path))
        claims = list_claims(parsed)
        fee = claims["alpha-fee-ex1-rolemath-2026-08-09"]
        assert (fee["amount_low"], fee["currency"], fee["exam"]) == (150, "USD", "EX1")
        assert (fee["scope"], fee["note"]) == ("", "United States price before tax.")
        assert fee["url"] == "https://vendor.example/price"
        assert claims["alpha-validity-rolemath-2026-08-07"]["months"] == 36
        assert claims["alpha-renewal-rolemath-2026-08-07"]["text"] == "Pass the exam again."
        assert claims["alpha-renewal-rolemath-2026-08-07"]["amount_low"] is None
        assert claims["alpha-prerequisite-rolemath-2026-08-08"]["text"] == (
            "Open to anyone. A year of practice."
        )
        assert claims["alpha-status-rolemath-2026-08-09"]["text"] == "Exam EX1 (V2) is current."
        assert (parsed.origin, parsed.as_of) == ("rolemath", "2026-08-09")
        assert parsed.records[0].key == "rolemath"
        assert not any(claim["is_preferred"] for claim in claims.values())

    def test_reads_the_same_from_the_csv_but_prerequisites(self, tmp_path: Path) -> None:
        from_json = list_claims(parse(write_rolemath(tmp_path)))
        parsed = parse(write_rolemath_csv(tmp_path))
        missing = {"alpha-prerequisite-rolemath-2026-08-08"}
        assert list_claims(parsed) == {
            key: record for key, record in from_json.items() if key not in missing
        }
        assert parsed.origin == "rolemath-csv"

    def test_tells_fees_of_exams_versions_and_members_apart(self, tmp_path: Path) -> None:
        make_certification(key="beta", name="Certified Beta", exam_codes=["A1", "A2"])
        fees = [
            make_rolemath_fee(scope="A1; United States storefront"),
            make_rolemath_fee(scope="A2", amount=160),
            make_rolemath_fee(scope="OLD; United States storefront", amount=99),
            make_rolemath_fee(scope="member", amount=100),
            make_rolemath_fee(scope="non-member", amount=200),
        ]
        application = [make_rolemath_fee(scope="all", amount=50)]
        record = make_rolemath_record("beta", exam_fees=fees, application_fees=application)
        record["credential"]["exam_codes"] = ["A1", "A2", "OLD"]
        claims = list_claims(parse(write_rolemath(tmp_path, record)))
        found = [
            (one["exam"], one["scope"], int(one["amount_low"]))
            for one in claims.values()
            if one["field"] == "FEE"
        ]
        assert found == [
            ("A1", "", 150),
            ("A2", "", 160),
            (None, "OLD", 99),
            (None, "member", 100),
            (None, "non-member", 200),
            (None, "application: all", 50),
        ]

    def test_takes_no_fee_for_unknown(self, tmp_path: Path) -> None:
        claims = read(tmp_path, exam_fees=[])
        assert not [one for one in claims.values() if one["field"] == "FEE"]

    def test_takes_zero_years_for_never_and_none_for_unknown(self, tmp_path: Path) -> None:
        never = make_rolemath_renewal(validity_years=0.0, lifecycle_state="no_expiration", fee=0)
        claims = read(tmp_path, renewal=never)
        validity = claims["alpha-validity-rolemath-2026-08-07"]
        assert (validity["does_not_expire"], validity["months"]) == (True, None)
        assert "alpha-renewal-rolemath-2026-08-07" not in claims
        unknown = read(tmp_path, renewal=make_rolemath_renewal(validity_years=None))
        assert "alpha-validity-rolemath-2026-08-07" not in unknown
        assert unknown["alpha-renewal-rolemath-2026-08-07"]["months"] is None

    @pytest.mark.parametrize(
        ("renewal", "amount", "months"),
        [
            ({"fee": 75.0, "fee_unit": "per_cycle"}, 75, 36),
            ({"fee": 135.0, "fee_unit": "per_year"}, 135, 12),
            ({"fee": 0.0, "model": "Free online renewal."}, 0, 36),
            ({"fee": 0.0, "model": "Pass the same exam again."}, None, 36),
        ],
    )
    def test_reads_a_renewal_of_0_as_free_only_where_the_text_says_so(
        self, tmp_path: Path, renewal: dict[str, Any], amount: object, months: int
    ) -> None:
        claims = read(tmp_path, renewal=make_rolemath_renewal(**renewal))
        claim = claims["alpha-renewal-rolemath-2026-08-07"]
        assert (claim["amount_low"], claim["months"]) == (amount, months)

    def test_flags_a_validity_that_contradicts_itself(self, tmp_path: Path) -> None:
        renewal = make_rolemath_renewal(lifecycle_state="no_expiration")
        parsed = parse(write_rolemath(tmp_path, make_rolemath_record(renewal=renewal)))
        assert "alpha-validity-rolemath-2026-08-07" not in list_claims(parsed)
        assert [problem.field for problem in parsed.flagged] == ["validity_years"]

    @pytest.mark.parametrize(
        ("hard", "text"),
        [
            ("none", "None required. A year of practice."),
            ("No formal registration prerequisite stated.", "None required. A year of practice."),
            ("Five years", "Required: Five years A year of practice. Open to anyone."),
            ("A year of practice.", "Required: A year of practice. Open to anyone."),
        ],
    )
    def test_reads_prerequisites(self, tmp_path: Path, hard: str, text: str) -> None:
        claims = read(tmp_path, eligibility={"hard_prerequisite": hard})
        assert claims["alpha-prerequisite-rolemath-2026-08-08"]["text"] == text

    def test_counts_unresolved_records(self, tmp_path: Path) -> None:
        record = make_rolemath_record(currentness={"state": "unresolved"})
        parsed = parse(write_rolemath(tmp_path, record))
        assert parsed.counts["unresolved"] == 1
        assert list_claims(parsed)["alpha-status-rolemath-2026-08-09"]["text"] == (
            "Exam EX1 (V2); whether it is the current one is unresolved in this source."
        )

    @pytest.mark.parametrize(
        ("fee", "words"),
        [
            ({"amount": -150}, "must lie between 0 and 100,000"),
            ({"amount": "1.200,50"}, "can be read in two ways"),
            ({"currency": "DOL"}, "'DOL' is no currency of ISO 4217"),
        ],
    )
    def test_leaves_out_fees_that_cannot_be(
        self, tmp_path: Path, fee: dict[str, Any], words: str
    ) -> None:
        path = write_rolemath(tmp_path, make_rolemath_record(exam_fees=[make_rolemath_fee(**fee)]))
        parsed = parse(path)
        (problem,) = parsed.rejected
        assert (problem.field, problem.position.line > 1) == ("exam_fees", True)
        assert words in problem.reason
        assert not [one for one in list_claims(parsed).values() if one["field"] == "FEE"]

    def test_reads_commas_for_thousands(self, tmp_path: Path) -> None:
        claims = read(tmp_path, exam_fees=[make_rolemath_fee(amount="1,299.00")])
        assert claims["alpha-fee-ex1-rolemath-2026-08-09"]["amount_low"] == 1299

    @pytest.mark.parametrize(
        ("renewal", "field"),
        [({"validity_years": "three"}, "validity_years"), ({"fee": -1}, "fee")],
    )
    def test_leaves_out_terms_that_cannot_be(
        self, tmp_path: Path, renewal: dict[str, Any], field: str
    ) -> None:
        record = make_rolemath_record(renewal=make_rolemath_renewal(**renewal))
        assert [one.field for one in parse(write_rolemath(tmp_path, record)).rejected] == [field]

    def test_leaves_out_what_is_not_a_fee_at_all(self, tmp_path: Path) -> None:
        record = make_rolemath_record(exam_fees=["150 dollars"])
        assert "is not a fee" in str(parse(write_rolemath(tmp_path, record)).rejected[0])

    def test_keeps_a_statement_undated_whose_day_is_none(self, tmp_path: Path) -> None:
        record = make_rolemath_record(exam_fees=[make_rolemath_fee(checked_date="last week")])
        parsed = parse(write_rolemath(tmp_path, record))
        assert "alpha-fee-ex1-rolemath" in list_claims(parsed)
        assert [problem.field for problem in parsed.flagged] == ["checked_date"]

    def test_says_which_addresses_it_mended(self, tmp_path: Path) -> None:
        record = make_rolemath_record(exam_fees=[make_rolemath_fee(source_url="javascript:x")])
        parsed = parse(write_rolemath(tmp_path, record))
        assert list_claims(parsed)["alpha-fee-ex1-rolemath-2026-08-09"]["url"] == ""
        assert [problem.field for problem in parsed.flagged] == ["source_url"]

    def test_lists_what_is_not_in_the_catalogue(self, tmp_path: Path) -> None:
        record = make_rolemath_record("omega")
        record["credential"]["exam_codes"] = ["ZZ9"]
        parsed = parse(write_rolemath(tmp_path, make_rolemath_record(), record))
        assert parsed.counts["not in the catalogue"] == 1
        assert "A Vendor Certified Omega is not in the catalogue" in str(parsed.flagged[-1])

    def test_goes_by_the_day_that_the_caller_states(self, tmp_path: Path) -> None:
        assert parse(write_rolemath(tmp_path), date(2026, 11, 21).isoformat()).as_of == "2026-11-21"

    def test_refuses_a_file_in_which_no_record_can_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableFile, match="holds no record of RoleMath"):
            parse(write_rolemath(tmp_path, {"bescheinigung": {}}))

    def test_keeps_the_text_of_a_script_as_text(self, tmp_path: Path) -> None:
        row = make_rolemath_csv_row(current_version="<script>alert(1)</script>")
        claims = list_claims(parse(write_rolemath_csv(tmp_path, row)))
        assert "<script>" in claims["alpha-status-rolemath-2026-08-09"]["text"]

"""Keys of claims: readable, stable, never too long."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from certifications.models.claims import KEY_LENGTH, make_claim_key

PARTS = st.lists(st.text(max_size=60), min_size=1, max_size=7)


class TestMakeClaimKey:
    def test_is_readable_and_leaves_out_what_says_nothing(self) -> None:
        key = make_claim_key(
            "cka", "VALIDITY", None, "", "rolemath", "2026-08-09", date(2024, 4, 1)
        )
        assert key == "cka-validity-rolemath-2026-08-09-2024-04-01"
        assert make_claim_key("gpyc", "PREP_HOURS", None, "index") == "gpyc-prep-hours-index"

    def test_numbers_further_claims_of_the_same_parts(self) -> None:
        assert make_claim_key("cka", "FEE", number=1) == "cka-fee"
        assert make_claim_key("cka", "FEE", number=2) == "cka-fee-2"

    def test_ends_in_a_digest_of_everything_when_it_would_be_too_long(self) -> None:
        long = [
            "aws-certified-solutions-architect-professional",
            "FEE",
            "SAP-C02",
            "seccert-roadmap",
        ]
        one, other = make_claim_key(*long, "2024-07"), make_claim_key(*long, "2024-08")
        assert len(one) == KEY_LENGTH
        assert one != other
        assert (
            one[:70]
            == other[:70]
            == "aws-certified-solutions-architect-professional-fee-sap-c02-seccert-roa"
        )

    @given(PARTS, st.integers(1, 30))
    def test_always_fits_and_is_the_same_for_the_same(self, parts: list[str], number: int) -> None:
        key = make_claim_key(*parts, number=number)
        assert len(key) <= KEY_LENGTH
        assert key == make_claim_key(*parts, number=number)

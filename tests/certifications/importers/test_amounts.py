from decimal import Decimal

import pytest

from certifications.importers.amounts import (
    AmountFault,
    check_currency,
    mend_address,
    read_amount,
)


class TestReadAmount:
    @pytest.mark.parametrize(
        ("value", "amount"),
        [(150, "150.00"), (70.5, "70.50"), ("1,200", "1200"), ("3,745.50", "3745.50"), (0, "0")],
    )
    def test_reads_plain_numbers_and_commas_for_thousands(self, value: object, amount: str) -> None:
        assert read_amount(value) == Decimal(amount)

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("1.200,50", "can be read in two ways"),
            ("12,5", "can be read in two ways"),
            ("about 5", "is not an amount"),
            (None, "is not an amount"),
            ("", "is not an amount"),
            (True, "is not an amount"),
            (-450, "must lie between 0 and 100,000"),
            ("nan", "must lie between"),
            (float("inf"), "must lie between"),
            (1_000_000, "must lie between"),
        ],
    )
    def test_refuses_what_is_not_clear(self, value: object, words: str) -> None:
        with pytest.raises(AmountFault, match=words):
            read_amount(value)


class TestCheckCurrency:
    def test_knows_codes_of_iso_4217(self) -> None:
        assert [check_currency(" EUR "), check_currency("USD")] == ["EUR", "USD"]

    @pytest.mark.parametrize("code", ["DOL", "", None, "$"])
    def test_refuses_others_by_name(self, code: object) -> None:
        with pytest.raises(AmountFault, match="no currency of ISO 4217"):
            check_currency(code)


class TestMendAddress:
    @pytest.mark.parametrize(
        ("value", "mended"),
        [
            ("https://example.org/a", ("https://example.org/a", False)),
            ("hhttps://example.org/a", ("https://example.org/a", True)),
            (" https://example.org/a b ", ("https://example.org/a%20b", True)),
            ("javascript:alert(1)", ("", True)),
            ("https://example.org/" + "a" * 300, ("", True)),
            ("", ("", False)),
            (None, ("", False)),
        ],
    )
    def test_keeps_only_addresses_that_can_be_followed(
        self, value: object, mended: tuple[str, bool]
    ) -> None:
        assert mend_address(value) == mended

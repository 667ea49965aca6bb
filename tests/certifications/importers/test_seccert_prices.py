"""Prices in free text: a figure, a range, a sum, or unknown; never a guess."""

from decimal import Decimal

import pytest

from certifications.importers.amounts import AmountFault
from certifications.importers.seccert_prices import read_price


class TestReadPrice:
    @pytest.mark.parametrize(
        ("line", "low", "high", "exams"),
        [
            ("$400 exam", 400, 400, None),
            ("$400 2 exams", 400, 400, 2),
            ("$800 two exams", 800, 800, 2),
            ("~$7475 for 10 exams", 7475, 7475, 10),
            ("~$3,745 exam", 3745, 3745, None),
            ("$9,600 4 course exams", 9600, 9600, 4),
            ("$500-749 exam", 500, 749, None),
            ("$899-$2,999 course exam", 899, 2999, None),
            ("$200 modules + $210 exam", 410, 410, None),
            ("$295 + Membership", 295, 295, None),
            ("Free exam", 0, 0, None),
            ("EST $799 oral exam", 799, 799, None),
        ],
    )
    def test_reads_prices(self, line: str, low: int, high: int, exams: int | None) -> None:
        price = read_price([line])
        assert (price.low, price.high) == (Decimal(low), Decimal(high))
        assert price.exam_count == exams
        assert price.words == line

    @pytest.mark.parametrize(
        "line",
        ["$TBD", "TBD (still)", "Location Based Cost", "Application", "Unknown",
         "$100 annual sub", "$399 12 month license", "$3,070 Course"],
    )  # fmt: skip
    def test_takes_everything_else_for_unknown(self, line: str) -> None:
        price = read_price([line])
        assert (price.low, price.high) == (None, None)

    def test_takes_the_first_price_and_keeps_the_other_lines(self) -> None:
        price = read_price(["$2,050 Hands-on Lab", "$12,000 est Travel cost"])
        assert price.low == Decimal(2050)
        assert price.others == ("$12,000 est Travel cost",)

    def test_tells_approximate_prices_and_sums(self) -> None:
        assert read_price(["~$600 exam"]).is_approximate
        assert read_price(["$145 modules + $210 exam"]).is_sum
        assert not read_price(["$600 exam"]).is_approximate

    def test_picks_the_lines_that_say_what_is_needed(self) -> None:
        assert read_price(["$375 lab", "Branded course required"]).conditions == (
            "Branded course required",
        )
        assert read_price(["$979 exam SANS course recommended"]).conditions == (
            "SANS course recommended",
        )
        assert read_price(["$450 exam", "Limited test locations"]).conditions == ()

    def test_refuses_an_amount_that_can_be_read_in_two_ways(self) -> None:
        with pytest.raises(AmountFault, match="two ways"):
            read_price(["$12,5 exam"])

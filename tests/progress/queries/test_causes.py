import pytest

from progress.queries.causes import (
    compare_number,
    differs,
    get_backing,
    name_of,
    say_percent,
    say_rung,
    say_step,
    say_usd,
)


class TestCompareNumber:
    def test_gives_both_values_with_their_unit(self):
        [cause] = compare_number({"pay": 8}, {"pay": 9.5}, "pay", "your pay", unit=" a year")

        assert (cause.key, cause.is_own) == ("pay", True)
        assert cause.words == "your pay rose from 8 to 9.5 a year"

    def test_takes_nothing_for_zero(self):
        assert list(compare_number({}, {"pay": 0}, "pay", "your pay")) == []
        assert not differs({"pay": None}, {}, "pay")


class TestWords:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            (say_usd(52_000.0), "$52,000"),
            (say_usd(49.5), "$49.50"),
            (say_percent(0.5), "50%"),
            (say_rung(2), "mid-level"),
            (say_rung(4), "architect"),
            (say_step("2", "1", is_up=False), "fell from 2 to 1"),
            (name_of("milestone", 17), "milestone 17"),
        ],
    )
    def test_are_plain(self, written, expected):
        assert written == expected


class TestGetBacking:
    @pytest.mark.parametrize("inputs", [{}, {"backing": None}, {"backing": {}}])
    def test_is_empty_for_rows_of_an_older_version(self, inputs):
        assert get_backing(inputs) == {}

"""Numbers on axes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.shared.charts.numbers import (
    Scale,
    find_nice_ticks,
    format_money_short,
    format_number_short,
)

AMOUNTS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


class TestFormatMoneyShort:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            (0, "$0"),
            (-0.3, "$0"),
            (59, "$59"),
            (999.6, "$1k"),
            (1_050, "$1.05k"),
            (-3_400, "−$3.4k"),
            (120_000, "$120k"),
            (999_900, "$1M"),
            (1_250_000, "$1.25M"),
        ],
    )
    def test_writes_three_figures_at_most(self, amount, text):
        assert format_money_short(amount=amount) == text

    def test_marks_an_open_top(self):
        assert format_money_short(amount=250_000, is_open=True) == "$250k+"

    def test_sets_a_space_behind_a_currency_code(self):
        assert format_money_short(amount=90_000, currency="CHF") == "CHF 90k"

    def test_writes_a_plain_number_without_unit(self):
        assert format_number_short(amount=-1500) == "−1.5k"


class TestFindNiceTicks:
    @given(AMOUNTS, AMOUNTS, st.integers(min_value=1, max_value=12))
    def test_encloses_the_data_with_equal_steps(self, one, other, count):
        low, high = sorted((one, other))
        ticks = find_nice_ticks(low=low, high=high, count=count)
        slack = 1e-6 * max(1.0, abs(low), abs(high))
        assert ticks.low <= low + slack
        assert ticks.high >= high - slack
        assert 2 <= len(ticks.values) <= count + 3

    @pytest.mark.parametrize("value", [0.0, 5e-324, 120_000.0, -3.0])
    def test_surrounds_a_single_value(self, value):
        ticks = find_nice_ticks(low=value, high=value)
        assert ticks.low <= value <= ticks.high
        assert ticks.low < ticks.high

    def test_chooses_round_steps(self):
        assert find_nice_ticks(low=-18_000, high=210_000).values == (
            -50e3,
            0,
            50e3,
            100e3,
            150e3,
            200e3,
            250e3,
        )

    @pytest.mark.parametrize(("low", "high"), [(2, 1), (float("nan"), 1), (0, float("inf"))])
    def test_refuses_bounds_without_order(self, low, high):
        with pytest.raises(ValueError, match="Axis bounds"):
            find_nice_ticks(low=low, high=high)


class TestScale:
    def test_places_values_between_its_ends(self):
        scale = Scale(0, 10, 100, 200)
        assert [scale.place(value) for value in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]

    def test_places_everything_at_the_start_when_it_has_no_span(self):
        assert Scale(3, 3, 100, 200).place(3) == 100

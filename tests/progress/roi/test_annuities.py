"""Tables of present values and the rounding of months."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.roi.annuities import (
    NEVER_MONTH,
    make_annuity_tables,
    monthly_rate,
    nominal_rate,
    settle,
    whole_months,
    yearly_rate,
)


class TestMakeAnnuityTables:
    @given(rate=st.floats(0.0001, 0.2), horizon=st.integers(1, 200))
    def test_values_a_level_stream_as_the_textbook_formula(self, rate, horizon):
        tables = make_annuity_tables(horizon_months=horizon, discount_rate=rate, growth_rate=0.0)
        assert tables.level[horizon] == pytest.approx(-npf.pv(monthly_rate(rate), horizon, 1))
        assert tables.growing == pytest.approx(tables.level)
        assert tables.horizon_months == horizon

    def test_values_a_growing_stream_by_the_closed_form(self):
        tables = make_annuity_tables(horizon_months=48, discount_rate=0.03, growth_rate=0.02)
        v = 1 / (1 + monthly_rate(0.03))
        q = (1 + monthly_rate(0.02)) * v
        assert tables.growing[48] == pytest.approx(v * (1 - q**48) / (1 - q))

    def test_refuses_to_be_written_to(self):
        tables = make_annuity_tables(horizon_months=12, discount_rate=0.03, growth_rate=0.0)
        with pytest.raises(ValueError, match="read-only"):
            tables.level[0] = 1.0


class TestRates:
    @given(rate=st.floats(-0.5, 2.0))
    def test_compound_back_to_the_year(self, rate):
        assert yearly_rate(monthly_rate(rate)) == pytest.approx(rate)

    def test_combine_real_and_inflation(self):
        assert nominal_rate(real_rate=0.03, inflation_rate=0.025) == pytest.approx(0.05575)


class TestWholeMonths:
    def test_rounds_up_but_forgives_binary_arithmetic(self):
        months = whole_months(np.array([0.0, 0.0005, 0.2, 5.0, 5.0000004, 5.01, np.inf]))
        assert months.tolist() == [0, 0, 1, 5, 5, 6, NEVER_MONTH]

    def test_is_never_negative(self):
        assert whole_months(np.array([-3.0])).tolist() == [0]


class TestSettle:
    def test_drops_the_last_bits_that_processors_disagree_on(self):
        value = np.array([72_000.0, np.nextafter(72_000.0, 1e9)])
        assert settle(value)[0] == settle(value)[1] == 72_000.0

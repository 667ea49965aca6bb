"""G6 of docs/roi-model.md: a closed and an open band, a region, today's and future dollars."""

import math
from statistics import NormalDist

import numpy as np
import numpy_financial as npf
import pytest
from scipy.stats import lognorm

from progress.roi.annuities import monthly_rate, nominal_rate
from progress.roi.assumptions import Assumptions
from progress.roi.bands import resolve_band
from progress.roi.cashflows import net_present_value, to_nominal
from progress.roi.shapes import BandInput

CLOSED = BandInput(low_usd_per_year=120_000, high_usd_per_year=160_000)
OPEN = BandInput(low_usd_per_year=180_000, high_usd_per_year=250_000, is_open_above=True)


def resolve(band, *, factor=1.0):
    return resolve_band(band, assumptions=Assumptions.for_track("devops"), region_pay_factor=factor)


class TestBand:
    def test_puts_the_median_between_the_ends(self):
        pay = resolve(CLOSED)
        assert math.log(pay.median_usd) == pytest.approx(11.83908806, abs=5e-9)
        assert pay.log_sd == pytest.approx(0.11223976, abs=5e-9)
        assert pay.log_sd == pytest.approx(math.log(4 / 3) / 2.5631031, abs=1e-8)
        assert pay.median_usd == pytest.approx(138_564.06, abs=5e-3)
        assert pay.median_usd == pytest.approx(math.sqrt(120_000 * 160_000), abs=1e-6)

    def test_has_the_mean_and_quartiles_of_the_lognormal(self):
        pay = resolve(CLOSED)
        other = lognorm(s=pay.log_sd, scale=pay.median_usd)
        assert other.mean() == pytest.approx(139_439.62, abs=5e-3)
        scores = np.array([NormalDist().inv_cdf(0.25), NormalDist().inv_cdf(0.75)])
        assert pay.pay_at(scores) == pytest.approx([128_461, 149_461], abs=0.5)
        assert pay.pay_at(scores) == pytest.approx(other.ppf([0.25, 0.75]), rel=1e-6)

    def test_reads_an_open_end_as_the_point_where_counting_stopped(self):
        pay = resolve(OPEN)
        assert pay.log_sd == pytest.approx(0.15472319, abs=5e-8)
        assert pay.median_usd == pytest.approx(219_475.94, abs=5e-2)
        p90 = pay.pay_at(np.array([NormalDist().inv_cdf(0.9)]))
        assert p90 == pytest.approx([267_609], abs=0.5)
        mean = lognorm(s=pay.log_sd, scale=pay.median_usd).mean()
        assert mean == pytest.approx(222_118.77, abs=5e-2)
        as_closed = BandInput(low_usd_per_year=180_000, high_usd_per_year=250_000)
        assert resolve(as_closed).median_usd == pytest.approx(212_132.03, abs=5e-3)

    def test_scales_with_the_region(self):
        assert resolve(CLOSED, factor=1.15).median_usd == pytest.approx(159_348.67, abs=5e-3)


class TestPrices:
    def test_gives_the_same_value_in_todays_and_in_future_dollars(self):
        real = [0.0, *[1_000.0] * 24]
        value = net_present_value(real, discount_rate=0.03)
        assert value == pytest.approx(23_275.67, abs=5e-3)
        assert value == pytest.approx(npf.npv(monthly_rate(0.03), real), abs=1e-6)
        rate = nominal_rate(real_rate=0.03, inflation_rate=0.025)
        assert rate == pytest.approx(0.05575)
        nominal = to_nominal(real, inflation_rate=0.025)
        assert net_present_value(nominal.tolist(), discount_rate=rate) == pytest.approx(
            value, abs=1e-6
        )

    def test_shrinks_by_the_tax_on_the_gain(self):
        after_tax = [0.0, *[700.0] * 24]
        value = net_present_value(after_tax, discount_rate=0.03)
        assert value == pytest.approx(16_292.97, abs=5e-3)

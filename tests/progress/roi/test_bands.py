"""From a published band to pay today and here."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.roi.assumptions import Assumptions
from progress.roi.bands import derive_middle_band, resolve_band
from progress.roi.shapes import BandInput

OWN = Assumptions.for_track("linux")

# Medians of table 2.1 of docs/roi-model.md.
MEDIANS = [
    (80_000, 110_000, False, 93_808), (120_000, 160_000, False, 138_564),
    (150_000, 220_000, False, 181_659), (180_000, 250_000, True, 219_476),
    (90_000, 120_000, False, 103_923), (130_000, 180_000, False, 152_971),
    (160_000, 240_000, False, 195_959), (200_000, 300_000, True, 255_458),
    (65_000, 85_000, False, 74_330), (120_000, 175_000, False, 144_914),
    (150_000, 200_000, True, 178_445), (70_000, 90_000, False, 79_373),
    (160_000, 200_000, True, 183_069),
]  # fmt: skip


def resolve(band, factor=1.0):
    return resolve_band(band, assumptions=OWN, region_pay_factor=factor)


class TestResolveBand:
    @pytest.mark.parametrize(("low", "high", "is_open", "median"), MEDIANS)
    def test_finds_the_published_medians(self, low, high, is_open, median):
        band = BandInput(low_usd_per_year=low, high_usd_per_year=high, is_open_above=is_open)
        assert resolve(band).median_usd == pytest.approx(median, abs=1)

    def test_brings_an_old_band_to_today(self):
        now = BandInput(low_usd_per_year=60_000, high_usd_per_year=90_000)
        old = BandInput(low_usd_per_year=60_000, high_usd_per_year=90_000, age_years=2)
        assert resolve(old).median_usd == pytest.approx(resolve(now).median_usd * 1.035**2)

    def test_runs_through_every_percentile_given(self):
        points = ((0.10, 50_000), (0.25, 61_000), (0.50, 75_000), (0.75, 99_000), (0.90, 130_000))
        pay = resolve(BandInput(percentiles_usd_per_year=points), factor=1.1)
        assert pay.pay_at(np.array(pay.scores)) == pytest.approx([1.1 * usd for _, usd in points])
        assert pay.median_usd == pytest.approx(1.1 * 75_000)
        outside = pay.pay_at(np.array([-3.0, 3.0]))
        assert outside[0] < 55_000
        assert outside[1] > 143_000

    @given(score=st.floats(-1.9, 1.9))
    def test_finds_the_score_of_a_pay_it_gave(self, score):
        points = ((0.10, 50_000), (0.50, 75_000), (0.90, 130_000))
        pay = resolve(BandInput(percentiles_usd_per_year=points))
        assert pay.score_of(float(pay.pay_at(np.array([score]))[0])) == pytest.approx(
            score, abs=1e-5
        )

    def test_keeps_an_odd_pay_within_two_scores(self):
        pay = resolve(BandInput(low_usd_per_year=60_000, high_usd_per_year=90_000))
        assert pay.score_of(1_000.0) == -2.0
        assert pay.score_of(900_000.0) == 2.0


class TestDeriveMiddleBand:
    def test_takes_the_geometric_mean_of_both_ends(self):
        below = BandInput(low_usd_per_year=65_000, high_usd_per_year=85_000)
        above = BandInput(low_usd_per_year=120_000, high_usd_per_year=175_000)
        middle = derive_middle_band(below=below, above=above)
        assert middle.low_usd_per_year == pytest.approx(88_318, abs=1)
        assert middle.high_usd_per_year == pytest.approx(121_963, abs=1)
        assert resolve(middle).median_usd == pytest.approx(103_788, abs=5)

    def test_refuses_percentiles_and_different_years(self):
        ends = BandInput(low_usd_per_year=65_000, high_usd_per_year=85_000)
        points = BandInput(percentiles_usd_per_year=((0.1, 5e4), (0.5, 7e4), (0.9, 9e4)))
        with pytest.raises(ValueError, match="lacks its low"):
            derive_middle_band(below=ends, above=points)
        older = BandInput(low_usd_per_year=65_000, high_usd_per_year=85_000, age_years=1)
        with pytest.raises(ValueError, match="same year"):
            derive_middle_band(below=ends, above=older)

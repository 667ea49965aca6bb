from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories.tracks import make_ladder_rung, make_role, make_salary_band, make_track
from tracks.choices import Rung, Statistic
from tracks.queries.salaries import get_pay_page, is_too_small, list_current_bands, sorted_bands

pytestmark = pytest.mark.django_db

PERCENTILES = Statistic.PERCENTILES


class TestListCurrentBands:
    def test_leaves_out_what_was_withdrawn(self):
        kept = make_salary_band()
        make_salary_band(withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC))
        assert list(list_current_bands()) == [kept]


class TestGetPayPage:
    def test_keeps_every_rung_also_those_without_a_band(self):
        page = get_pay_page(track=make_track())
        assert [rung.rung for rung in page.rungs] == list(Rung)
        assert all(rung.bands == () and rung.applicable is None for rung in page.rungs)
        assert page.lateral == ()

    def test_shows_ranges_and_distributions_side_by_side(self):
        track = make_track()
        role = make_role()
        make_ladder_rung(track=track, rung=1, name="Entry level", roles=[role])
        data = make_salary_band(track=track, statistic=PERCENTILES)
        seed = make_salary_band(track=track)
        entry = get_pay_page(track=track).rungs[0]
        assert (entry.name, entry.roles) == ("Entry level", (role,))
        assert entry.bands == (seed, data)
        assert (entry.ranges, entry.distributions) == ((seed,), (data,))
        assert entry.applicable.evidence == (seed,)
        assert not entry.is_disputed

    def test_derives_a_missing_mid_band_and_marks_it(self):
        track = make_track()
        make_salary_band(track=track, rung=1, low=Decimal(65_000), high=Decimal(85_000))
        make_salary_band(track=track, rung=3, low=Decimal(120_000), high=Decimal(175_000))
        mid = get_pay_page(track=track).rungs[1]
        assert mid.bands == ()
        assert mid.applicable.is_derived
        # roi.md 2.2: sqrt(65,000 x 120,000) and sqrt(85,000 x 175,000), rounded to hundreds.
        assert (mid.applicable.low, mid.applicable.high) == (Decimal(88_300), Decimal(122_000))

    def test_puts_bands_without_a_rung_beside_the_ladder(self):
        track = make_track()
        beside = make_salary_band(track=track, rung=None)
        page = get_pay_page(track=track)
        assert page.lateral == (beside,)
        assert all(rung.bands == () for rung in page.rungs)

    def test_says_when_sources_contradict_each_other(self):
        track = make_track()
        make_salary_band(track=track, rung=2, dispute="mid-level-pay")
        assert get_pay_page(track=track).rungs[1].is_disputed

    def test_keeps_countries_apart(self):
        track = make_track()
        make_salary_band(track=track, country="DE", currency="EUR")
        assert get_pay_page(track=track).rungs[0].bands == ()
        assert len(get_pay_page(track=track, country="DE").rungs[0].bands) == 1

    def test_asks_the_same_number_of_times_for_many_bands(self, django_assert_num_queries):
        track = make_track()
        make_ladder_rung(track=track, roles=[make_role(), make_role()])
        for rung in (1, 1, 2, 3, 4):
            make_salary_band(track=track, rung=rung)
        with django_assert_num_queries(5):
            get_pay_page(track=track)


class TestSortedBands:
    def test_puts_ranges_first_and_then_the_newest_year(self):
        data = make_salary_band(statistic=PERCENTILES, year=2026)
        old = make_salary_band(year=2022)
        new = make_salary_band(year=2024)
        assert sorted_bands([data, old, new]) == [new, old, data]


class TestIsTooSmall:
    @pytest.mark.parametrize(("size", "answer"), [(9, True), (10, False), (None, False)])
    def test_needs_ten_rows_for_percentiles(self, size, answer):
        assert is_too_small(make_salary_band(statistic=PERCENTILES, sample_size=size)) is answer

    def test_finds_rows_whose_percentiles_were_never_worked_out(self):
        empty = dict.fromkeys(("p10", "p25", "p50", "p75", "p90"))
        assert is_too_small(make_salary_band(statistic=PERCENTILES, sample_size=2, **empty))

    def test_never_holds_for_a_published_range(self):
        assert not is_too_small(make_salary_band(sample_size=2))

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories.tracks import make_salary_band, make_track
from tracks.choices import Rung, Statistic
from tracks.queries.applicable_bands import list_applicable_bands, list_projected_bands

pytestmark = pytest.mark.django_db


@pytest.fixture
def track():
    return make_track(milestones=[])


def make_range(track, rung, low, high, **overrides):
    return make_salary_band(
        track=track, rung=rung, low=Decimal(low), high=Decimal(high), **overrides
    )


def list_bands(track, country="US"):
    return list_applicable_bands(track=track, country=country)


def list_ends(track):
    return {rung: (band.low, band.high) for rung, band in list_bands(track).items()}


class TestListApplicableBands:
    def test_is_empty_without_any(self, track):
        assert list_bands(track) == {}

    def test_gives_the_published_range_with_its_row(self, track):
        row = make_range(track, Rung.JUNIOR, 80_000, 110_000, year=2024)

        [band] = list_bands(track).values()

        assert (band.rung, band.low, band.high) == (Rung.JUNIOR, 80_000, 110_000)
        assert (band.currency, band.year, band.evidence) == ("USD", 2024, (row,))
        assert not band.is_derived
        assert not band.is_open_above

    def test_goes_up_the_ladder_whatever_the_order_of_the_rows(self, track):
        for rung in (Rung.ARCHITECT, Rung.JUNIOR, Rung.SENIOR, Rung.MID):
            make_range(track, rung, 100_000, 120_000)

        assert list(list_bands(track)) == list(Rung)

    def test_takes_the_newest_year_also_when_it_was_entered_first(self, track):
        make_range(track, Rung.JUNIOR, 84_000, 115_000, year=2025)
        make_range(track, Rung.JUNIOR, 80_000, 110_000, year=2024)

        assert list_ends(track) == {Rung.JUNIOR: (84_000, 115_000)}

    def test_takes_the_newest_row_of_one_year(self, track):
        make_range(track, Rung.JUNIOR, 84_000, 115_000)
        make_range(track, Rung.JUNIOR, 80_000, 110_000)

        assert list_ends(track) == {Rung.JUNIOR: (80_000, 110_000)}

    def test_falls_back_to_an_older_range_when_the_newest_was_withdrawn(self, track):
        make_range(track, Rung.JUNIOR, 80_000, 110_000, year=2024)
        make_range(
            track,
            Rung.JUNIOR,
            84_000,
            115_000,
            year=2025,
            withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC),
        )

        assert list_ends(track) == {Rung.JUNIOR: (80_000, 110_000)}

    def test_never_uses_percentiles(self, track):
        make_range(track, Rung.JUNIOR, 80_000, 110_000, year=2024)
        for rung in (Rung.JUNIOR, Rung.SENIOR):
            make_salary_band(track=track, rung=rung, year=2026, statistic=Statistic.PERCENTILES)

        assert list_ends(track) == {Rung.JUNIOR: (80_000, 110_000)}

    def test_leaves_out_bands_beside_the_ladder(self, track):
        make_range(track, None, 140_000, 190_000)

        assert list_bands(track) == {}

    def test_keeps_to_the_track_and_the_country(self, track):
        make_range(make_track(milestones=[]), Rung.JUNIOR, 90_000, 120_000)
        german = make_range(
            track, Rung.JUNIOR, 50_000, 65_000, country="DE", currency="EUR", year=2025
        )

        assert list_bands(track) == {}
        [band] = list_bands(track, country="DE").values()
        assert (band.evidence, band.currency) == ((german,), "EUR")

    def test_keeps_an_open_top(self, track):
        make_range(track, Rung.ARCHITECT, 180_000, 250_000, high_is_open=True)

        assert list_bands(track)[Rung.ARCHITECT].is_open_above

    def test_asks_one_question_with_sources_and_roles(self, track, django_assert_num_queries):
        for rung in Rung:
            make_range(track, rung, 100_000, 120_000)

        with django_assert_num_queries(1):
            bands = list_bands(track)
            assert all(band.evidence[0].source.title for band in bands.values())


class TestDerivedMidBand:
    # The published ends on both sides, and docs/roi-model.md: sqrt(low x low), sqrt(high x high).
    @pytest.mark.parametrize(
        ("junior", "senior", "mid"),
        [
            pytest.param((65_000, 85_000), (120_000, 175_000), (88_300, 122_000), id="linux"),
            pytest.param((70_000, 90_000), (130_000, 180_000), (95_400, 127_300), id="python"),
        ],
    )
    def test_is_the_geometric_mean_of_its_neighbours_in_hundreds(self, track, junior, senior, mid):
        make_range(track, Rung.JUNIOR, *junior)
        make_range(track, Rung.SENIOR, *senior)

        assert list_ends(track)[Rung.MID] == mid

    def test_is_not_made_of_two_currencies(self, track):
        make_range(track, Rung.JUNIOR, 65_000, 85_000)
        make_range(track, Rung.SENIOR, 120_000, 175_000, currency="EUR")

        assert list(list_bands(track)) == [Rung.JUNIOR, Rung.SENIOR]

    def test_is_marked_and_rests_on_the_older_of_both_rows(self, track):
        below = make_range(track, Rung.JUNIOR, 65_000, 85_000, year=2025)
        above = make_range(track, Rung.SENIOR, 120_000, 175_000, year=2023, high_is_open=True)

        bands = list_bands(track)

        mid = bands[Rung.MID]
        assert list(bands) == [Rung.JUNIOR, Rung.MID, Rung.SENIOR]
        assert (mid.rung, mid.year, mid.currency) == (Rung.MID, 2023, "USD")
        assert mid.evidence == (below, above)
        assert mid.is_derived
        assert not mid.is_open_above

    def test_gives_way_to_a_published_one(self, track):
        make_range(track, Rung.JUNIOR, 65_000, 85_000)
        make_range(track, Rung.MID, 100_000, 130_000)
        make_range(track, Rung.SENIOR, 120_000, 175_000)

        mid = list_bands(track)[Rung.MID]

        assert (mid.low, mid.high, mid.is_derived) == (100_000, 130_000, False)

    @pytest.mark.parametrize(
        "rungs", [(Rung.JUNIOR,), (Rung.SENIOR,), (Rung.JUNIOR, Rung.ARCHITECT)]
    )
    def test_needs_both_neighbours(self, track, rungs):
        for rung in rungs:
            make_range(track, rung, 100_000, 120_000)

        assert list(list_bands(track)) == list(rungs)

    @pytest.mark.parametrize("missing", [Rung.JUNIOR, Rung.SENIOR, Rung.ARCHITECT])
    def test_is_the_only_one_that_is_ever_derived(self, track, missing):
        present = [rung for rung in Rung if rung != missing]
        for rung in present:
            make_range(track, rung, 100_000, 120_000)

        assert list(list_bands(track)) == present


class TestListProjectedBands:
    def test_returns_what_projections_of_any_place_rest_on(self):
        track = make_track(milestones=[])
        older, newer = (make_salary_band(track=track, year=year) for year in (2023, 2024))
        abroad = make_salary_band(track=track, country="DE", currency="EUR")
        make_salary_band(track=track, rung=None)
        make_salary_band(track=track, rung=3, statistic="PERCENTILES")
        assert list_projected_bands() == {newer.pk, abroad.pk}
        assert older.pk not in list_projected_bands()

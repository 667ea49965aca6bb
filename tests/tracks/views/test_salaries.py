from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories.references import make_rate
from tests.factories.tracks import make_salary_band, make_source, make_track
from tracks.choices import EvidenceState, Statistic

pytestmark = pytest.mark.django_db


def read(client, track):
    response = client.get(reverse("track-pay", args=[track.key]))
    assert response.status_code == 200
    return response.content.decode()


class TestTrackPay:
    def test_keeps_open_ends_open_and_shows_the_papers(self, client):
        track = make_track()
        source = make_source(title="The survey", publisher="Somebody")
        make_salary_band(
            track=track,
            rung=4,
            low=Decimal(180_000),
            high=Decimal(250_000),
            high_is_open=True,
            source=source,
            state=EvidenceState.UNSOURCED,
        )
        page = read(client, track)
        assert "$180k–$250k+" in page
        assert "The survey" in page
        assert "Unsourced" in page
        assert "Sample</dt><dd>not stated" in page

    def test_shows_pay_in_another_currency_in_dollars_too(self, client):
        make_rate("EUR", 2024, "0.9242")
        track = make_track()
        amounts = {"low": Decimal(60_000), "high": Decimal(80_000)}
        make_salary_band(track=track, rung=2, currency="EUR", year=2024, **amounts)
        assert "About $64.9k–$86.6k at the 2024 average of 0.9242 EUR" in read(client, track)

    def test_shows_an_unknown_rung_as_unknown(self, client):
        assert "Unknown: no source that we read states a band" in read(client, make_track())

    def test_marks_the_derived_band_and_says_how_it_is_made(self, client):
        track = make_track(name="Linux")
        make_salary_band(track=track, rung=1, low=Decimal(65_000), high=Decimal(85_000))
        make_salary_band(track=track, rung=3, low=Decimal(120_000), high=Decimal(175_000))
        page = read(client, track)
        assert "$88.3k–$122k" in page
        assert "derived by us" in page
        assert "geometric mean" in page

    def test_shows_how_few_rows_there_are_instead_of_percentiles(self, client):
        track = make_track()
        empty = dict.fromkeys(("p10", "p25", "p50", "p75", "p90"))
        make_salary_band(track=track, statistic=Statistic.PERCENTILES, sample_size=4, **empty)
        page = read(client, track)
        assert "too few to show" in page
        assert "n = 4" in page
        assert "Distributions in data sets" not in page

    def test_draws_distributions_beside_ranges(self, client):
        track = make_track()
        make_salary_band(track=track)
        make_salary_band(track=track, statistic=Statistic.PERCENTILES)
        make_salary_band(track=track, statistic=Statistic.PERCENTILES, rung=None)
        page = read(client, track)
        assert "half lie in $85k–$120k" in page
        assert "Distributions in data sets" in page
        assert "Beside the ladder" in page

    def test_says_where_sources_disagree(self, client):
        track = make_track()
        make_salary_band(track=track, rung=2, dispute="mid")
        assert "sources disagree" in read(client, track)

    def test_answers_404_for_an_unknown_track(self, client):
        assert client.get(reverse("track-pay", args=["nothing"])).status_code == 404

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.certifications import make_certification, make_claim
from tests.factories.tracks import make_salary_band, make_source, make_track
from tracks.choices import SourceKind

pytestmark = pytest.mark.django_db


class TestSourceList:
    def test_shows_licence_and_number_of_facts(self, client):
        source = make_source(title="The survey", kind=SourceKind.DATASET, licence="CC0-1.0")
        make_salary_band(source=source)
        make_claim(source=source)
        page = client.get(reverse("source-list")).content.decode()
        assert "Data set" in page
        assert "CC0-1.0" in page
        assert 'data-label="Facts">2<' in page
        assert "Official statistics" not in page


class TestSourceDetail:
    def test_lists_what_rests_on_it(self, client):
        source = make_source(
            attribution="Data: the survey.",
            url="https://example.org/data",
            retrieved_date=date(2026, 11, 21),
        )
        make_salary_band(source=source, track=make_track(name="Linux"))
        make_claim(source=source, certification=make_certification(short_name="RHCE"))
        page = client.get(reverse("source-detail", args=[source.key])).content.decode()
        for words in (
            "Linux, Junior, US 2024",
            "RHCE: fee",
            "Data: the survey.",
            "21 November 2026",
        ):
            assert words in page

    def test_says_that_nothing_rests_on_it(self, client):
        page = client.get(reverse("source-detail", args=[make_source().key])).content.decode()
        assert "Nothing in the catalogue rests on it." in page

    def test_answers_404_for_an_unknown_key(self, client):
        assert client.get(reverse("source-detail", args=["nothing"])).status_code == 404

import pytest
from django.utils import timezone

from progress.queries.typical_starters import PAY_SOURCE_KEY, get_typical_starter
from tests.factories.api import get_code, make_visitor
from tests.factories.progress import make_paid_track
from tests.factories.tracks import make_track

pytestmark = pytest.mark.django_db


def ask(key):
    return make_visitor().get(f"/api/v1/tracks/{key}/typical-starter/")


class TestTypicalStarters:
    def test_gives_everybody_what_the_comparison_page_shows(self):
        track = make_paid_track()
        starter = get_typical_starter(track=track, today=timezone.localdate())

        body = ask(track.key).json()

        assert body["track"] == track.key
        assert (body["pay_usd_per_year"], body["pay_source"]) == ("48060.00", PAY_SOURCE_KEY)
        figures = body["projection"]["figures"]
        assert figures["expected_usd"] == pytest.approx(
            starter.projection.figures.expected_usd, abs=0.01
        )
        assert body["projection"]["missing"] == []

    def test_says_what_is_missing_instead_of_a_number(self):
        projection = ask(make_track().key).json()["projection"]

        assert projection["figures"] is None
        assert "no sourced pay" in projection["missing"][0]["reason"]

    def test_knows_published_tracks_only(self):
        hidden = make_track(is_published=False)

        assert get_code(ask(hidden.key)) == (404, "not_found")
        assert get_code(ask("none")) == (404, "not_found")

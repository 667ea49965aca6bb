import pytest

from tests.factories.references import (
    CODE,
    make_currency,
    make_occupation,
    make_occupation_match,
    make_titles,
)
from tests.factories.tracks import make_role
from tests.screens import find_url, make_staff, read_messages, run_action, sign_in
from tracks.choices import MatchQuality
from tracks.models import OccupationMatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return sign_in(make_staff("curator"))


class TestOccupationMatches:
    def test_show_what_titles_suggest(self, client):
        make_occupation(code=CODE, title="Administrators")
        make_titles("Owl", code=CODE)
        match = make_occupation_match(role=make_role(title="Owl"))
        page = client.get(find_url(match, "change")).text
        assert "15-1244.00 Administrators: listed as another title (“Owl”)" in page

    def test_say_when_no_title_suggests_any(self, client):
        page = client.get(find_url(make_occupation_match(), "change")).text
        assert "No occupation on record lists" in page
        assert "Shown once the row is saved" in client.get(find_url(OccupationMatch, "add")).text

    def test_are_compared_with_the_titles(self, client):
        match = make_occupation_match(quality=MatchQuality.ALTERNATE_TITLE)

        def compare():
            return read_messages(run_action(client, OccupationMatch, "compare_with_titles", match))

        assert "No titles are loaded" in compare()
        make_titles("Owl")
        assert "does not list this title" in compare()
        make_titles(match.role.title, code=CODE)
        assert "1 compared; every title" in compare()


class TestTables:
    def test_can_be_looked_at_and_not_changed(self, client):
        currency = make_currency()
        url = find_url(currency, "change")
        assert client.get(url).status_code == 200
        assert client.post(url, {"name": "other"}).status_code == 403
        assert client.get(find_url(currency, "add")).status_code == 403

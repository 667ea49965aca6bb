import pytest
from django.urls import reverse

from tests.factories.tracks import make_ladder_rung, make_role, make_salary_band, make_track
from tracks.choices import Statistic

pytestmark = pytest.mark.django_db


class TestRoleList:
    def test_shows_ladders_with_their_roles(self, client):
        role = make_role(title="Night keeper")
        make_ladder_rung(track=make_track(), roles=[role], name="Entry level")
        page = client.get(reverse("role-list")).content.decode()
        assert reverse("role-detail", args=[role.key]) in page
        assert "Entry level" in page


class TestRoleDetail:
    def test_shows_pay_of_the_title_and_of_its_rung(self, client):
        track = make_track()
        role = make_role(title="Night keeper", aliases=["Owl"], soc_code="15-1244")
        make_ladder_rung(track=track, rung=1, roles=[role])
        make_salary_band(track=track, rung=1, role=role)
        make_salary_band(track=track, rung=1, statistic=Statistic.PERCENTILES)
        page = client.get(reverse("role-detail", args=[role.key])).content.decode()
        for words in (
            "For this title",
            "For the rung it stands on",
            "$80k–$110k",
            "Owl",
            "15-1244",
        ):
            assert words in page
        assert "distributions in data sets" in page

    def test_says_unknown_without_any_band(self, client):
        page = client.get(reverse("role-detail", args=[make_role().key])).content.decode()
        assert "Unknown: no source" in page

    def test_answers_404_for_an_unknown_role(self, client):
        assert client.get(reverse("role-detail", args=["wizard"])).status_code == 404

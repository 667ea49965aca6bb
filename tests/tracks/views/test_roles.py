import pytest
from django.urls import reverse

from tests.factories.references import (
    CODE,
    make_job_zone,
    make_occupation_match,
    make_occupation_zone,
    make_rate,
    make_technologies,
    make_technology,
    make_wage,
)
from tests.factories.tracks import make_ladder_rung, make_role, make_salary_band, make_track
from tracks.choices import MatchQuality, Statistic

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

    def test_shows_what_comes_nearest_in_the_classification(self, client):
        match = make_occupation_match(role=make_role(title="Owl"), reason="Both watch at night.")
        make_occupation_zone(code=CODE, zone=4)
        make_job_zone(number=4, name="Job Zone Four", education="Often a degree.")
        technologies = (make_technology("Linux", demanded=True), make_technology("Ansible"))
        make_technologies(*technologies, code=CODE)
        make_wage(subject="15-1244")
        page = client.get(reverse("role-detail", args=[match.role.key])).content.decode()
        for words in (
            "None is called “Owl”",
            "Nearest, by our judgement",
            "Both watch at night.",
            "Job Zone Four",
            "Linux",
            "1 more hot technologies",
            "Wages of the whole occupation",
            "O*NET, used under CC BY 4.0.",
        ):
            assert words in page

    def test_says_that_no_occupation_fits(self, client):
        match = make_occupation_match(
            quality=MatchQuality.NONE,
            occupation_code="",
            occupation_title="",
            reason="There is no MLOps occupation.",
        )
        page = client.get(reverse("role-detail", args=[match.role.key])).content.decode()
        assert "No occupation fits" in page
        assert "There is no MLOps occupation." in page

    def test_shows_pay_in_another_currency_in_dollars_too(self, client):
        rate = make_rate("EUR", 2024, "0.9242")
        band = make_salary_band(role=make_role(), currency="EUR", year=2024, low=60000, high=80000)
        page = client.get(reverse("role-detail", args=[band.role.key])).content.decode()
        assert "€60k–€80k" in page
        assert "About $64.9k–$86.6k at the 2024 average of 0.9242 EUR for 1 USD" in page
        assert rate.source.title in page

    def test_says_unknown_without_any_band(self, client):
        page = client.get(reverse("role-detail", args=[make_role().key])).content.decode()
        assert "Unknown: no source" in page

    def test_answers_404_for_an_unknown_role(self, client):
        assert client.get(reverse("role-detail", args=["wizard"])).status_code == 404

import pytest
from django.urls import reverse

from tests.factories.tracks import (
    make_comparison_entry,
    make_meeting_point,
    make_milestone,
    make_salary_band,
    make_skill,
    make_track,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracks():
    shared = make_milestone(title="Pipes", hours_low=4, hours_likely=5, hours_high=6)
    return (
        make_track(key="devops", name="DevOps", milestones=[shared], position=1),
        make_track(key="mlops", name="MLOps", milestones=[shared, make_milestone()], position=2),
    )


class TestComparisonStart:
    def test_offers_every_pair(self, client, tracks):
        page = client.get(reverse("comparison-start")).content.decode()
        assert "/compare/devops/mlops/" in page

    def test_leads_to_the_pair_that_was_picked(self, client, tracks):
        response = client.get(reverse("comparison-start"), {"left": "mlops", "right": "devops"})
        assert response.status_code == 302
        assert response.url == "/compare/mlops/devops/"

    @pytest.mark.parametrize(
        ("right", "words"),
        [("devops", "Pick two different tracks."), ("nothing", "Pick a track on both sides")],
    )
    def test_refuses_a_pair_that_is_none(self, client, tracks, right, words):
        response = client.get(reverse("comparison-start"), {"left": "devops", "right": right})
        assert response.status_code == 400
        assert words in response.content.decode()


class TestComparisonDetail:
    def test_shows_both_sides(self, client, tracks):
        devops, mlops = tracks
        make_comparison_entry(track=devops, text="Applications and services.")
        make_meeting_point(tracks=tracks, name="Metrics with Prometheus")
        make_salary_band(track=mlops, rung=1)
        make_skill(name="Pipelines", tracks=tracks)
        page = client.get("/compare/devops/mlops/").content.decode()
        for words in ("Applications and services.", "not stated", "Metrics with Prometheus"):
            assert words in page
        for words in ("$80k–$110k", "unknown", "Pipelines", "Pipes", "4–6"):
            assert words in page

    @pytest.mark.parametrize("path", ["/compare/devops/devops/", "/compare/devops/nothing/"])
    def test_answers_404_for_a_pair_that_is_none(self, client, tracks, path):
        assert client.get(path).status_code == 404

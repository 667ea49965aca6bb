import pytest
from django.urls import reverse

from tests.factories.tracks import (
    make_accelerator,
    make_demand_indicator,
    make_insight,
    make_milestone,
    make_qualitative_factor,
    make_skill,
    make_source,
    make_time_investment,
    make_tool,
    make_track,
    make_transition,
)

pytestmark = pytest.mark.django_db

PAGES = ("track-detail", "track-map", "track-skills", "track-outlook")


def read(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


class TestHome:
    def test_shows_every_published_track(self, client):
        make_track(name="Gardening")
        make_track(name="Hidden draft", is_published=False)
        page = read(client, "home")
        assert "Gardening" in page
        assert "Hidden draft" not in page
        assert reverse("questionnaire") in page

    def test_says_so_when_nothing_is_published(self, client):
        assert "No track has been published yet" in read(client, "home")


class TestTrackList:
    def test_shows_size_and_time(self, client):
        track = make_track(
            milestones=[make_milestone(hours_low=700, hours_likely=1000, hours_high=1500)]
        )
        make_time_investment(track=track, low_months=6, high_months=12)
        page = read(client, "track-list")
        assert "700–1,500" in page
        assert "6–12 months" in page


class TestTrackDetail:
    def test_shows_the_outline_with_needs_and_sharing(self, client):
        first = make_milestone(title="Pipes")
        second = make_milestone(title="Filters", prerequisites=[first], outcome="Can filter.")
        track = make_track(milestones=[first, second], position=1)
        make_track(name="Plumbing", milestones=[first], position=2)
        page = read(client, "track-detail", track.key)
        assert "Can filter." in page
        assert f'needs <a href="#{first.key}">Pipes</a>' in page
        assert "Plumbing" in page
        assert "8–20 h" in page
        assert "Release 1" in page

    @pytest.mark.parametrize("name", PAGES)
    def test_answers_404_for_a_draft_and_for_nothing(self, client, name):
        draft = make_track(is_published=False)
        assert client.get(reverse(name, args=[draft.key])).status_code == 404
        assert client.get(reverse(name, args=["nothing"])).status_code == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_only_reads(self, client, name):
        assert client.post(reverse(name, args=[make_track().key])).status_code == 405


class TestTrackMap:
    def test_draws_the_outline_and_lists_it(self, client):
        track = make_track(milestones=[make_milestone(title="Pipes")])
        page = read(client, "track-map", track.key)
        assert 'id="outline' in page
        assert '<th scope="row">1</th><td data-label="Milestone">Pipes</td>' in page


class TestTrackSkills:
    def test_draws_and_lists_skills_with_tools_and_sources(self, client):
        track = make_track()
        other = make_track(name="Plumbing")
        tool = make_tool(name="sed", url="https://example.org/sed")
        skill = make_skill(name="Stream editing", tracks=[track, other], tools=[tool])
        page = read(client, "track-skills", track.key)
        assert f'id="skill-{skill.key}"' in page
        assert f"#skill-{skill.key}" in page
        assert "also Plumbing" in page
        assert skill.group.source.title in page


class TestTrackOutlook:
    def test_shows_everything_said_with_its_source(self, client):
        track, other = make_track(), make_track(name="Plumbing")
        source = make_source(title="The survey", licence="CC0-1.0")
        make_insight(track=track, title="Edge computing", source=source, period="2024-2025")
        make_demand_indicator(track=track, sector="Telecoms", source=source)
        make_accelerator(track=track, name="Containers", source=source)
        make_qualitative_factor(track=track, text="Hard to replace.", source=source)
        make_transition(from_track=track, to_field="Security", source=source)
        make_time_investment(track=track, source=source)
        page = read(client, "track-outlook", track.key)
        for words in ("Edge computing", "2024-2025", "Telecoms", "High", "Containers"):
            assert words in page
        for words in ("Hard to replace.", "Security", "1–2 years", "CC0-1.0"):
            assert words in page
        assert reverse("comparison-detail", args=[track.key, other.key]) in page

    def test_says_that_nothing_is_known_of_demand(self, client):
        assert "No source that we read rates demand" in read(
            client, "track-outlook", make_track().key
        )

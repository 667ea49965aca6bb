from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.tracks import make_milestone, make_source, make_track
from tests.screens import find_url, make_staff, read_errors, send_form, sign_in
from tracks.models import Milestone

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    return sign_in(make_staff("curator"))


@pytest.fixture
def milestone() -> Milestone:
    return make_milestone(hours_source=make_source())


class TestMilestoneForm:
    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"hours_low": "30"}, "hours_low", "must rise"),
            ({"hours_low": "0"}, "hours_low", "at least 1"),
            ({"hours_high": None}, "hours_high", "all three"),
            ({"hours_source": None}, "hours_source", "where the hours come from"),
            ({"is_retired": "on"}, "successor", "Name what replaces it"),
            ({"retired_reason": "Nobody does this."}, "is_retired", "Tick this too"),
        ],
    )
    def test_answers_at_the_field(self, client, milestone, changes, field, words):
        response = send_form(client, find_url(milestone, "change"), **changes)
        assert words in str(read_errors(response)[field])

    def test_takes_unknown_hours(self, client, milestone):
        unknown = {"hours_low": None, "hours_likely": None, "hours_high": None}
        send_form(client, find_url(milestone, "change"), **unknown)
        milestone.refresh_from_db()
        assert milestone.hours_likely is None

    def test_refuses_a_circle_of_prerequisites(self, client, milestone):
        between = make_milestone(prerequisites=[milestone])
        last = make_milestone(prerequisites=[between])
        url = find_url(milestone, "change")
        response = send_form(client, url, prerequisites=[last.pk])
        assert "that is a circle" in str(read_errors(response)["prerequisites"])
        assert not milestone.prerequisites.exists()

    def test_refuses_a_milestone_that_needs_itself(self, client, milestone):
        response = send_form(client, find_url(milestone, "change"), prerequisites=[milestone.pk])
        assert "that is a circle" in str(read_errors(response)["prerequisites"])

    def test_takes_prerequisites_that_lead_nowhere_back(self, client, milestone):
        first = make_milestone()
        needed = make_milestone(prerequisites=[first, make_milestone(prerequisites=[first])])
        send_form(client, find_url(milestone, "change"), prerequisites=[needed.pk])
        assert list(milestone.prerequisites.all()) == [needed]

    def test_saves_its_resources(self, client, milestone):
        url = find_url(milestone, "change")
        send_form(client, url, **{"resources-0-title": "The handbook"})
        assert milestone.resources.filter(title="The handbook").exists()


class TestRetiring:
    def test_dates_it_and_names_the_successor(self, client, milestone, clock):
        successor = make_milestone()
        changes = {"is_retired": "on", "successor": successor.pk}
        send_form(client, find_url(milestone, "change"), **changes)
        milestone.refresh_from_db()
        assert (milestone.retired_at, milestone.successor) == (NOON, successor)

    def test_keeps_the_first_date(self, client, milestone, clock):
        Milestone.objects.filter(pk=milestone.pk).update(
            retired_at=datetime(2026, 1, 1, tzinfo=UTC), retired_reason="Gone."
        )
        send_form(client, find_url(milestone, "change"), title="Another title")
        milestone.refresh_from_db()
        assert milestone.title == "Another title"
        assert milestone.retired_at == datetime(2026, 1, 1, tzinfo=UTC)

    def test_can_be_undone(self, client, milestone):
        Milestone.objects.filter(pk=milestone.pk).update(retired_at=NOON, retired_reason="Gone.")
        changes = {"is_retired": None, "retired_reason": ""}
        send_form(client, find_url(milestone, "change"), **changes)
        milestone.refresh_from_db()
        assert milestone.retired_at is None

    def test_refuses_itself_as_successor(self, client, milestone):
        changes = {"is_retired": "on", "successor": milestone.pk}
        response = send_form(client, find_url(milestone, "change"), **changes)
        assert "cannot replace itself" in str(read_errors(response)["successor"])

    def test_refuses_a_retired_successor(self, client, milestone):
        retired = make_milestone(retired_at=NOON)
        changes = {"is_retired": "on", "successor": retired.pk}
        response = send_form(client, find_url(milestone, "change"), **changes)
        assert "is retired itself" in str(read_errors(response)["successor"])

    def test_is_the_only_way_out_of_a_release(self):
        boss = sign_in(make_staff(is_superuser=True))
        milestone = make_milestone()
        make_track(milestones=[milestone])
        boss.post(find_url(milestone, "delete"), {"post": "yes"})
        assert Milestone.objects.filter(pk=milestone.pk).exists()


class TestGaps:
    def test_filter_shows_the_rows_of_each_gap(self, client):
        placed = make_milestone()
        make_track(milestones=[placed], is_published=False)
        no_hours = make_milestone(hours_low=None, hours_likely=None, hours_high=None)
        bare = make_milestone(resource_count=0)
        lost = make_milestone(retired_at=NOON)
        make_track(milestones=[no_hours, bare], is_published=False)
        orphan = make_milestone()
        expected = {
            "hours": {no_hours},
            "resources": {bare},
            "place": {orphan},
            "successor": {lost},
            "retired": {lost},
            "nonsense": {placed, no_hours, bare, lost, orphan},
        }
        for gap, found in expected.items():
            response = client.get(find_url(Milestone, "changelist"), {"gap": gap})
            assert set(response.context["cl"].queryset) == found, gap

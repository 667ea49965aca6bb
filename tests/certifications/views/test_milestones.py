from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories.certifications import make_certification
from tests.factories.tracks import make_milestone, make_source, make_track
from tracks.models import Milestone

pytestmark = pytest.mark.django_db


def show(client, milestone):
    response = client.get(reverse("milestone-detail", args=[milestone.key]))
    assert response.status_code == 200
    return response.content.decode()


class TestMilestoneDetail:
    def test_shows_everything_around_it(self, client):
        needed = make_milestone(title="Pipes")
        milestone = make_milestone(
            title="Filters",
            prerequisites=[needed],
            description="Some *words*.",
            hours_source=make_source(title="Our estimate"),
        )
        later = make_milestone(title="Streams", prerequisites=[milestone])
        make_track(name="Plumbing", milestones=[needed, milestone, later])
        make_certification(short_name="RHCE", covers=[milestone])
        page = show(client, milestone)
        for words in ("Pipes", "Streams", "Plumbing", "RHCE", "<em>words</em>", "12 h"):
            assert words in page
        for words in ("Our estimate", "Handbook", "Official documentation"):
            assert words in page

    def test_says_what_took_the_place_of_a_retired_one(self, client):
        milestone, successor = make_milestone(), make_milestone(title="Newer pipes")
        make_track(milestones=[milestone, successor])
        Milestone.objects.filter(pk=milestone.pk).update(
            retired_at=datetime(2026, 3, 4, tzinfo=UTC),
            successor=successor,
            retired_reason="The tool is gone.",
        )
        page = show(client, milestone)
        assert "Retired on 4 March 2026." in page
        assert "Newer pipes" in page
        assert "The tool is gone." in page

    def test_does_not_show_markup_of_strangers(self, client):
        milestone = make_milestone(description="<script>alert(1)</script>")
        make_track(milestones=[milestone])
        assert "<script>alert" not in show(client, milestone)

    def test_answers_404_for_what_was_never_published(self, client):
        for key in (make_milestone().key, "nothing"):
            assert client.get(reverse("milestone-detail", args=[key])).status_code == 404

"""The pages of a newer release, without JavaScript."""

import pytest
from django.urls import reverse

from progress.models import Enrolment, ReleaseMove
from tests.factories.progress import make_enrolment, make_user
from tests.factories.tracks import make_milestone, make_placement, make_release, make_track

pytestmark = pytest.mark.django_db


@pytest.fixture
def track():
    return make_track()


@pytest.fixture
def learner(client, track):
    enrolment = make_enrolment(track=track)
    client.force_login(enrolment.user)
    stage = track.stages.get(key="guru")
    make_placement(stage=stage, milestone=make_milestone(title="Say <hello>"))
    make_release(track=track)
    return enrolment


class TestANewerRelease:
    def test_is_told_previewed_followed_and_undone(self, client, learner):
        for name in ("dashboard", "outline", "outline-map", "outline-table"):
            assert "has a new release" in client.get(reverse(name)).text
        page = client.get(reverse("release")).text
        assert "Say &lt;hello&gt;" in page
        assert "0 of 7" in page
        moved = client.post(reverse("release-move", args=[2]), follow=True).text
        assert "Every tick is still there" in moved
        assert "Undo the move" in client.get(reverse("dashboard")).text
        move = ReleaseMove.objects.get()
        undone = client.post(reverse("release-undo", args=[move.pk]), follow=True).text
        assert "release 1 again" in undone
        assert Enrolment.objects.get(pk=learner.pk).release.number == 1

    def test_is_said_quietly_after_staying(self, client, learner):
        client.post(reverse("release-stay", args=[2]))
        page = client.get(reverse("dashboard")).text
        assert "has a new release" not in page
        assert "You stay with release 1" in page
        assert "Move to release 2" in client.get(reverse("release")).text

    def test_of_another_number_is_not_found(self, client, learner):
        assert client.post(reverse("release-move", args=[9])).status_code == 404

    def test_move_of_somebody_else_is_not_found(self, client, learner):
        client.post(reverse("release-move", args=[2]))
        client.force_login(make_user())
        move = ReleaseMove.objects.get()
        assert client.post(reverse("release-undo", args=[move.pk])).status_code == 404
        move.refresh_from_db()
        assert move.undone_at is None


def test_releases_of_a_track_are_public(client, track, learner):
    page = client.get(reverse("track-releases", args=[track.key])).text
    assert "Say &lt;hello&gt;" in page
    assert "Release 2" in page
    assert "1 new" in page

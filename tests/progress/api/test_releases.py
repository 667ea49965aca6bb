"""Releases over the API: preview, move, stay, undo, for oneself alone."""

import pytest

from progress.models import MilestoneState, ReleaseMove
from tests.factories.api import get_code, make_caller
from tests.factories.progress import finish_milestones, list_milestones, make_enrolment
from tests.factories.tracks import make_milestone, make_placement, make_release, make_track

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


@pytest.fixture
def enrolment():
    track = make_track()
    enrolment = make_enrolment(track=track)
    finish_milestones(enrolment, list_milestones(enrolment)[:2])
    make_placement(stage=track.stages.get(key="guru"), milestone=make_milestone(key="new-one"))
    make_release(track=track)
    return enrolment


class TestReleases:
    def test_say_what_is_followed_and_what_is_newest(self, enrolment):
        caller = make_caller(enrolment.user)
        assert caller.get(f"{ME}/release/").json() == {
            "track": enrolment.track.key,
            "release": 1,
            "newest": 2,
            "declined": None,
            "undoable_move": None,
        }

    def test_preview_without_writing(self, enrolment):
        body = make_caller(enrolment.user).get(f"{ME}/releases/2/").json()
        assert body["summary"] == "1 new"
        assert (body["counts_before"]["total"], body["counts_after"]["total"]) == (6, 7)
        assert [one["after"]["key"] for one in body["new"]] == ["new-one"]
        assert len(body["carried"]) == 2
        assert not ReleaseMove.objects.exists()

    def test_preview_only_what_lies_ahead(self, enrolment):
        caller = make_caller(enrolment.user)
        for number in (1, 3):
            assert get_code(caller.get(f"{ME}/releases/{number}/")) == (404, "not_found")

    def test_move_once_and_undo(self, enrolment):
        caller = make_caller(enrolment.user)
        states = list(MilestoneState.objects.values())
        moved = caller.post(f"{ME}/releases/2/move/")
        assert (moved.status_code, moved.json()["to_release"]) == (201, 2)
        assert caller.post(f"{ME}/releases/2/move/").status_code == 200
        assert get_code(caller.post(f"{ME}/releases/1/move/")) == (409, "not_ahead")
        undo = f"{ME}/release-moves/{moved.json()['id']}/undo/"
        assert caller.post(undo).json()["undone_at"]
        assert get_code(caller.post(undo)) == (409, "not_undoable")
        assert caller.get(f"{ME}/release/").json()["release"] == 1
        assert caller.get(f"{ME}/release-moves/").json()["count"] == 1
        assert list(MilestoneState.objects.values()) == states

    def test_stay(self, enrolment):
        caller = make_caller(enrolment.user)
        assert caller.post(f"{ME}/releases/2/stay/").json()["declined"] == 2
        assert caller.get(f"{ME}/releases/2/").json()["is_declined"]
        assert get_code(caller.post(f"{ME}/releases/1/stay/")) == (409, "not_ahead")

    def test_undo_is_not_a_strangers(self, enrolment):
        moved = make_caller(enrolment.user).post(f"{ME}/releases/2/move/").json()
        stranger = make_caller(make_enrolment().user)
        answer = stranger.post(f"{ME}/release-moves/{moved['id']}/undo/")
        assert get_code(answer) == (404, "not_found")
        assert stranger.get(f"{ME}/release-moves/").json()["count"] == 0
        assert ReleaseMove.objects.get().undone_at is None

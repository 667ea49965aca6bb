import pytest

from progress.models import MilestoneEvent, MilestoneState
from tests.factories.api import get_code, list_pointers, make_caller
from tests.factories.progress import (
    finish_milestones,
    list_milestones,
    make_enrolment,
    make_learner,
    make_log_entry,
    make_user,
)
from tests.factories.tracks import make_milestone, make_track

pytestmark = pytest.mark.django_db
EVENTS = "/api/v1/me/milestone-events/"
OUTLINE = "/api/v1/me/outline/"


@pytest.fixture
def enrolment():
    return make_enrolment()


@pytest.fixture
def milestone(enrolment):
    return list_milestones(enrolment)[0]


@pytest.fixture
def caller(enrolment):
    return make_caller(enrolment.user)


def url(milestone):
    return f"/api/v1/me/milestones/{milestone.key}/"


class TestOutline:
    def test_answers_409_while_no_track_is_followed(self):
        assert get_code(make_caller().get(OUTLINE)) == (409, "not_enrolled")

    def test_shows_stages_counts_and_what_waits(self):
        first = make_milestone()
        second = make_milestone(prerequisites=[first])
        track = make_track(milestones=[first, second])
        learner = make_learner()
        enrolment = make_enrolment(user=learner.user, track=track)

        body = make_caller(learner.user).get(OUTLINE).json()

        assert (body["track"], body["release"]) == (track.key, 1)
        assert body["counts"] == {
            "done": 0,
            "in_progress": 0,
            "total": 2,
            "skipped": 0,
            "hours_left": 24,
            "percent": 0,
        }
        assert body["next"] == [first.key]
        rows = [row for stage in body["stages"] for row in stage["milestones"]]
        assert [(row["key"], row["waits_for"]) for row in rows] == [
            (first.key, []),
            (second.key, [first.key]),
        ]
        assert rows[0]["due"]["earliest"] < rows[0]["due"]["latest"]
        assert body["finish"] == rows[-1]["due"]
        assert len(body["stages"]) == enrolment.release.stages.count()

    def test_has_no_dates_while_the_pace_is_unknown(self, caller):
        body = caller.get(OUTLINE).json()

        assert body["finish"] is None
        assert {row["due"] for stage in body["stages"] for row in stage["milestones"]} == {None}

    def test_says_where_something_was_done_first(self):
        shared = make_milestone()
        first, second = make_track(milestones=[shared]), make_track(milestones=[shared])
        user = make_user()
        finish_milestones(make_enrolment(user=user, track=first), [shared])
        make_enrolment(user=user, track=second)

        body = make_caller(user).get(url(shared)).json()

        assert (body["status"], body["carried_from"]) == ("DONE", str(first))
        assert body["also_in"] == [first.name]

    def test_costs_the_same_for_few_and_for_many(self, django_assert_max_num_queries):
        small = make_enrolment(track=make_track(milestones=[make_milestone()]))
        large = make_enrolment(track=make_track(milestones=[make_milestone() for _ in range(12)]))
        make_log_entry(user=large.user)
        for enrolment in (small, large):
            client = make_caller(enrolment.user)
            with django_assert_max_num_queries(13):
                assert client.get(OUTLINE).status_code == 200


class TestMilestone:
    def test_moves_and_says_which_event_to_undo(self, caller, enrolment, milestone):
        answer = caller.put(url(milestone), {"status": "DONE"})

        assert answer.status_code == 200
        event = MilestoneEvent.objects.get(user=enrolment.user)
        assert answer.json()["event"] == event.pk
        assert answer.json()["milestone"]["status"] == "DONE"
        assert caller.get(url(milestone)).json() == answer.json()["milestone"]

    def test_moves_once_however_often_it_is_asked(self, caller, milestone):
        caller.put(url(milestone), {"status": "DONE"})
        again = caller.put(url(milestone), {"status": "DONE"})

        assert again.json()["event"] is None
        assert MilestoneEvent.objects.count() == 1

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"status": "FINISHED"}, "/status", "invalid_choice"),
            ({}, "/status", "required"),
            ({"status": "DONE", "changed_at": "2020-01-01"}, "/changed_at", "unknown_field"),
        ],
    )
    def test_does_not_move_to_what_is_no_state(self, caller, milestone, body, pointer, code):
        answer = caller.put(url(milestone), body)

        assert answer.status_code == 400
        assert list_pointers(answer) == {(pointer, code)}
        assert not MilestoneEvent.objects.exists()

    @pytest.mark.parametrize(
        ("method", "body"), [("get", None), ("put", {"status": "DONE"}), ("patch", {"note": "a"})]
    )
    def test_of_another_track_is_a_conflict(self, caller, method, body):
        answer = getattr(caller, method)(url(make_milestone()), body)

        assert get_code(answer) == (409, "not_in_track")
        assert "is not part of" in answer.json()["detail"]
        assert not MilestoneState.objects.exists()

    def test_needs_a_track(self, milestone):
        assert get_code(make_caller().put(url(milestone), {"status": "DONE"})) == (
            409,
            "not_enrolled",
        )

    def test_keeps_the_note_when_links_change(self, caller, milestone):
        caller.patch(url(milestone), {"note": "Mine"})
        answer = caller.patch(url(milestone), {"links": ["https://example.org/proof"]})

        assert answer.status_code == 200
        assert answer.json()["note"] == "Mine"
        assert answer.json()["links"] == ["https://example.org/proof"]
        assert answer.json()["status"] == "TODO"

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"note": "x" * 401}, "/note"),
            ({"links": ["http://example.org"]}, "/links"),
            ({"links": ["javascript:alert(1)"]}, "/links"),
            ({"links": ["https://example.org"] * 6}, "/links"),
            ({"links": "https://example.org"}, "/links"),
            ({"links": [None]}, "/links/0"),
        ],
    )
    def test_refuses_notes_and_links_that_do_not_fit(self, caller, milestone, body, pointer):
        answer = caller.patch(url(milestone), body)

        assert answer.status_code == 400
        assert {one for one, _ in list_pointers(answer)} == {pointer}
        assert not MilestoneState.objects.exclude(note="").exists()


class TestMilestoneEvents:
    def test_are_listed_newest_first_with_what_can_be_undone(self, caller, enrolment, milestone):
        finish_milestones(enrolment, list_milestones(enrolment)[:2])
        caller.put(url(milestone), {"status": "TODO"})

        rows = caller.get(EVENTS).json()["results"]

        assert [(row["from_status"], row["to_status"]) for row in rows] == [
            ("DONE", "TODO"),
            ("TODO", "DONE"),
            ("TODO", "DONE"),
        ]
        assert [row["is_undoable"] for row in rows] == [True, True, False]
        assert rows[0]["track"] == enrolment.track.key

    def test_are_undone_once(self, caller, milestone):
        event = caller.put(url(milestone), {"status": "DONE"}).json()["event"]

        undone = caller.post(f"{EVENTS}{event}/undo/")
        again = caller.post(f"{EVENTS}{event}/undo/")

        assert undone.status_code == 201
        assert undone.json()["undoes"] == event
        assert (undone.json()["from_status"], undone.json()["to_status"]) == ("DONE", "TODO")
        assert undone.json()["is_undoable"] is False
        assert get_code(again) == (409, "nothing_to_undo")
        assert caller.get(url(milestone)).json()["status"] == "TODO"

    def test_come_in_pages(self, caller, enrolment):
        finish_milestones(enrolment, list_milestones(enrolment)[:3])

        page = caller.get(EVENTS, {"page_size": 2}).json()

        assert (page["count"], len(page["results"])) == (3, 2)
        assert page["next"].startswith("http://testserver/api/v1/me/milestone-events/?page=2")
        assert get_code(caller.get(EVENTS, {"page": 9})) == (404, "not_found")

    def test_cost_the_same_for_few_and_for_many(self, caller, enrolment, django_assert_num_queries):
        finish_milestones(enrolment, list_milestones(enrolment)[:1])
        with django_assert_num_queries(4):
            caller.get(EVENTS)
        finish_milestones(enrolment, list_milestones(enrolment)[1:])
        with django_assert_num_queries(4):
            caller.get(EVENTS)

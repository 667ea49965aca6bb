from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from progress.choices import MilestoneStatus
from progress.models import MilestoneEvent, MilestoneState
from progress.operations.enrolments import choose_track
from progress.operations.milestones import (
    MilestoneNotInTrack,
    NothingToUndo,
    reset_track,
    save_note,
    set_milestone_status,
    undo_milestone_event,
)
from tests.factories.progress import NOW, list_milestones, make_enrolment, make_user
from tests.factories.tracks import make_milestone, make_track

DONE, IN_PROGRESS, TODO = MilestoneStatus.DONE, MilestoneStatus.IN_PROGRESS, MilestoneStatus.TODO


def get_status(enrolment, milestone):
    return MilestoneState.objects.get(user=enrolment.user, milestone=milestone).status


@pytest.fixture
def enrolment(db):
    return make_enrolment()


@pytest.fixture
def milestone(enrolment):
    return list_milestones(enrolment)[0]


class TestSetMilestoneStatus:
    def test_moves_the_state_and_logs_the_change(self, enrolment, milestone):
        event = set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)

        assert event is not None
        assert (event.from_status, event.to_status, event.at) == (TODO, DONE, NOW)
        assert event.track == enrolment.track
        state = MilestoneState.objects.get(user=enrolment.user, milestone=milestone)
        assert (state.status, state.changed_at, state.track) == (DONE, NOW, enrolment.track)

    def test_logs_nothing_when_the_milestone_is_in_that_state(self, enrolment, milestone):
        set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)

        later = NOW + timedelta(days=1)
        event = set_milestone_status(
            enrolment=enrolment, milestone=milestone, status=DONE, now=later
        )

        assert event is None
        assert MilestoneEvent.objects.count() == 1
        assert MilestoneState.objects.get().changed_at == NOW

    def test_refuses_a_milestone_of_another_track(self, enrolment):
        with pytest.raises(MilestoneNotInTrack, match="is not part of"):
            set_milestone_status(
                enrolment=enrolment, milestone=make_milestone(), status=DONE, now=NOW
            )

        assert not MilestoneEvent.objects.exists()
        assert not MilestoneState.objects.exists()

    def test_is_seen_by_another_track_that_shares_the_milestone(self, enrolment, milestone):
        other = make_track(milestones=[milestone, *(make_milestone() for _ in range(5))])
        set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)

        second = choose_track(user=enrolment.user, track=other, now=NOW)

        assert get_status(second, milestone) == DONE
        moved = set_milestone_status(enrolment=second, milestone=milestone, status=DONE, now=NOW)
        assert moved is None


class TestUndoMilestoneEvent:
    def test_takes_the_newest_change_back(self, enrolment, milestone):
        event = set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)

        undone = undo_milestone_event(user=enrolment.user, event=event, now=NOW)

        assert undone.undoes == event
        assert get_status(enrolment, milestone) == TODO
        assert MilestoneState.objects.get().track is None

    def test_gives_the_state_back_to_the_track_it_came_from(self, enrolment, milestone):
        other = make_track(milestones=[milestone, *(make_milestone() for _ in range(5))])
        set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)
        second = choose_track(user=enrolment.user, track=other, now=NOW)
        event = set_milestone_status(enrolment=second, milestone=milestone, status=TODO, now=NOW)

        undo_milestone_event(user=enrolment.user, event=event, now=NOW)

        state = MilestoneState.objects.get()
        assert (state.status, state.track) == (DONE, enrolment.track)

    def test_refuses_a_change_under_a_newer_one(self, enrolment, milestone):
        first = set_milestone_status(
            enrolment=enrolment, milestone=milestone, status=IN_PROGRESS, now=NOW
        )
        set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)

        with pytest.raises(NothingToUndo):
            undo_milestone_event(user=enrolment.user, event=first, now=NOW)

        assert get_status(enrolment, milestone) == DONE

    def test_refuses_to_undo_twice(self, enrolment, milestone):
        event = set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)
        undone = undo_milestone_event(user=enrolment.user, event=event, now=NOW)

        for taken_back in (event, undone):
            with pytest.raises(NothingToUndo):
                undo_milestone_event(user=enrolment.user, event=taken_back, now=NOW)

    def test_refuses_a_change_of_somebody_else(self, enrolment, milestone):
        event = set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)
        stranger = make_user()

        with pytest.raises(NothingToUndo):
            undo_milestone_event(user=stranger, event=event, now=NOW)

        assert get_status(enrolment, milestone) == DONE
        assert not MilestoneState.objects.filter(user=stranger).exists()


class TestMilestoneHistory(TestCase):
    """The state is nothing but the events played back, whatever a learner clicks."""

    @settings(max_examples=20, deadline=None)
    @given(
        clicks=st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from([*MilestoneStatus, "UNDO"])),
            max_size=25,
        )
    )
    def test_replays_to_the_stored_state(self, clicks):
        enrolment = make_enrolment()
        milestones = list_milestones(enrolment)
        for step, (number, click) in enumerate(clicks):
            self.click(enrolment, milestones[number], click, NOW + timedelta(seconds=step))

        replayed = {}
        for event in MilestoneEvent.objects.filter(user=enrolment.user).order_by("pk"):
            assert replayed.get(event.milestone_id, TODO) == event.from_status
            replayed[event.milestone_id] = event.to_status
        stored = dict(
            MilestoneState.objects.filter(user=enrolment.user).values_list("milestone_id", "status")
        )
        assert {key: status for key, status in stored.items() if status != TODO} == {
            key: status for key, status in replayed.items() if status != TODO
        }

    def click(self, enrolment, milestone, click, now):
        if click != "UNDO":
            set_milestone_status(
                enrolment=enrolment, milestone=milestone, status=MilestoneStatus(click), now=now
            )
            return
        newest = (
            MilestoneEvent.objects.filter(user=enrolment.user, milestone=milestone)
            .order_by("-pk")
            .first()
        )
        if newest is None:
            return
        if newest.undoes_id is None:
            undo_milestone_event(user=enrolment.user, event=newest, now=now)
            return
        with pytest.raises(NothingToUndo):
            undo_milestone_event(user=enrolment.user, event=newest, now=now)


class TestSaveNote:
    def test_keeps_note_and_links_without_touching_the_state(self, enrolment, milestone):
        set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)

        save_note(
            enrolment=enrolment,
            milestone=milestone,
            note="  Read twice. ",
            links=["https://example.org/proof ", " "],
            now=NOW + timedelta(days=1),
        )

        state = MilestoneState.objects.get()
        assert (state.note, state.links) == ("Read twice.", ["https://example.org/proof"])
        assert (state.status, state.changed_at) == (DONE, NOW)

    @pytest.mark.parametrize(
        ("note", "links", "words"),
        [
            ("x" * 401, [], "401 characters"),
            ("", ["http://example.org"], "not an https address"),
            ("", ["javascript:alert(1)"], "not an https address"),
            ("", ["https://"], "not an https address"),
            ("", ["https://example.org/" + "a" * 300], "not an https address"),
            ("", [f"https://example.org/{n}" for n in range(6)], "At most 5 links"),
        ],
    )
    def test_refuses_what_does_not_fit(self, enrolment, milestone, note, links, words):
        with pytest.raises(ValidationError, match=words):
            save_note(enrolment=enrolment, milestone=milestone, note=note, links=links, now=NOW)

        assert not MilestoneState.objects.exists()

    def test_refuses_a_link_that_no_browser_can_read(self, enrolment, milestone):
        with pytest.raises(ValidationError, match="not an https address"):
            save_note(
                enrolment=enrolment,
                milestone=milestone,
                note="",
                links=["https://[broken"],
                now=NOW,
            )

    def test_refuses_a_milestone_of_another_track(self, enrolment):
        with pytest.raises(MilestoneNotInTrack):
            save_note(enrolment=enrolment, milestone=make_milestone(), note="x", links=[], now=NOW)


class TestResetTrack:
    def test_sets_everything_back_and_counts(self, enrolment):
        first, second, third, *_ = list_milestones(enrolment)
        for milestone, status in ((first, DONE), (second, IN_PROGRESS), (third, TODO)):
            set_milestone_status(enrolment=enrolment, milestone=milestone, status=status, now=NOW)

        assert reset_track(enrolment=enrolment, now=NOW) == 2

        assert set(MilestoneState.objects.values_list("status", flat=True)) == {TODO}
        assert reset_track(enrolment=enrolment, now=NOW) == 0

    def test_leaves_other_tracks_alone(self, enrolment):
        second = choose_track(user=enrolment.user, track=make_track(), now=NOW)
        elsewhere = list_milestones(second)[0]
        set_milestone_status(enrolment=second, milestone=elsewhere, status=DONE, now=NOW)

        reset_track(enrolment=enrolment, now=NOW)

        assert get_status(second, elsewhere) == DONE

    def test_can_be_undone_step_by_step(self, enrolment, milestone):
        set_milestone_status(enrolment=enrolment, milestone=milestone, status=DONE, now=NOW)
        reset_track(enrolment=enrolment, now=NOW)
        event = MilestoneEvent.objects.order_by("-pk").first()

        undo_milestone_event(user=enrolment.user, event=event, now=NOW)

        assert get_status(enrolment, milestone) == DONE

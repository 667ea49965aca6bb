"""Moving to a newer release: ticks stay, undo restores, and random histories keep the rules."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress.choices import MilestoneStatus
from progress.models import Enrolment, MilestoneEvent, MilestoneState, ReleaseMove
from progress.operations.milestones import set_milestone_status
from progress.operations.release_moves import (
    MoveNotUndoable,
    ReleaseNotAhead,
    move_to_release,
    stay_with_release,
    undo_release_move,
)
from progress.queries.outlines import get_outline
from progress.queries.release_differences import find_undoable_move, get_release_notice
from tests.factories.progress import NOW, finish_milestones, make_enrolment
from tests.factories.tracks import make_milestone, make_placement, make_release, make_track
from tracks.models import Milestone, Placement, Removal, Stage, Track, TrackRelease
from tracks.operations.releases import ReleaseRefused, publish_release

pytestmark = pytest.mark.django_db


def replace(track: Track, old: Milestone, new: Milestone) -> None:
    """Have the draft place one milestone where another stood."""
    Removal.objects.create(track=track, milestone=old, successor=new)
    if Placement.objects.filter(stage__track=track, milestone=new).exists():
        Placement.objects.filter(stage__track=track, milestone=old).delete()
    else:
        Placement.objects.filter(stage__track=track, milestone=old).update(milestone=new)


@pytest.fixture
def merge() -> tuple[Enrolment, TrackRelease, list[Milestone], Milestone]:
    """Follow a release of six; the next merges the first two into a new one."""
    milestones = [make_milestone() for _ in range(6)]
    merged = make_milestone()
    track = make_track(milestones=milestones)
    enrolment = make_enrolment(track=track)
    for old in milestones[:2]:
        replace(track, old, merged)
    return enrolment, make_release(track=track, now=NOW), milestones, merged


def read(enrolment: Enrolment) -> Any:
    """Return everything about an enrolment's outline as plain values."""
    fresh = Enrolment.objects.select_related("track", "release", "user").get(pk=enrolment.pk)
    outline = get_outline(enrolment=fresh)
    rows = [(one.milestone.pk, one.status, one.through) for one in outline.milestones]
    return fresh.release_id, fresh.declined_release_id, rows, outline.count


class TestMoveToRelease:
    def test_follows_the_release_and_writes_no_tick(self, merge):
        enrolment, release, milestones, merged = merge
        finish_milestones(enrolment, milestones[:2])
        before = list(MilestoneState.objects.values())
        move = move_to_release(enrolment=enrolment, release=release, now=NOW)
        assert move is not None
        assert (move.from_release.number, move.to_release.number) == (1, 2)
        assert enrolment.release == release
        assert list(MilestoneState.objects.values()) == before
        row = next(
            one for one in get_outline(enrolment=enrolment).milestones if one.milestone == merged
        )
        assert (row.status, row.through, row.changed_at) == ("DONE", tuple(milestones[:2]), None)
        assert row.through_at == NOW

    def test_does_not_count_a_merge_of_which_a_part_is_open(self, merge):
        enrolment, release, milestones, _ = merge
        finish_milestones(enrolment, milestones[:1])
        move_to_release(enrolment=enrolment, release=release, now=NOW)
        assert get_outline(enrolment=enrolment).count.done == 0
        assert MilestoneState.objects.get().status == MilestoneStatus.DONE

    def test_lets_the_learners_own_word_stand(self, merge):
        enrolment, release, milestones, merged = merge
        finish_milestones(enrolment, milestones[:2])
        move_to_release(enrolment=enrolment, release=release, now=NOW)
        set_milestone_status(
            enrolment=enrolment, milestone=merged, status=MilestoneStatus.IN_PROGRESS, now=NOW
        )
        assert get_outline(enrolment=enrolment).count.done == 0

    def test_happens_once_when_asked_twice(self, merge):
        enrolment, release, *_ = merge
        move_to_release(enrolment=enrolment, release=release, now=NOW)
        assert move_to_release(enrolment=enrolment, release=release, now=NOW) is None
        assert ReleaseMove.objects.count() == 1

    def test_never_goes_back_or_to_another_track(self, merge):
        enrolment, release, *_ = merge
        first = enrolment.release
        move_to_release(enrolment=enrolment, release=release, now=NOW)
        for wrong in (first, make_track().releases.get()):
            with pytest.raises(ReleaseNotAhead):
                move_to_release(enrolment=enrolment, release=wrong, now=NOW)


class TestStayWithRelease:
    def test_is_remembered_for_that_release_alone(self, merge):
        enrolment, release, *_ = merge
        stay_with_release(enrolment=enrolment, release=release)
        offer = get_release_notice(enrolment=enrolment).offer
        assert offer is not None
        assert offer.is_declined
        track = enrolment.track
        make_placement(stage=track.stages.get(key="guru"), milestone=make_milestone())
        make_release(track=track, now=NOW)
        offer = get_release_notice(enrolment=enrolment).offer
        assert offer is not None
        assert not offer.is_declined

    def test_is_refused_for_a_release_that_is_not_ahead(self, merge):
        enrolment, *_ = merge
        with pytest.raises(ReleaseNotAhead):
            stay_with_release(enrolment=enrolment, release=enrolment.release)

    def test_does_not_forbid_moving(self, merge):
        enrolment, release, *_ = merge
        stay_with_release(enrolment=enrolment, release=release)
        assert move_to_release(enrolment=enrolment, release=release, now=NOW)


class TestUndoReleaseMove:
    def test_restores_what_was_followed_and_declined(self, merge):
        enrolment, release, milestones, _ = merge
        finish_milestones(enrolment, milestones[:2])
        stay_with_release(enrolment=enrolment, release=release)
        before = read(enrolment)
        move = move_to_release(enrolment=enrolment, release=release, now=NOW)
        assert move is not None
        undone = undo_release_move(move=move, now=NOW + timedelta(hours=1))
        assert read(undone) == before
        assert ReleaseMove.objects.get().undone_at == NOW + timedelta(hours=1)

    def test_happens_once(self, merge):
        enrolment, release, *_ = merge
        move = move_to_release(enrolment=enrolment, release=release, now=NOW)
        assert move is not None
        undo_release_move(move=move, now=NOW)
        with pytest.raises(MoveNotUndoable):
            undo_release_move(move=move, now=NOW)


WHAT = (
    "place", "remove", "replace", "merge", "reorder", "rename", "lose",
    "publish", "tick", "skip", "open", "move", "stay", "undo",
)  # fmt: skip


class TestRandomHistories:
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(WHAT), st.integers(0, 60)), min_size=4, max_size=24
        )
    )
    def test_lose_no_tick_count_right_and_undo_exactly(self, steps):
        with transaction.atomic():
            History().run(steps)
            transaction.set_rollback(True)


class History:
    """A track under edit and a learner on it, with what must hold after each step."""

    def __init__(self) -> None:
        self.track = make_track()
        self.enrolment = make_enrolment(track=self.track)
        self.told: dict[int, str] = {}
        self.frozen: list[Any] = []
        self.now = NOW

    def run(self, steps: list[tuple[str, int]]) -> None:
        for what, number in steps:
            self.now += timedelta(minutes=1)
            kept = read(self.enrolment)
            if what in {"tick", "skip", "open"}:
                self.change(what, number)
            elif what in {"move", "stay", "undo"}:
                getattr(self, what)()
            else:
                self.edit(what, number)
                assert read(self.enrolment) == kept, "an edit or release moved a learner"
            self.check()

    def edit(self, what: str, number: int) -> None:  # noqa: C901  # one branch for each edit
        if what == "publish":
            self.publish()
            return
        placed = list(Placement.objects.filter(stage__track=self.track).order_by("pk"))
        stage = Stage.objects.filter(track=self.track).order_by("pk")[number % 5]
        if what == "place" or not placed:
            make_placement(stage=stage, milestone=make_milestone(resource_count=0))
            return
        chosen = placed[number % len(placed)]
        old = chosen.milestone
        Removal.objects.filter(track=self.track, milestone=old).delete()
        if what == "rename":
            Milestone.objects.filter(pk=old.pk).update(title=f"Renamed {number}")
        elif what == "reorder":
            Placement.objects.filter(pk=chosen.pk).update(position=number, stage=stage)
        elif what == "lose":
            chosen.delete()
        elif what == "remove":
            Removal.objects.create(track=self.track, milestone=old, reason="Out of date.")
            chosen.delete()
        elif what == "replace":
            replace(self.track, old, make_milestone(resource_count=0))
        elif what == "merge" and len(placed) > 1:
            replace(self.track, old, placed[(number + 1) % len(placed)].milestone)

    def publish(self) -> None:
        before = list(TrackRelease.objects.values())
        try:
            publish_release(track=self.track, now=self.now)
        except ReleaseRefused:
            assert list(TrackRelease.objects.values()) == before

    def change(self, what: str, number: int) -> None:
        rows = get_outline(enrolment=self.enrolment).milestones
        milestone = rows[number % len(rows)].milestone
        status = {"tick": "DONE", "skip": "SKIPPED", "open": "TODO"}[what]
        set_milestone_status(
            enrolment=self.enrolment,
            milestone=milestone,
            status=MilestoneStatus(status),
            now=self.now,
        )
        self.told[milestone.pk] = status

    def move(self) -> None:
        offer = get_release_notice(enrolment=self.enrolment).offer
        if offer is None:
            return
        self.frozen.append((read(self.enrolment), dict(self.told)))
        move_to_release(enrolment=self.enrolment, release=offer.release, now=self.now)
        assert get_outline(enrolment=self.enrolment).count == offer.count_after

    def stay(self) -> None:
        offer = get_release_notice(enrolment=self.enrolment).offer
        if offer is not None:
            stay_with_release(enrolment=self.enrolment, release=offer.release)

    def undo(self) -> None:
        move = find_undoable_move(enrolment=self.enrolment)
        if move is None:
            assert self.frozen == []
            return
        (release, _, rows, count), told = self.frozen.pop()
        self.enrolment = undo_release_move(move=move, now=self.now)
        restored = read(self.enrolment)
        assert restored[0] == release
        if told == self.told:
            assert restored[2:] == (rows, count)

    def check(self) -> None:
        """No tick is lost or made up, and the counts are what the states say."""
        stored = dict(MilestoneState.objects.values_list("milestone_id", "status"))
        assert stored == self.told
        events = MilestoneEvent.objects.order_by("pk").values_list("milestone_id", "to_status")
        assert dict(events) == {
            pk: status for pk, status in self.told.items() if status != "TODO" or pk in dict(events)
        }
        rows = get_outline(enrolment=self.enrolment).milestones
        placed = Milestone.objects.filter(
            release_placements__stage__release=self.enrolment.release
        ).values_list("pk", flat=True)
        assert sorted(one.milestone.pk for one in rows) == sorted(placed)
        skipped = sum(self.told.get(pk) == "SKIPPED" for pk in placed)
        count = get_outline(enrolment=self.enrolment).count
        assert count.total == len(placed) - skipped
        for one in rows:
            if one.through:
                assert one.status == "DONE"
                assert self.told.get(one.milestone.pk, "TODO") == "TODO"
                assert all(self.told[old.pk] == "DONE" for old in one.through)
            else:
                assert one.status == self.told.get(one.milestone.pk, "TODO")

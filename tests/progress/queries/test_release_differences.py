"""What a newer release would change for one learner."""

import pytest

from progress.operations.release_moves import move_to_release, undo_release_move
from progress.queries.outlines import get_outline
from progress.queries.release_differences import (
    compare_finish,
    find_newer_release,
    find_undoable_move,
    get_release_notice,
    list_release_moves,
    preview_release,
)
from tests.factories.progress import NOW, finish_milestones, list_milestones, make_enrolment
from tests.factories.tracks import make_milestone, make_placement, make_release, make_track
from tracks.models import Placement, Removal

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    """Follow release 1; release 2 has one new, one retired and two merged into one."""
    milestones = [make_milestone() for _ in range(6)]
    track = make_track(milestones=milestones)
    enrolment = make_enrolment(track=track)
    finish_milestones(enrolment, milestones[:3])
    heir = make_milestone(title="Heir")
    for old in milestones[:2]:
        Removal.objects.create(track=track, milestone=old, successor=heir)
    Placement.objects.filter(milestone=milestones[0]).update(milestone=heir)
    Removal.objects.create(track=track, milestone=milestones[2], reason="Out of date.")
    Placement.objects.filter(milestone__in=milestones[1:3]).delete()
    make_placement(stage=track.stages.get(key="guru"), milestone=make_milestone(title="New"))
    make_release(track=track, now=NOW)
    return enrolment


class TestPreviewRelease:
    def test_says_what_comes_goes_and_carries_over(self, enrolment):
        release = find_newer_release(enrolment=enrolment)
        assert release is not None
        found = preview_release(enrolment=enrolment, release=release)
        assert found.summary == "1 new, 1 retired, 2 merged"
        assert (found.count_before.done, found.count_before.total) == (3, 6)
        assert (found.count_after.done, found.count_after.total) == (1, 5)
        assert [one.added.milestone.title for one in found.new] == ["New"]
        assert [(one.done_count, one.after.status) for one in found.replaced] == [(2, "DONE")]
        assert [(one.departure.reason, one.before.status) for one in found.retired] == [
            ("Out of date.", "DONE")
        ]
        assert found.carried == ()
        assert not found.is_declined
        assert enrolment.release.number == 1

    def test_schedules_both(self, enrolment):
        release = find_newer_release(enrolment=enrolment)
        assert release is not None
        found = preview_release(enrolment=enrolment, release=release)
        assert compare_finish(preview=found, schedule=lambda _: {}) == (None, None)


class TestGetReleaseNotice:
    def test_costs_one_query_while_there_is_nothing_to_say(self, django_assert_num_queries):
        enrolment = make_enrolment()
        with django_assert_num_queries(1):
            notice = get_release_notice(enrolment=enrolment)
        assert (notice.offer, notice.last_move) == (None, None)

    def test_offers_the_newest_and_then_the_way_back(self, enrolment):
        notice = get_release_notice(enrolment=enrolment, outline=get_outline(enrolment=enrolment))
        assert notice.offer is not None
        move = move_to_release(enrolment=enrolment, release=notice.offer.release, now=NOW)
        assert move is not None
        notice = get_release_notice(enrolment=enrolment)
        assert (notice.offer, notice.last_move) == (None, move)
        undone = undo_release_move(move=move, now=NOW)
        assert find_undoable_move(enrolment=undone) is None
        assert list(list_release_moves(user=enrolment.user)) == [move]

    def test_leaves_out_moves_of_others(self, enrolment):
        other = make_enrolment()
        assert list_milestones(other)
        assert list(list_release_moves(user=other.user)) == []

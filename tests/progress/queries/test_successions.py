"""What is done through milestones that were replaced."""

import pytest

from progress.models import Enrolment, MilestoneState
from progress.operations.release_moves import move_to_release
from progress.queries.roi_input_batches import gather_many_inputs
from progress.queries.roi_inputs import gather_roi_inputs
from progress.queries.successions import (
    Successions,
    add_done_through,
    get_successions,
    read_successions,
)
from tests.factories.progress import (
    NOW,
    TODAY,
    finish_milestones,
    make_enrolment,
    make_learner,
    make_paid_track,
)
from tests.factories.tracks import make_milestone, make_release
from tests.tracks.queries.editions import make_loose_milestone
from tracks.models import Placement, Removal

A, B, C, D = (make_loose_milestone(number) for number in range(1, 5))


class TestFindDoneThrough:
    def test_wants_all_that_one_release_merged(self):
        merged = Successions({4: ((A, B),)})
        assert merged.find_done_through(4, {1}) == ()
        assert merged.find_done_through(4, {1, 2}) == (A, B)

    def test_is_content_with_any_one_release(self):
        assert Successions({4: ((A,), (B,))}).find_done_through(4, {2}) == (B,)

    def test_follows_chains_and_ends_in_circles(self):
        chain = Successions({2: ((A,),), 3: ((B,),)})
        assert chain.find_done_through(3, {1}) == (A,)
        assert chain.list_predecessors(3) == (B, A)
        circle = Successions({1: ((B,),), 2: ((A,),)})
        assert circle.find_done_through(1, set()) == ()
        assert circle.list_predecessors(1) == (B,)

    def test_finds_nothing_where_nothing_was_replaced(self):
        assert Successions().find_done_through(1, {1, 2, 3}) == ()


def test_a_first_release_costs_no_query(db, django_assert_num_queries):
    enrolment = make_enrolment()
    with django_assert_num_queries(0):
        assert get_successions(enrolment=enrolment) == Successions()


@pytest.fixture
def merged(db):
    """Somebody who did the two milestones that the second release merges into a new one."""
    milestones = [make_milestone() for _ in range(6)]
    track = make_paid_track(milestones=milestones)
    enrolment = make_enrolment(user=make_learner().user, track=track)
    new = make_milestone()
    for old in milestones[:2]:
        Removal.objects.create(track=track, milestone=old, successor=new)
    Placement.objects.filter(stage__track=track, milestone=milestones[0]).update(milestone=new)
    Placement.objects.filter(stage__track=track, milestone=milestones[1]).delete()
    second = make_release(track=track, now=NOW)
    finish_milestones(enrolment, milestones[:2])
    move_to_release(enrolment=enrolment, release=second, now=NOW)
    enrolment = Enrolment.objects.select_related("track", "release").get(pk=enrolment.pk)
    return enrolment, new


class TestReadSuccessions:
    def test_reads_the_same_for_many_as_for_one(self, merged, django_assert_num_queries):
        enrolment, _ = merged
        beside = make_enrolment()

        with django_assert_num_queries(2):
            found = read_successions(
                releases={enrolment.release_id, beside.release_id},
                tracks={enrolment.track_id, beside.track_id},
            )

        assert found == {enrolment.release_id: get_successions(enrolment=enrolment)}

    def test_an_earlier_release_knows_nothing_of_it(self, merged):
        enrolment, _ = merged
        first = enrolment.track.releases.get(number=1)

        assert read_successions(releases={first.pk}, tracks={enrolment.track_id}) == {}


class TestAddDoneThrough:
    @pytest.mark.parametrize(
        ("statuses", "expected"),
        [
            ({}, {}),
            ({1: "DONE"}, {1: "DONE"}),
            ({1: "DONE", 2: "DONE"}, {1: "DONE", 2: "DONE", 4: "DONE"}),
            (
                {1: "DONE", 2: "DONE", 4: "SKIPPED"},
                {1: "DONE", 2: "DONE", 4: "SKIPPED"},
            ),
        ],
    )
    def test_adds_what_is_done_through_others_and_untouched(self, statuses, expected):
        assert add_done_through(statuses, Successions({4: ((A, B),)})) == expected

    def test_current_figures_rest_on_it_as_frozen_ones_do(self, merged):
        enrolment, new = merged

        together = gather_many_inputs(enrolments=[enrolment], today=TODAY)[enrolment.pk]

        alone = gather_roi_inputs(enrolment=enrolment, today=TODAY)
        assert together.inputs == alone.inputs
        assert new.pk not in MilestoneState.objects.values_list("milestone", flat=True)

import pytest

from tests.factories.tracks import make_milestone, make_release, make_skill, make_track
from tests.tracks.queries.hours import forget_hours
from tracks.queries.transfers import (
    TransferPart,
    list_placed_ids,
    measure_similarity,
    measure_transfer,
)

pytestmark = pytest.mark.django_db


class TestMeasureTransfer:
    def test_tells_done_half_known_and_new_apart(self):
        skill, other = make_skill(), make_skill()
        done = make_milestone(skills=[skill])
        half_known = make_milestone(skills=[skill, other])
        new = make_milestone(skills=[other])
        begun = make_milestone()
        track = make_track(milestones=[done, half_known, new, begun])

        transfer = measure_transfer(track=track, done={done.pk}, under_way={begun.pk})

        parts = {one.milestone: one.part for one in transfer.milestones}
        assert parts == {
            done: TransferPart.CARRIED,
            half_known: TransferPart.PARTLY,
            new: TransferPart.NEW,
            begun: TransferPart.PARTLY,
        }
        assert transfer.partly[0].known_skills == (skill.name,)
        assert transfer.hours_carried == 12
        assert transfer.hours_left == 36

    def test_takes_the_shortest_next_step_that_prerequisites_allow(self):
        long = make_milestone(hours_likely=15)
        short = make_milestone(hours_likely=9)
        behind_long = make_milestone(hours_likely=8, prerequisites=[long])
        track = make_track(milestones=[long, behind_long, short])

        transfer = measure_transfer(track=track, done=())

        assert [(step.milestone, step.hours_so_far) for step in transfer.bridge] == [
            (short, 9),
            (long, 24),
            (behind_long, 32),
        ]

    def test_leaves_out_optional_ones_that_nobody_began(self):
        needed, optional = make_milestone(), make_milestone()
        track = make_track(milestones=[needed, optional], is_published=False)
        track.stages.get(placements__milestone=optional).placements.update(is_optional=True)
        make_release(track=track)

        assert measure_transfer(track=track, done=()).hours_left == 12
        begun = measure_transfer(track=track, done=(), under_way={optional.pk})
        assert begun.hours_left == 24

    def test_counts_no_hours_that_nobody_states(self):
        unknown = make_milestone()
        track = make_track(milestones=[unknown, make_milestone()])
        forget_hours(unknown)

        transfer = measure_transfer(track=track, done=())

        assert transfer.hours_left == 12
        assert unknown in [one.milestone for one in transfer.new]

    def test_somebody_who_did_all_has_nothing_left(self):
        track = make_track()

        transfer = measure_transfer(track=track, done=list_placed_ids(track=track))

        assert transfer.bridge == ()
        assert len(transfer.carried) == len(transfer.milestones) == 6


class TestMeasureSimilarity:
    def test_weighs_milestones_by_hours(self):
        shared = make_milestone(hours_likely=12)
        left = make_track(milestones=[shared, make_milestone(hours_likely=9)])
        right = make_track(milestones=[shared, make_milestone(hours_likely=15)])

        similarity = measure_similarity(left=left, right=right)

        assert (similarity.shared_hours, similarity.all_hours) == (12, 36)
        assert similarity.share == pytest.approx(1 / 3)
        assert measure_similarity(left=right, right=left) == similarity

    def test_is_whole_for_the_same_milestones_and_nothing_for_none(self):
        milestones = [make_milestone()]
        same = make_track(milestones=milestones), make_track(milestones=milestones)

        assert measure_similarity(left=same[0], right=same[1]).share == 1
        assert measure_similarity(left=make_track(), right=make_track()).share == 0

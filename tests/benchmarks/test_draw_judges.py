"""The judges of sets of random numbers are many kinds of people, and nobody whom tests know."""

import pytest

from benchmarks.draw_judges import make_judges
from progress.roi.assumptions import Assumptions
from progress.roi.draws import CHECKSUMS
from tests.progress.roi.learners import make_learner

EXAMPLES = [make_learner(letter) for letter in "ABCD"]


def list_judges(track_key):
    return [one for group in (0, 1) for one in make_judges(track_key, group=group, count=24)]


def is_near(judge, example):
    """Tell whether two learners of a track stand on one rung with alike pay, pace and plan."""
    facts = [
        (
            one.current_pay_usd_per_year,
            one.planned_hours_per_week,
            sum(rung.remaining_hours for rung in one.rungs),
        )
        for one in (judge, example)
    ]
    places = [(one.track_key, one.start_rung) for one in (judge, example)]
    return places[0] == places[1] and all(
        abs(mine - theirs) <= 0.1 * theirs for mine, theirs in zip(*facts, strict=True)
    )


@pytest.mark.parametrize("track_key", sorted(CHECKSUMS))
class TestJudges:
    def test_are_no_near_copies_of_the_example_learners(self, track_key):
        near = [
            (judge, example)
            for judge in list_judges(track_key)
            for example in EXAMPLES
            if is_near(judge, example)
        ]
        assert near == []

    def test_cover_rungs_paces_and_logs(self, track_key):
        judges = list_judges(track_key)
        assert {one.start_rung for one in judges} == {0, 1, 2, 3}
        assert min(one.planned_hours_per_week for one in judges) < 7
        assert max(one.planned_hours_per_week for one in judges) > 17
        assert min(one.logged_weeks for one in judges) < 3
        assert 40 < max(one.logged_weeks for one in judges) <= 60
        assert {len(one.exams) for one in judges} == {2, 3, 4}
        planned = [exam.is_planned for one in judges for exam in one.exams]
        assert 0.45 < sum(planned) / len(planned) < 0.75

    def test_take_the_assumptions_as_they_come(self, track_key):
        defaults = Assumptions.for_track(track_key)
        assert all(one.assumptions == defaults for one in list_judges(track_key))

    def test_are_the_same_each_time_and_others_in_each_group(self, track_key):
        judges = make_judges(track_key, group=0, count=24)
        assert make_judges(track_key, group=0, count=24) == judges
        assert make_judges(track_key, group=1, count=24) != judges


def test_judges_of_tracks_differ():
    assert make_judges("linux", group=0, count=2) != make_judges("devops", group=0, count=2)

import pytest

from tests.factories.tracks import (
    make_comparison_dimension,
    make_comparison_entry,
    make_demand_indicator,
    make_insight,
    make_meeting_point,
    make_milestone,
    make_salary_band,
    make_skill,
    make_synergy,
    make_tool,
    make_track,
)
from tests.tracks.queries.hours import forget_hours
from tracks.choices import InsightKind, Rung
from tracks.queries.comparisons import compare_tracks, measure_carryover

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracks():
    return make_track(position=1), make_track(position=2)


class TestCompareTracks:
    def test_answers_every_dimension_for_both_and_leaves_gaps_open(self, tracks):
        left, right = tracks
        dimension = make_comparison_dimension()
        entry = make_comparison_entry(dimension=dimension, track=left)
        make_comparison_dimension(position=2)
        [row] = compare_tracks(left=left, right=right).dimensions
        assert (row.dimension, row.left, row.right) == (dimension, entry, None)

    def test_pairs_pay_by_rung(self, tracks):
        left, right = tracks
        make_salary_band(track=right, rung=1)
        pairs = compare_tracks(left=left, right=right).pay
        assert [pair.rung for pair in pairs] == list(Rung)
        assert pairs[0].left.applicable is None
        assert pairs[0].right.applicable.low == 80_000

    def test_splits_skills_into_shared_and_own(self, tracks):
        left, right = tracks
        shared = make_skill(tracks=tracks)
        first, second = make_skill(tracks=[left]), make_skill(tracks=[right])
        make_skill(tracks=[make_track()])
        skills = compare_tracks(left=left, right=right).skills
        assert (skills.shared, skills.left_only, skills.right_only) == (
            (shared,),
            (first,),
            (second,),
        )

    def test_names_meeting_points_synergies_and_tools_of_both(self):
        tool, lonely = make_tool(), make_tool()
        left = make_track(milestones=[make_milestone(tools=[tool, lonely])])
        right = make_track(milestones=[make_milestone(tools=[tool])])
        point = make_meeting_point(tracks=[left, right])
        make_meeting_point(tracks=[left])
        synergy = make_synergy(tracks=[left, right])
        make_synergy(tracks=[right])
        comparison = compare_tracks(left=left, right=right)
        assert comparison.meeting_points == (point,)
        assert comparison.synergies == (synergy,)
        assert comparison.shared_tools == (tool,)

    def test_keeps_what_speaks_for_and_against_each_apart(self, tracks):
        left, right = tracks
        pro = make_insight(track=left, kind=InsightKind.PRO)
        con = make_insight(track=left, kind=InsightKind.CON)
        strength = make_insight(track=right, kind=InsightKind.STRENGTH)
        make_insight(track=left, kind=InsightKind.MARKET_TREND)
        demand = make_demand_indicator(track=right)
        first, second = compare_tracks(left=left, right=right).sides
        assert (first.pros, first.cons, first.strengths, first.demand) == ((pro,), (con,), (), ())
        assert (second.strengths, second.demand) == ((strength,), (demand,))

    def test_mirrors_when_the_sides_are_exchanged(self, tracks):
        left, right = tracks
        make_skill(tracks=[left])
        there = compare_tracks(left=left, right=right)
        back = compare_tracks(left=right, right=left)
        assert there.skills.left_only == back.skills.right_only
        assert there.carryover.shared == back.carryover.shared


class TestMeasureCarryover:
    def test_counts_what_both_place_and_its_hours(self):
        shared = make_milestone(hours_low=4, hours_likely=6, hours_high=9)
        unknown = make_milestone()
        left = make_track(milestones=[shared, unknown, make_milestone()])
        right = make_track(milestones=[shared, unknown])
        forget_hours(unknown)
        carryover = measure_carryover(left=left, right=right)
        assert set(carryover.shared) == {shared, unknown}
        assert (carryover.hours_low, carryover.hours_high) == (4, 9)
        assert (carryover.left_only_count, carryover.right_only_count) == (1, 0)

    def test_is_nothing_for_tracks_without_common_ground(self, tracks):
        left, right = tracks
        carryover = measure_carryover(left=left, right=right)
        assert (carryover.shared, carryover.hours_low) == ((), 0)

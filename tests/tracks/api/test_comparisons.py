import pytest

from tests.factories.api import get_code, make_visitor
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

pytestmark = pytest.mark.django_db


def compare(left, right):
    return make_visitor().get(f"/api/v1/compare/{left}/{right}/")


class TestComparison:
    def test_puts_two_tracks_side_by_side(self):
        shared = make_milestone(hours_low=5, hours_likely=7, hours_high=9)
        left = make_track(milestones=[shared, make_milestone()])
        right = make_track(milestones=[shared])
        dimension = make_comparison_dimension()
        make_comparison_entry(dimension=dimension, track=left, text="Servers.")
        band = make_salary_band(track=right, rung=2)
        skill = make_skill(tracks=[left, right])
        synergy = make_synergy(tracks=[left, right])

        body = compare(left.key, right.key).json()

        assert (body["left"]["track"], body["right"]["track"]) == (left.key, right.key)
        assert body["carryover"] == {
            "shared": [shared.key],
            "hours_low": 5,
            "hours_high": 9,
            "left_only_count": 1,
            "right_only_count": 0,
        }
        [row] = body["dimensions"]
        assert (row["key"], row["left"]["text"], row["right"]) == (dimension.key, "Servers.", None)
        assert row["left"]["papers"]["key"]
        by_rung = {pair["rung"]: pair for pair in body["pay"]}
        assert [one["key"] for one in by_rung[2]["right"]] == [band.key]
        assert by_rung[2]["right"][0]["papers"]["key"] == band.source.key
        assert (by_rung[2]["left"], sorted(by_rung)) == ([], [1, 2, 3, 4])
        assert body["skills"] == {"shared": [skill.key], "left_only": [], "right_only": []}
        assert [one["key"] for one in body["synergies"]] == [synergy.key]

    def test_says_what_carries_over_from_either_side(self):
        shared = make_milestone(hours_low=5, hours_likely=7, hours_high=9)
        own = make_milestone(hours_low=2, hours_likely=3, hours_high=4)
        left, right = make_track(milestones=[shared, own]), make_track(milestones=[shared])

        body = compare(left.key, right.key).json()

        assert body["similarity"]["share"] == 0.7
        assert (body["similarity"]["shared_hours"], body["similarity"]["all_hours"]) == (7, 10)
        assert body["hours_from_nothing"] == [10, 7]
        to_left, to_right = body["finishers"]
        assert (to_left["track"], to_left["hours_left"], to_left["hours_carried"]) == (
            left.key, 3, 7,
        )  # fmt: skip
        assert [one["key"] for one in to_left["carried"]] == [shared.key]
        assert [one["key"] for one in to_left["new"]] == [own.key]
        assert to_left["bridge"] == [{"milestone": own.key, "hours": 3, "hours_so_far": 3}]
        assert (to_right["hours_left"], to_right["bridge"]) == (0, [])

    def test_needs_two_different_published_tracks(self):
        track, hidden = make_track(), make_track(is_published=False)

        for pair in ((track.key, track.key), (track.key, hidden.key), ("none", track.key)):
            assert get_code(compare(*pair)) == (404, "not_found")

    def test_costs_the_same_for_few_and_for_many(self, django_assert_max_num_queries):
        left, right = make_track(), make_track()
        dimension = make_comparison_dimension()
        make_comparison_entry(dimension=dimension, track=left)

        def add_one_of_each():
            make_salary_band(track=left)
            make_comparison_entry(track=right)
            make_synergy(tracks=[left, right])
            make_skill(tracks=[left, right])
            make_insight(track=left, kind="PRO", tools=[make_tool()])
            make_demand_indicator(track=right)
            make_meeting_point(tracks=[left, right], tools=[make_tool()])

        add_one_of_each()
        with django_assert_max_num_queries(60) as few:
            compare(left.key, right.key)
        for _ in range(3):
            add_one_of_each()
        with django_assert_max_num_queries(len(few)):
            compare(left.key, right.key)

import pytest

from progress.queries.scenario_limits import (
    find_hours_limits,
    list_own_limits_problems,
    list_target_rungs,
    list_unknown_names,
)
from progress.queries.scenario_settings import ScenarioSettings
from tests.progress.roi.learners import make_inputs

OWN = make_inputs()


def ask(own=OWN, **settings):
    return [
        (one.path, one.code)
        for one in list_own_limits_problems(ScenarioSettings(**settings), own=own)
    ]


class TestFindHoursLimits:
    @pytest.mark.parametrize(
        ("own", "expected"), [(8.0, (1, 40)), (0.5, (0.5, 40)), (60.0, (1, 60)), (0.0, (1, 40))]
    )
    def test_always_hold_the_learner_s_own(self, own, expected):
        inputs = OWN.with_changes(planned_hours_per_week=own, logged_hours=10.0, logged_weeks=2.0)

        limits = find_hours_limits(inputs)

        assert (limits.low, limits.high) == expected


class TestListOwnLimitsProblems:
    @pytest.mark.parametrize("hours", [-3.0, 0.0, 41.0, float("nan"), float("inf")])
    def test_names_hours_that_cannot_be_asked_for(self, hours):
        assert ask(hours_per_week=hours) == [(("hours_per_week",), "out_of_range")]

    def test_takes_the_ends_and_nothing_set(self):
        assert ask(hours_per_week=1.0) == ask(hours_per_week=40.0) == ask() == []

    def test_names_a_level_that_is_not_ahead(self):
        above = list_target_rungs(OWN)

        assert ask(target_rung=above[0]) == []
        assert ask(target_rung=OWN.start_rung) == [(("target_rung",), "out_of_range")]
        assert ask(target_rung=9) == [(("target_rung",), "out_of_range")]


class TestListUnknownNames:
    def test_names_each_by_its_place_and_says_what_there_is(self):
        settings = ScenarioSettings(
            left_out_exams=("known", "luck"), accelerators={"mentor": 0.1, "fate": 0.0}
        )

        exam, accelerator = list_unknown_names(
            settings, exams={"known": "Known"}, accelerators={"mentor": "A mentor"}
        )

        assert exam.path == ("left_out_exams", 1)
        assert exam.words.endswith("your figures hold: known.")
        assert accelerator.path == ("accelerators", "fate")
        assert accelerator.words.endswith("of this track: mentor.")

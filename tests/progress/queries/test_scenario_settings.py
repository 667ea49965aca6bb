import json

from hypothesis import given
from hypothesis import strategies as st

from progress.queries.scenario_settings import (
    ScenarioSettings,
    describe_settings,
    dump_settings,
    make_changes,
    read_settings,
)
from tests.progress.roi.learners import make_inputs

shares = st.floats(0, 1).map(lambda value: round(value, 4))
settings = st.builds(
    ScenarioSettings,
    hours_per_week=st.none() | st.floats(1, 40),
    target_rung=st.none() | st.integers(1, 4),
    employer_share=st.none() | shares,
    free_retakes_count=st.none() | st.integers(0, 2),
    horizon_years=st.none() | st.integers(5, 15),
    discount_rate=st.none() | st.floats(0, 0.07),
    left_out_exams=st.lists(st.sampled_from(["cka", "rhcsa", "lfcs"]), unique=True).map(
        lambda keys: tuple(sorted(keys))
    ),
    accelerators=st.dictionaries(
        st.sampled_from(["mentor", "talks"]), st.floats(0.001, 0.1), max_size=2
    ),
)


class TestStored:
    @given(settings)
    def test_come_back_the_same_from_json(self, one):
        assert read_settings(json.loads(json.dumps(dump_settings(one)))) == one

    def test_hold_only_what_is_set(self):
        assert dump_settings(ScenarioSettings(employer_share=0.0)) == {"employer_share": 0.0}

    def test_ignore_names_of_a_later_version(self):
        assert read_settings({"hours_per_week": 4.0, "mood": "good"}) == ScenarioSettings(
            hours_per_week=4.0
        )


class TestMakeChanges:
    def test_turns_years_into_months(self):
        changes = make_changes(ScenarioSettings(horizon_years=8, discount_rate=0.05))

        assert changes.assumptions == {"horizon_months": 96.0, "real_discount_rate": 0.05}

    def test_leaves_accelerators_without_an_effect_out(self):
        changes = make_changes(ScenarioSettings(accelerators={"mentor": 0.04, "talks": 0.0}))

        assert [(one.key, one.landing_share) for one in changes.accelerators] == [("mentor", 0.04)]


class TestDescribeSettings:
    def test_says_only_what_differs(self):
        own = make_inputs()

        said = describe_settings(
            ScenarioSettings(
                hours_per_week=own.planned_hours_per_week,
                target_rung=2,
                employer_share=0.5,
                left_out_exams=("cka",),
                accelerators={"mentor": 0.04},
            ),
            own=own,
            own_target=4,
            names={"cka": "CKA", "mentor": "A mentor"},
        )

        assert said == [
            "up to mid level",
            "employer pays 50 % of fees",
            "without CKA",
            "A mentor: +4 points",
        ]

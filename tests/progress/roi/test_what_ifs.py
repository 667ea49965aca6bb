import pytest

from progress.roi.assumptions import AssumptionOutOfRange, AssumptionUnknown
from progress.roi.batch import project_many
from progress.roi.shapes import AcceleratorInput, RoiInputInvalid
from progress.roi.what_ifs import NO_CHANGES, Changes, apply_changes
from tests.progress.roi.learners import make_learner


@pytest.fixture
def inputs():
    return make_learner("A")


class TestApplyChanges:
    def test_no_changes_change_nothing(self, inputs):
        assert apply_changes(inputs, NO_CHANGES) == inputs

    def test_replaces_what_the_learner_told(self, inputs):
        changed = apply_changes(
            inputs, Changes(planned_hours_per_week=12.0, current_pay_usd_per_year=60_000.0)
        )

        assert (changed.planned_hours_per_week, changed.current_pay_usd_per_year) == (12, 60_000)
        assert changed.rungs == inputs.rungs

    def test_a_lower_target_drops_hours_and_exams_beyond_it(self, inputs):
        changed = apply_changes(inputs, Changes(target_rung=1))

        assert [rung.remaining_hours for rung in changed.rungs] == [400, 0, 0, 0]
        assert [exam.is_planned for exam in changed.exams] == [True, True, False, False]

    def test_an_employer_who_pays_everything_leaves_only_the_worth_of_time(self, inputs):
        changed = apply_changes(inputs, Changes(employer_share=1.0))

        outlook = project_many([changed]).outlook(0)
        assert outlook.expected_cash_cost_usd == pytest.approx(0.0, abs=0.01)
        assert outlook.expected_time_cost_usd > 0

    def test_free_retakes_make_the_plan_cheaper(self, inputs):
        before, after = project_many(
            [inputs, apply_changes(inputs, Changes(free_retakes_count=2))]
        ).expected_cash_cost_usd

        assert after < before

    def test_leaves_out_an_exam_and_keeps_the_luck_of_the_others(self, inputs):
        changed = apply_changes(inputs, Changes(left_out_exams=frozenset({"rhce"})))

        assert [exam.is_planned for exam in changed.exams] == [True, True, False, True]

    def test_replaces_the_hours_of_a_rung(self, inputs):
        changed = apply_changes(inputs, Changes(rung_hours={1: 0.0, 4: 0.0}))

        assert (changed.rungs[0].remaining_hours, changed.rungs[0].is_bundle_done) == (0, True)
        # What was never planned is not done either.
        assert not changed.rungs[3].is_bundle_done

    def test_adds_accelerators_with_the_effect_the_learner_assumes(self, inputs):
        changed = apply_changes(
            inputs, Changes(accelerators=(AcceleratorInput(key="cloud", landing_share=0.1),))
        )

        before, after = project_many([inputs, changed]).ahead_share
        assert after > before

    def test_changes_assumptions_within_their_range(self, inputs):
        changed = apply_changes(inputs, Changes(assumptions={"horizon_months": 60}))

        assert changed.assumptions.horizon_months == 60

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            (Changes(planned_hours_per_week=-1.0), RoiInputInvalid, "planned_hours_per_week"),
            (Changes(current_pay_usd_per_year=9e6), RoiInputInvalid, "current_pay"),
            (Changes(employer_share=1.5), RoiInputInvalid, "employer_share"),
            (Changes(rung_hours={1: -5.0}), RoiInputInvalid, "remaining_hours"),
            (Changes(assumptions={"horizon_months": 600}), AssumptionOutOfRange, "60 to 180"),
            (Changes(assumptions={"luck": 1}), AssumptionUnknown, "luck"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, inputs, changes, error, words):
        with pytest.raises(error, match=words):
            apply_changes(inputs, changes)

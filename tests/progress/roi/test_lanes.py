"""What learners told becomes pace, worth of time and hours up to each rung and exam."""

from dataclasses import fields

import numpy as np
import pytest

from progress.roi.contexts import facts_of, get_context
from progress.roi.events import expected_pace_hours_per_week
from progress.roi.lanes import make_lanes, to_column
from progress.roi.learner_columns import LearnerColumns
from tests.progress.roi.learners import make_learner


def read(*learners):
    context = get_context(facts_of(learners[0]), draw_count=16)
    return make_lanes(context, LearnerColumns.of(learners))


class TestMakeLanes:
    @pytest.mark.parametrize("letter", "ABCD")
    def test_expects_the_pace_of_the_reference(self, letter):
        learner = make_learner(letter)
        lanes = read(learner)
        in_a_week = lanes.pace[0, 0] * 12 / 52
        assert in_a_week == pytest.approx(expected_pace_hours_per_week(learner), rel=5e-3)
        assert lanes.pace[0, 0] * lanes.months_per_hour[0, 0] == pytest.approx(1.0)

    def test_counts_hours_of_the_whole_plan_then_up_to_each_rung_and_exam(self):
        (hours,) = read(make_learner("A")).hours.tolist()
        assert hours == [1_050, 400, 700, 1_050, 1_050, 300, 200, 650, 700]

    def test_leaves_to_the_learner_what_no_employer_pays(self):
        learner = make_learner("A")
        lanes = read(learner, learner.with_changes(employer_share=0.75))
        assert lanes.cash_usd_per_month[:, 0].tolist() == [49.0, 12.25]
        assert lanes.materials_usd[:, 0].tolist() == [120.0, 30.0]

    def test_leaves_out_a_rung_without_hours_that_is_not_in_the_plan(self):
        assert read(make_learner("A")).is_left_out.tolist() == [[False, False, False, True]]

    def test_gives_no_score_to_a_learner_from_outside_the_field(self):
        assert read(make_learner("A")).own_score.tolist() == [0.0]
        assert read(make_learner("C")).own_score[0] != 0.0

    def test_keeps_a_pace_of_nothing_a_number(self):
        idle = make_learner("A").with_changes(planned_hours_per_week=1e-12)
        assert np.isfinite(read(idle).months_per_hour).all()


class TestLanes:
    def test_gives_some_of_the_learners_in_every_column_in_the_order_asked_for(self):
        learner = make_learner("A")
        lanes = read(*(learner.with_changes(materials_usd=float(cost)) for cost in range(4)))
        part = lanes.pick(np.array([2, 1]))
        assert part.materials_usd[:, 0].tolist() == [2.0, 1.0]
        assert {len(getattr(part, item.name)) for item in fields(part)} == {2}


class TestToColumn:
    def test_meets_a_row_per_future(self):
        column = to_column(np.array([1.0, 2.0]))
        assert column.dtype == np.float32
        assert column.shape == (2, 1)

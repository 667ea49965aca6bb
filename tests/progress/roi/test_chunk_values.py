"""Gains and costs of a chunk, up to each year's end, are those of the reference engine."""

import numpy as np
import pytest

from progress.roi.chunk_values import (
    mean_over_futures,
    value_chunk,
    value_study_months,
)
from progress.roi.chunks import play_chunk
from progress.roi.contexts import facts_of, get_context
from progress.roi.lanes import make_lanes
from progress.roi.learner_columns import LearnerColumns
from progress.roi.scratches import Scratch
from tests.progress.roi.learners import make_learner

COUNT = 64


def value(*learners):
    context = get_context(facts_of(learners[0]), draw_count=COUNT)
    lanes = make_lanes(context, LearnerColumns.of(learners))
    scratch = Scratch()
    play = play_chunk(context, lanes, scratch)
    study_value = value_study_months(context, play)
    values = value_chunk(context, lanes, play, scratch, study_value=study_value)
    return lanes, play, study_value, values


class TestValueStudyMonths:
    def test_is_worth_less_than_the_months_themselves(self):
        _, play, study_value, _ = value(make_learner("A"))
        assert ((study_value > 0.0) == (play.studied > 0)).all()
        assert (study_value <= play.studied).all()


class TestValueChunk:
    def test_costs_subscription_and_time_where_there_is_no_exam(self):
        learner = make_learner("A").with_changes(exams=())
        lanes, play, study_value, values = value(learner)
        per_month = 49.0 + lanes.time_usd_per_month * play.pace
        expected = np.sort(study_value * per_month, axis=-1)
        assert values.costs[-1] == pytest.approx(expected, rel=1e-5)
        assert values.cost_means[-1] == pytest.approx(expected.mean(axis=-1), rel=1e-5)

    def test_gains_only_grow_with_the_years(self):
        *_, values = value(make_learner("A"))
        assert (np.diff(values.gain_means, axis=0) >= 0.0).all()
        assert values.gain_means[-1] > values.gain_means[0]

    def test_lists_rise(self):
        *_, values = value(make_learner("A"), make_learner("A").with_changes(materials_usd=0.0))
        assert (np.diff(values.net, axis=-1) >= 0.0).all()
        assert (np.diff(values.costs, axis=-1) >= 0.0).all()

    def test_is_ahead_only_when_materials_are_paid_too(self):
        learner = make_learner("A").with_changes(materials_usd=0.0)
        *_, values = value(learner, learner.with_changes(materials_usd=60_000.0))
        free, dear = values.is_ahead.sum(axis=-1)
        assert values.net[:, 0].tobytes() == values.net[:, 1].tobytes()
        assert free == (values.net[-1, 0] > 0.0).sum()
        assert free > dear == (values.net[-1, 1] > 60_000.0).sum()

    def test_does_not_depend_on_who_else_is_in_the_chunk(self):
        learner = make_learner("A")
        slower = learner.with_changes(planned_hours_per_week=2.0)
        *_, both = value(slower, learner)
        for row, single in enumerate((slower, learner)):
            *_, alone = value(single)
            assert both.costs[:, row].tobytes() == alone.costs[:, 0].tobytes()
            assert both.net[:, row].tobytes() == alone.net[:, 0].tobytes()


class TestMeanOverFutures:
    def test_is_the_mean_of_each_row_whatever_stands_beside_it(self):
        values = np.random.default_rng(1).normal(0.0, 1e5, (3, 4, 512)).astype(np.float32)
        means = mean_over_futures(values)
        assert means == pytest.approx(values.astype(np.float64).mean(axis=-1), abs=0.1)
        assert mean_over_futures(values[1:2, 2:3])[0, 0] == means[1, 2]

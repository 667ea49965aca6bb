"""The arithmetic of the batch engine plays the futures that the reference engine plays."""

import numpy as np
import pytest

from progress.roi.chunks import (
    Scratch,
    play_chunk,
    value_costs,
    value_gains,
    value_study_months,
)
from progress.roi.contexts import facts_of, get_context
from progress.roi.draws import load_draws
from progress.roi.events import play_futures
from progress.roi.lanes import make_lanes
from progress.roi.learner_columns import LearnerColumns
from progress.roi.tables import NEVER_SHORT
from tests.progress.roi.learners import make_learner

COUNT = 64


def prepare(*learners):
    context = get_context(facts_of(learners[0]), draw_count=COUNT)
    return context, make_lanes(context, LearnerColumns.of(learners))


class TestScratch:
    def test_lends_the_same_memory_again_and_grows_it_when_needed(self):
        scratch = Scratch()
        first = scratch.lend("costs", 4, 8)
        assert np.shares_memory(scratch.lend("costs", 2, 8), first)
        assert not np.shares_memory(scratch.lend("gains", 4, 8), first)
        assert scratch.lend("costs", 10, 8).shape == (10, 8)


class TestPlayChunk:
    @pytest.mark.parametrize(("letter", "track_key"), [("A", "linux"), ("B", "python")])
    def test_reaches_each_rung_in_the_month_of_the_reference(self, letter, track_key):
        learner = make_learner(letter)
        futures = play_futures(learner, load_draws(track_key, count=COUNT))
        context, lanes = prepare(learner)
        play = play_chunk(context, lanes, Scratch())
        for reached, course in zip(play.reached, futures.rungs, strict=True):
            expected = np.minimum(course.with_path_months, NEVER_SHORT)
            assert reached[0].tolist() == expected[context.order].tolist()
        finished = futures.study.is_finished[context.order]
        assert play.is_finished[0].tolist() == finished.tolist()

    def test_pays_for_no_exam_when_nobody_plans_one(self):
        learner = make_learner("A").with_changes(exams=())
        context, lanes = prepare(learner)
        assert play_chunk(context, lanes, Scratch()).exam_usd is None


class TestValueGains:
    def test_only_grow_with_the_years_and_are_nothing_without_a_rung_reached(self):
        context, lanes = prepare(make_learner("A"))
        scratch = Scratch()
        play = play_chunk(context, lanes, scratch)
        gains = value_gains(context, play, scratch)
        assert (np.diff(gains, axis=0) >= 0.0).all()
        never = (play.reached >= context.horizon_months).all(axis=0)
        assert never.any()
        assert (gains[:, never] == 0.0).all()


class TestValueStudyMonths:
    def test_is_worth_less_than_the_months_themselves(self):
        context, lanes = prepare(make_learner("A"))
        play = play_chunk(context, lanes, Scratch())
        value = value_study_months(context, play)
        assert ((value > 0.0) == (play.studied > 0)).all()
        assert (value <= play.studied).all()


class TestValueCosts:
    def test_are_materials_subscription_and_time_where_there_is_no_exam(self):
        context, lanes = prepare(make_learner("A").with_changes(exams=()))
        scratch = Scratch()
        play = play_chunk(context, lanes, scratch)
        study_value = value_study_months(context, play)
        costs = value_costs(context, lanes, play, scratch, study_value=study_value)
        per_month = 49.0 + lanes.time_usd_per_month * play.pace
        assert costs[-1] == pytest.approx(120.0 + study_value * per_month, rel=1e-5)

    def test_do_not_depend_on_who_else_is_in_the_chunk(self):
        learner = make_learner("A")
        slower = learner.with_changes(planned_hours_per_week=2.0)

        def cost(*learners):
            context, lanes = prepare(*learners)
            scratch = Scratch()
            play = play_chunk(context, lanes, scratch)
            value = value_study_months(context, play)
            return value_costs(context, lanes, play, scratch, study_value=value).copy()

        both = cost(slower, learner)
        assert both[:, 1].tobytes() == cost(learner)[:, 0].tobytes()
        assert both[:, 0].tobytes() == cost(slower)[:, 0].tobytes()

"""The arithmetic of the batch engine plays the futures that the reference engine plays."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.chunks import play_chunk
from progress.roi.contexts import facts_of, get_context
from progress.roi.draws import load_draws
from progress.roi.events import play_futures
from progress.roi.lanes import make_lanes
from progress.roi.learner_columns import LearnerColumns
from progress.roi.scratches import Scratch
from progress.roi.shapes import AcceleratorInput
from tests.progress.roi.learners import make_learner

COUNT = 64


def prepare(*learners):
    context = get_context(facts_of(learners[0]), draw_count=COUNT)
    return context, make_lanes(context, LearnerColumns.of(learners))


class TestPlayChunk:
    @pytest.mark.parametrize("added", [0.0, 0.05, 0.1])
    @pytest.mark.parametrize(("letter", "track_key"), [("A", "linux"), ("B", "python")])
    def test_reaches_each_rung_in_the_month_of_the_reference(self, letter, track_key, added):
        accelerator = AcceleratorInput(key="containers", landing_share=added)
        learner = make_learner(letter).with_changes(accelerators=(accelerator,))
        futures = play_futures(learner, load_draws(track_key, count=COUNT))
        context, lanes = prepare(learner)
        play = play_chunk(context, lanes, Scratch())
        after = context.horizon_months + 1
        for reached, course in zip(play.reached, futures.rungs, strict=True):
            expected = np.minimum(course.with_path_months, after)[context.order]
            count = reached.shape[1]
            assert np.minimum(reached[0], after).tolist() == expected[:count].tolist()
            assert (expected[count:] == after).all()
        finished = futures.study.is_finished[context.order]
        assert play.is_finished[0].tolist() == finished.tolist()

    def test_follows_only_exams_that_somebody_in_the_chunk_plans(self):
        learner = make_learner("A")
        alone = learner.with_changes(
            exams=tuple(
                replace(exam, is_planned=exam.key == learner.exams[2].key) for exam in learner.exams
            )
        )
        context, lanes = prepare(alone)
        (sitting,) = play_chunk(context, lanes, Scratch()).sittings
        assert sitting.place == 2
        assert sitting.is_sat.any()
        context, lanes = prepare(alone, learner)
        sittings = play_chunk(context, lanes, Scratch()).sittings
        assert [sitting.place for sitting in sittings] == [0, 1, 2, 3]
        assert [bool(sitting.is_sat[0].any()) for sitting in sittings] == [
            False,
            False,
            True,
            False,
        ]

    def test_knows_no_sitting_when_nobody_plans_an_exam(self):
        context, lanes = prepare(make_learner("A").with_changes(exams=()))
        assert play_chunk(context, lanes, Scratch()).sittings == ()

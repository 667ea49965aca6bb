"""The futures that finish and those that do not are the projection, taken apart."""

from dataclasses import replace

import pytest

from progress.roi.draws import load_draws
from progress.roi.endings import describe_ending
from progress.roi.projection import project
from tests.progress.roi.learners import make_learner

DRAWS = load_draws("linux")


@pytest.fixture(scope="module", params=["A", "B"])
def inputs(request):
    return make_learner(request.param)


class TestDescribeEnding:
    def test_gives_the_projection_when_both_are_put_together(self, inputs):
        whole = project(inputs, draws=DRAWS)
        parts = [
            describe_ending(inputs, draws=DRAWS, is_finished=is_finished)
            for is_finished in (True, False)
        ]

        assert sum(part.share for part in parts) == pytest.approx(1)
        assert parts[0].share == whole.finish.share
        for mine, theirs in (
            (lambda part: part.expected_usd, whole.value.expected_usd),
            (lambda part: part.ahead_share, whole.value.ahead_share),
            (lambda part: part.payback.share, whole.payback.share),
            (lambda part: part.curve[3].mean_usd, whole.curve[3].mean_usd),
        ):
            assert sum(part.share * mine(part) for part in parts) == pytest.approx(theirs)

    def test_says_of_finishers_what_the_headline_says(self, inputs):
        finished = describe_ending(inputs, draws=DRAWS, is_finished=True)

        stated = project(inputs, draws=DRAWS).value.ahead_if_finished_share
        assert finished.ahead_share == pytest.approx(stated)

    def test_calls_finished_who_goes_on_until_after_the_horizon(self):
        inputs = make_learner("A")
        steady = replace(inputs.assumptions, dropout_scale_months=1e9, horizon_months=60)
        slow = replace(inputs, assumptions=steady, planned_hours_per_week=4.0)

        finish = project(slow, draws=DRAWS).finish
        finished = describe_ending(slow, draws=DRAWS, is_finished=True)

        assert finished.share == finish.share > 0.9
        assert finish.by_year_shares[-1] < 0.5

    def test_draws_no_picture_of_a_handful(self):
        inputs = make_learner("A")
        hasty = replace(inputs.assumptions, dropout_scale_months=1.0)

        left = replace(inputs, assumptions=hasty)

        assert project(left, draws=DRAWS).finish.share < 0.1
        assert describe_ending(left, draws=DRAWS, is_finished=True) is None
        assert describe_ending(left, draws=DRAWS, is_finished=False).share > 0.9

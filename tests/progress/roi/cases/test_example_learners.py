"""The four example learners of docs/roi-model.md, computed by two earlier prototypes.

Reference figures are rounded to $100 and to hundredths; they came from other random
numbers. Allowed for all four and for both engines: the average within 2 % of the spread
from P10 to P90, shares within .02. The stored sets were chosen without these learners
(docs/adr/0017-choice-of-draw-sets.md); what a set of that size cannot tell as closely is
held against the reference with 32,768 futures instead.

C is stated twice. With the certification it lists (CKA, sat today, renewed for ten
years) the plan is worth 2,190 less than the reference, 3.8 % of the spread; without
it the reference is met in all twelve columns. The reference left that exam out: it
took 0 hours before an exam for "not taken", as it took 0 hours of a rung for "not in
the plan".
"""

import numpy as np
import pytest

from benchmarks.draw_tables import make_draws
from progress.roi.batch import project_many
from progress.roi.decisions import find_next_block, list_exam_contributions
from progress.roi.draws import STORED_DRAW_COUNT, load_draws
from progress.roi.projection import project
from progress.roi.sensitivity import drop_exams
from tests.progress.roi.learners import make_learner

# expected, P10, P50, P90 (thousands), ahead, finish, ahead if finished, ratio,
# rate of return, payback month, perfect information, worth per hour, ahead in cash, cash value
REFERENCE = {
    "A": (15.6, -12.5, -1.1, 81.6, 0.15, 0.13, 0.51, 3.7, 0.48, 50, 3.6, 29.9, 0.16, 18.8),
    "B": (28.0, -10.8, -2.5, 146.6, 0.29, 0.46, 0.47, 4.9, 0.50, 48, 4.1, 68.0, 0.35, 34.0),
    "C": (8.6, -15.3, -3.6, 41.6, 0.20, 0.31, 0.43, 2.0, 0.19, 75, 5.8, 27.7, 0.22, 16.6),
    "D": (19.4, -14.8, -2.4, 100.2, 0.15, 0.23, 0.49, 3.6, 0.37, 55, 5.1, 22.0, 0.16, 25.8),
}

# What each exam of A adds, in dollars, largest first.
EXAMS_OF_A = {"rhcsa": 1_450, "linux-plus": 904, "cka": 331, "rhce": 130}
# Numbers that no track stores.
ENOUGH = make_draws("reference", scramble=0, count=32_768)


def make_reference_learner(letter):
    learner = make_learner(letter)
    return drop_exams(learner) if letter == "C" else learner


@pytest.mark.parametrize("letter", "ABCD")
class TestExampleLearner:
    def test_is_worth_the_reference_on_average(self, letter):
        inputs = make_reference_learner(letter)
        value = project(inputs, draws=load_draws(inputs.track_key)).value
        expected, p10, p50, p90 = (1_000 * figure for figure in REFERENCE[letter][:4])
        spread = p90 - p10
        assert abs(value.expected_usd - expected) < 0.02 * spread
        assert abs(value.p10_usd - p10) < 0.02 * spread
        assert abs(value.p50_usd - p50) < 0.02 * spread
        # P90 sits on the edge of the upper hump and converges slowest (5.4: 4-8 %).
        assert abs(value.p90_usd - p90) < 0.08 * spread

    def test_has_the_chances_of_the_reference(self, letter):
        inputs = make_reference_learner(letter)
        result = project(inputs, draws=load_draws(inputs.track_key))
        ahead, finish, if_finished = REFERENCE[letter][4:7]
        assert result.value.ahead_share == pytest.approx(ahead, abs=0.02)
        assert result.finish.share == pytest.approx(finish, abs=0.02)
        assert result.value.ahead_if_finished_share == pytest.approx(if_finished, abs=0.02)

    def test_has_the_ratios_of_the_reference(self, letter):
        inputs = make_reference_learner(letter)
        result = project(inputs, draws=load_draws(inputs.track_key))
        ratio, rate, payback, information = REFERENCE[letter][7:11]
        assert result.benefit_cost_ratio == pytest.approx(ratio, abs=0.15)
        assert result.return_rate.per_year_rate == pytest.approx(rate, abs=0.02)
        assert result.payback.expected_flow_month == pytest.approx(payback, abs=2)
        assert result.perfect_information_usd == pytest.approx(1_000 * information, rel=0.05)

    def test_is_worth_more_in_cash_alone_as_the_reference_is(self, letter):
        inputs = make_reference_learner(letter)
        value = project(inputs, draws=load_draws(inputs.track_key)).cash_only
        spread = 1_000 * (REFERENCE[letter][3] - REFERENCE[letter][1])
        assert abs(value.expected_usd - 1_000 * REFERENCE[letter][13]) < 0.02 * spread
        assert value.ahead_share == pytest.approx(REFERENCE[letter][12], abs=0.02)

    def test_gets_the_first_block_as_the_best_next_step(self, letter):
        inputs = make_reference_learner(letter)
        found = find_next_block(inputs, draws=load_draws(inputs.track_key))
        assert found is not None
        assert found.best.last_rung == inputs.start_rung + 1
        assert found.best == found.blocks[0]
        # Sets of this size differ by 2 to 4 % (standard deviation). C misses by 5.1 %.
        assert found.best.usd_per_hour == pytest.approx(REFERENCE[letter][11], rel=0.08)

    def test_gets_the_worth_an_hour_of_the_reference_from_enough_futures(self, letter):
        found = find_next_block(make_reference_learner(letter), draws=ENOUGH)
        assert found.best.usd_per_hour == pytest.approx(REFERENCE[letter][11], rel=0.02)


@pytest.mark.parametrize("letter", "ABCD")
class TestBatchEngine:
    def test_meets_the_reference_as_well(self, letter):
        inputs = make_reference_learner(letter)
        outlook = project_many([inputs], draw_count=STORED_DRAW_COUNT).outlook(0)
        expected, p10, p50, p90 = (1_000 * figure for figure in REFERENCE[letter][:4])
        spread = p90 - p10
        assert abs(outlook.expected_usd - expected) < 0.02 * spread
        assert abs(outlook.p10_usd - p10) < 0.02 * spread
        assert abs(outlook.p50_usd - p50) < 0.02 * spread
        ahead, finish, if_finished = REFERENCE[letter][4:7]
        assert outlook.ahead_share == pytest.approx(ahead, abs=0.02)
        assert outlook.finish_share == pytest.approx(finish, abs=0.02)
        assert outlook.ahead_if_finished_share == pytest.approx(if_finished, abs=0.02)


class TestFinishersOfA:
    def test_are_ahead_as_often_as_in_the_reference_once_there_are_enough(self):
        share = project(make_learner("A"), draws=ENOUGH).value
        assert share.ahead_if_finished_share == pytest.approx(REFERENCE["A"][6], abs=0.02)

    def test_differ_between_sets_of_the_stored_size_by_a_hundredth(self):
        learner = make_learner("A")
        shares = [
            project(learner, draws=make_draws("linux", scramble=scramble)).value
            for scramble in range(16)
        ]
        found = [one.ahead_if_finished_share for one in shares]
        assert np.mean(found) == pytest.approx(REFERENCE["A"][6], abs=0.02)
        assert 0.005 < np.std(found, ddof=1) < 0.02
        stored = project(learner, draws=load_draws("linux")).value.ahead_if_finished_share
        assert abs(stored - np.mean(found)) < 2.5 * np.std(found, ddof=1)


class TestExamsOfTheExamples:
    def test_rank_in_a_as_in_the_reference(self):
        found = list_exam_contributions(make_learner("A"), draws=load_draws("linux"))
        worth = {item.key: item.expected_usd for item in found}
        assert list(worth) == list(EXAMS_OF_A)
        # Sets of this size differ by 170 to 250 (standard deviation): 150 asks for more futures.
        for key, usd in EXAMS_OF_A.items():
            assert worth[key] == pytest.approx(usd, abs=400)

    def test_are_worth_in_a_what_the_reference_says_from_enough_futures(self):
        found = list_exam_contributions(make_learner("A"), draws=ENOUGH)
        for item in found:
            assert item.expected_usd == pytest.approx(EXAMS_OF_A[item.key], abs=150)

    def test_leave_c_poorer_by_what_its_exam_costs(self):
        learner = make_learner("C")
        result = project(learner, draws=load_draws("devops"))
        (exam,) = list_exam_contributions(learner, draws=load_draws("devops"))
        assert exam.expected_usd == pytest.approx(-result.exams[0].expected_cash_usd, abs=0.01)
        assert exam.expected_usd == pytest.approx(-2_190, abs=60)

"""Next block, exams, information (G7 stands in cases/)."""

from dataclasses import replace

import pytest

from progress.roi.decisions import (
    find_next_block,
    list_exam_contributions,
    list_information_values,
)
from progress.roi.draws import load_draws
from progress.roi.projection import project, value_plan
from tests.progress.roi.learners import make_inputs, make_learner

DRAWS = load_draws("linux", count=256)


class TestFindNextBlock:
    def test_cuts_the_plan_after_every_rung_with_hours(self):
        inputs = make_learner("A")
        found = find_next_block(inputs, draws=DRAWS)
        assert found is not None
        assert [block.last_rung for block in found.blocks] == [1, 2, 3]
        assert [block.hours for block in found.blocks] == [400, 700, 1_050]
        whole = value_plan(inputs, draws=DRAWS).expected_usd
        assert found.blocks[-1].expected_usd == pytest.approx(whole)
        assert found.best.usd_per_hour == max(block.usd_per_hour for block in found.blocks)

    def test_counts_only_what_studying_on_adds_to_what_is_done(self):
        inputs = make_inputs(hours=(0, 300, 0, 0))
        rungs = (replace(inputs.rungs[0], is_bundle_done=True), *inputs.rungs[1:])
        inputs = replace(inputs, rungs=rungs, materials_usd=0.0)
        found = find_next_block(inputs, draws=DRAWS)
        assert found is not None
        (block,) = found.blocks
        assert 0 < block.expected_usd < value_plan(inputs, draws=DRAWS).expected_usd

    def test_finds_none_when_nothing_is_left_to_study(self):
        assert find_next_block(make_inputs(hours=(0, 0, 0, 0)), draws=DRAWS) is None


class TestListExamContributions:
    def test_counts_an_exam_without_effect_as_pure_cost(self):
        inputs = make_learner("A")
        idle = tuple(replace(exam, boost_share=0.0) for exam in inputs.exams)
        inputs = replace(inputs, exams=idle)
        result = project(inputs, draws=DRAWS)
        cash = {exam.key: exam.expected_cash_usd for exam in result.exams}
        for found in list_exam_contributions(inputs, draws=DRAWS):
            assert found.expected_usd == pytest.approx(-cash[found.key])

    def test_leaves_out_exams_that_are_not_planned_and_divides_by_no_fee_of_nothing(self):
        inputs = make_learner("A")
        exams = [replace(exam, is_planned=exam.key == "cka", fee_usd=0.0) for exam in inputs.exams]
        (found,) = list_exam_contributions(replace(inputs, exams=tuple(exams)), draws=DRAWS)
        assert found.key == "cka"
        assert found.usd_per_fee_usd is None


class TestListInformationValues:
    def test_ranks_causes_before_pay_as_the_model_page_says(self):
        found = list_information_values(make_learner("C"), draws=load_draws("devops"))
        worth = {item.key: item.expected_usd for item in found}
        assert [item.expected_usd for item in found] == sorted(worth.values(), reverse=True)
        assert found[0].key == "causal_share"
        assert worth["pay"] < worth["landing"] < worth["causal_share"]

    def test_is_never_worth_more_than_knowing_everything(self):
        inputs = make_learner("A")
        limit = project(inputs, draws=DRAWS).perfect_information_usd
        for item in list_information_values(inputs, draws=DRAWS):
            assert -1e-6 <= item.expected_usd <= limit + 1e-6

"""What learners on the same rung of the same ladder share is made once."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.annuities import NEVER_MONTH
from progress.roi.contexts import build_context, facts_of, get_context, list_year_ends
from progress.roi.draws import load_draws
from progress.roi.events import play_futures
from progress.roi.shapes import AcceleratorInput, BandInput
from tests.progress.roi.learners import list_own_changes, make_learner

INPUTS = make_learner("A")
FACTS = facts_of(INPUTS)


class TestFactsOf:
    def test_keeps_what_an_exam_is_to_everybody_and_not_the_learners_choices(self):
        assert [exam.key for exam in FACTS.exams] == [exam.key for exam in INPUTS.exams]
        assert not {"is_planned", "sat_after_hours", "employer_share"} & set(FACTS.exams[0]._fields)


class TestGetContext:
    def test_makes_the_tables_once_for_learners_who_differ_in_what_is_theirs(self):
        context = get_context(FACTS, draw_count=64)
        for changes in list_own_changes(INPUTS):
            other = facts_of(INPUTS.with_changes(**changes))
            assert get_context(other, draw_count=64) is context
        assert get_context(FACTS, draw_count=128) is not context

    def test_makes_other_tables_for_another_band_or_assumption(self):
        context = get_context(FACTS, draw_count=64)
        band = BandInput(low_usd_per_year=90_000.0, high_usd_per_year=130_000.0)
        rungs = (INPUTS.rungs[0], replace(INPUTS.rungs[1], band=band), *INPUTS.rungs[2:])
        other = facts_of(replace(INPUTS, rungs=rungs))
        assert get_context(other, draw_count=64) is not context

    def test_shares_the_rows_of_study_where_study_is_the_same(self):
        farther = replace(INPUTS.assumptions, real_discount_rate=0.05)
        slower = replace(INPUTS.assumptions, hours_overrun_factor=1.3)
        study = get_context(FACTS, draw_count=64).study
        assert get_context(FACTS._replace(assumptions=farther), draw_count=64).study is study
        assert get_context(FACTS._replace(assumptions=slower), draw_count=64).study is not study

    def test_knows_when_each_rung_is_reached_without_the_path(self):
        context = get_context(FACTS, draw_count=256)
        futures = play_futures(INPUTS, load_draws("linux", count=256))
        for target, course in zip(context.targets, futures.rungs, strict=True):
            months = np.minimum(course.without_path_months, context.horizon_months)
            expected = context.growing[months[context.order]]
            assert target.alone_values[-1].tolist() == expected.tolist()
            assert target.alone_share == (course.without_path_months <= 120).mean()

    def test_refuses_a_count_that_would_unbalance_the_draws(self):
        with pytest.raises(ValueError, match="power of two"):
            get_context(FACTS, draw_count=100)


class TestBuildContext:
    def test_aims_only_at_the_rungs_above_the_learners_own(self):
        facts = facts_of(make_learner("C"))
        context = build_context(facts, draws=load_draws("devops", count=16))
        assert context.rungs == (2, 3, 4)
        assert [(target.rung, target.place) for target in context.targets] == [(3, 1), (4, 2)]
        assert context.start_pay is not None
        assert build_context(FACTS, draws=load_draws("linux", count=16)).start_pay is None

    def test_gives_a_dollar_of_pay_a_month_after_tax_and_only_while_in_work(self):
        context = get_context(FACTS, draw_count=16)
        own = FACTS.assumptions
        in_a_year = 12 * context.monthly_gain_share
        assert in_a_year == pytest.approx(own.employed_share - own.tax_rate * own.employed_share)


class TestTargetRung:
    @pytest.mark.parametrize("added", [0.0, 0.03, 0.1])
    def test_counts_every_future_that_can_get_there_with_accelerators(self, added):
        draws = load_draws("linux", count=256)
        context = build_context(FACTS, draws=draws)
        accelerator = AcceleratorInput(key="containers", landing_share=added)
        # All study done today and all exams passed: nobody can have better chances.
        exams = tuple(
            replace(exam, first_pass_share=1.0, sat_after_hours=0.0) for exam in INPUTS.exams
        )
        rungs = tuple(replace(rung, remaining_hours=0.001) for rung in INPUTS.rungs)
        best = INPUTS.with_changes(accelerators=(accelerator,), exams=exams, rungs=rungs)
        for target, course in zip(context.targets, play_futures(best, draws).rungs, strict=True):
            can_reach = (course.with_path_months < NEVER_MONTH)[context.order]
            count = target.count_reachable(added)
            assert not can_reach[count:].any()
            assert count >= can_reach.sum()
            first = np.searchsorted(context.year_ends, course.with_path_months.min(), side="right")
            assert target.first_year <= first

    def test_leaves_out_futures_that_nothing_brings_there(self):
        top = get_context(FACTS, draw_count=256).targets[-1]
        assert 0 < top.count_reachable(0.0) <= top.count_reachable(0.1) < 256
        assert top.count_reachable(1.0) == 256


class TestListYearEnds:
    def test_ends_the_last_year_at_the_horizon(self):
        assert list_year_ends(66).tolist() == [12, 24, 36, 48, 60, 66]
        assert list_year_ends(60).tolist() == [12, 24, 36, 48, 60]

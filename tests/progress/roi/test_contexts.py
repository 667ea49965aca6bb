"""What learners on the same rung of the same ladder share is made once."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.contexts import build_context, facts_of, get_context, list_year_ends
from progress.roi.draws import load_draws
from progress.roi.events import play_futures
from progress.roi.shapes import BandInput
from progress.roi.tables import NEVER_SHORT
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
            expected = np.minimum(course.without_path_months, NEVER_SHORT)
            assert target.alone.tolist() == expected[context.order].tolist()

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


class TestListYearEnds:
    def test_ends_the_last_year_at_the_horizon(self):
        assert list_year_ends(66).tolist() == [12, 24, 36, 48, 60, 66]
        assert list_year_ends(60).tolist() == [12, 24, 36, 48, 60]

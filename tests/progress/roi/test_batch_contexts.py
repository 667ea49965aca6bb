"""What learners share: tables made once, and fingerprints that say when they are out of date."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.annuities import make_annuity_tables
from progress.roi.assumptions import Assumptions
from progress.roi.bands import resolve_band
from progress.roi.context_fingerprints import context_fingerprint, input_fingerprint_in
from progress.roi.contexts import facts_of, get_context, list_year_ends
from progress.roi.draws import load_draws
from progress.roi.events import play_futures
from progress.roi.shapes import AcceleratorInput, BandInput, ExamInput
from progress.roi.tables import NEVER_SHORT, make_exam_rows, make_pay_rows
from tests.progress.roi.learners import make_learner

INPUTS = make_learner("A")
FACTS = facts_of(INPUTS)
MARK = context_fingerprint(FACTS)

# What belongs to the learner alone.
OWN_CHANGES = [
    {"current_pay_usd_per_year": 60_000.0}, {"planned_hours_per_week": 9.0},
    {"logged_weeks": 3.0}, {"logged_hours": 20.0}, {"months_active": 2.0},
    {"subscription_usd_per_month": 0.0}, {"materials_usd": 10.0}, {"employer_share": 0.5},
    {"accelerators": (AcceleratorInput(key="cloud", landing_share=0.02),)},
    {"rungs": (replace(INPUTS.rungs[0], remaining_hours=390.0), *INPUTS.rungs[1:])},
    {"rungs": (*INPUTS.rungs[:3], replace(INPUTS.rungs[3], is_bundle_done=True))},
    {"exams": (replace(INPUTS.exams[0], sat_after_hours=310.0), *INPUTS.exams[1:])},
    {"exams": (replace(INPUTS.exams[0], is_planned=False), *INPUTS.exams[1:])},
    {"exams": (replace(INPUTS.exams[0], employer_share=1.0), *INPUTS.exams[1:])},
]  # fmt: skip


def change_band(rung, **changes):
    rungs = list(INPUTS.rungs)
    rungs[rung - 1] = replace(rungs[rung - 1], band=replace(rungs[rung - 1].band, **changes))
    return facts_of(replace(INPUTS, rungs=tuple(rungs)))


class TestGetContext:
    def test_makes_the_tables_once_for_learners_who_differ_in_what_is_theirs(self):
        context = get_context(FACTS, draw_count=64)
        for changes in OWN_CHANGES:
            other = facts_of(INPUTS.with_changes(**changes))
            assert get_context(other, draw_count=64) is context
        assert get_context(FACTS, draw_count=128) is not context

    def test_makes_other_tables_for_another_band_or_assumption(self):
        context = get_context(FACTS, draw_count=64)
        other = change_band(2, high_usd_per_year=130_000.0)
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
            assert target.alone.tolist() == expected.tolist()

    def test_refuses_a_count_that_would_unbalance_the_draws(self):
        with pytest.raises(ValueError, match="power of two"):
            get_context(FACTS, draw_count=100)

    def test_ends_the_last_year_at_the_horizon(self):
        assert list_year_ends(66).tolist() == [12, 24, 36, 48, 60, 66]
        assert list_year_ends(60).tolist() == [12, 24, 36, 48, 60]


class TestTables:
    def test_hold_the_worked_exam(self):
        # G4 of docs/roi-model.md: sat in month 8, renewed 36 months after passing.
        exam = ExamInput(
            key="one", rung=1, fee_usd=450, sat_after_hours=0.0, first_pass_share=0.6,
            later_pass_share=0.7, renewal_every_months=36, renewal_fee_usd=450,
        )  # fmt: skip
        annuities = make_annuity_tables(horizon_months=60, discount_rate=0.04, growth_rate=0.0)
        rows = make_exam_rows(
            exam,
            Assumptions.for_track("linux"),
            uniforms=np.array([0.1, 0.7, 0.9, 0.99]),
            annuities=annuities,
            year_ends=list_year_ends(60),
        )
        assert rows.outcomes.tolist() == [0, 1, 2, 3]
        assert rows.delays.tolist() == [0, 1, 2, NEVER_SHORT]
        at_month_8 = rows.fees_usd[:, 8 * 4 : 9 * 4]
        assert at_month_8[-1].tolist() == pytest.approx(
            [828.1101, 1_263.7942, 1_698.0566, 1_310.8721], abs=1e-3
        )
        assert (rows.fees_usd[:, 61 * 4 :] == 0.0).all()
        assert (np.diff(rows.fees_usd, axis=0) >= 0.0).all()

    def test_hold_the_worked_band(self):
        # G6 of docs/roi-model.md.
        own = Assumptions.for_track("linux")
        band = BandInput(low_usd_per_year=120_000.0, high_usd_per_year=160_000.0)
        distribution = resolve_band(band, assumptions=own, region_pay_factor=1.15)
        draws = load_draws("linux")
        rows = make_pay_rows(distribution, replace(own, percentile_persistence=0.0), draws, step=1)
        assert np.median(rows.pieces[0]) == pytest.approx(159_348.67, rel=2e-3)
        expected = distribution.pay_at(draws.column("pay_1"))
        assert rows.pieces[0] == pytest.approx(expected, rel=1e-6)
        assert not rows.pieces[0].flags.writeable


class TestContextFingerprint:
    def test_is_32_hexadecimal_digits_and_always_the_same(self):
        assert len(MARK) == 32
        assert int(MARK, 16) >= 0
        assert context_fingerprint(facts_of(make_learner("A"))) == MARK

    @pytest.mark.parametrize("changes", OWN_CHANGES, ids=str)
    def test_ignores_what_belongs_to_the_learner(self, changes):
        assert context_fingerprint(facts_of(INPUTS.with_changes(**changes))) == MARK

    def test_sees_a_cent_of_a_band_and_no_noise(self):
        assert context_fingerprint(change_band(4, high_usd_per_year=200_000.01)) != MARK
        assert context_fingerprint(change_band(4, high_usd_per_year=200_000.0 + 1e-9)) == MARK
        assert context_fingerprint(change_band(4, is_open_above=False)) != MARK
        assert context_fingerprint(FACTS._replace(region_pay_factor=1.01)) != MARK

    def test_does_not_see_how_the_same_pay_was_written(self):
        other_way = change_band(
            1, low_usd_per_year=65_000 / 1.035, high_usd_per_year=85_000 / 1.035, age_years=1.0
        )
        assert context_fingerprint(other_way) == MARK

    @pytest.mark.parametrize("place", range(10))
    def test_sees_every_fact_of_an_exam(self, place):
        first = FACTS.exams[0]
        name = first._fields[place]
        value = first[place]
        changed = f"{value}-2" if isinstance(value, str) else not value
        if isinstance(value, int | float) and not isinstance(value, bool):
            changed = value + 1
        exams = (first._replace(**{name: changed}), *FACTS.exams[1:])
        assert context_fingerprint(FACTS._replace(exams=exams)) != MARK

    def test_sees_the_order_and_absence_of_exams(self):
        assert context_fingerprint(FACTS._replace(exams=FACTS.exams[::-1])) != MARK
        unstated = FACTS.exams[0]._replace(boost_share=None)
        assert context_fingerprint(FACTS._replace(exams=(unstated, *FACTS.exams[1:]))) != MARK

    def test_sees_start_rung_track_model_draws_and_assumptions(self):
        lower = FACTS._replace(start_rung=1)
        elsewhere = FACTS._replace(track_key="unheard-of")
        longer = replace(FACTS.assumptions, inflation_rate=0.03)
        marks = {
            MARK,
            context_fingerprint(lower),
            context_fingerprint(elsewhere),
            context_fingerprint(FACTS._replace(assumptions=longer)),
            context_fingerprint(FACTS, draw_count=256),
            context_fingerprint(FACTS, model_version="roi-1.1"),
        }
        assert len(marks) == 6


class TestInputFingerprint:
    def test_changes_with_the_context_and_with_each_of_the_learners_own_values(self):
        marks = {
            input_fingerprint_in(MARK, INPUTS.with_changes(**changes)) for changes in OWN_CHANGES
        }
        marks |= {input_fingerprint_in(MARK, INPUTS), input_fingerprint_in("0" * 32, INPUTS)}
        assert len(marks) == len(OWN_CHANGES) + 2

    def test_ignores_noise_in_the_ninth_decimal(self):
        noisy = INPUTS.with_changes(planned_hours_per_week=8.0 + 1e-9)
        assert input_fingerprint_in(MARK, noisy) == input_fingerprint_in(MARK, INPUTS)

"""Fingerprints say when the tables of a context, or a projection, are out of date."""

from dataclasses import replace
from typing import Any

import pytest

from progress.roi.context_fingerprints import context_fingerprint, input_fingerprint_in
from progress.roi.contexts import facts_of
from progress.roi.draws import MODEL_VERSION
from tests.progress.roi.learners import list_own_changes, make_learner

INPUTS = make_learner("A")
FACTS = facts_of(INPUTS)
MARK = context_fingerprint(FACTS)
OWN_CHANGES = list_own_changes(INPUTS)


def change_band(rung, **changes):
    rungs = list(INPUTS.rungs)
    rungs[rung - 1] = replace(rungs[rung - 1], band=replace(rungs[rung - 1].band, **changes))
    return facts_of(replace(INPUTS, rungs=tuple(rungs)))


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
        changed: Any = f"{value}-2" if isinstance(value, str) else not value
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
            context_fingerprint(FACTS, model_version=f"{MODEL_VERSION}.1"),
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

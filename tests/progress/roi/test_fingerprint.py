"""What a fingerprint sees and what it does not."""

from dataclasses import fields, replace

import pytest

from progress.roi.assumptions import Assumptions
from progress.roi.draws import MODEL_VERSION
from progress.roi.fingerprint import canonical_text, input_fingerprint, write_number
from progress.roi.shapes import AcceleratorInput, BandInput, ExamInput, RoiInputs
from tests.progress.roi.learners import make_learner

INPUTS = make_learner("A")
MARK = input_fingerprint(INPUTS)


def change_exam(**changes):
    return replace(INPUTS, exams=(replace(INPUTS.exams[0], **changes), *INPUTS.exams[1:]))


def change_band(rung, **changes):
    rungs = list(INPUTS.rungs)
    rungs[rung - 1] = replace(rungs[rung - 1], band=replace(rungs[rung - 1].band, **changes))
    return replace(INPUTS, rungs=tuple(rungs))


class TestInputFingerprint:
    def test_is_32_hexadecimal_digits_and_always_the_same(self):
        assert len(MARK) == 32
        assert int(MARK, 16) >= 0
        assert input_fingerprint(make_learner("A"), MODEL_VERSION) == MARK

    def test_ignores_noise_in_the_ninth_decimal(self):
        noisy = INPUTS.with_changes(
            planned_hours_per_week=8.0 + 1e-9, current_pay_usd_per_year=52_000.0 + 1e-9
        )
        assert input_fingerprint(noisy) == MARK

    @pytest.mark.parametrize(
        "changes",
        [
            {"track_key": "unheard-of"}, {"current_pay_usd_per_year": 52_001.0},
            {"region_pay_factor": 1.01}, {"planned_hours_per_week": 8.5}, {"logged_weeks": 1.0},
            {"logged_hours": 1.0}, {"months_active": 1.0}, {"subscription_usd_per_month": 49.01},
            {"materials_usd": 120.01}, {"employer_share": 0.1},
            {"accelerators": (AcceleratorInput(key="cloud", landing_share=0.01),)},
        ],
        ids=lambda changes: next(iter(changes)),
    )  # fmt: skip
    def test_sees_every_input(self, changes):
        assert input_fingerprint(INPUTS.with_changes(**changes)) != MARK

    @pytest.mark.parametrize(
        "changes",
        [
            {"key": "other"}, {"rung": 2}, {"fee_usd": 450.01}, {"sat_after_hours": 299.0},
            {"first_pass_share": 0.61}, {"later_pass_share": 0.71}, {"boost_share": 0.06},
            {"is_required": True}, {"free_retakes_count": 1}, {"renewal_every_months": None},
            {"renewal_fee_usd": 450.01}, {"employer_share": 0.5}, {"is_planned": False},
        ],
        ids=lambda changes: next(iter(changes)),
    )  # fmt: skip
    def test_sees_every_fact_of_an_exam(self, changes):
        assert input_fingerprint(change_exam(**changes)) != MARK

    def test_has_a_case_above_for_every_fact_of_an_exam(self):
        assert len(fields(ExamInput)) == 13
        assert len(fields(RoiInputs)) == 15

    @pytest.mark.parametrize("key", Assumptions.for_track("linux").to_dict())
    def test_sees_every_assumption(self, key):
        assert f"assume.{key}=" in canonical_text(INPUTS, model_version=MODEL_VERSION)

    def test_sees_a_cent_of_a_band(self):
        assert input_fingerprint(change_band(4, high_usd_per_year=200_000.01)) != MARK
        assert input_fingerprint(change_band(4, is_open_above=False)) != MARK

    def test_sees_the_pay_and_not_how_it_was_written(self):
        other_way = change_band(
            1, low_usd_per_year=65_000 / 1.035, high_usd_per_year=85_000 / 1.035, age_years=1.0
        )
        assert input_fingerprint(other_way) == MARK
        boosters = (AcceleratorInput(key="no-effect"),)
        assert input_fingerprint(INPUTS.with_changes(accelerators=boosters)) == MARK

    def test_sees_hours_and_whether_a_bundle_is_done(self):
        rungs = (replace(INPUTS.rungs[0], remaining_hours=399.0), *INPUTS.rungs[1:])
        assert input_fingerprint(replace(INPUTS, rungs=rungs)) != MARK
        done = (*INPUTS.rungs[:3], replace(INPUTS.rungs[3], is_bundle_done=True))
        assert input_fingerprint(replace(INPUTS, rungs=done)) != MARK

    def test_changes_with_the_model_version(self):
        assert input_fingerprint(INPUTS, f"{MODEL_VERSION}.1") != MARK

    def test_reads_a_band_by_its_percentiles_too(self):
        points = ((0.1, 65_000.0), (0.5, 74_000.0), (0.9, 85_000.0))
        rungs = (
            replace(INPUTS.rungs[0], band=BandInput(percentiles_usd_per_year=points)),
            *INPUTS.rungs[1:],
        )
        assert input_fingerprint(replace(INPUTS, rungs=rungs)) != MARK


class TestCanonicalText:
    def test_is_sorted_lines_of_keys_and_fixed_point_numbers(self):
        lines = canonical_text(INPUTS, model_version=MODEL_VERSION).splitlines()
        assert lines == sorted(lines)
        assert "planned_hours_per_week=8.000000" in lines
        assert "exam.1.fee_usd=450.000000" in lines

    def test_spells_minus_nothing_as_nothing(self):
        assert write_number(-1e-9) == "0.000000"
        assert write_number(-0.5) == "-0.500000"

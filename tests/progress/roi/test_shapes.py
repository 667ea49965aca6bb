"""What the engine refuses, and what it says then."""

import math
from dataclasses import replace

import pytest

from progress.roi.assumptions import Assumptions
from progress.roi.shapes import (
    AcceleratorInput,
    BandInput,
    ExamInput,
    RoiInputInvalid,
    RoiInputs,
    RungInput,
)
from tests.progress.roi.learners import make_inputs, make_learner

BAND = BandInput(low_usd_per_year=60_000, high_usd_per_year=90_000)


def refuse(match, **changes):
    with pytest.raises(RoiInputInvalid, match=match) as caught:
        make_inputs(**changes)
    assert caught.value.remedy
    return caught.value


class TestInputs:
    def test_need_a_band_for_every_rung_ahead(self):
        rungs = (RungInput(rung=1, band=BAND), RungInput(rung=3, band=BAND))
        error = refuse(r"no pay band for rung 2 \(mid\)", rungs=rungs)
        assert error.field == "rungs"
        assert "add a salary band" in str(error)

    def test_need_a_band_for_the_start_rung_too(self):
        with pytest.raises(RoiInputInvalid, match=r"rung 1 \(junior\)"):
            replace(make_inputs(start_rung=1), rungs=(RungInput(rung=2, band=BAND),))
        refuse(r"rung 1 \(junior\)", rungs=())

    def test_need_rungs_in_order_from_the_start_rung(self):
        one, two = RungInput(rung=1, band=BAND), RungInput(rung=2, band=BAND)
        refuse("repeated, out of order", rungs=(two, one))
        refuse("repeated, out of order", rungs=(one, one, two))
        with pytest.raises(RoiInputInvalid, match="below the start rung"):
            replace(make_inputs(start_rung=2), rungs=(one, two))

    @pytest.mark.parametrize("pay", [0.0, -1.0, 999.0, 6_000_000.0, math.nan])
    def test_need_pay_in_range(self, pay):
        error = refuse("missing or out of range", current_pay_usd_per_year=pay)
        assert error.field == "current_pay_usd_per_year"

    def test_need_hours_a_week_planned_or_logged(self):
        refuse("no hours a week", planned_hours_per_week=0.0)
        make_inputs(planned_hours_per_week=0.0, logged_weeks=2, logged_hours=10)

    @pytest.mark.parametrize("hours", [-1.0, 113.0, math.nan])
    def test_need_a_possible_pace(self, hours):
        refuse("planned_hours_per_week", planned_hours_per_week=hours)

    @pytest.mark.parametrize("months", [59, 181])
    def test_need_a_horizon_of_five_to_fifteen_years(self, months):
        assumptions = replace(Assumptions.for_track("linux"), horizon_months=months)
        assert "from 60 to 180" in str(refuse("horizon_months", assumptions=assumptions))

    def test_need_a_known_start_rung(self):
        refuse("is no rung", start_rung=5, rungs=())

    def test_take_each_exam_once_and_twelve_at_most(self):
        exam = ExamInput(key="a", rung=1, fee_usd=1, sat_after_hours=1)
        refuse("the same exam twice", exams=(exam, exam))
        refuse("more than 12", exams=tuple(replace(exam, key=str(n)) for n in range(13)))

    def test_are_checked_again_when_changed(self):
        with pytest.raises(RoiInputInvalid, match="materials_usd"):
            make_learner("A").with_changes(materials_usd=-1.0)
        changed = make_learner("A").with_changes(materials_usd=200.0)
        assert isinstance(changed, RoiInputs)
        assert changed.materials_usd == 200.0


class TestBandInput:
    def test_needs_two_ends_or_three_percentiles(self):
        with pytest.raises(RoiInputInvalid, match="lacks its low or its high end"):
            BandInput(low_usd_per_year=50_000)
        with pytest.raises(RoiInputInvalid, match="not below the high end"):
            BandInput(low_usd_per_year=50_000, high_usd_per_year=50_000)
        with pytest.raises(RoiInputInvalid, match="fewer than three"):
            BandInput(percentiles_usd_per_year=((0.1, 50_000), (0.9, 90_000)))
        with pytest.raises(RoiInputInvalid, match="do not rise"):
            BandInput(percentiles_usd_per_year=((0.1, 50_000), (0.5, 40_000), (0.9, 90_000)))

    def test_refuses_pay_that_is_not_a_year_of_pay(self):
        with pytest.raises(RoiInputInvalid, match="low_usd_per_year"):
            BandInput(low_usd_per_year=40, high_usd_per_year=90_000)
        with pytest.raises(RoiInputInvalid, match="percentiles"):
            BandInput(percentiles_usd_per_year=((0.1, 50), (0.5, 60_000), (0.9, 90_000)))


class TestRungInput:
    def test_is_in_the_plan_with_hours_left_or_done(self):
        assert RungInput(rung=1, band=BAND, remaining_hours=1).is_in_plan
        assert RungInput(rung=1, band=BAND, is_bundle_done=True).is_in_plan
        assert not RungInput(rung=1, band=BAND).is_in_plan

    def test_refuses_rung_0_negative_hours_and_a_done_bundle_with_hours(self):
        with pytest.raises(RoiInputInvalid, match="0 is no rung"):
            RungInput(rung=0, band=BAND)
        with pytest.raises(RoiInputInvalid, match="remaining_hours"):
            RungInput(rung=1, band=BAND, remaining_hours=-1)
        with pytest.raises(RoiInputInvalid, match="hours left at the same time"):
            RungInput(rung=1, band=BAND, remaining_hours=1, is_bundle_done=True)


class TestExamInput:
    @pytest.mark.parametrize(
        "changes",
        [
            {"fee_usd": -1}, {"first_pass_share": 1.1}, {"later_pass_share": -0.1},
            {"boost_share": 2.0}, {"renewal_every_months": 0}, {"rung": 5},
            {"employer_share": 1.5}, {"sat_after_hours": math.nan}, {"free_retakes_count": -1},
        ],
    )  # fmt: skip
    def test_refuses_what_cannot_be(self, changes):
        values = {"key": "rhcsa", "rung": 1, "fee_usd": 450, "sat_after_hours": 10}
        with pytest.raises(RoiInputInvalid, match="exam rhcsa"):
            ExamInput(**{**values, **changes})


class TestAcceleratorInput:
    def test_has_no_effect_unless_the_learner_sets_one(self):
        assert AcceleratorInput(key="cloud").landing_share == 0.0
        with pytest.raises(RoiInputInvalid, match=r"from 0 to 0\.1"):
            AcceleratorInput(key="cloud", landing_share=0.2)

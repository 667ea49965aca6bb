"""The tornado and the changes it is made of."""

from dataclasses import replace

import pytest

from progress.roi.draws import load_draws
from progress.roi.projection import value_plan
from progress.roi.sensitivity import (
    drop_exams,
    list_swings,
    scale_target_bands,
    scale_weekly_hours,
)
from progress.roi.shapes import BandInput, RungInput
from tests.progress.roi.learners import make_inputs, make_learner

DRAWS = load_draws("linux", count=256)
SWINGS = list_swings(make_learner("A"), draws=DRAWS)


class TestListSwings:
    def test_has_fifteen_rows_with_own_levers_first(self):
        assert len({swing.key for swing in SWINGS}) == 15
        own = [swing.is_own_lever for swing in SWINGS]
        assert own == [True] * 3 + [False] * 12
        assert {swing.key for swing in SWINGS[:3]} == {
            "weekly_hours", "dropout_scale_months", "exams",
        }  # fmt: skip

    def test_ranks_the_widest_first_in_each_part(self):
        for part in (SWINGS[:3], SWINGS[3:]):
            widths = [swing.width_usd for swing in part]
            assert widths == sorted(widths, reverse=True)

    def test_finds_pace_and_staying_wider_than_pay_bands(self):
        width = {swing.key: swing.width_usd for swing in SWINGS}
        for big in ("weekly_hours", "dropout_scale_months", "horizon_months", "causal_share"):
            for small in ("bands", "real_discount_rate", "tax_rate"):
                assert width[big] > width[small], (big, small)

    @pytest.mark.parametrize(
        ("key", "rises"),
        [
            ("weekly_hours", True), ("dropout_scale_months", True), ("causal_share", True),
            ("landing_with_study", True), ("landing_without_study", False), ("bands", True),
            ("tax_rate", False), ("real_discount_rate", False), ("study_hour_value_share", False),
            ("hours_overrun_factor", False), ("band_gap_share", True), ("horizon_months", True),
            ("real_growth_rate", True),
        ],
    )  # fmt: skip
    def test_moves_each_the_way_common_sense_says(self, key, rises):
        swing = next(swing for swing in SWINGS if swing.key == key)
        assert (swing.high_expected_usd > swing.low_expected_usd) is rises

    def test_labels_both_ends(self):
        labels = {swing.key: (swing.low_label, swing.high_label) for swing in SWINGS}
        assert labels["weekly_hours"] == ("4 h", "12 h")
        assert labels["causal_share"] == ("40 %", "100 %")
        assert labels["landing_with_study"] == ("−15 points", "+15 points")
        assert labels["real_growth_rate"] == ("0 %", "2 %")
        assert labels["horizon_months"] == ("60 months", "180 months")
        assert labels["exams"] == ("none", "as planned")

    def test_survives_chances_already_at_their_end(self):
        inputs = make_learner("A")
        tight = replace(
            inputs.assumptions,
            landing_with_study=(0.5, 0.6, 0.45, 0.15),
            landing_without_study=(0.5, 0.6, 0.45, 0.15),
        )
        swings = list_swings(replace(inputs, assumptions=tight), draws=DRAWS)
        with_study = next(swing for swing in swings if swing.key == "landing_with_study")
        now = value_plan(replace(inputs, assumptions=tight), draws=DRAWS).expected_usd
        assert with_study.low_expected_usd == pytest.approx(now)

    def test_name_no_hours_of_a_plan_once_some_are_logged(self):
        logged = make_inputs(logged_weeks=10, logged_hours=60)
        swings = {swing.key: swing for swing in list_swings(logged, draws=DRAWS)}
        hours = swings["weekly_hours"]
        assert (hours.low_label, hours.high_label) == ("0.5 times your pace", "1.5 times your pace")


class TestChanges:
    def test_scale_planned_and_logged_hours_alike(self):
        inputs = make_inputs(logged_weeks=10, logged_hours=60)
        half = scale_weekly_hours(inputs, factor=0.5)
        assert (half.planned_hours_per_week, half.logged_hours) == (4.0, 30.0)
        assert (
            scale_weekly_hours(
                make_inputs(planned_hours_per_week=100), factor=1.5
            ).planned_hours_per_week
            == 112.0
        )

    def test_scale_the_bands_ahead_only(self):
        points = ((0.1, 50_000.0), (0.5, 70_000.0), (0.9, 90_000.0))
        inputs = make_inputs(start_rung=3, hours=(0, 0, 10, 10))
        top = RungInput(rung=4, band=BandInput(percentiles_usd_per_year=points))
        inputs = replace(inputs, rungs=(inputs.rungs[0], top))
        scaled = scale_target_bands(inputs, factor=1.1)
        assert scaled.rungs[0] == inputs.rungs[0]
        assert scaled.rungs[1].band.percentiles_usd_per_year[1] == pytest.approx((0.5, 77_000))

    def test_drop_the_named_exams_and_keep_the_places_of_the_others(self):
        inputs = make_learner("A")
        dropped = drop_exams(inputs, keys=frozenset({"rhce"}))
        assert [exam.is_planned for exam in dropped.exams] == [True, True, False, True]
        assert not any(exam.is_planned for exam in drop_exams(inputs).exams)

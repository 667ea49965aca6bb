"""The assumptions table and what a person may change in it."""

import math
from dataclasses import fields, replace

import pytest

from progress.roi.assumption_table import ROWS
from progress.roi.assumptions import (
    AssumptionOutOfRange,
    Assumptions,
    AssumptionUnknown,
    list_assumptions,
    list_changed_keys,
)

LINUX = Assumptions.for_track("linux")


class TestTable:
    @pytest.mark.parametrize("track_key", ["linux", "python", "devops", "mlops"])
    def test_allows_every_default(self, track_key):
        for line in list_assumptions(track_key=track_key):
            assert line.low <= line.default <= line.high, line.key

    def test_explains_every_field_once(self):
        assert [row.key for row in ROWS] == [item.name for item in fields(Assumptions)]
        for line in list_assumptions(track_key="linux"):
            assert line.name
            assert line.meaning.endswith(".")
            assert line.source.endswith(".")
            assert line.chip
            assert line.unit

    def test_allows_both_ends_of_every_range(self):
        for line in list_assumptions(track_key="python"):
            for end in (line.low, line.high):
                # The two ends of one spread are moved together, so that fast stays below slow.
                partner = {
                    "entry_low_months": "entry_high_months",
                    "entry_high_months": "entry_low_months",
                }.get(line.key)
                if partner or "_months_rung" in line.key:
                    continue
                Assumptions.for_track("python").override({line.key: end}, track_key="python")

    def test_lets_a_learner_change_six_of_them(self):
        editable = [line.key for line in list_assumptions(track_key="linux") if line.is_editable]
        assert editable == [
            "horizon_months", "real_discount_rate", "real_growth_rate", "tax_rate",
            "causal_share", "study_hour_value_share",
        ]  # fmt: skip

    def test_keeps_rung_ranges_around_the_default_of_the_rung(self):
        lines = {line.key: line for line in list_assumptions(track_key="python")}
        landing = lines["landing_with_study_rung_2"]
        assert (landing.low, landing.default, landing.high) == (0.65, 0.80, 0.95)
        assert landing.name == "Chance to land the job, with study: mid"
        months = lines["rung_low_months_rung_2"]
        assert (months.low, months.default, months.high) == (4.5, 6.0, 9.0)
        assert "rung_low_months_rung_1" not in lines


class TestTrackDefaults:
    def test_differ_only_in_months_in_rung(self):
        python = Assumptions.for_track("python")
        assert python.rung_low_months == (0.0, 6.0, 18.0, 36.0)
        same = replace(
            python, rung_low_months=LINUX.rung_low_months, rung_high_months=LINUX.rung_high_months
        )
        assert same == LINUX

    def test_are_those_of_linux_for_a_track_nobody_measured(self):
        assert Assumptions.for_track("unheard-of") == LINUX


class TestOverride:
    def test_replaces_the_named_values_only(self):
        changed = LINUX.override(
            {"causal_share": 0.5, "landing_with_study_rung_2": 0.9, "horizon_months": 96},
            track_key="linux",
        )
        assert changed.causal_share == 0.5
        assert changed.landing_with_study == (0.7, 0.9, 0.7, 0.35)
        assert changed.horizon_months == 96
        assert isinstance(changed.horizon_months, int)
        assert LINUX.causal_share == 0.7
        assert list_changed_keys(changed, track_key="linux") == (
            "horizon_months", "causal_share", "landing_with_study_rung_2",
        )  # fmt: skip

    @pytest.mark.parametrize("value", [0.39, 1.01, -1.0, math.inf, math.nan])
    def test_refuses_a_value_outside_the_range_and_names_the_range(self, value):
        with pytest.raises(AssumptionOutOfRange, match=r"choose a value from 0\.4 to 1") as caught:
            LINUX.override({"causal_share": value}, track_key="linux")
        assert (caught.value.key, caught.value.low, caught.value.high) == ("causal_share", 0.4, 1.0)

    def test_refuses_a_key_it_does_not_know(self):
        with pytest.raises(AssumptionUnknown, match="no assumption named 'luck'"):
            LINUX.override({"luck": 1.0}, track_key="linux")

    def test_refuses_part_of_a_month_where_months_are_counted(self):
        with pytest.raises(ValueError, match="whole number of months"):
            LINUX.override({"horizon_months": 100.5}, track_key="linux")

    def test_refuses_to_let_study_lower_the_chance_to_land(self):
        changes = {"landing_with_study_rung_1": 0.55, "landing_without_study_rung_1": 0.65}
        with pytest.raises(ValueError, match="may not lower the chance"):
            LINUX.override(changes, track_key="linux")

    def test_refuses_a_fast_time_longer_than_the_slow_one(self):
        with pytest.raises(ValueError, match="fast time"):
            LINUX.override({"entry_low_months": 100}, track_key="linux")


class TestValues:
    def test_are_found_by_key(self):
        assert LINUX.get_value("tax_rate") == 0.3
        assert LINUX.get_value("start_lag_months_rung_4") == 6.0
        with pytest.raises(AssumptionUnknown):
            LINUX.get_value("start_lag_months")

    def test_must_make_sense(self):
        with pytest.raises(ValueError, match=r"employed_share: 1\.2 makes no sense"):
            replace(LINUX, employed_share=1.2)

"""Columns of many learners, read one learner at a time; what is not there stays not there."""

import json
from dataclasses import fields

import numpy as np
import pytest

from progress.roi.batch import project_many
from progress.roi.batch_results import make_empty_result
from tests.progress.roi.learners import make_learner

LEARNERS = [make_learner(letter) for letter in "AC"]


class TestMakeEmptyResult:
    def test_has_a_row_per_learner_and_no_number_in_it(self):
        result = make_empty_result(3, draw_count=16, year_count=10, with_dots=True)
        assert len(result) == 3
        assert result.curve_quantiles_usd.shape == (3, 10, 3)
        assert result.dots_usd.shape == (3, 20)
        numbers = [getattr(result, item.name) for item in fields(result)[1:]]
        assert all(np.isnan(column).all() for column in numbers if column.dtype == np.float64)

    def test_has_no_room_for_dots_unless_asked(self):
        result = make_empty_result(2, draw_count=16, year_count=1, with_dots=False)
        assert result.dots_usd.shape == (2, 0)


class TestBatchResult:
    def test_leaves_out_rungs_that_a_learner_is_not_below(self):
        result = project_many(LEARNERS, draw_count=16)
        assert [reach.rung for reach in result.outlook(0).reach] == [1, 2, 3, 4]
        assert [reach.rung for reach in result.outlook(1).reach] == [3, 4]

    def test_leaves_out_years_past_a_shorter_horizon(self):
        short = make_learner("A")
        own = short.assumptions.override({"horizon_months": 66}, track_key="linux")
        result = project_many(
            [short.with_changes(assumptions=own), make_learner("A")], draw_count=16
        )
        assert [point.month for point in result.outlook(0).curve] == [12, 24, 36, 48, 60, 66]
        assert result.outlook(0).curve[-1].mean_usd == result.outlook(0).expected_usd
        longer = result.outlook(1)
        assert longer.curve[-1].month == longer.horizon_months > 66

    def test_is_the_same_bytes_only_for_the_same_numbers(self):
        result = project_many(LEARNERS, draw_count=16)
        assert project_many(LEARNERS, draw_count=16).to_bytes() == result.to_bytes()
        result.expected_usd[1] = np.nextafter(result.expected_usd[1], np.inf)
        assert project_many(LEARNERS, draw_count=16).to_bytes() != result.to_bytes()


class TestBatchOutlook:
    def test_says_none_where_nobody_finishes(self):
        result = project_many(LEARNERS, draw_count=16)
        result.ahead_if_finished_share[0] = np.nan
        stored = result.outlook(0).to_dict()
        assert stored["ahead_if_finished_share"] is None
        assert json.loads(json.dumps(stored, allow_nan=False)) == stored

    def test_keeps_cents_and_six_decimals(self):
        result = project_many(LEARNERS, draw_count=16)
        result.expected_usd[0], result.finish_share[0] = 1234.5678, 1.0 / 3.0
        stored = result.outlook(0).to_dict()
        assert (stored["expected_usd"], stored["finish_share"]) == pytest.approx(
            (1234.57, 0.333333), abs=1e-12
        )

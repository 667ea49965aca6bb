"""What may be shown of a finished projection."""

from typing import Any

import pytest

from progress.models import Projection
from progress.queries.projection_limits import list_limits
from progress.roi.draws import load_draws
from progress.roi.projection import project
from progress.roi.results import RoiResult
from tests.progress.roi.learners import make_inputs


@pytest.fixture(scope="module")
def result() -> RoiResult:
    inputs = make_inputs()
    return project(inputs, draws=load_draws(inputs.track_key, count=256))


def list_keys(result: RoiResult, **inputs: Any) -> list[str]:
    stored = {
        "rungs": [{"remaining_hours": 100.0, "is_bundle_done": False}],
        "current_pay_usd_per_year": 60_000.0,
        "logged_weeks": 3.0,
    }
    projection = Projection(inputs={**stored, **inputs})
    return [one.key for one in list_limits(projection=projection, result=result)]


class TestLimits:
    def test_two_logged_weeks_allow_a_headline(self, result):
        assert list_keys(result) == []

    def test_less_than_two_logged_weeks_leave_only_the_range(self, result):
        assert list_keys(result, logged_weeks=1.0) == ["log_too_short"]

    def test_a_plan_without_hours_has_nothing_to_show(self, result):
        idle = [{"remaining_hours": 0.0, "is_bundle_done": False}]
        assert "hours_missing" in list_keys(result, rungs=idle)

    def test_a_finished_bundle_counts_as_planned(self, result):
        done = [{"remaining_hours": 0.0, "is_bundle_done": True}]
        assert list_keys(result, rungs=done) == []

"""The charts of a plan."""

from dataclasses import replace

import pytest

from progress.choices import MilestoneStatus
from progress.documents.plan_charts import draw_plan_charts, get_mark_state
from tests.factories.career_plan_content import (
    make_career_plan_content,
    make_empty_plan_content,
    make_milestone,
    make_projection,
)
from tests.tracks.shared.charts.test_drawing import find_outside, read_texts
from tracks.shared.charts import MarkState


class TestDrawPlanCharts:
    def test_draws_everything_there_is_data_for(self):
        charts = {
            chart.name: chart for chart in draw_plan_charts(content=make_career_plan_content())
        }
        assert set(charts) == {
            "cover",
            "qr",
            "progress",
            "path",
            "spending",
            "salaries",
            "dots",
            "fan",
            "tornado",
        }
        assert all(chart.alt and chart.url == f"asset:{name}.svg" for name, chart in charts.items())
        for name in set(charts) - {"qr"}:
            assert find_outside(charts[name].svg) == []

    def test_draws_only_cover_and_code_of_an_empty_plan(self):
        charts = draw_plan_charts(content=make_empty_plan_content())
        assert [chart.name for chart in charts] == ["cover", "qr"]

    def test_leaves_the_payback_mark_out_when_there_is_none(self):
        projection = replace(make_projection(), payback_month=None, levers=(), outcomes=())
        charts = draw_plan_charts(content=make_empty_plan_content(projection=projection))
        fan = next(chart for chart in charts if chart.name == "fan")
        assert projection.payback_words not in read_texts(fan.svg)
        assert "dots" not in [chart.name for chart in charts]

    def test_shows_passed_exams_as_done(self):
        path = next(
            c for c in draw_plan_charts(content=make_career_plan_content()) if c.name == "path"
        )
        assert {"E1", "E2", "E3"} <= set(read_texts(path.svg))
        assert "E4" not in read_texts(path.svg)


class TestGetMarkState:
    @pytest.mark.parametrize(
        ("status", "is_late", "state"),
        [
            (MilestoneStatus.TODO, True, MarkState.LATE),
            (MilestoneStatus.IN_PROGRESS, True, MarkState.LATE),
            (MilestoneStatus.DONE, True, MarkState.DONE),
            (MilestoneStatus.SKIPPED, False, MarkState.SKIPPED),
            (MilestoneStatus.TODO, False, MarkState.TO_DO),
        ],
    )
    def test_lets_late_win_over_open_states_only(self, status, is_late, state):
        milestone = replace(make_milestone(1), status=status, is_late=is_late)
        assert get_mark_state(milestone) is state

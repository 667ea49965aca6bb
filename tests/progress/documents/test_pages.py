"""Rows and words of the pages."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from progress.documents import content as plans
from progress.documents.pages import make_page_context, write_title
from tests.factories.career_plan_content import make_career_plan_content, make_empty_plan_content


@pytest.fixture
def context():
    return make_page_context(content=make_career_plan_content(), charts=(), content_hash="abc")


class TestMakePageContext:
    def test_tallies_each_stage_without_the_skipped(self, context):
        foundation = context["stages"][1]
        assert foundation.tally == "5 of 7 done · 1 skipped · about 46 h left"
        assert foundation.span.replace("\u00a0", " ") == "5 Aug – 20 Dec 2026"

    def test_prints_done_days_due_ranges_and_no_date(self, context):
        rows = {row.number: row for stage in context["stages"] for row in stage.rows}
        assert rows[1].due == "19\u00a0May\u00a02026"
        assert rows[9].due == "no date"
        assert rows[14].due == "22\u00a0Nov\u00a02026 – 7\u00a0Jan\u00a02027"
        assert (rows[13].state, rows[13].mark) == ("Late", "late")

    def test_marks_rungs_and_writes_open_tops(self, context):
        bands = context["bands"]
        assert bands[1].rung == "MLOps engineer (target)"
        assert bands[2].pay == "$119k to $176k, middle $160k"
        assert bands[-1].pay == "$200k to $250k+"
        assert bands[-1].n == "not stated"

    def test_gives_a_rung_without_bands_a_row(self):
        rung = plans.PlanRung(title="Lead", is_current=True)
        context: dict[str, Any] = make_page_context(
            content=make_empty_plan_content(ladder=(rung,)), charts=(), content_hash=""
        )
        assert [(row.rung, row.pay) for row in context["bands"]] == [
            ("Lead (you are here)", "no band on record")
        ]

    def test_links_only_to_https_sources(self, context):
        links = {row["source"].number: row["is_link"] for row in context["sources"]}
        assert links[2]
        assert not links[11]
        assert not links[1]

    def test_lists_the_projection_by_full_year(self, context):
        rows = context["fan_rows"]
        assert [row.year for row in rows] == [str(year) for year in range(1, 11)]
        assert rows[-1].values[-1] == "$28,100"

    def test_shows_the_target_date_when_no_finish_is_known(self):
        content = make_empty_plan_content()
        content = replace(content, cover=replace(content.cover, target_date=date(2028, 1, 1)))
        context: dict[str, Any] = make_page_context(content=content, charts=(), content_hash="")
        assert {"name": "Target date", "value": "1 Jan 2028"} in context["cover_facts"]


class TestWriteTitle:
    @pytest.mark.parametrize(
        ("start", "target", "title"), [("A", "B", "A to B"), ("", "B", "B"), ("A", "", "Linux")]
    )
    def test_goes_from_role_to_role_or_names_the_track(self, start, target, title):
        cover = plans.PlanCover(
            learner_name="Bo",
            track_title="Linux",
            release_number=1,
            start_role=start,
            target_role=target,
        )
        assert write_title(content=make_empty_plan_content(cover=cover)) == title

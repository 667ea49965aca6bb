"""What holds for all of the open catalogue, and each endpoint's own shape."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import tracks as make
from tests.factories.api import get_code, make_visitor
from tracks.api.urls import router
from tracks.choices import Rung
from tracks.shared.provenance import EvidenceState

pytestmark = pytest.mark.django_db
LISTS = [prefix for prefix, _, _ in router.registry]
PAPERS = {"key", "title", "publisher", "url", "licence", "as_of", "state", "note"}
MAKERS: dict[str, Callable[[], Any]] = {
    "tracks": make.make_track,
    "milestones": make.make_milestone,
    "skill-groups": make.make_skill_group,
    "tools": make.make_tool,
    "roles": make.make_role,
    "salary-bands": make.make_salary_band,
    "sources": make.make_source,
    "demand-indicators": make.make_demand_indicator,
    "insights": make.make_insight,
    "accelerators": make.make_accelerator,
    "qualitative-factors": make.make_qualitative_factor,
    "cost-ranges": make.make_cost_range,
    "transitions": make.make_transition,
    "synergies": make.make_synergy,
    "meeting-points": make.make_meeting_point,
    "comparison-dimensions": lambda: make.make_comparison_entry().dimension,
}
# Lists whose rows state a figure or a claim, which must show its papers.
SOURCED = {
    "salary-bands",
    "demand-indicators",
    "insights",
    "accelerators",
    "qualitative-factors",
    "cost-ranges",
    "transitions",
    "synergies",
    "meeting-points",
}


def fetch(path, **query):
    answer = make_visitor().get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


class TestEveryList:
    def test_has_a_maker_here(self):
        assert set(LISTS) == set(MAKERS)

    @pytest.mark.parametrize("name", LISTS)
    def test_costs_the_same_for_few_and_for_many(
        self, name, django_assert_max_num_queries, django_assert_num_queries
    ):
        MAKERS[name]()
        with django_assert_max_num_queries(10) as few:
            assert fetch(f"{name}/")["count"] >= 1
        for _ in range(3):
            MAKERS[name]()
        with django_assert_num_queries(len(few)):
            assert len(fetch(f"{name}/")["results"]) >= 4

    @pytest.mark.parametrize("name", LISTS)
    def test_shows_one_row_by_its_key(self, name):
        row = MAKERS[name]()

        assert fetch(f"{name}/{row.key}/")["key"] == row.key
        assert get_code(make_visitor().get(f"/api/v1/{name}/nothing/")) == (404, "not_found")

    @pytest.mark.parametrize("name", LISTS)
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_cannot_be_written(self, name, method):
        row = MAKERS[name]()

        answer = getattr(make_visitor(), method)(f"/api/v1/{name}/{row.key}/", {"key": "mine"})

        assert get_code(answer) == (405, "method_not_allowed")

    @pytest.mark.parametrize("name", sorted(SOURCED))
    def test_of_figures_shows_the_papers_of_each(self, name):
        row = MAKERS[name]()

        [shown] = fetch(f"{name}/")["results"]

        assert set(shown["papers"]) == PAPERS
        assert shown["papers"]["key"] == row.source.key
        assert shown["papers"]["state"] in EvidenceState.values

    @pytest.mark.parametrize("size", ["0", "201", "-1", "many", "1.5", "", "٣"])
    def test_refuses_an_impossible_page_size(self, size):
        answer = make_visitor().get("/api/v1/tools/", {"page_size": size})

        assert get_code(answer) == (400, "invalid")
        assert answer.json()["errors"][0]["pointer"] == "/page_size"

    def test_gives_pages_of_the_wanted_size(self):
        for _ in range(3):
            make.make_tool()

        page = fetch("tools/", page_size=2, page=2)

        assert (len(page["results"]), page["next"]) == (1, None)
        assert page["previous"].endswith("/api/v1/tools/?page_size=2")


class TestSalaryBands:
    def test_tell_an_open_end_and_an_unknown_from_a_number(self):
        make.make_salary_band(high_is_open=True, high="250000")
        make.make_salary_band(statistic="PERCENTILES", sample_size=None)

        rows = {row["statistic"]: row for row in fetch("salary-bands/")["results"]}

        assert (rows["RANGE"]["high"], rows["RANGE"]["high_is_open"]) == ("250000.00", True)
        assert rows["RANGE"]["p50"] is None
        assert rows["PERCENTILES"]["sample_size"] is None
        assert rows["PERCENTILES"]["low"] is None

    def test_are_narrowed(self):
        band = make.make_salary_band(rung=Rung.SENIOR, year=2025)
        make.make_salary_band()

        for query in (
            {"track": band.track.key},
            {"rung": 3},
            {"year": 2025},
            {"source": band.source.key},
        ):
            assert [row["key"] for row in fetch("salary-bands/", **query)["results"]] == [band.key]
        assert get_code(make_visitor().get("/api/v1/salary-bands/", {"rung": 9})) == (
            400,
            "invalid",
        )

    def test_that_were_withdrawn_are_not_shown(self):
        band = make.make_salary_band(withdrawn_at=make.PUBLISHED_AT)

        assert fetch("salary-bands/")["count"] == 0
        assert get_code(make_visitor().get(f"/api/v1/salary-bands/{band.key}/"))[0] == 404


class TestTracks:
    def test_show_ladder_and_times_with_papers(self):
        track = make.make_track()
        make.make_ladder_rung(track=track, rung=1, roles=[make.make_role(title="Junior")])
        make.make_time_investment(track=track)

        body = fetch(f"tracks/{track.key}/")

        assert [role["title"] for role in body["ladder"][0]["roles"]] == ["Junior"]
        assert set(body["ladder"][0]["papers"]) == PAPERS
        assert (
            body["time_investments"][0]["low_months"],
            body["time_investments"][0]["level"],
        ) == (
            12,
            "CORE",
        )

    def test_show_their_newest_release_and_any_other(self):
        track = make.make_track()
        make.make_placement(stage=track.stages.get(key="guru"), milestone=make.make_milestone())
        make.make_release(track=track)

        newest = fetch(f"tracks/{track.key}/outline/")

        assert (newest["number"], newest) == (2, fetch(f"tracks/{track.key}/releases/2/"))
        counts = [
            sum(len(stage["milestones"]) for stage in release["stages"])
            for release in (fetch(f"tracks/{track.key}/releases/1/"), newest)
        ]
        assert counts == [6, 7]
        assert get_code(make_visitor().get(f"/api/v1/tracks/{track.key}/releases/3/"))[0] == 404

    def test_have_an_outline_of_bounded_cost(self, django_assert_max_num_queries):
        track = make.make_track(milestones=[make.make_milestone() for _ in range(15)])

        with django_assert_max_num_queries(4):
            fetch(f"tracks/{track.key}/outline/")

    def test_without_a_release_have_no_outline(self):
        track = make.make_track(is_published=False)

        assert get_code(make_visitor().get(f"/api/v1/tracks/{track.key}/outline/"))[0] == 404


class TestMilestones:
    def test_show_what_belongs_to_them(self):
        first, tool = make.make_milestone(), make.make_tool()
        skill = make.make_skill()
        milestone = make.make_milestone(prerequisites=[first], tools=[tool], skills=[skill])
        one, two = (make.make_track(milestones=[first, milestone]) for _ in range(2))

        body = fetch(f"milestones/{milestone.key}/")

        assert body["tracks"] == sorted([one.key, two.key])
        assert (body["prerequisites"], body["tools"], body["skills"]) == (
            [first.key],
            [tool.key],
            [skill.key],
        )
        assert len(body["resources"]) == 2
        assert fetch("milestones/", tool=tool.key)["count"] == 1
        assert fetch("milestones/", track=one.key)["count"] == 2
        assert fetch("milestones/", track="none")["count"] == 0

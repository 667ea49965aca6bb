"""What the content files become before they are compared with rows."""

from pathlib import Path

import pytest

from config.env import BASE_DIR
from tests.factories.content import edit, make_content
from tracks.importers import kinds
from tracks.importers.catalogue import parse_catalogue
from tracks.importers.catalogue_records import list_records
from tracks.shared.content_rows import Incoming, Kind
from tracks.shared.imports import Problem


def load(root: Path) -> list[Incoming]:
    problems: list[Problem] = []
    records = list_records(parse_catalogue(root, problems=problems))
    assert problems == []
    return records


def find(records: list[Incoming], kind: Kind) -> dict[str, Incoming]:
    return {one.key: one for one in records if one.kind is kind}


@pytest.fixture
def records(tmp_path: Path) -> list[Incoming]:
    return load(make_content(tmp_path))


class TestListRecords:
    def test_gives_every_record_of_the_files(self, records: list[Incoming]) -> None:
        assert [(one.kind.name, one.key) for one in records] == [
            ("source", "survey"),
            ("source", "editorial"),
            ("tool", "bash"),
            ("tool", "git"),
            ("track", "ops"),
            ("skill group", "basics"),
            ("skill", "shell"),
            ("role", "junior"),
            *(("milestone", f"step-{number}") for number in range(1, 6)),
            ("salary band", "ops-junior"),
            ("insight", "first"),
            ("insight", "second"),
        ]

    def test_gives_what_is_linked_to_first(self) -> None:
        records = load(BASE_DIR / "content")
        order = list(dict.fromkeys(one.kind.name for one in records))

        assert order == [kind.name for kind in kinds.ALL_KINDS]
        place = {kind.model: order.index(kind.name) for kind in kinds.ALL_KINDS}
        for kind in kinds.ALL_KINDS:
            targets = [link.model for link in kind.links.values()] + list(kind.sets.values())
            late = [target for target in targets if place[target] > place[kind.model]]  # type: ignore[index]  # every target has a kind
            assert late == [], kind.name

    def test_gives_every_field_that_a_row_of_the_kind_has(self) -> None:
        # A field that a record lacks would be loaded as empty, and nobody would notice.
        for one in load(BASE_DIR / "content"):
            names = {*one.kind.columns, *one.kind.links, *one.kind.sets}
            names |= {child.name for child in one.kind.children}
            assert names - set(one.record) == set(), f"{one.kind.name} {one.key}"

    def test_is_empty_for_an_empty_catalogue(self, tmp_path: Path) -> None:
        problems: list[Problem] = []
        (tmp_path / "empty.yaml").write_text("sources: []\n")

        assert list_records(parse_catalogue(tmp_path, problems=problems)) == []

    def test_says_where_a_record_stands(self, records: list[Incoming]) -> None:
        places = {one.key: str(one.position) for one in records}

        assert places["step-2"] == "content/milestones/steps.yaml:14:5"
        assert places["ops"].startswith("content/tracks/ops.yaml:1")
        # A skill stands inside its group.
        assert places["shell"] == "content/skills.yaml:7:9"

    def test_calls_fields_by_the_names_of_their_columns(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        edit(root, "sources.yaml", "kind: DATASET}", "kind: DATASET, retrieved: 2026-08-09}")
        edit(root, "salaries/bands.yaml", "high: 110000", "high: 110000\n    high_open: true")

        records = load(root)

        source = find(records, kinds.SOURCES)["survey"].record
        assert source["retrieved_date"].isoformat() == "2026-08-09"
        assert "retrieved" not in source
        band = find(records, kinds.SALARY_BANDS)["ops-junior"].record
        assert band["high_is_open"] is True
        assert "high_open" not in band

    def test_numbers_the_kinds_whose_order_belongs_to_the_files(
        self, records: list[Incoming]
    ) -> None:
        insights = find(records, kinds.INSIGHTS)

        assert {key: one.record["position"] for key, one in insights.items()} == {
            "first": 1,
            "second": 2,
        }
        assert "position" not in find(records, kinds.SOURCES)["survey"].record


class TestTracks:
    def test_hold_their_placements(self, records: list[Incoming]) -> None:
        stages = find(records, kinds.TRACKS)["ops"].record["stages"]

        assert [stage["key"] for stage in stages] == ["start", "base", "core", "expert", "guru"]
        assert stages[0]["milestones"] == [{"milestone": "step-1", "is_optional": False}]
        assert stages[4]["milestones"] == [{"milestone": "step-5", "is_optional": True}]

    def test_hold_the_ladder_that_another_file_gives_them(self, records: list[Incoming]) -> None:
        [rung] = find(records, kinds.TRACKS)["ops"].record["ladder"]

        assert (rung["rung"], rung["name"], rung["source"]) == (1, "Entry level", "survey")
        assert rung["roles"] == [{"role": "junior"}]

    def test_have_no_rungs_without_a_ladder(self, tmp_path: Path) -> None:
        root = make_content(
            tmp_path, **{"roles.yaml": "roles:\n  - {key: junior, title: Junior Engineer}\n"}
        )

        assert find(load(root), kinds.TRACKS)["ops"].record["ladder"] == []


class TestMilestones:
    def test_have_their_hours_in_columns(self, records: list[Incoming]) -> None:
        record = find(records, kinds.MILESTONES)["step-1"].record

        hours = [record[f"hours_{name}"] for name in ("low", "likely", "high")]
        assert hours == [8, 12, 20]
        assert record["proof_idea"] == "A log"
        assert record.keys().isdisjoint({"hours", "proof"})

    def test_without_hours_have_unknown_ones(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        edit(
            root,
            "milestones/steps.yaml",
            "    hours: {low: 8, likely: 12, high: 20}\n    prerequisites: []\n",
            "    prerequisites: []\n",
        )

        record = find(load(root), kinds.MILESTONES)["step-1"].record

        assert [record[f"hours_{name}"] for name in ("low", "likely", "high")] == [None] * 3


class TestSkills:
    def test_are_numbered_inside_their_group(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        skill = "      - {{key: {key}, name: A, tracks: [ops], source: survey}}\n"
        group = (
            "  - key: more\n    name: More\n    source: survey\n    tracks: [ops]\n    skills:\n"
        )
        path = root / "skills.yaml"
        text = path.read_text() + skill.format(key="pipes") + group + skill.format(key="jobs")
        path.write_text(text)

        records = load(root)

        assert {
            key: (one.record["group"], one.record["position"])
            for key, one in find(records, kinds.SKILLS).items()
        } == {"shell": ("basics", 1), "pipes": ("basics", 2), "jobs": ("more", 1)}
        groups = find(records, kinds.SKILL_GROUPS)
        assert [one.record["position"] for one in groups.values()] == [1, 2]
        assert all("skills" not in one.record for one in groups.values())

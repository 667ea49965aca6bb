"""Plans and writes of records, without files."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.tracks import make_role, make_source, make_tool
from tracks.importers.kinds import ROLES, SKILL_GROUPS, SOURCES, TOOLS
from tracks.models import Role, SkillGroup, Source, Tool
from tracks.operations.content import apply_records, plan_records
from tracks.shared.content_rows import Incoming, Record
from tracks.shared.imports import Effect, Plan, Position, Resolution

pytestmark = pytest.mark.django_db
HERE = Position("content/tools.yaml", 3, 5)


def make_incoming(key: str = "bash", **fields: Any) -> Incoming:
    return Incoming(TOOLS, {"key": key, "name": "Bash", **fields}, HERE)


def read_effects(plan: Plan) -> dict[str, Effect]:
    return {change.key: change.effect for change in plan.changes}


class TestPlanRecords:
    def test_writes_nothing(self) -> None:
        plan = plan_records(records=[make_incoming()])
        assert read_effects(plan) == {"bash": Effect.NEW}
        assert not plan.is_empty
        assert Tool.objects.count() == 0

    def test_says_where_a_change_stands_and_what_it_is(self) -> None:
        apply_records(records=[make_incoming()])
        (change,) = plan_records(records=[make_incoming(summary="a shell")]).changes
        assert (change.kind, change.position) == ("tool", HERE)
        (field,) = change.fields
        assert (field.name, field.before, field.after) == ("summary", "", "a shell")

    def test_finds_rows_gone_of_a_kind_that_no_file_names_any_more(self) -> None:
        apply_records(records=[make_incoming()])
        make_tool(key="made-here")
        assert plan_records(records=[]).changes == ()
        plan = plan_records(records=[], kinds=[TOOLS])
        assert read_effects(plan) == {"bash": Effect.GONE}
        assert plan.is_empty

    def test_counts_what_it_does(self) -> None:
        apply_records(records=[make_incoming(), make_incoming("git")])
        Tool.objects.filter(key="git").update(name="Edited")
        records = [make_incoming(), make_incoming("git"), make_incoming("sed")]
        counts = plan_records(records=records).count()
        assert counts == {Effect.UNCHANGED: 1, Effect.KEPT: 1, Effect.NEW: 1}

    def test_asks_the_same_queries_for_one_row_and_for_many(self) -> None:
        def count_queries(number: int) -> int:
            records = [make_incoming(f"tool-{n}") for n in range(number)]
            apply_records(records=records)
            with CaptureQueriesContext(connection) as queries:
                plan_records(records=records)
            return len(queries)

        assert count_queries(1) == count_queries(30) == 1


class TestApplyRecords:
    def test_takes_an_absent_field_as_empty_and_empties_it(self) -> None:
        apply_records(records=[make_incoming(summary="a shell")])
        apply_records(records=[make_incoming(summary=None)])
        assert Tool.objects.get().summary == ""
        assert plan_records(records=[make_incoming()]).is_empty

    def test_keeps_json_lists_as_they_are(self) -> None:
        record: Record = {"key": "sre", "title": "SRE", "aliases": ("one", "two")}
        for effect in (Effect.NEW, Effect.UNCHANGED):
            plan = apply_records(records=[Incoming(ROLES, dict(record), HERE)])
            assert read_effects(plan) == {"sre": effect}
        assert list(Role.objects.get().aliases) == ["one", "two"]

    def test_finds_what_a_link_names_in_the_database_when_no_record_declares_it(self) -> None:
        make_source(key="survey")
        records = [
            Incoming(
                SKILL_GROUPS, {"key": key, "name": key, "source": "survey", "position": 1}, HERE
            )
            for key in ("one", "two")
        ]
        apply_records(records=records)
        assert {group.source.key for group in SkillGroup.objects.all()} == {"survey"}

    def test_resolves_conflicts_as_told(self) -> None:
        make_source(key="survey", title="Mine")
        record: Record = {"key": "survey", "title": "Theirs", "kind": "DATASET"}
        incoming = [Incoming(SOURCES, record, HERE)]
        for resolution, effect, title in (
            (Resolution.REPORT, Effect.CONFLICT, "Mine"),
            (Resolution.OURS, Effect.KEPT, "Mine"),
            # The edit was kept for good, so it is no conflict any more.
            (Resolution.THEIRS, Effect.KEPT, "Mine"),
        ):
            plan = apply_records(records=incoming, resolution=resolution)
            assert read_effects(plan) == {"survey": effect}
            assert Source.objects.get().title == title

    def test_overwrites_a_row_made_here_only_when_told(self) -> None:
        make_role(key="sre", title="Mine")
        incoming = [Incoming(ROLES, {"key": "sre", "title": "Theirs"}, HERE)]
        plan = apply_records(records=incoming, resolution=Resolution.THEIRS)
        assert read_effects(plan) == {"sre": Effect.CHANGED}
        assert Role.objects.get().title == "Theirs"


NAMES = st.sampled_from(["a", "b", "c"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("file"), NAMES),
        st.tuples(st.just("edit"), NAMES),
        st.tuples(st.just("load"), st.just("")),
    ),
    max_size=10,
)


class TestThreeWayRule:
    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(steps=STEPS)
    def test_never_overwrites_an_edit_and_never_forgets_the_file(
        self, steps: list[tuple[str, str]]
    ) -> None:
        """A model of three names: what the file says, what the row says, what was loaded last."""
        Tool.objects.all().delete()
        said = row = "a"
        seen: str | None = "a"
        apply_records(records=[make_incoming(name=said)])
        for what, name in steps:
            if what == "file":
                said = name
            elif what == "edit":
                row = name
                Tool.objects.update(name=name)
            else:
                plan = apply_records(records=[make_incoming(name=said)])
                expected = decide(said, row, seen)
                assert read_effects(plan) == {"bash": expected}
                if expected in (Effect.CHANGED, Effect.UNCHANGED):
                    row = seen = said
            assert Tool.objects.get().name == row


def decide(said: str, row: str, seen: str | None) -> Effect:
    if said == row:
        return Effect.UNCHANGED
    if row == seen:
        return Effect.CHANGED
    return Effect.KEPT if said == seen else Effect.CONFLICT

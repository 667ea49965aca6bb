"""What a row said and when, from saves in the admin and from import runs."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.factories.import_files import FORMAT, write_rows
from tests.factories.progress import make_user
from tests.factories.tracks import make_milestone, make_tool, make_track
from tracks.models import Milestone, Tool
from tracks.operations.direct_changes import record_direct_changes
from tracks.operations.imports import ImportRequest, apply_import
from tracks.operations.rollbacks import roll_back_import
from tracks.queries.row_histories import (
    Way,
    is_same_record,
    list_record_differences,
    list_record_fields,
    list_versions,
)
from tracks.shared.kept_records import RowName, read_kept_row

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
GIT = RowName("tool", "git")


@pytest.fixture
def load(tmp_path):
    def load_summary(summary, day):
        path = write_rows(tmp_path / f"{day}.csv", f"tool,git,Git,{summary}")
        return apply_import(request=ImportRequest(path, FORMAT), now=NOW + timedelta(days=day)).run

    return load_summary


def edit(day, **columns):
    before = {GIT: read_kept_row(GIT)}
    Tool.objects.filter(key="git").update(**columns)
    author = make_user()
    record_direct_changes(before=before, author=author, now=NOW + timedelta(days=day))
    return author


def tell(name=GIT):
    return [
        (one.way, one.record["summary"] if one.record else None) for one in list_versions(name=name)
    ]


class TestListVersions:
    def test_joins_imports_and_saves_in_their_order(self, load):
        first, second = load("Versions", 0), load("Keeps versions", 1)
        author = edit(2, summary="By hand")
        versions = list_versions(name=GIT)
        assert tell() == [
            (Way.ADMIN, "By hand"),
            (Way.IMPORT, "Keeps versions"),
            (Way.IMPORT, "Versions"),
        ]
        assert [one.run for one in versions] == [None, second.pk, first.pk]
        assert versions[0].who == str(author)
        assert versions[1].who == "a command"
        assert versions[1].file_name == "1.csv"
        assert [one.is_new for one in versions] == [False, False, True]
        for newer, older in pairwise(versions):
            assert is_same_record(newer.before, older.record)

    def test_knows_runs_that_were_taken_back(self, load):
        load("Versions", 0)
        run = load("Keeps versions", 1)
        roll_back_import(run=run, now=NOW + timedelta(days=2))
        assert tell() == [
            (Way.ROLLBACK, "Versions"),
            (Way.IMPORT, "Keeps versions"),
            (Way.IMPORT, "Versions"),
        ]

    def test_knows_that_a_row_went_with_its_run(self, load):
        run = load("Versions", 0)
        roll_back_import(run=run, now=NOW + timedelta(days=1))
        (gone, new) = list_versions(name=GIT)
        assert (gone.way, gone.is_removal, new.is_new) == (Way.ROLLBACK, True, True)
        assert new.record is None

    def test_finds_what_nobody_recorded(self, load):
        load("Versions", 0)
        load("Keeps versions", 1)
        Tool.objects.update(summary="By a script")
        edit(2, summary="By hand")
        Tool.objects.all().delete()
        assert tell() == [
            (Way.UNRECORDED, None),
            (Way.ADMIN, "By hand"),
            (Way.UNRECORDED, "By a script"),
            (Way.IMPORT, "Keeps versions"),
            (Way.IMPORT, "Versions"),
        ]

    def test_begins_with_what_a_row_says(self):
        tool = make_tool()
        (only,) = list_versions(name=RowName("tool", tool.key))
        assert (only.way, only.record["name"]) == (Way.UNRECORDED, tool.name)

    def test_costs_the_same_for_many_versions(self, django_assert_max_num_queries, load):
        load("Versions", 0)
        for day in range(1, 12):
            edit(day, summary=f"Wording {day}")
        with django_assert_max_num_queries(8):
            assert len(list_versions(name=GIT)) == 12


class TestDifferences:
    def test_are_in_words_and_ask_only_for_what_differs(self, django_assert_num_queries):
        tool = make_tool(name="Git")
        milestone = make_milestone(tools=[tool])
        name = RowName("milestone", milestone.key)
        before = read_kept_row(name).record
        milestone.tools.clear()
        Milestone.objects.update(hours_high=40)
        after = read_kept_row(name).record
        with django_assert_num_queries(1):
            found = list_record_differences(kind_name="milestone", before=before, after=after)
        assert {(one.label, one.before, one.after) for one in found} == {
            ("Hours high", "20", "40"),
            ("Tools", "Git", "—"),
        }

    def test_name_only_the_part_that_changed(self, django_assert_max_num_queries):
        track = make_track(milestones=[make_milestone() for _ in range(20)], is_published=False)
        name = RowName("track", track.key)
        before = read_kept_row(name).record
        stage = track.stages.get(key="guru")
        gone = stage.placements.order_by("position").last()
        gone.delete()
        after = read_kept_row(name).record
        with django_assert_max_num_queries(8):
            (one,) = list_record_differences(kind_name="track", before=before, after=after)
        expected = ("Stages: guru", f"Milestones: {gone.milestone.title}", "—")
        assert (one.label, one.before, one.after) == expected

    def test_say_nothing_where_nothing_differs(self):
        record = read_kept_row(RowName("tool", make_tool().key)).record
        assert list_record_differences(kind_name="tool", before=record, after=record) == ()

    def test_fields_of_a_record_are_in_words(self):
        record = read_kept_row(RowName("tool", make_tool(name="Git").key)).record
        assert ("Name", "Git") in list_record_fields(kind_name="tool", record=record)
        assert list_record_fields(kind_name="tool", record=None) == []

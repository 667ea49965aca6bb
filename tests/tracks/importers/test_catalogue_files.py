"""Rows as content files; that they load alike is tests/config/test_export_content.py."""

import pytest

from tracks.importers.catalogue_files import list_catalogue_files
from tracks.importers.kinds import INSIGHTS
from tracks.models import Insight, LadderRung, Milestone, Source, Track
from tracks.shared.content_trees import read_in_order, rename

pytestmark = pytest.mark.django_db


def test_names_what_the_files_call_otherwise() -> None:
    assert rename({"key": "a", "help_text": "b"}, {"help_text": "help"}) == {
        "key": "a",
        "help": "b",
    }


def test_leaves_files_without_rows_out() -> None:
    assert list_catalogue_files() == {}


def test_writes_one_file_for_each_track_and_its_ladder_elsewhere() -> None:
    source = Source.objects.create(key="s", title="S", kind="DATASET")
    track = Track.objects.create(key="ops", name="Ops", position=1)
    LadderRung.objects.create(track=track, rung=1, name="Entry", source=source)
    files = list_catalogue_files()
    assert set(files) == {"sources.yaml", "tracks/ops.yaml", "roles.yaml"}
    assert "ladder" not in files["tracks/ops.yaml"]
    assert files["roles.yaml"]["ladders"][0]["rungs"][0]["source"] == "s"


def test_states_hours_only_when_all_three_are_known() -> None:
    Milestone.objects.create(key="a", title="A")
    Milestone.objects.create(key="b", title="B", hours_low=1, hours_likely=2, hours_high=3)
    first, second = list_catalogue_files()["milestones/milestones.yaml"]["milestones"]
    assert first["hours"] is None
    assert second["hours"] == {"low": 1, "likely": 2, "high": 3}


def test_keeps_the_order_of_numbered_rows() -> None:
    track = Track.objects.create(key="ops", name="Ops", position=1)
    source = Source.objects.create(key="s", title="S")
    for key, position in (("b", 2), ("c", 1), ("a", 2)):
        Insight.objects.create(key=key, track=track, source=source, position=position)
    assert [one["key"] for one in read_in_order(INSIGHTS)] == ["c", "b", "a"]

"""When a file need not be read again; whole imports of it are in test_imports.py."""

from functools import partial
from pathlib import Path

import pytest

from tests.factories.import_files import FORMAT, parse_tools
from tracks.models import Milestone, Source, Stage, Tool, Track
from tracks.operations.import_repeats import digest_parser, digest_rows, find_repeat
from tracks.operations.import_results import ImportRequest
from tracks.shared.file_digests import FileDigest

pytestmark = pytest.mark.django_db


def test_knows_nothing_of_a_file_that_was_never_loaded(tmp_path: Path) -> None:
    request = ImportRequest(tmp_path / "tools.csv", FORMAT)
    assert find_repeat(request=request, file=FileDigest("tools.csv", "0" * 64, 1)) is None


def test_digest_sees_columns_sets_and_children_of_its_data_set() -> None:
    track = Track.objects.create(key="t", name="T", position=1, content_origin="own")
    milestone = Milestone.objects.create(key="m", title="M", content_origin="own")
    tool = Tool.objects.create(key="git", name="Git")
    kinds = ["track", "milestone", "tool"]
    seen = {digest_rows(kinds=kinds, origin="own")}
    milestone.tools.add(tool)
    seen.add(digest_rows(kinds=kinds, origin="own"))
    Stage.objects.create(track=track, key="s", title="S", level="START", rung=1, position=1)
    seen.add(digest_rows(kinds=kinds, origin="own"))
    Track.objects.update(summary="Edited")
    seen.add(digest_rows(kinds=kinds, origin="own"))
    assert len(seen) == 4


def test_digest_passes_over_other_data_sets_and_kinds() -> None:
    before = digest_rows(kinds=["tool"], origin="own")
    Tool.objects.create(key="git", name="Git", content_origin="other")
    Source.objects.create(key="s", title="S", content_origin="own")
    assert digest_rows(kinds=["tool"], origin="own") == before


def test_parsers_in_one_folder_share_a_digest() -> None:
    assert digest_parser(parse_tools) == digest_parser(partial(parse_tools))
    assert digest_parser(parse_tools) != digest_parser(digest_rows)

import os
from pathlib import Path

import pytest

from tracks.shared.content_files import (
    MAX_FILE_BYTES,
    MAX_QUOTED,
    Shape,
    is_in_circle,
    list_declared_keys,
    list_yaml_files,
    read_section,
    read_yaml,
)
from tracks.shared.imports import Position, Problem


class ThingShape(Shape):
    key: str
    size: int = 1


def read(path: Path) -> list[str]:
    problems: list[Problem] = []
    raw = read_yaml(path, root=path.parent, problems=problems)
    assert (raw is None) == bool(problems)
    return [str(problem).removeprefix(f"{path.parent.name}/") for problem in problems]


def check(folder: Path, text: str) -> list[str]:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    raw = read_yaml(path, root=folder, problems=problems)
    assert raw is not None
    list(read_section(raw, "things", ThingShape, problems=problems))
    return [str(problem).removeprefix(f"{folder.name}/") for problem in problems]


class TestReadYaml:
    def test_refuses_a_file_that_is_not_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"things:\n  - \xff\n")
        assert read(path) == ["a.yaml:2: is not UTF-8 (byte 13). Save it as UTF-8."]

    def test_reads_a_file_with_a_byte_order_mark(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"\xef\xbb\xbfthings: []\n")
        assert read(path) == []

    def test_refuses_a_huge_file_without_reading_it(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        with path.open("wb") as file:
            file.truncate(MAX_FILE_BYTES + 1)
        assert read(path) == [
            "a.yaml: cannot be read: it is larger than 2,000,000 bytes. Split it."
        ]

    def test_refuses_a_folder_that_is_named_like_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").mkdir()
        assert read(tmp_path / "a.yaml") == ["a.yaml: cannot be read: Is a directory."]

    def test_refuses_a_link_to_nowhere(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").symlink_to(tmp_path / "missing")
        assert read(tmp_path / "a.yaml") == ["a.yaml: cannot be read: No such file or directory."]

    def test_does_not_wait_for_a_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.yaml")
        assert read(tmp_path / "a.yaml") == ["a.yaml: cannot be read: it is not a file."]

    @pytest.mark.parametrize("text", ["", "- a\n", "words\n"])
    def test_refuses_a_file_without_a_section(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "a.yaml"
        path.write_text(text)
        assert read(path) == [
            "a.yaml:1: must be a mapping with a section name at the top, such as `milestones:`."
        ]

    def test_passes_the_place_of_a_fault_on(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_text("a: 1\na: 2\n")
        assert read(path) == ["a.yaml:2:1: has the key 'a' twice; first at line 1. Keep one."]


class TestReadSection:
    def test_reports_each_fault_of_each_record_at_its_line(self, tmp_path: Path) -> None:
        text = "things:\n  - key: a\n    size: big\n    colour: red\n  - size: 2\n  - words\n"
        assert check(tmp_path, text) == [
            "a.yaml:3:5: size: is 'big': Input should be a valid integer, unable to parse string "
            "as an integer.",
            "a.yaml:4:5: colour: is not a known field here. Check the spelling or remove it.",
            "a.yaml:5:5: key: is missing. Add it.",
            "a.yaml:6:5: is 'words'; it must be a mapping of fields.",
        ]

    def test_names_an_empty_value_as_empty(self, tmp_path: Path) -> None:
        assert "key: is empty" in check(tmp_path, "things:\n  - key:\n")[0]

    def test_shortens_a_long_wrong_value(self, tmp_path: Path) -> None:
        problem = check(tmp_path, f"things:\n  - {{key: a, size: {'x' * 5000}}}\n")[0]
        assert len(problem) < MAX_QUOTED + 120

    def test_refuses_a_section_that_is_no_list(self, tmp_path: Path) -> None:
        assert check(tmp_path, "things: {a: 1}\n") == [
            "a.yaml:1:1: things: must be a list of records."
        ]

    def test_takes_an_empty_section_as_nothing(self, tmp_path: Path) -> None:
        assert check(tmp_path, "things:\n") == []


class TestListYamlFiles:
    def test_says_that_a_yml_file_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "b.yaml").touch()
        (tmp_path / "a.yml").touch()
        problems: list[Problem] = []
        assert list_yaml_files(tmp_path, problems=problems) == [tmp_path / "b.yaml"]
        assert problems == [
            Problem(
                Position(f"{tmp_path.name}/a.yml"),
                "",
                "is not read: its name ends in .yml. Rename it to .yaml.",
            )
        ]


class TestListDeclaredKeys:
    def test_lists_keys_of_wrong_records_and_skips_what_is_no_record(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_text("things: [{key: a, x: 1}, b, {key: 3}]\nmore: [{in: [{key: c}]}]\nno: 1\n")
        raw = read_yaml(path, root=tmp_path, problems=[])
        assert raw is not None
        assert list(list_declared_keys(raw, "things")) == ["a"]
        assert list(list_declared_keys(raw, "more", inside="in")) == ["c"]
        assert list(list_declared_keys(raw, "no")) == []


class TestIsInCircle:
    def test_finds_circles_of_any_length_and_only_those(self) -> None:
        needs = {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"], "e": ["e"]}
        assert [is_in_circle(key, needs) for key in "abcdef"] == [
            True,
            True,
            True,
            False,
            True,
            False,
        ]


class TestPosition:
    @pytest.mark.parametrize(
        ("position", "text"),
        [
            (Position("a"), "a"),
            (Position("a", 2), "a:2"),
            (Position("a", 2, 3), "a:2:3"),
        ],
    )
    def test_reads_as_an_editor_takes_it(self, position: Position, text: str) -> None:
        assert str(position) == text

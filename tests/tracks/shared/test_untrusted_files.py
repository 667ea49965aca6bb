"""Text files that hurt: each is refused with its place and how to mend it."""

import os
from pathlib import Path

import pytest

from tracks.shared.import_formats import UnusableFile
from tracks.shared.untrusted_files import MAX_BYTES, check_file, open_text, read_json, read_text


def refuse(path: Path) -> str:
    """Return why the text of a file cannot be used."""
    caught: UnusableFile | None = None
    try:
        with open_text(path):
            pytest.fail("the file was opened")
    except UnusableFile as unusable:
        caught = unusable
    return str(caught)


def refuse_json(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile) as caught:
        read_json(path)
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pay.csv"


class TestOpenText:
    def test_reads_utf_8_with_or_without_a_byte_order_mark(self, path: Path) -> None:
        for mark in (b"", b"\xef\xbb\xbf"):
            path.write_bytes(mark + "Zürich\r\n1\r\n".encode())
            assert read_text(path) == "Zürich\r\n1\r\n"

    def test_names_the_line_and_byte_that_is_not_utf_8(self, path: Path) -> None:
        path.write_bytes(b"city,pay\nBern,1\nZ\xfcrich,2\n")
        assert refuse(path) == (
            "pay.csv:3:2: is not UTF-8: byte 18 of the file is 0xFC, as in Windows-1252 or "
            "Latin-1. Save it as UTF-8 (“CSV UTF-8” in a spreadsheet)."
        )

    def test_finds_a_wrong_byte_far_down_before_it_gives_out_a_row(self, path: Path) -> None:
        # Past the first megabyte, and in a character that two chunks share.
        head = b"x" * ((1 << 20) - 2) + b"\n"
        path.write_bytes(head + b"\xe2\x82\x28")
        assert refuse(path).startswith("pay.csv:2:1: is not UTF-8: byte 1,048,576")

    def test_reads_a_character_that_two_chunks_share(self, path: Path) -> None:
        path.write_text("x" * ((1 << 20) - 1) + "€", encoding="utf-8")
        assert read_text(path).endswith("€")

    def test_knows_a_text_that_was_cut_off_inside_a_character(self, path: Path) -> None:
        path.write_bytes(b"a\n\xe2\x82")
        assert refuse(path).startswith("pay.csv:2:1: ends in the middle of a character")

    def test_refuses_nul_bytes(self, path: Path) -> None:
        path.write_bytes(b"a,b\n1,\x00\n")
        assert refuse(path).startswith("pay.csv:2:3: holds a NUL byte")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("a,b\n".encode("utf-16"), "is UTF-16 text. Save it as UTF-8"),
            ("a,b\n".encode("utf-32"), "is UTF-32 text. Save it as UTF-8"),
            (b"PK\x03\x04rest", "is a zip archive or a workbook"),
            (b"\x1f\x8brest", "is packed with gzip"),
            (b"\xd0\xcf\x11\xe0rest", "is an old Excel or Word file"),
            (b"%PDF-1.7", "is a PDF"),
            (b"", "is empty. Fetch it again."),
        ],
        ids=["utf-16", "utf-32", "zip", "gzip", "old-excel", "pdf", "empty"],
    )
    def test_names_what_is_no_text(self, path: Path, content: bytes, words: str) -> None:
        path.write_bytes(content)
        assert refuse(path).startswith(f"pay.csv: {words}")

    def test_does_not_read_200_megabytes(self, path: Path) -> None:
        with path.open("wb") as stream:
            stream.truncate(200 * 1024 * 1024)
        assert refuse(path) == (
            f"pay.csv: has 209,715,200 bytes; at most {MAX_BYTES:,} are read. Take a smaller "
            "extract of it, or split it."
        )

    def test_does_not_wait_for_a_pipe_or_open_a_folder(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert refuse(tmp_path / "pipe").startswith("pipe: is not an ordinary file.")
        assert refuse(tmp_path).endswith("Name a file, not a folder or a device.")
        assert refuse(tmp_path / "none").startswith("none: cannot be read: No such file")

    def test_uses_the_name_that_people_know(self, path: Path) -> None:
        with pytest.raises(UnusableFile, match=r"own\.csv: cannot be read"):
            check_file(path, name="own.csv")


class TestReadJson:
    def test_reads_one_document(self, path: Path) -> None:
        path.write_text('\n {"a": [1, 2.5, null]}\n')
        assert read_json(path) == {"a": [1, 2.5, None]}

    def test_refuses_a_second_document(self, path: Path) -> None:
        assert refuse_json(path, '{"a": 1}\n  {"b": 2}\n') == (
            "pay.csv:2:3: a second JSON document begins here. Keep one document to a file."
        )

    @pytest.mark.parametrize(
        ("text", "place"),
        [('{"a": 1', "1:8"), ('{\n"a" 1}', "2:5"), ("  ", "1:3"), ('{"a": "', "1:7")],
        ids=["cut-off", "colon", "blank", "string"],
    )
    def test_names_line_and_column_of_a_fault(self, path: Path, text: str, place: str) -> None:
        assert refuse_json(path, text).startswith(f"pay.csv:{place}: is not JSON: ")

    def test_refuses_names_that_stand_twice_and_what_is_no_number(self, path: Path) -> None:
        assert "'a' stands twice in one object" in refuse_json(path, '{"a": 1, "a": 2}')
        assert "NaN is not a number" in refuse_json(path, "[NaN]")

    def test_refuses_what_is_nested_too_deeply(self, path: Path) -> None:
        assert "nested too deeply" in refuse_json(path, "[" * 100_000)

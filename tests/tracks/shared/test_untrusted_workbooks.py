"""Workbooks that hurt: bombs, macros, links, entities, formulas, wrong sizes."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tracks.shared.import_formats import UnusableFile
from tracks.shared.imports import Problem
from tracks.shared.untrusted_workbooks import MAX_ENTRIES, open_workbook, stream_sheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "pay.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Pay"
    for row in (("title", "pay"), ("Engineer", 120000), ("Analyst", 90000.5)):
        sheet.append(row)
    workbook.save(path)
    return path


def read(path: Path) -> tuple[list[tuple[int, tuple[Any, ...]]], list[str]]:
    problems: list[Problem] = []
    with open_workbook(path) as workbook:
        rows = list(stream_sheet(workbook["Pay"], name=path.name, problems=problems))
    return rows, [str(problem) for problem in problems]


def refuse(path: Path) -> str:
    caught: UnusableFile | None = None
    try:
        with open_workbook(path):
            pytest.fail("the workbook was opened")
    except UnusableFile as unusable:
        caught = unusable
    return str(caught)


def rewrite(
    path: Path,
    replacing: tuple[str, bytes, bytes] | None = None,
    parts: dict[str, bytes] | None = None,
) -> None:
    """Replace bytes in a part of the archive, or add parts ("xl/vbaProject.bin")."""
    with zipfile.ZipFile(path) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    if replacing:
        name, before, after = replacing
        assert before in old[name]
        old[name] = old[name].replace(before, after)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**old, **(parts or {})}.items():
            archive.writestr(name, content)


class TestOpenWorkbook:
    def test_streams_values(self, path: Path) -> None:
        assert read(path) == (
            [(1, ("title", "pay")), (2, ("Engineer", 120000)), (3, ("Analyst", 90000.5))],
            [],
        )

    def test_reads_rows_beyond_the_size_that_a_resaved_sheet_claims(self, path: Path) -> None:
        rewrite(path, ("xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1:A1"'))
        assert len(read(path)[0]) == 3
        assert read(path)[0][1] == (2, ("Engineer", 120000))

    @pytest.mark.parametrize(
        ("part", "words"),
        [
            ("xl/vbaProject.bin", "holds macros. Save it as a workbook without macros"),
            ("xl/macrosheets/sheet1.xml", "holds macro sheets."),
            ("xl/externalLinks/externalLink1.xml", "refers to other files or programs."),
            ("xl/connections.xml", "fetches data from elsewhere."),
            ("xl/embeddings/oleObject1.bin", "holds embedded files."),
            ("xl/activeX/activeX1.xml", "holds controls that run code."),
        ],
    )
    def test_refuses_parts_that_run_or_fetch(self, path: Path, part: str, words: str) -> None:
        rewrite(path, parts={part: b"<x/>"})
        assert refuse(path).startswith(f"pay.xlsx: {words}")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_refuses_entities(self, path: Path, encoding: str) -> None:
        text = (
            f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM '
            '"file:///etc/hostname">]><x>&e;</x>'
        )
        rewrite(path, parts={"xl/sharedStrings.xml": text.encode(encoding)})
        assert refuse(path) == (
            "pay.xlsx: its part xl/sharedStrings.xml declares a document type or entities. Save "
            "a copy with values only."
        )

    def test_refuses_entities_behind_a_long_comment(self, path: Path) -> None:
        text = b"<!--" + bytes(range(97, 123)) * 60_000 + b"--><!DOCTYPE x []><x/>"
        with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
            archive.writestr("xl/other.xml", text)
        assert "declares a document type" in refuse(path)

    def test_refuses_a_zip_bomb_without_unpacking_it(self, path: Path) -> None:
        rewrite(path, parts={"xl/worksheets/sheet2.xml": b" " * 20_000_000})
        assert refuse(path).startswith(
            "pay.xlsx: its part xl/worksheets/sheet2.xml unpacks to 20,000,000 bytes from"
        )

    def test_refuses_what_unpacks_to_too_much(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tracks.shared.untrusted_workbooks.MAX_UNPACKED_BYTES", 1000)
        assert "at most 1,000 are read" in refuse(path)

    def test_refuses_too_many_parts(self, path: Path) -> None:
        rewrite(path, parts={f"xl/media/{number}": b"" for number in range(MAX_ENTRIES)})
        assert "a workbook has at most 2,000" in refuse(path)

    def test_does_not_read_200_megabytes(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.xlsx"
        with path.open("wb") as stream:
            stream.truncate(200 * 1024 * 1024)
        assert refuse(path).startswith("huge.xlsx: has 209,715,200 bytes; at most")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old (.xls) or encrypted workbook."),
            (b"year,pay\n", "is not an Excel workbook (.xlsx), or it is damaged"),
        ],
        ids=["xls", "csv"],
    )
    def test_names_what_is_no_workbook(self, path: Path, content: bytes, words: str) -> None:
        path.write_bytes(content)
        assert refuse(path).startswith(f"pay.xlsx: {words}")

    def test_refuses_another_archive(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "x")
        assert refuse(path) == "pay.xlsx: is a zip archive, but not an Excel workbook (.xlsx)."

    def test_refuses_a_workbook_that_was_cut_off(self, path: Path) -> None:
        path.write_bytes(path.read_bytes()[:2000])
        assert "is not an Excel workbook (.xlsx), or it is damaged" in refuse(path)

    def test_refuses_broken_xml_inside(self, path: Path) -> None:
        rewrite(path, ("xl/workbook.xml", b"</workbook>", b""))
        assert "is a damaged workbook" in refuse(path)

    def test_refuses_broken_xml_that_it_meets_later(self, path: Path) -> None:
        rewrite(path, ("xl/worksheets/sheet1.xml", b"</worksheet>", b""))
        with pytest.raises(UnusableFile, match="is a damaged workbook"):
            read(path)


class TestStreamSheet:
    def test_leaves_a_row_with_a_formula_out_and_names_its_cell(self, path: Path) -> None:
        workbook = Workbook()
        sheet = workbook.active
        sheet.title = "Pay"
        sheet.append(("title", "pay"))
        sheet.append(("Engineer", "=60000*2"))
        sheet.append(("Analyst", 90000))
        workbook.save(path)
        rows, problems = read(path)
        assert [number for number, _ in rows] == [1, 3]
        assert problems == [
            "pay.xlsx:2:2: Pay!B2: holds a formula (=60000*2), not a value. Save a copy with "
            "values only."
        ]

"""Rows as files to take along: nothing runs, the papers come with them, YAML loads again."""

import csv
import io
import json
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from tests.factories import certifications as awards
from tests.factories import tracks as rows
from tests.screens import find_url, make_staff, read_messages, run_action, sign_in
from tracks.importers.catalogue import SECTIONS
from tracks.importers.kinds import SALARY_BANDS, SOURCES, TOOLS
from tracks.models import SalaryBand, Source, Tool
from tracks.operations.content import plan_records
from tracks.shared import exports
from tracks.shared.content_files import RawFile, read_section, read_yaml
from tracks.shared.content_rows import Incoming, Kind, read_records
from tracks.shared.exports import export_rows
from tracks.shared.imports import Effect, Position, Problem

pytestmark = pytest.mark.django_db


def make_odbl_band(**changes: Any) -> SalaryBand:
    source = rows.make_source(
        title="A survey", licence="ODbL-1.0", attribution="Contains information from A survey."
    )
    return rows.make_salary_band(source=source, **changes)


def export(*, kind: Kind, pks: Sequence[int], form: str) -> bytes:
    return b"".join(export_rows(kind=kind, pks=pks, form=form).parts)


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestCsv:
    def test_neutralises_formulas_and_keeps_numbers(self) -> None:
        band = make_odbl_band(note="=HYPERLINK(1)")
        [row] = read_csv(export(kind=SALARY_BANDS, pks=[band.pk], form="csv"))
        assert row["note"] == "'=HYPERLINK(1)"
        assert float(row["low"]) == float(band.low or 0)

    def test_names_source_licence_and_notice_in_every_row(self) -> None:
        band = make_odbl_band()
        [row] = read_csv(export(kind=SALARY_BANDS, pks=[band.pk], form="csv"))
        assert (row["source title"], row["source licence"]) == ("A survey", "ODbL-1.0")
        assert row["source attribution"] == "Contains information from A survey."
        assert "stays under ODbL-1.0" in row["licence notice"]


class TestXlsx:
    def test_writes_text_as_text(self) -> None:
        tool = rows.make_tool(name="=1+1", summary="a\x0bb")
        content = export(kind=TOOLS, pks=[tool.pk], form="xlsx")
        sheet: Any = load_workbook(io.BytesIO(content))["tool"]
        cells = {sheet.cell(1, column).value: sheet.cell(2, column) for column in range(1, 6)}
        assert (cells["name"].value, cells["name"].data_type) == ("'=1+1", "s")
        assert cells["summary"].value == "ab"

    def test_writes_numbers_as_numbers_and_sources_on_their_sheet(self) -> None:
        band = make_odbl_band()
        content = export(kind=SALARY_BANDS, pks=[band.pk], form="xlsx")
        book = load_workbook(io.BytesIO(content))
        table: Any = book.worksheets[0]
        header = [cell.value for cell in table[1]]
        assert table.cell(2, header.index("low") + 1).data_type == "n"
        notices = [cell.value for cell in book["Sources and licences"][2]]
        assert "What is derived from it stays under ODbL-1.0; keep this notice." in notices


class TestJson:
    def test_holds_records_sources_and_notices(self) -> None:
        band = make_odbl_band()
        tree = json.loads(export(kind=SALARY_BANDS, pks=[band.pk], form="json"))
        assert [one["key"] for one in tree["records"]] == [band.key]
        assert tree["sources"][0]["attribution"] == "Contains information from A survey."
        assert "ODbL" in tree["notices"][0]


class TestYaml:
    def test_has_the_shape_of_content_files(self, tmp_path: Path) -> None:
        band = make_odbl_band(note="Two\nlines: of text")
        content = export(kind=SALARY_BANDS, pks=[band.pk], form="yaml")
        assert content.startswith(b"# A survey")
        raw = _read_back(tmp_path, content)
        assert set(raw.tree) == {"sources", "bands"}
        for section in raw.tree:
            problems: list[Problem] = []
            shape = SECTIONS[section][1]
            assert len(list(read_section(raw, section, shape, problems=problems))) == 1
            assert problems == []

    def test_says_what_the_rows_say(self) -> None:
        tool = rows.make_tool(name="Git", summary="- # : not YAML")
        tree = yaml.safe_load(export(kind=TOOLS, pks=[tool.pk], form="yaml"))
        [record] = tree["tools"]
        incoming = [Incoming(TOOLS, record, Position("export.yaml", 1))]
        assert [one.effect for one in plan_records(records=incoming).changes] == [Effect.UNCHANGED]


def _read_back(folder: Path, content: bytes) -> RawFile:
    """Read a file as the loader of content files does."""
    path = folder / "export.yaml"
    path.write_bytes(content)
    problems: list[Problem] = []
    raw = read_yaml(path, root=folder, problems=problems)
    assert problems == []
    assert raw is not None
    return raw


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few rows need many parts."""
    monkeypatch.setattr(exports, "_CHUNK", 100)
    monkeypatch.setattr(exports, "_PART_BYTES", 4_096)
    monkeypatch.setattr("tracks.shared.spreadsheet_cells._ROWS_A_PART", 100)


class TestLongFiles:
    """Files whose parts are made while they are read."""

    @pytest.mark.parametrize("form", ["csv", "yaml", "json"])
    def test_say_the_same_in_many_parts_as_in_one(
        self, form: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bands = [make_odbl_band(key=f"band-{n}", note=f"n {n}\ntwo") for n in range(7)]
        pks = [band.pk for band in bands]
        whole = export(kind=SALARY_BANDS, pks=pks, form=form)

        monkeypatch.setattr(exports, "_CHUNK", 2)
        monkeypatch.setattr(exports, "_PART_BYTES", 100)
        monkeypatch.setattr("tracks.shared.spreadsheet_cells._ROWS_A_PART", 2)
        parts = list(export_rows(kind=SALARY_BANDS, pks=pks, form=form).parts)

        assert len(parts) > 3
        assert b"".join(parts) == whole

    def test_of_json_are_laid_out_as_if_written_at_once(self) -> None:
        bands = [make_odbl_band(key=f"band-{n}") for n in range(3)]
        content = export(kind=SALARY_BANDS, pks=[band.pk for band in bands], form="json").decode()
        assert content == json.dumps(json.loads(content), ensure_ascii=False, indent=2) + "\n"

    @pytest.mark.parametrize("form", ["csv", "yaml", "json"])
    def test_are_read_as_they_are_asked_for(
        self, form: str, django_assert_max_num_queries: Any, small_parts: None
    ) -> None:
        pks = make_many_tools(2_000)
        with django_assert_max_num_queries(6):
            parts = iter(export_rows(kind=TOOLS, pks=pks, form=form).parts)
            next(parts)
            next(parts)

    @pytest.mark.parametrize("form", ["csv", "yaml", "json"])
    def test_take_no_more_memory_for_more_rows(self, form: str, small_parts: None) -> None:
        pks = make_many_tools(4_000)
        few, many = measure_peak(pks[:300], form), measure_peak(pks, form)
        assert many[0] > 10 * few[0]
        assert many[1] < 1.5 * few[1]

    def test_leave_out_rows_deleted_meanwhile(self) -> None:
        made = [rows.make_tool(key=key) for key in ("awk", "make")]
        pks = [tool.pk for tool in made]
        made[0].delete()
        tree = json.loads(export(kind=TOOLS, pks=pks, form="json"))
        assert [one["key"] for one in tree["records"]] == ["make"]


def make_many_tools(count: int) -> list[int]:
    made = (Tool(key=f"tool-{n:06}", name=f"Tool {n}", summary="x" * 100) for n in range(count))
    Tool.objects.bulk_create(made, batch_size=2_000)
    return list(Tool.objects.order_by("key").values_list("pk", flat=True))


def measure_peak(pks: Sequence[int], form: str) -> tuple[int, int]:
    """Read a file part by part; return its length and the most memory it took meanwhile."""
    tracemalloc.start()
    try:
        size = sum(map(len, export_rows(kind=TOOLS, pks=pks, form=form).parts))
        return size, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class TestRecords:
    def test_stand_in_the_order_of_their_keys(self) -> None:
        made = [rows.make_tool(key=key) for key in ("zsh", "awk", "make")]
        response = run_action(sign_in(make_staff("curator")), Tool, "export_json", *made)
        tree = json.loads(response.getvalue())
        assert [one["key"] for one in tree["records"]] == ["awk", "make", "zsh"]

    def test_of_sources_bring_their_own_papers(self) -> None:
        source = rows.make_source(licence="CC BY-SA 4.0")
        tree = json.loads(export(kind=SOURCES, pks=[source.pk], form="json"))
        assert "CC BY-SA 4.0" in tree["notices"][0]
        assert read_records(SOURCES, [source])[source.pk]["key"] == tree["records"][0]["key"]


class TestActions:
    @pytest.mark.parametrize("form", ["csv", "xlsx", "yaml", "json"])
    @pytest.mark.parametrize("group", ["curator", "approver"])
    def test_hand_out_the_chosen_rows(self, form: str, group: str) -> None:
        chosen, other = rows.make_tool(key="chosen"), rows.make_tool(key="other-one")
        response = run_action(sign_in(make_staff(group)), Tool, f"export_{form}", chosen)
        assert response.headers["Content-Disposition"] == f'attachment; filename="tool.{form}"'
        if form != "xlsx":
            assert b"chosen" in response.getvalue()
            assert other.key.encode() not in response.getvalue()

    @pytest.mark.parametrize(
        "make", [rows.make_salary_band, rows.make_role, rows.make_milestone, rows.make_source,
                 awards.make_certification, awards.make_claim],
        ids=["bands", "roles", "milestones", "sources", "certifications", "claims"],
    )  # fmt: skip
    def test_are_on_every_curated_list(self, make: Any) -> None:
        row = make()
        client = sign_in(make_staff("curator"))
        page = client.get(find_url(row, "changelist")).content.decode()
        for form in exports.FORMS:
            assert f'value="export_{form}"' in page
            response = run_action(client, type(row), f"export_{form}", row)
            assert response.headers["Content-Disposition"].startswith("attachment")

    def test_refuse_only_workbooks_of_too_many_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exports, "MAX_WORKBOOK_ROWS", 1)
        made = [rows.make_source() for _ in range(2)]
        client = sign_in(make_staff("curator"))
        refused = run_action(client, Source, "export_xlsx", *made)
        assert "A workbook holds at most 1 rows, and 2 are chosen." in read_messages(refused)
        for form in ("csv", "json", "yaml"):
            content = run_action(client, Source, f"export_{form}", *made).getvalue().decode()
            assert all(one.key in content for one in made)

import pytest

from tests.tracks.importers.workbooks import write_workbook
from tracks.importers.csv_tables import FieldFault
from tracks.importers.workbook_tables import WorkbookTable, require_whole_number
from tracks.shared.import_formats import UnusableFile, ignore_progress


def read(path, columns=("Code", "Zone")):
    table = WorkbookTable(path, ignore_progress)
    with table.open() as header:
        rows = list(table.rows(columns))
    return table, header, rows


class TestWorkbookTable:
    def test_gives_rows_with_their_numbers_in_any_order_of_columns(self, tmp_path):
        path = write_workbook(
            tmp_path / "a.xlsx", [["Zone", "Code"], [4, "a"], [None, None], [None, "b"]]
        )
        table, header, rows = read(path)
        assert header == ("Zone", "Code")
        assert [(row.line, row.cells["Code"], row.cells["Zone"]) for row in rows] == [
            (2, "a", 4),
            (4, "b", ""),
        ]
        assert (table.read, table.blank) == (2, 1)

    def test_rejects_rows_with_a_formula(self, tmp_path):
        path = write_workbook(tmp_path / "a.xlsx", [["Code", "Zone"], ["a", "=2+2"], ["b", 4]])
        table, _, rows = read(path)
        assert [row.line for row in rows] == [3]
        [problem] = table.rejected
        assert (problem.position.line, problem.position.column, problem.field) == (2, 2, "Sheet!B2")
        assert "holds a formula" in problem.reason

    def test_reports_its_end(self, tmp_path):
        path = write_workbook(tmp_path / "a.xlsx", [["Code", "Zone"], ["a", 1]])
        seen = []
        table = WorkbookTable(path, lambda done, total: seen.append((done, total)))
        with table.open():
            assert len(list(table.rows(("Code",)))) == 1
        assert seen == [(path.stat().st_size, path.stat().st_size)]

    def test_refuses_what_is_no_workbook(self, tmp_path):
        path = tmp_path / "a.xlsx"
        path.write_text("Code,Zone\n")
        with pytest.raises(UnusableFile):
            read(path)


class TestRequireWholeNumber:
    @pytest.mark.parametrize("value", [4, "4", 4.0])
    def test_takes_numbers_within_bounds(self, value):
        assert require_whole_number({"n": value}, "n", least=1, most=5) == 4

    @pytest.mark.parametrize("value", ["", 0, 6, 4.5, "four", "٤"])
    def test_refuses_others(self, value):
        with pytest.raises(FieldFault, match="whole number from 1 to 5"):
            require_whole_number({"n": value}, "n", least=1, most=5)

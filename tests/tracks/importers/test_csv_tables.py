from decimal import Decimal

import pytest

from tracks.importers.csv_tables import (
    CsvTable,
    FieldFault,
    list_records,
    read_number,
    read_year,
    require_rows,
)
from tracks.importers.reference_kinds import EXCHANGE_RATES
from tracks.shared.import_formats import UnusableFile, ignore_progress


def make_table(tmp_path, text, columns=("Date", "Country"), encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return CsvTable(path, columns, ignore_progress)


class TestRows:
    def test_come_with_their_lines(self, tmp_path):
        table = make_table(tmp_path, "Date,Country\n2024,Euro\n\n2023,Euro\n")
        assert [(row.line, row.cells["Date"]) for row in table.rows()] == [(2, "2024"), (4, "2023")]
        assert table.read == 2

    def test_do_not_mind_a_byte_order_mark_or_further_columns(self, tmp_path):
        table = make_table(tmp_path, "Date,Country,More\n2024,Euro,x\n", encoding="utf-8-sig")
        assert [row.cells["Country"] for row in table.rows()] == ["Euro"]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "is empty"),
            ("Datum,Land\n2024,Euro\n", "the header lacks Date, Country"),
            ("Date,Country\n2024,Euro\n2023", "cut off"),
        ],
    )
    def test_of_another_or_a_cut_file_are_refused_whole(self, tmp_path, text, words):
        table = make_table(tmp_path, text)
        with pytest.raises(UnusableFile, match=words):
            list(table.rows())

    def test_name_the_line_at_which_a_file_breaks_off(self, tmp_path):
        with pytest.raises(UnusableFile) as refusal:
            list(make_table(tmp_path, "Date,Country\n2024,Euro\n2023").rows())
        assert refusal.value.problems[0].position.line == 3

    def test_with_too_few_or_too_many_fields_are_rejected(self, tmp_path):
        table = make_table(tmp_path, "Date,Country\n2024\n2023,a,b\n2022,Euro\n")
        assert [row.line for row in table.rows()] == [4]
        assert [problem.position.line for problem in table.rejected] == [2, 3]
        assert "has 1 cells instead of 2" in table.rejected[0].reason


class TestListRecords:
    def test_rejects_faults_and_what_comes_twice(self, tmp_path):
        def make(cells):
            if cells["Date"] == "x":
                raise FieldFault("Date", "is x.")
            return {"key": cells["Date"]}

        table = make_table(tmp_path, "Date,Country\n2024,a\nx,b\n2024,c\n")
        records = list_records(table, EXCHANGE_RATES, make)
        assert [(one.key, one.position.line) for one in records] == [("2024", 2)]
        assert [(one.position.line, one.position.column) for one in table.rejected] == [
            (3, 1),
            (4, 0),
        ]
        assert "what line 2 says" in table.rejected[1].reason


class TestRequireRows:
    def test_refuses_a_file_without_any(self, tmp_path):
        table = make_table(tmp_path, "Date,Country\n")
        list(table.rows())
        with pytest.raises(UnusableFile, match="no row that can be used"):
            require_rows(table, [])


class TestReadNumber:
    def test_reads_plain_numbers(self):
        assert read_number({"n": " 1234.50 "}, "n") == Decimal("1234.50")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "is blank"),
            ("1,234.5", "thousands separator or a decimal comma"),
            ("0,9242", "thousands separator or a decimal comma"),
            ("n/a", "not an amount"),
            ("NaN", "not an amount"),
            ("-1", "above zero"),
            ("0", "above zero"),
        ],
    )
    def test_never_guesses(self, text, words):
        with pytest.raises(FieldFault, match=words):
            read_number({"n": text}, "n")


class TestReadYear:
    def test_takes_the_year_of_a_date(self):
        assert (read_year({"d": "2024-01-01"}, "d"), read_year({"d": "2024"}, "d")) == (2024, 2024)

    @pytest.mark.parametrize("text", ["", "24", "01/01/2024", "202४"])
    def test_refuses_everything_else(self, text):
        with pytest.raises(FieldFault):
            read_year({"d": text}, "d")

"""Wage workbooks of all layouts, their markers, and the workbooks that hurt."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.factories.salary_files import (
    DESCRIPTIONS,
    OEWS_COLUMNS,
    make_group,
    make_occupation,
    write_workbook,
)
from tracks.importers.oews import parse_oews
from tracks.shared.import_formats import UnusableFile

PAY = ("A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")


def parse_one(folder: Path, **overrides: Any) -> dict[str, Any]:
    row = make_occupation(**overrides)
    parsed = parse_oews(write_workbook(folder, [make_group(), row]))
    assert parsed.rejected == ()
    return parsed.records[1].record


def refuse(path: Path, as_of: str = "") -> str:
    with pytest.raises(UnusableFile) as refused:
        parse_oews(path, as_of)
    return str(refused.value)


class TestRecords:
    def test_state_the_percentiles_as_published(self, tmp_path):
        parsed = parse_oews(write_workbook(tmp_path, [make_group(), make_occupation()]))

        assert (parsed.origin, parsed.as_of) == ("bls-oews-2023", "2023-05")
        source, cell = (incoming.record for incoming in parsed.records)
        assert source["key"] == "bls-oews-2023"
        assert cell["key"] == "bls-oews-published-15-1252-us-2023"
        assert cell["n"] is None
        assert [cell[f"p{rank}"] for rank in (10, 25, 50, 75, 90)] == [
            *(77_020, 101_200, 132_270, 167_540, 208_620)
        ]
        assert (cell["mean"], cell["top"], cell["open_from"]) == (138_110, None, "")
        assert cell["employment"] == 1_000
        assert "do" not in parsed.counts
        assert parsed.counts["occupations"] == 1

    def test_hold_open_ends_at_the_top_that_the_workbook_states(self, tmp_path):
        notes = [text.replace("239,200", "208,000") for text in DESCRIPTIONS]
        row = make_occupation(A_PCT75="#", A_PCT90="#", A_MEAN=230_000)
        parsed = parse_oews(write_workbook(tmp_path, [make_group(), row], descriptions=notes))
        cell = parsed.records[1].record
        assert (cell["p50"], cell["p75"], cell["p90"]) == (132_270, 208_000, 208_000)
        assert (cell["open_from"], cell["top"]) == ("p75", Decimal(208_000))
        assert (cell["mean"], cell["mean_is_open"]) == (230_000, False)
        assert parsed.counts["occupations with an open end"] == 1

    def test_hold_an_open_mean(self, tmp_path):
        cell = parse_one(tmp_path, A_MEAN="#", A_PCT90="#")
        assert (cell["mean"], cell["mean_is_open"], cell["top"]) == (239_200, True, 239_200)

    def test_say_why_there_is_no_pay(self, tmp_path):
        cell = parse_one(tmp_path, HOURLY="TRUE", **dict.fromkeys(PAY, "*"))
        assert cell["p50"] is None
        assert cell["note"] == "The bureau publishes hourly wages only for this occupation."
        cell = parse_one(tmp_path, **dict.fromkeys(PAY, "*"))
        assert cell["note"] == "The bureau withholds the annual wages of this occupation."

    def test_keep_no_percentiles_when_some_are_withheld(self, tmp_path):
        rows = [make_group(), make_occupation(A_PCT90="*")]
        parsed = parse_oews(write_workbook(tmp_path, rows))
        assert parsed.records[1].record["p10"] is None
        assert [problem.position.line for problem in parsed.flagged] == [3]

    def test_leave_employment_out_where_it_is_not_available(self, tmp_path):
        path = write_workbook(
            tmp_path, [make_group(employment=0), make_occupation(TOT_EMP="**", PCT_RPT="~")]
        )
        assert parse_oews(path).records[1].record["employment"] is None

    def test_take_detailed_national_rows_only(self, tmp_path):
        rows = [
            make_group("00-0000", 9_000) | {"O_GROUP": "total"},
            make_group(),
            make_occupation("15-1250", O_GROUP="broad"),
            make_occupation(),
            make_occupation("15-1299", AREA="06"),
            make_occupation("15-1243", I_GROUP="sector"),
        ]
        parsed = parse_oews(write_workbook(tmp_path, rows))
        assert [incoming.record.get("subject") for incoming in parsed.records] == [None, "15-1252"]
        assert parsed.counts["rows of other levels, areas or industries"] == 5

    @pytest.mark.parametrize(
        "columns",
        [
            [name.lower() for name in OEWS_COLUMNS],
            ["OCC_GROUP" if name == "O_GROUP" else name for name in reversed(OEWS_COLUMNS)],
            [name for name in OEWS_COLUMNS if name not in ("AREA", "I_GROUP", "HOURLY", "ANNUAL")],
        ],
        ids=["small letters", "older names in another order", "fewer columns"],
    )
    def test_come_from_every_layout(self, tmp_path, columns):
        rows = [make_group(), make_occupation()]
        rows = [row | {"OCC_GROUP": row["O_GROUP"]} for row in rows]
        parsed = parse_oews(write_workbook(tmp_path, rows, columns=columns))
        assert parsed.records[1].record["p50"] == 132_270


class TestCellsThatHurt:
    @pytest.mark.parametrize(
        ("column", "cell", "reason"),
        [
            ("A_MEDIAN", "=A1*2", "holds the formula '=A1*2', not a figure; paste its value"),
            ("A_MEDIAN", "abc", "'abc' is neither a number nor one of the markers * ** #"),
            ("A_MEDIAN", None, "is empty"),
            ("A_MEDIAN", True, "True is not a number"),
            ("A_MEDIAN", -5, "'-5' is not a figure above zero"),
            ("A_MEDIAN", "NaN", "'NaN' is not a figure above zero"),
            ("A_MEDIAN", 300_000, "300,000 lies above the top of $239,200"),
            ("A_PCT25", 50_000, "P10 (77,020) lies above P25 (50,000)"),
        ],
    )
    def test_are_named_with_line_and_column(self, tmp_path, column, cell, reason):
        rows = [make_group(employment=2_000), make_occupation("15-1251"), make_occupation()]
        rows[2][column] = cell
        parsed = parse_oews(write_workbook(tmp_path, rows))
        problem = parsed.rejected[0]
        at = "A_PCT10" if column == "A_PCT25" else column
        assert (problem.position.line, problem.field) == (4, at)
        assert problem.position.column == OEWS_COLUMNS.index(at) + 1
        assert problem.reason == reason
        assert len(parsed.records) == 2

    def test_amounts_as_text_with_separators_are_figures(self, tmp_path):
        assert parse_one(tmp_path, A_MEDIAN="132,270")["p50"] == 132_270

    def test_an_occupation_that_stands_twice_is_kept_once(self, tmp_path):
        rows = [make_group(), make_occupation(), make_occupation(A_MEDIAN=120_000)]
        parsed = parse_oews(write_workbook(tmp_path, rows))
        assert parsed.records[1].record["p50"] == 132_270
        assert "15-1252 stands in the workbook twice" in str(parsed.rejected[0])


class TestWorkbooksThatHurt:
    def test_without_field_descriptions(self, tmp_path):
        path = write_workbook(tmp_path, [make_group(), make_occupation()], descriptions=None)
        message = refuse(path)
        assert message.startswith(
            f"{path.name}: Field Descriptions: the sheet “Field Descriptions”"
        )
        assert "the amount behind #" in message

    def test_without_the_amount_behind_the_marker(self, tmp_path):
        path = write_workbook(tmp_path, [make_group()], descriptions=DESCRIPTIONS[:2])
        assert "does not state the amount behind #" in refuse(path)

    def test_without_a_year(self, tmp_path):
        path = write_workbook(tmp_path, [make_group()], descriptions=DESCRIPTIONS[1:])
        assert "does not state its year (May 2023)" in refuse(path)

    def test_named_for_another_year(self, tmp_path):
        path = write_workbook(tmp_path, [make_group()], name="national_M2021_dl.xlsx")
        assert "the file is named for 2021 but says May 2023" in refuse(path)

    def test_imported_as_another_year(self, tmp_path):
        path = write_workbook(tmp_path, [make_group()])
        assert "is of May 2023, not of 2022-05" in refuse(path, "2022-05")

    def test_without_columns(self, tmp_path):
        columns = [name for name in OEWS_COLUMNS if name not in ("A_MEDIAN", "TOT_EMP")]
        path = write_workbook(tmp_path, [make_group()], columns=columns)
        assert "the header lacks TOT_EMP, A_MEDIAN" in refuse(path)

    def test_without_a_sheet_of_wages(self, tmp_path):
        path = write_workbook(tmp_path, [], columns=["a", "b"])
        assert "no sheet has a header with OCC_CODE" in refuse(path)

    def test_saved_again_with_a_row_missing(self, tmp_path):
        rows = [make_group(employment=2_000), make_occupation()]
        message = refuse(write_workbook(tmp_path, rows))
        assert "the detailed occupations of 15-0000 add up to 1,000 people" in message
        assert "the group has 2,000: rows are missing" in message

    def test_saved_again_without_a_group(self, tmp_path):
        rows = [make_group("11-0000", 0), make_occupation()]
        assert "the row of major group 15-0000 is missing" in refuse(write_workbook(tmp_path, rows))

    def test_saved_again_without_any_group(self, tmp_path):
        message = refuse(write_workbook(tmp_path, [make_occupation()]))
        assert "no row of O_GROUP “major”" in message

    def test_names_the_wrong_rows_too_when_rows_are_missing(self, tmp_path):
        rows = [make_group(), make_occupation("15/1252")]
        message = refuse(write_workbook(tmp_path, rows))
        assert "'15/1252' is not an occupation code such as 15-1252" in message

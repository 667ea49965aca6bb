from datetime import date
from decimal import Decimal

import pytest

from tests.data_sets import find_data_set
from tracks.importers.price_indexes import parse_price_indexes
from tracks.shared.import_formats import ignore_progress

HEADER = "Date,Index,Inflation\n"


def parse(tmp_path, rows):
    path = tmp_path / "cpi.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return parse_price_indexes(path, "", ignore_progress)


class TestParsePriceIndexes:
    def test_reads_months_and_names_those_between_that_are_missing(self, tmp_path):
        parsed = parse(tmp_path, "2025-09-01,324.8,0.3\n2025-11-01,325.1,\n")
        first = parsed.records[1].record
        assert (first["year"], first["month"], first["index"]) == (2025, 9, Decimal("324.8"))
        assert parsed.as_of == "2025-11"
        assert "2025-10" in parsed.remarks[0]

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            (",1,", "Date"),
            ("01/1/2025,1,", "Date"),
            ("2025-13-01,1,", "Date"),
            ("2025-02-01,,", "Index"),
        ],
    )
    def test_rejects_other_dates_and_blanks(self, tmp_path, row, field):
        parsed = parse(tmp_path, f"2025-01-01,317.6,\n{row}\n")
        assert [problem.field for problem in parsed.rejected] == [field]


class TestTheRealFile:
    def test_has_every_month_but_one(self):
        path = find_data_set("money", "us_cpi_u_monthly.csv")
        parsed = parse_price_indexes(path, "", ignore_progress)
        read = {(one.record["year"], one.record["month"]) for one in parsed.records[1:]}
        first, last = date(1913, 1, 1), date(2026, 5, 1)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        lines = path.read_bytes().count(b"\n") - 1
        assert len(read) == lines == months - 1
        assert (2025, 10) not in read
        assert parsed.as_of == "2026-05"

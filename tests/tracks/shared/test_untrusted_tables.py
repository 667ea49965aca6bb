"""CSV tables that hurt, and amounts as people write them."""

from decimal import Decimal
from pathlib import Path

import pytest

from tracks.shared.import_formats import UnusableFile
from tracks.shared.imports import Problem
from tracks.shared.untrusted_tables import read_amount, stream_csv

COLUMNS = ("year", "title", "pay")
HEADER = "year,title,pay\n"


def read(path: Path, text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    rows = list(stream_csv(path, columns=COLUMNS, problems=problems))
    return rows, [str(problem) for problem in problems]


def refuse(path: Path, text: str) -> str:
    with pytest.raises(UnusableFile) as caught:
        read(path, text)
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pay.csv"


class TestStreamCsv:
    def test_yields_rows_with_the_line_where_they_begin(self, path: Path) -> None:
        rows, problems = read(path, HEADER + '2024,"a\nb",1\n\n2025,c,2\n')
        assert rows == [(2, ["2024", "a\nb", "1"]), (5, ["2025", "c", "2"])]
        assert problems == []

    def test_leaves_rows_of_another_width_out(self, path: Path) -> None:
        rows, problems = read(path, HEADER + "2024,a,120,000\n2025,b,2\n")
        assert rows == [(3, ["2025", "b", "2"])]
        assert problems == [
            "pay.csv:2: row: has 4 cells instead of 3. Put quotation marks around cells that "
            "hold a comma, and give every row all its cells."
        ]

    def test_refuses_a_file_that_was_cut_off_in_a_row(self, path: Path) -> None:
        assert refuse(path, HEADER + "2024,a,1\n2025,b") == (
            "pay.csv:3: the file ends in the middle of this row: it was cut off. Fetch it again."
        )

    def test_refuses_a_file_that_was_cut_off_in_quotes(self, path: Path) -> None:
        assert refuse(path, HEADER + '2024,a,1\n2025,"b').startswith(
            "pay.csv:3: is not a whole CSV file: unexpected end of data."
        )

    def test_reads_a_last_row_without_a_line_end(self, path: Path) -> None:
        assert read(path, HEADER + "2024,a,1")[0] == [(2, ["2024", "a", "1"])]

    def test_refuses_a_header_in_another_language(self, path: Path) -> None:
        assert refuse(path, "Jahr,Titel,pay\n2024,a,1\n") == (
            "pay.csv:1: header: the header lacks year, title. It reads 'Jahr,Titel,pay'; "
            "expected year,title,pay. Use the file as it was published, with its header in "
            "English and commas between cells."
        )

    def test_refuses_other_separators_and_orders(self, path: Path) -> None:
        assert "the header lacks year, title, pay" in refuse(path, "year;title;pay\n2024;a;1\n")
        assert "the header is out of order" in refuse(path, "title,year,pay\na,2024,1\n")
        assert "It reads ''" in refuse(path, "\n")

    def test_may_allow_further_columns(self, path: Path) -> None:
        path.write_text("year,title,pay,more\n2024,a,1,x\n")
        rows = list(stream_csv(path, columns=COLUMNS, problems=[], is_prefix=True))
        assert rows == [(2, ["2024", "a", "1", "x"])]

    def test_passes_over_a_byte_order_mark(self, path: Path) -> None:
        assert read(path, "\ufeff" + HEADER + "2024,a,1\n")[0] == [(2, ["2024", "a", "1"])]

    def test_refuses_a_cell_without_end(self, path: Path) -> None:
        assert "field larger than field limit" in refuse(path, HEADER + "2024," + "x" * 200_000)

    def test_tells_progress_up_to_the_end(self, path: Path) -> None:
        path.write_text(HEADER + "2024,a,1\n" * 30_000)
        told: list[tuple[int, int]] = []
        rows = stream_csv(
            path, columns=COLUMNS, problems=[], report=lambda *numbers: told.append(numbers)
        )
        assert sum(1 for _ in rows) == 30_000
        size = path.stat().st_size
        assert told == sorted(told)
        assert told[0][0] < size
        assert told[-1] == (size, size)


class TestReadAmount:
    @pytest.mark.parametrize(
        ("text", "amount"), [("120000", 120000), (" 1.50 ", Decimal("1.50")), ("-3", -3)]
    )
    def test_reads_digits_with_a_point(self, text: str, amount: Decimal) -> None:
        assert read_amount(text) == amount

    @pytest.mark.parametrize("text", ["120,000", "120 000", "120.000,50", "120'000", "$1,000"])
    def test_says_how_to_write_thousands(self, text: str) -> None:
        with pytest.raises(ValueError, match="thousands separator or a decimal comma"):
            read_amount(text)

    @pytest.mark.parametrize("text", ["$120", "1e5", "NaN", "Infinity", "1.2.3", "١٢", "n/a", "-"])
    def test_refuses_what_is_no_amount(self, text: str) -> None:
        with pytest.raises(ValueError, match="is not an amount"):
            read_amount(text)

    def test_does_not_take_nothing_for_zero(self) -> None:
        with pytest.raises(ValueError, match="is empty"):
            read_amount("  ")

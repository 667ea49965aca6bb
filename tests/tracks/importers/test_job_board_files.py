"""Reading job-board files: the rows as they stand, and what is wrong with them."""

from pathlib import Path

import pytest

from tests.factories.salary_files import make_job_row, write_job_file
from tracks.importers.job_board_files import read_pay_file
from tracks.importers.job_board_tables import PayTable
from tracks.importers.salary_statistics import COLUMNS
from tracks.shared.import_formats import UnusableFile
from tracks.shared.imports import Position, Problem

NAME = "aijobs_salaries_2025-01-12.csv"


def write_text(folder: Path, text: str) -> Path:
    path = folder / NAME
    path.write_bytes((",".join(COLUMNS) + "\n" + text).encode())
    return path


def list_rows(table: PayTable) -> list[list[str]]:
    return [list(table.read_row(number)) for number in table.places.tolist()]


class TestReading:
    def test_keeps_every_cell(self, tmp_path):
        rows = [make_job_row(1), make_job_row(2, employee_residence="NA"), make_job_row(1)]

        table = read_pay_file(write_job_file(tmp_path, rows))

        assert list_rows(table) == rows
        assert table.pay_usd[table.places].tolist() == [1, 2, 1]
        assert table.list_problems() == []

    def test_takes_quoted_cells_and_a_byte_order_mark(self, tmp_path):
        row = make_job_row(job_title='"DevOps, Engineer\nII"')
        path = write_job_file(tmp_path, [row])
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

        table = read_pay_file(path)

        assert table.list_problems() == []
        assert list_rows(table)[0][3] == "DevOps, Engineer\nII"

    def test_takes_more_rows_than_a_block_holds(self, tmp_path):
        rows = [make_job_row(30_000 + number % 20_000) for number in range(40_000)]

        table = read_pay_file(write_job_file(tmp_path, rows))

        assert list_rows(table) == rows
        assert table.is_present.sum() == 20_000

    @pytest.mark.parametrize("title", ["DevOps Engineer", '"Engineer, DevOps"'])
    def test_reports_the_bytes_read(self, tmp_path, title):
        path = write_job_file(tmp_path, [make_job_row(job_title=title)] * 3)
        reports: list[tuple[int, int]] = []
        read_pay_file(path, lambda done, total: reports.append((done, total)))
        assert reports[-1] == (path.stat().st_size, path.stat().st_size)

    @pytest.mark.parametrize(
        ("field", "value", "reason"),
        [
            ("work_year", "20x4", "'20x4' is not a year from 1990 to 2100"),
            ("work_year", "1066", "'1066' is not a year from 1990 to 2100"),
            ("experience_level", "XX", "'XX' is not one of EN, MI, SE, EX"),
            ("employment_type", "", "'' is not one of FT, PT, CT, FL"),
            ("job_title", " ", "' ' is empty"),
            ("salary", "many", "'many' is not an amount above zero"),
            ("salary_in_usd", "0", "'0' is not an amount above zero"),
            ("salary_in_usd", "nan", "'nan' is not an amount above zero"),
            ("salary_in_usd", "1e9999", "'1e9999' is not an amount above zero"),
            ("salary_in_usd", "-5", "'-5' is not an amount above zero"),
            ("employee_residence", "usa", "'usa' is not a two-letter country code"),
        ],
    )
    def test_names_line_column_and_reason_of_a_wrong_cell(self, tmp_path, field, value, reason):
        rows = [make_job_row(), make_job_row(**{field: value}), make_job_row()]

        table = read_pay_file(write_job_file(tmp_path, rows))

        place = Position(NAME, line=3, column=COLUMNS.index(field) + 1)
        assert table.list_problems() == [Problem(place, field, reason)]
        assert table.is_good[table.places].tolist() == [True, False, True]

    def test_names_the_line_where_a_row_of_several_lines_starts(self, tmp_path):
        titles = ('"Dev\nOps"', '"\n"')
        rows = [make_job_row(job_title=title) for title in titles] + [make_job_row(salary=0)]

        problems = read_pay_file(write_job_file(tmp_path, rows)).list_problems()

        assert [problem.position.line for problem in problems] == [4, 6]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", f"{NAME}: is empty. Fetch it again."),
            (b"a,b\n1,2\n", f"{NAME}:1: header: the header lacks work_year"),
            (
                (",".join(reversed(COLUMNS)) + "\n").encode(),
                f"{NAME}:1: header: the header is out of order",
            ),
            (",".join(COLUMNS).encode() + b"\n2024,\xff", f"{NAME}:2:6: is not UTF-8: byte"),
            (",".join(COLUMNS).encode() + b'\n2024,"MI', "not a CSV file: unexpected end of data"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"{NAME}: is an old Excel or Word file"),
        ],
    )
    def test_refuses_what_is_not_a_salary_file(self, tmp_path, content, reason):
        path = tmp_path / NAME
        path.write_bytes(content)

        with pytest.raises(UnusableFile) as refused:
            read_pay_file(path)

        assert reason in str(refused.value)

    def test_refuses_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(UnusableFile, match="cannot be read: No such file"):
            read_pay_file(tmp_path / "absent.csv")


class TestRows:
    def test_take_quoted_cells_and_their_lines(self, tmp_path):
        rows = [make_job_row(job_title='"Dev\nOps, II"'), make_job_row(0)]
        path = write_text(tmp_path, "".join(",".join(row) + "\n" for row in rows))

        table = read_pay_file(path)

        assert table.lines.tolist() == [2, 4]
        assert table.read_row(0)[3] == "Dev\nOps, II"
        assert [problem.position.line for problem in table.list_problems()] == [4, 4]

    def test_repeat_whatever_their_line_ends_and_quotes(self, tmp_path):
        row, quoted = (
            ",".join(make_job_row()),
            ",".join(make_job_row(job_title='"DevOps Engineer"')),
        )
        table = read_pay_file(write_text(tmp_path, f"{row}\r\n{quoted}\n{row}\n"))
        assert table.places.tolist() == [0, 0, 0]

    def test_may_end_without_a_line_end(self, tmp_path):
        row = ",".join(make_job_row())
        table = read_pay_file(write_text(tmp_path, f"{row}\n{row}"))
        assert table.is_cut_off
        assert table.places.tolist() == [0, 0]
        assert table.is_present.tolist() == [True, False]

    def test_are_counted_without_blank_lines(self, tmp_path):
        row, other = ",".join(make_job_row(1)), ",".join(make_job_row(3))
        path = write_text(tmp_path, f"{row}\n\n{other}\n")

        table = read_pay_file(path)

        assert table.lines.tolist() == [2, 4]
        assert table.second_of_pair.tolist() == [False, True]
        assert table.list_problems() == []

    def test_of_another_length_are_problems_with_their_line(self, tmp_path):
        row = make_job_row()
        path = write_text(
            tmp_path, "\n".join(",".join(cells) for cells in (row, row[:9], row)) + "\n"
        )

        table = read_pay_file(path)

        reason = "has 9 cells instead of 11"
        assert table.list_problems() == [Problem(Position(NAME, 3), "row", reason)]
        assert table.second_of_pair.tolist() == [False, False, False]

    def test_say_how_to_mend_an_amount_with_separators(self, tmp_path):
        rows = [make_job_row(salary='"85,000"'), make_job_row("85,000")]
        path = write_text(tmp_path, "".join(",".join(row) + "\n" for row in rows))

        problems = [str(problem) for problem in read_pay_file(path).list_problems()]

        assert problems == [
            f"{NAME}:2:5: salary: '85,000' has separators between thousands; write 85000",
            f"{NAME}:3: row: has 13 cells instead of 11; quote a title with a comma, write amounts "
            "without one (85000)",
        ]

"""The one-pass reading of job-board files, against the row-by-row one."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.salary_files import make_job_row, write_job_file
from tracks.importers.job_board_tables import (
    PayTable,
    compute_cells,
    read_pay_table,
)
from tracks.importers.salary_statistics import (
    COLUMNS,
    UnusableSalaryFile,
    Variant,
    apply_variant,
    compute_statistics,
    group_pay,
    stream_observations,
)
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_files import open_text


def read(path: Path) -> PayTable:
    return read_pay_table(
        lambda: open_text(path),
        file=path.name,
        byte_size=path.stat().st_size,
        report=lambda _done, _total: None,
    )


def compute_row_by_row(path: Path) -> dict[object, object]:
    return {
        (group, variant): compute_statistics(pay)
        for variant in Variant
        for group, pay in group_pay(
            apply_variant(stream_observations(path, problems=[]), variant)
        ).items()
    }


def compute_at_once(path: Path) -> dict[object, object]:
    return {(cell.group, cell.variant): cell.statistics for cell in compute_cells(read(path))}


any_row = st.builds(
    make_job_row,
    st.sampled_from([60_000, 80_000, 80_001, 120_000]),
    work_year=st.sampled_from([2024, 2024, 2023]),
    experience_level=st.sampled_from(["MI", "MI", "SE"]),
    employment_type=st.sampled_from(["FT", "FT", "FT", "PT"]),
    job_title=st.sampled_from(["DevOps Engineer", "SRE", "Gardener", '"Engineer, DevOps"']),
    employee_residence=st.sampled_from(["US", "US", "CA", "?"]),
)


class TestReadingAtOnce:
    @given(rows=st.lists(any_row, max_size=80), line_end=st.sampled_from(["\n", "\r\n"]))
    def test_gives_the_figures_of_reading_row_by_row(self, tmp_path_factory, rows, line_end):
        path = write_job_file(tmp_path_factory.mktemp("pay"), rows, line_end=line_end)
        assert compute_at_once(path) == compute_row_by_row(path)

    @given(rows=st.lists(any_row, max_size=30))
    def test_finds_the_problems_of_reading_row_by_row(self, tmp_path_factory, rows):
        path = write_job_file(tmp_path_factory.mktemp("pay"), rows)
        problems: list[Problem] = []
        list(stream_observations(path, problems=problems))
        assert read(path).list_problems() == problems

    def test_reads_more_rows_than_a_block_holds(self, tmp_path):
        rows = [make_job_row(30_000 + number % 20_000) for number in range(40_000)]
        path = write_job_file(tmp_path, rows)
        table = read(path)
        assert len(table.places) == 40_000
        assert table.is_present.sum() == 20_000
        assert compute_at_once(path) == compute_row_by_row(path)

    def test_reports_the_bytes_read(self, tmp_path):
        path = write_job_file(tmp_path, [make_job_row()] * 3)
        reports: list[tuple[int, int]] = []
        read_pay_table(
            lambda: open_text(path),
            file=path.name,
            byte_size=path.stat().st_size,
            report=lambda done, total: reports.append((done, total)),
        )
        assert reports[-1] == (path.stat().st_size, path.stat().st_size)

    def test_reads_a_stream_without_bytes_beneath(self):
        text = ",".join(COLUMNS) + "\n" + ",".join(make_job_row()) + "\n"
        table = read_pay_table(
            lambda: StringIO(text), file="pay.csv", byte_size=0, report=lambda _done, _total: None
        )
        assert len(table.places) == 1


class TestRows:
    def write(self, folder: Path, text: str) -> Path:
        path = folder / "pay.csv"
        path.write_bytes((",".join(COLUMNS) + "\n" + text).encode())
        return path

    def test_take_quoted_cells_and_their_lines(self, tmp_path):
        rows = [make_job_row(job_title='"Dev\nOps, II"'), make_job_row(0)]
        path = self.write(tmp_path, "".join(",".join(row) + "\n" for row in rows))

        table = read(path)

        assert table.lines.tolist() == [2, 4]
        assert table.read_row(0)[3] == "Dev\nOps, II"
        assert [problem.position.line for problem in table.list_problems()] == [4, 4]

    def test_repeat_whatever_their_line_ends_and_quotes(self, tmp_path):
        row, quoted = (
            ",".join(make_job_row()),
            ",".join(make_job_row(job_title='"DevOps Engineer"')),
        )
        table = read(self.write(tmp_path, f"{row}\r\n{quoted}\n{row}\n"))
        assert table.places.tolist() == [0, 0, 0]

    def test_may_end_without_a_line_end(self, tmp_path):
        row = ",".join(make_job_row())
        table = read(self.write(tmp_path, f"{row}\n{row}"))
        assert table.is_cut_off
        assert table.places.tolist() == [0, 0]
        assert table.is_present.tolist() == [True, False]

    def test_are_counted_without_blank_lines(self, tmp_path):
        row, other = ",".join(make_job_row(1)), ",".join(make_job_row(3))
        path = self.write(tmp_path, f"{row}\n\n{other}\n")

        table = read(path)

        assert table.lines.tolist() == [2, 4]
        assert table.second_of_pair.tolist() == [False, True]
        assert table.list_problems() == []

    def test_of_another_length_are_problems_with_their_line(self, tmp_path):
        row = make_job_row()
        path = self.write(
            tmp_path, "\n".join(",".join(cells) for cells in (row, row[:9], row)) + "\n"
        )

        table = read(path)

        reason = "has 9 cells instead of 11"
        assert table.list_problems() == [Problem(Position("pay.csv", 3), "row", reason)]
        assert table.second_of_pair.tolist() == [False, False, False]

    def test_say_how_to_mend_an_amount_with_separators(self, tmp_path):
        rows = [make_job_row(salary='"85,000"'), make_job_row("85,000")]
        path = self.write(tmp_path, "".join(",".join(row) + "\n" for row in rows))

        problems = [str(problem) for problem in read(path).list_problems()]

        assert problems == [
            "pay.csv:2:5: salary: '85,000' has separators between thousands; write 85000",
            "pay.csv:3: row: has 13 cells instead of 11; quote a title with a comma, write amounts "
            "without one (85000)",
        ]

    def test_of_very_many_sorts_are_still_told_apart(self, tmp_path, monkeypatch):
        monkeypatch.setattr("tracks.importers.job_board_tables._LARGEST_KEY", 5)
        rows = [make_job_row(company_size=size) for size in "SMLSMMLL"]
        table = read(write_job_file(tmp_path, rows))
        assert table.second_of_pair.tolist() == [
            *(False, False, False, False),
            *(False, True, False, True),
        ]


class TestUnusableFiles:
    @pytest.mark.parametrize(
        ("text", "refusal"),
        [
            ("", UnusableSalaryFile),
            ("a,b\n", UnusableSalaryFile),
            (",".join(COLUMNS) + '\n2024,"MI', csv.Error),
        ],
    )
    def test_raise(self, text, refusal):
        with pytest.raises(refusal):
            read_pay_table(
                lambda: StringIO(text), file="x", byte_size=0, report=lambda _done, _total: None
            )

    def test_without_rows_have_no_cells(self, tmp_path):
        rows: Sequence[list[str]] = []
        assert compute_cells(read(write_job_file(tmp_path, rows))) == []

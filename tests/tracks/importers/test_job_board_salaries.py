"""Files of the job boards as records, and the files that hurt."""

from pathlib import Path

import pytest

from tests.factories.salary_files import make_job_row, write_job_file
from tracks.importers.job_board_salaries import (
    INFOSEC_JOBS,
    parse_ai_jobs,
    parse_infosec_jobs,
    parse_job_board,
)
from tracks.importers.salary_statistics import COLUMNS
from tracks.shared.import_formats import UnusableFile

RANGES = [make_job_row(pay) for pay in (200, 100) * 5]


def refuse(path: Path, as_of: str = "") -> str:
    with pytest.raises(UnusableFile) as refused:
        parse_ai_jobs(path, as_of)
    return str(refused.value)


class TestRecords:
    def test_state_every_reading_of_every_group(self, tmp_path):
        parsed = parse_ai_jobs(write_job_file(tmp_path, RANGES))

        assert parsed.origin == "ai-jobs"
        assert parsed.as_of == "2025-01-12"
        source, *cells = (incoming.record for incoming in parsed.records)
        assert source["key"] == "aijobs-2025-01-12"
        assert source["title"] == "ai-jobs.net salaries, snapshot of 12 January 2025"
        assert source["licence"] == "CC0-1.0"
        assert {cell["variant"]: (cell["n"], cell.get("p50")) for cell in cells} == {
            "AS_IS": (10, 150),
            "EXACT_DUPLICATES_DROPPED": (2, None),
            "PAIR_MIDPOINT": (5, None),
        }
        first = cells[0]
        assert first["key"] == "ai-jobs-as-is-devops-mi-us-2024"
        names = ("dataset", "subject", "subject_name", "level", "country", "year", "source")
        assert [first[name] for name in names] == [
            *("ai-jobs", "devops", "DevOps", "MI", "US", 2024, "aijobs-2025-01-12")
        ]

    def test_count_the_rows_by_what_became_of_them(self, tmp_path):
        rows = [
            *RANGES,
            make_job_row(employment_type="PT"),
            make_job_row(job_title="Gardener"),
            make_job_row("many"),
        ]
        parsed = parse_ai_jobs(write_job_file(tmp_path, rows))
        assert parsed.counts == {
            "rows read": 13,
            "rows used": 10,
            "rows left out because something is wrong": 1,
            "rows that are not full time": 1,
            "full-time rows of no role family": 1,
            "rows that repeat an earlier row exactly": 8,
            "pairs of neighbours alike in all but pay": 5,
        }
        assert [str(problem) for problem in parsed.rejected] == [
            "aijobs_salaries_2025-01-12.csv:14:5: salary: 'many' is not an amount above zero",
            "aijobs_salaries_2025-01-12.csv:14:7: salary_in_usd: "
            "'many' is not an amount above zero",
        ]
        assert "8 of 13 rows repeat" in parsed.remarks[0]

    def test_name_the_data_set_by_the_file_or_as_told(self, tmp_path):
        named = write_job_file(tmp_path, RANGES, name="infosec_salaries_2024-12-29.csv")
        plain = write_job_file(tmp_path, RANGES, name="salaries.csv")

        assert parse_ai_jobs(named).origin == "infosec-jobs"
        assert parse_ai_jobs(plain, "2025-01-12").origin == "ai-jobs"
        assert parse_infosec_jobs(plain, "2025-01-12").origin == "infosec-jobs"
        parsed = parse_job_board(named, dataset=INFOSEC_JOBS)
        assert parsed.records[0].key == "infosec-2024-12-29"

    def test_keep_a_file_whose_last_line_has_no_end_and_say_so(self, tmp_path):
        path = write_job_file(tmp_path, [*RANGES, make_job_row(300)])
        path.write_bytes(path.read_bytes().rstrip())
        parsed = parse_ai_jobs(path)
        assert parsed.counts["rows used"] == 11
        assert [problem.position.line for problem in parsed.flagged] == [12]
        assert "the last line has no end" in str(parsed.flagged[0])

    def test_read_a_byte_order_mark_and_reports_progress(self, tmp_path):
        path = write_job_file(tmp_path, RANGES)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        reports: list[int] = []
        parsed = parse_ai_jobs(path, "", lambda done, _total: reports.append(done))
        assert parsed.counts["rows used"] == 10
        assert reports[-1] == path.stat().st_size


class TestFilesThatHurt:
    def test_a_file_that_is_not_there(self, tmp_path):
        assert "cannot be read" in refuse(tmp_path / "aijobs_2025-01-12.csv")

    def test_without_a_day(self, tmp_path):
        path = write_job_file(tmp_path, RANGES, name="salaries.csv")
        assert refuse(path) == (
            "salaries.csv: as of: neither the file nor its name says the day of the snapshot; "
            "add --as-of 2025-01-12"
        )
        assert "'soon' is not a day" in refuse(path, "soon")

    def test_rows_of_a_year_after_the_snapshot(self, tmp_path):
        path = write_job_file(tmp_path, RANGES)
        assert "has rows for 2024, which a snapshot of 2023-05-01 cannot have" in refuse(
            path, "2023-05-01"
        )

    @pytest.mark.parametrize(
        ("encoding", "place", "reason"),
        [("latin-1", ":12:15", "is not UTF-8"), ("utf-16", "", "is UTF-16 text")],
    )
    def test_wrong_encoding(self, tmp_path, encoding, place, reason):
        path = write_job_file(tmp_path, RANGES)
        row = ",".join(make_job_row(job_title="Ingénieur DevOps"))
        path.write_bytes((path.read_text() + row + "\n").encode(encoding))
        message = refuse(path)
        assert message.startswith(f"{path.name}{place}: {reason}")
        assert "Save it as UTF-8" in message

    def test_cut_off_inside_a_row(self, tmp_path):
        path = write_job_file(tmp_path, [*RANGES, make_job_row(300)])
        path.write_bytes(path.read_bytes()[:-9])
        assert refuse(path) == (
            f"{path.name}:12: the file ends inside this row: it was cut off; fetch it again"
        )

    def test_cut_off_inside_quotes(self, tmp_path):
        path = write_job_file(tmp_path, [*RANGES, make_job_row(job_title='"Engineer, Dev')])
        assert "a quoted cell may have lost its end" in refuse(path)

    def test_header_in_another_language(self, tmp_path):
        header = ["jahr", "stufe", *COLUMNS[2:]]
        message = refuse(write_job_file(tmp_path, RANGES, header=header))
        assert message.startswith(f"{tmp_path.name and 'aijobs_salaries_2025-01-12.csv'}:1: header")
        assert "the header lacks work_year, experience_level; expected work_year," in message

    def test_semicolons(self, tmp_path):
        path = write_job_file(tmp_path, RANGES)
        path.write_text(path.read_text().replace(",", ";"))
        assert "the header lacks work_year" in refuse(path)

    def test_no_rows(self, tmp_path):
        assert refuse(write_job_file(tmp_path, [])).endswith("has a header and no rows")

    def test_thousands_separators_in_some_rows(self, tmp_path):
        path = write_job_file(tmp_path, [*RANGES, make_job_row('"85,000"')])
        parsed = parse_ai_jobs(path)
        assert parsed.counts["rows left out because something is wrong"] == 1
        assert "write 85000" in str(parsed.rejected[0])

    def test_thousands_separators_in_most_rows(self, tmp_path):
        message = refuse(write_job_file(tmp_path, [make_job_row('"85,000"')] * 30 + RANGES))
        assert "30 of 40 rows are wrong" in message
        assert message.count("\n") == 40

    def test_blank_years(self, tmp_path):
        parsed = parse_ai_jobs(write_job_file(tmp_path, [*RANGES, make_job_row(work_year="")]))
        assert [str(problem) for problem in parsed.rejected] == [
            "aijobs_salaries_2025-01-12.csv:12:1: work_year: '' is not a year from 1990 to 2100"
        ]

    def test_a_snapshot_that_stands_in_the_file_twice(self, tmp_path):
        rows = [make_job_row(pay) for pay in range(100, 112)]
        message = refuse(write_job_file(tmp_path, [*rows, *rows]))
        assert message.startswith("aijobs_salaries_2025-01-12.csv:14: from here the 12 rows above")

    def test_two_files_in_one(self, tmp_path):
        path = write_job_file(tmp_path, [*RANGES, list(COLUMNS), *RANGES])
        assert refuse(path) == (
            f"{path.name}:12: header: the header stands here again: two files in one; import them "
            "one by one"
        )

"""The command that prints the pay statistics of one group of a salary file."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.salary_files import make_job_row, write_job_file


class TestCommand:
    def run(self, *args: object, **options: object) -> str:
        out = StringIO()
        group = {"family": "devops", "level": "MI", "country": "us", "year": 2024}
        call_command("salary_stats", *map(str, args), **{**group, **options}, stdout=out)
        return out.getvalue()

    def test_prints_the_statistics_for_people(self, tmp_path):
        path = write_job_file(tmp_path, [make_job_row(pay * 10_000) for pay in range(1, 12)])

        printed = self.run(path)

        assert "aijobs_salaries_2025-01-12.csv: devops, MI, US, 2024, as_is" in printed
        assert "n    11" in printed
        assert "p50  60,000.00 USD" in printed

    def test_prints_json_for_machines(self, tmp_path):
        path = write_job_file(tmp_path, [make_job_row(pay * 10_000) for pay in range(1, 25)])

        printed = json.loads(self.run(dataset=path, json=True, variant="pair_midpoint"))

        assert printed["n"] == 12
        assert printed["too_few"] is False
        assert printed["percentiles"]["p50"] == 125_000
        assert printed["variant"] == "pair_midpoint"
        assert printed["problems"] == []

    def test_says_too_few_and_gives_no_figure(self, tmp_path):
        path = write_job_file(tmp_path, [make_job_row()])

        assert "too few" in self.run(path)
        assert json.loads(self.run(path, json=True))["percentiles"] == {}

    def test_prints_what_it_could_read_and_exits_with_one(self, tmp_path):
        path = write_job_file(tmp_path, [make_job_row(), make_job_row(salary_in_usd="x")])

        with pytest.raises(CommandError) as stopped:
            self.run(path)

        assert stopped.value.returncode == 1
        assert (
            "aijobs_salaries_2025-01-12.csv:3:7: salary_in_usd: 'x' is not an amount above zero"
            in str(stopped.value)
        )

    def test_lists_problems_inside_the_json(self, tmp_path):
        path = write_job_file(tmp_path, [make_job_row(), make_job_row(salary_in_usd="x")])
        out = StringIO()

        with pytest.raises(CommandError) as stopped:
            call_command(
                "salary_stats",
                str(path),
                family="devops",
                level="MI",
                country="US",
                year=2024,
                json=True,
                stdout=out,
            )

        assert stopped.value.returncode == 1
        assert json.loads(out.getvalue())["problems"] == [
            {
                "file": "aijobs_salaries_2025-01-12.csv",
                "line": 3,
                "column": 7,
                "field": "salary_in_usd",
                "reason": "'x' is not an amount above zero",
            }
        ]

    def test_exits_with_two_on_an_unusable_file(self, tmp_path):
        with pytest.raises(CommandError) as stopped:
            self.run(tmp_path / "absent.csv")
        assert stopped.value.returncode == 2

    def test_exits_with_two_without_a_file(self):
        with pytest.raises(CommandError, match="name the salary file") as stopped:
            self.run()
        assert stopped.value.returncode == 2

"""Pay statistics, against small files made here and a second method in plain Python."""

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from itertools import groupby
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tracks.importers.salary_statistics import (
    COLUMNS,
    Group,
    Observation,
    UnusableSalaryFile,
    Variant,
    apply_variant,
    compute_statistics,
    find_family,
    get_salary_statistics,
    group_pay,
    stream_observations,
)
from tracks.shared.imports import Position, Problem

DEVOPS_MID = Group("devops", "MI", "US", 2024)


def make_row(**overrides: object) -> list[str]:
    cells: dict[str, object] = {
        "work_year": 2024,
        "experience_level": "MI",
        "employment_type": "FT",
        "job_title": "DevOps Engineer",
        "salary": 100000,
        "salary_currency": "USD",
        "salary_in_usd": 100000,
        "employee_residence": "US",
        "remote_ratio": 0,
        "company_location": "US",
        "company_size": "M",
    }
    cells.update(overrides)
    return [str(cells[name]) for name in COLUMNS]


def make_paid_row(pay: int, **overrides: object) -> list[str]:
    return make_row(salary=pay, salary_in_usd=pay, **overrides)


def write_file(folder: Path, rows: Sequence[Sequence[str]], name: str = "pay.csv") -> Path:
    path = folder / name
    lines = [",".join(COLUMNS), *(",".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[Observation], list[Problem]]:
    problems: list[Problem] = []
    return list(stream_observations(path, problems=problems)), problems


class TestFamily:
    @pytest.mark.parametrize(
        ("title", "family"),
        [
            ("DevOps Engineer", "devops"),
            ("Senior DEV OPS Lead", "devops"),
            ("DevSecOps Engineer", "devsecops"),
            ("DevOps Security Engineer", "devsecops"),
            ("MLOps Engineer", "mlops"),
            ("ML Ops Engineer", "mlops"),
            ("Machine Learning Platform Engineer", "ml_platform"),
            ("AI Infrastructure Engineer", "ml_platform"),
            ("Site Reliability Engineer", "sre"),
            ("SRE", "sre"),
            ("Platform Engineer", "platform"),
            ("Data Platform Engineer", None),
            ("Machine Learning Engineer", "ml_engineer"),
            ("ML Software Engineer", "ml_engineer"),
            ("HTML Engineer", None),
            ("Data Engineer", "data_engineer"),
            ("System Administrator", "sysadmin_linux"),
            ("Systems Administrator", "sysadmin_linux"),
            ("Linux Engineer", "sysadmin_linux"),
            ("Systems Engineer", "systems_engineer"),
            ("Control Systems Engineer", None),
            ("Cloud Infrastructure Architect", "cloud_engineer"),
            ("Infrastructure Engineer", "infrastructure_engineer"),
            ("Python Developer", "python_developer"),
            ("Research Scientist", None),
        ],
    )
    def test_is_that_of_the_first_rule_a_title_meets(self, title, family):
        assert find_family(title) == family


class TestReading:
    def test_keeps_every_cell_and_counts_the_rows(self, tmp_path):
        rows = [make_paid_row(1), make_paid_row(2, employee_residence="NA")]

        observations, problems = read(write_file(tmp_path, rows))

        assert problems == []
        assert [item.number for item in observations] == [1, 2]
        assert [item.pay_usd for item in observations] == [1.0, 2.0]
        assert [list(item.cells) for item in observations] == rows

    def test_reads_quoted_cells_and_a_byte_order_mark(self, tmp_path):
        path = tmp_path / "pay.csv"
        row = make_row(job_title='"DevOps, Engineer\nII"')
        path.write_text(",".join(COLUMNS) + "\n" + ",".join(row) + "\n", encoding="utf-8-sig")

        observations, problems = read(path)

        assert problems == []
        assert observations[0].cells[3] == "DevOps, Engineer\nII"

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
        path = write_file(tmp_path, [make_row(), make_row(**{field: value}), make_row()])

        observations, problems = read(path)

        place = Position("pay.csv", line=3, column=COLUMNS.index(field) + 1)
        assert problems == [Problem(place, field, reason)]
        assert [item.number for item in observations] == [1, 3]

    def test_names_a_row_of_another_length_and_passes_over_blank_lines(self, tmp_path):
        path = write_file(tmp_path, [make_row(), [], make_row()[:10], make_row()])

        observations, problems = read(path)

        place = Position("pay.csv", line=4)
        assert problems == [Problem(place, "row", "has 10 cells instead of 11")]
        assert [item.number for item in observations] == [1, 3]

    def test_names_the_line_where_a_row_of_several_lines_starts(self, tmp_path):
        rows = [make_row(job_title='"Dev\nOps"'), make_row(job_title='"\n"'), make_row(salary=0)]

        _, problems = read(write_file(tmp_path, rows))

        assert [problem.position.line for problem in problems] == [4, 6]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "pay.csv: is empty. Fetch it again."),
            (b"a,b\n1,2\n", "pay.csv:1: header: the header lacks work_year"),
            (
                (",".join(reversed(COLUMNS)) + "\n").encode(),
                "pay.csv:1: header: the header is out of order",
            ),
            (",".join(COLUMNS).encode() + b"\n2024,\xff", "pay.csv:2:6: is not UTF-8: byte"),
            (",".join(COLUMNS).encode() + b'\n2024,"MI', "not a CSV file: unexpected end of data"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "pay.csv: is an old Excel or Word file"),
        ],
    )
    def test_refuses_what_is_not_a_salary_file(self, tmp_path, content, reason):
        path = tmp_path / "pay.csv"
        path.write_bytes(content)

        with pytest.raises(UnusableSalaryFile) as refused:
            read(path)

        assert reason in str(refused.value)

    def test_refuses_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(UnusableSalaryFile, match="cannot be read: No such file"):
            read(tmp_path / "absent.csv")


class TestVariants:
    def observe(self, folder: Path, rows: Sequence[Sequence[str]], variant: Variant) -> list[float]:
        observations, _ = read(write_file(folder, rows))
        return [item.pay_usd for item in apply_variant(observations, variant)]

    def test_as_is_keeps_repeats(self, tmp_path):
        rows = [make_paid_row(5), make_paid_row(5)]
        assert self.observe(tmp_path, rows, Variant.AS_IS) == [5, 5]

    def test_drops_exact_repeats_wherever_they_stand(self, tmp_path):
        rows = [make_paid_row(5), make_paid_row(6), make_paid_row(5)]
        rows.append(make_paid_row(5, company_size="L"))
        assert self.observe(tmp_path, rows, Variant.EXACT_DUPLICATES_DROPPED) == [5, 6, 5]

    def test_takes_two_neighbours_alike_in_all_but_pay_at_their_midpoint(self, tmp_path):
        rows = [make_paid_row(200), make_paid_row(101)]
        assert self.observe(tmp_path, rows, Variant.PAIR_MIDPOINT) == [150.5]

    def test_pairs_from_the_top_and_leaves_the_odd_one(self, tmp_path):
        rows = [make_paid_row(pay) for pay in (10, 20, 30)]
        assert self.observe(tmp_path, rows, Variant.PAIR_MIDPOINT) == [15, 30]

    def test_pairs_equal_ends_too(self, tmp_path):
        rows = [make_paid_row(pay) for pay in (10, 10, 30, 50)]
        assert self.observe(tmp_path, rows, Variant.PAIR_MIDPOINT) == [10, 40]

    @pytest.mark.parametrize("field", [name for name in COLUMNS if "salary" not in name])
    def test_does_not_pair_rows_that_differ_elsewhere(self, tmp_path, field):
        other = {
            "work_year": 2023,
            "experience_level": "SE",
            "employment_type": "PT",
            "job_title": "SRE",
            "employee_residence": "CA",
            "remote_ratio": 100,
            "company_location": "CA",
            "company_size": "L",
        }[field]
        rows = [make_paid_row(10), make_paid_row(20, **{field: other})]
        assert self.observe(tmp_path, rows, Variant.PAIR_MIDPOINT) == [10, 20]

    def test_does_not_pair_across_another_row_even_a_wrong_one(self, tmp_path):
        rows = [make_paid_row(10), make_paid_row(0), make_paid_row(20)]
        assert self.observe(tmp_path, rows, Variant.PAIR_MIDPOINT) == [10, 20]

    def test_does_not_pair_different_currencies(self, tmp_path):
        rows = [make_paid_row(10), make_paid_row(20, salary_currency="EUR")]
        assert self.observe(tmp_path, rows, Variant.PAIR_MIDPOINT) == [10, 20]


class TestGrouping:
    def test_counts_full_time_rows_of_known_families_by_residence(self, tmp_path):
        rows = [
            make_paid_row(1),
            make_paid_row(2, employment_type="CT"),
            make_paid_row(3, job_title="Gardener"),
            make_paid_row(4, company_location="DE"),
            make_paid_row(5, employee_residence="DE"),
            make_paid_row(6, work_year=2023),
        ]
        observations, _ = read(write_file(tmp_path, rows))

        groups = {group: list(pay) for group, pay in group_pay(observations).items()}

        assert groups == {
            DEVOPS_MID: [1, 4],
            DEVOPS_MID._replace(country="DE"): [5],
            DEVOPS_MID._replace(year=2023): [6],
        }


def interpolate(values: Sequence[int | Fraction], percent: int) -> Fraction:
    """The percentile between closest ranks, exactly, without NumPy."""
    ordered = sorted(map(Fraction, values))
    place = Fraction(percent, 100) * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


class TestPercentiles:
    def test_lie_between_closest_ranks(self):
        statistics = compute_statistics(range(1, 12))
        assert statistics.n == 11
        assert statistics.percentiles == {
            "p10": Decimal("2.00"),
            "p25": Decimal("3.50"),
            "p50": Decimal("6.00"),
            "p75": Decimal("8.50"),
            "p90": Decimal("10.00"),
        }

    @pytest.mark.parametrize(("count", "too_few"), [(0, True), (9, True), (10, False)])
    def test_need_ten_rows(self, count, too_few):
        statistics = compute_statistics([50_000.0] * count)
        assert statistics.n == count
        assert statistics.is_too_few is too_few
        assert bool(statistics.percentiles) is not too_few

    @given(st.lists(st.integers(1, 2_000_000), min_size=10, max_size=60))
    def test_agree_with_exact_fractions(self, pay):
        statistics = compute_statistics(pay)
        for name, figure in statistics.percentiles.items():
            exact = interpolate(pay, int(name[1:]))
            assert abs(Fraction(figure) - exact) <= Fraction(1, 199)


def second_method(rows: Sequence[Sequence[str]], variant: Variant) -> list[Fraction]:
    """The pay of the group DEVOPS_MID by another road: runs of alike rows, no streaming."""
    cells = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    if variant is Variant.EXACT_DUPLICATES_DROPPED:
        cells = [dict(pairs) for pairs in dict.fromkeys(tuple(row.items()) for row in cells)]

    def rest(row: dict[str, str]) -> list[str]:
        return [value for name, value in row.items() if name not in ("salary", "salary_in_usd")]

    pay: list[Fraction] = []
    for _, run in groupby(cells, key=rest):
        alike = list(run)
        wanted = ["2024", "MI", "FT", "DevOps Engineer", "US"]
        names = ["work_year", "experience_level", "employment_type", "job_title"]
        if [alike[0][name] for name in [*names, "employee_residence"]] != wanted:
            continue
        amounts = [Fraction(row["salary_in_usd"]) for row in alike]
        size = 2 if variant is Variant.PAIR_MIDPOINT else 1
        chunks = [amounts[at : at + size] for at in range(0, len(amounts), size)]
        pay.extend(sum(chunk, Fraction()) / len(chunk) for chunk in chunks)
    return pay


few_rows = st.builds(
    make_paid_row,
    st.sampled_from([60_000, 80_000, 80_001, 120_000]),
    experience_level=st.sampled_from(["MI", "MI", "SE"]),
    employment_type=st.sampled_from(["FT", "FT", "PT"]),
    job_title=st.sampled_from(["DevOps Engineer", "DevOps Engineer", "Gardener"]),
)


class TestStatistics:
    @pytest.mark.parametrize("variant", list(Variant))
    @given(rows=st.lists(few_rows, min_size=1, max_size=90))
    def test_agree_with_a_second_method(self, tmp_path_factory, variant, rows):
        path = write_file(tmp_path_factory.mktemp("pay"), rows)

        statistics = get_salary_statistics(path, group=DEVOPS_MID, variant=variant, problems=[])

        expected = second_method(rows, variant)
        assert statistics.n == len(expected)
        for name, figure in statistics.percentiles.items():
            exact = interpolate(expected, int(name[1:]))
            assert abs(Fraction(figure) - exact) <= Fraction(1, 199)

    def test_of_a_group_without_rows_count_none(self, tmp_path):
        path = write_file(tmp_path, [make_row()])
        group = DEVOPS_MID._replace(country="FR")

        statistics = get_salary_statistics(path, group=group, variant=Variant.AS_IS, problems=[])

        assert (statistics.n, statistics.percentiles) == (0, {})


class TestCommand:
    def run(self, *args: object, **options: object) -> str:
        out = StringIO()
        group = {"family": "devops", "level": "MI", "country": "us", "year": 2024}
        call_command("salary_stats", *map(str, args), **{**group, **options}, stdout=out)
        return out.getvalue()

    def test_prints_the_statistics_for_people(self, tmp_path):
        path = write_file(tmp_path, [make_paid_row(pay * 10_000) for pay in range(1, 12)])

        printed = self.run(path)

        assert "pay.csv: devops, MI, US, 2024, as_is" in printed
        assert "n    11" in printed
        assert "p50  60,000.00 USD" in printed

    def test_prints_json_for_machines(self, tmp_path):
        path = write_file(tmp_path, [make_paid_row(pay * 10_000) for pay in range(1, 25)])

        printed = json.loads(self.run(dataset=path, json=True, variant="pair_midpoint"))

        assert printed["n"] == 12
        assert printed["too_few"] is False
        assert printed["percentiles"]["p50"] == 125_000
        assert printed["variant"] == "pair_midpoint"
        assert printed["problems"] == []

    def test_says_too_few_and_gives_no_figure(self, tmp_path):
        path = write_file(tmp_path, [make_row()])

        assert "too few" in self.run(path)
        assert json.loads(self.run(path, json=True))["percentiles"] == {}

    def test_prints_what_it_could_read_and_exits_with_one(self, tmp_path):
        path = write_file(tmp_path, [make_row(), make_row(salary_in_usd="x")])

        with pytest.raises(CommandError) as stopped:
            self.run(path)

        assert stopped.value.returncode == 1
        assert "pay.csv:3:7: salary_in_usd: 'x' is not an amount above zero" in str(stopped.value)

    def test_lists_problems_inside_the_json(self, tmp_path):
        path = write_file(tmp_path, [make_row(), make_row(salary_in_usd="x")])
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
                "file": "pay.csv",
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

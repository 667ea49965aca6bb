"""Statistics of a job-board file, against a second method: plain rows, loops and fractions."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.salary_files import make_job_row, write_job_file
from tracks.importers.job_board_files import read_pay_file
from tracks.importers.job_board_tables import compute_cells, compute_group, read_pay
from tracks.importers.salary_statistics import COLUMNS, Group, Variant

DEVOPS_MID = Group("devops", "MI", "US", 2024)
FAMILIES = {
    "DevOps Engineer": "devops",
    "Engineer, DevOps": "devops",
    "SRE": "sre",
    "Gardener": None,
}
# A group, a reading, how many rows count, and its percentiles if they are enough.
Figures = dict[tuple[Group, str], tuple[int, dict[str, Decimal]]]


# --- The second method -----------------------------------------------------------------------------


def list_good_rows(path: Path) -> list[dict[str, str] | None]:
    """The rows of a file, with None in the place of each one that is wrong."""
    with path.open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    return [
        dict(zip(COLUMNS, row, strict=True))
        if len(row) == 11 and row[7] != "?" and row[6] != "many"
        else None
        for row in rows
    ]


def is_pair(first: dict[str, str], second: dict[str, str] | None) -> bool:
    others = [name for name in COLUMNS if name not in {"salary", "salary_in_usd"}]
    return second is not None and all(first[name] == second[name] for name in others)


def read_plainly(
    rows: Sequence[dict[str, str] | None], variant: str
) -> list[tuple[dict[str, str], Fraction]]:
    """The rows that count under a reading, with the pay that each counts for."""
    counting: list[tuple[dict[str, str], Fraction]] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        at += 1
        if row is None:
            continue
        pay = Fraction(row["salary_in_usd"])
        if variant == "pair_midpoint" and at < len(rows) and is_pair(row, rows[at]):
            pay = (pay + Fraction(rows[at]["salary_in_usd"])) / 2
            at += 1
        if variant == "exact_duplicates_dropped" and any(row == one for one, _ in counting):
            continue
        counting.append((row, pay))
    return counting


def interpolate(pay: Sequence[Fraction], rank: int) -> Decimal:
    """The percentile between closest ranks, rounded half up to the cent."""
    ordered = sorted(pay)
    place = Fraction(rank * (len(ordered) - 1), 100)
    low, high = ordered[floor(place)], ordered[min(floor(place) + 1, len(ordered) - 1)]
    exact = low + (high - low) * (place - floor(place))
    return Decimal(floor(exact * 100 + Fraction(1, 2))).scaleb(-2)


def compute_plainly(path: Path) -> Figures:
    rows, figures = list_good_rows(path), {}
    for variant in ("as_is", "exact_duplicates_dropped", "pair_midpoint"):
        groups: dict[Group, list[Fraction]] = defaultdict(list)
        for row, pay in read_plainly(rows, variant):
            family = FAMILIES[row["job_title"]]
            if family and row["employment_type"] == "FT":
                level, country = row["experience_level"], row["employee_residence"]
                groups[Group(family, level, country, int(row["work_year"]))].append(pay)
        for group, amounts in groups.items():
            ranks = (10, 25, 50, 75, 90) if len(amounts) >= 10 else ()
            percentiles = {f"p{rank}": interpolate(amounts, rank) for rank in ranks}
            figures[group, variant] = (len(amounts), percentiles)
    return figures


def find_problems(rows: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """Line and field of what is wrong, where every row is one line."""
    problems = []
    for line, row in enumerate(rows, start=2):
        if len(row) != 11:
            problems.append((line, "row"))
            continue
        problems += [(line, "salary"), (line, "salary_in_usd")] if row[4] == "many" else []
        problems += [(line, "employee_residence")] if row[7] == "?" else []
    return problems


# Rows come in runs, so that pairs, repeats and groups of ten and more are common.
runs = st.lists(
    st.tuples(
        st.builds(
            make_job_row,
            st.sampled_from([60_000, 80_000, 80_001, 99_999, "70000.07", 120_000, "many"]),
            work_year=st.sampled_from([2024, 2024, 2023]),
            experience_level=st.sampled_from(["MI", "MI", "SE"]),
            employment_type=st.sampled_from(["FT", "FT", "FT", "PT"]),
            job_title=st.sampled_from(["DevOps Engineer", "SRE", "Gardener", '"Engineer, DevOps"']),
            employee_residence=st.sampled_from(["US", "US", "CA", "?"]),
        ),
        st.integers(1, 7),
        st.booleans(),
    ),
    max_size=25,
).map(
    lambda found: [
        row[:10] if is_short else row
        for row, times, odd in found
        for is_short in [*[False] * times, *[True] * (odd and times == 1)]
    ]
)


class TestSecondMethod:
    @given(rows=runs, line_end=st.sampled_from(["\n", "\r\n"]), is_ended=st.booleans())
    def test_gives_the_same_figures(self, tmp_path_factory, rows, line_end, is_ended):
        path = write_job_file(tmp_path_factory.mktemp("pay"), rows, line_end=line_end)
        if not is_ended:
            path.write_bytes(path.read_bytes().removesuffix(line_end.encode()))

        cells = compute_cells(read_pay_file(path))

        found = {
            (cell.group, cell.variant.value): (cell.statistics.n, cell.statistics.percentiles)
            for cell in cells
        }
        assert found == compute_plainly(path)

    @given(rows=runs)
    def test_finds_the_same_problems(self, tmp_path_factory, rows):
        path = write_job_file(tmp_path_factory.mktemp("pay"), rows)
        problems = read_pay_file(path).list_problems()
        assert [(one.position.line, one.field) for one in problems] == find_problems(rows)

    @given(rows=runs)
    def test_agrees_on_one_group_too(self, tmp_path_factory, rows):
        path = write_job_file(tmp_path_factory.mktemp("pay"), rows)
        table, expected = read_pay_file(path), compute_plainly(path)
        for variant in Variant:
            statistics = compute_group(table, group=DEVOPS_MID, variant=variant)
            n, percentiles = expected.get((DEVOPS_MID, variant.value), (0, {}))
            assert (statistics.n, statistics.percentiles) == (n, percentiles)


# --- Worked by hand --------------------------------------------------------------------------------


def list_pay(folder: Path, rows: Sequence[Sequence[str]], variant: Variant) -> list[float]:
    table = read_pay_file(write_job_file(folder, rows))
    return list(read_pay(table, variant)[1])


class TestVariants:
    def test_as_is_keeps_repeats(self, tmp_path):
        rows = [make_job_row(5), make_job_row(5)]
        assert list_pay(tmp_path, rows, Variant.AS_IS) == [5, 5]

    def test_drops_exact_repeats_wherever_they_stand(self, tmp_path):
        rows = [make_job_row(5), make_job_row(6), make_job_row(5)]
        rows.append(make_job_row(5, company_size="L"))
        assert list_pay(tmp_path, rows, Variant.EXACT_DUPLICATES_DROPPED) == [5, 6, 5]

    def test_takes_two_neighbours_alike_in_all_but_pay_at_their_midpoint(self, tmp_path):
        rows = [make_job_row(200), make_job_row(101)]
        assert list_pay(tmp_path, rows, Variant.PAIR_MIDPOINT) == [150.5]

    def test_pairs_from_the_top_and_leaves_the_odd_one(self, tmp_path):
        rows = [make_job_row(pay) for pay in (10, 20, 30)]
        assert list_pay(tmp_path, rows, Variant.PAIR_MIDPOINT) == [15, 30]

    def test_pairs_equal_ends_too(self, tmp_path):
        rows = [make_job_row(pay) for pay in (10, 10, 30, 50)]
        assert list_pay(tmp_path, rows, Variant.PAIR_MIDPOINT) == [10, 40]

    @pytest.mark.parametrize(
        ("field", "other"),
        [
            ("work_year", 2023),
            ("experience_level", "SE"),
            ("employment_type", "PT"),
            ("job_title", "SRE"),
            ("salary_currency", "EUR"),
            ("employee_residence", "CA"),
            ("remote_ratio", 100),
            ("company_location", "CA"),
            ("company_size", "L"),
        ],
    )
    def test_does_not_pair_rows_that_differ_elsewhere(self, tmp_path, field, other):
        rows = [make_job_row(10), make_job_row(20, **{field: other})]
        assert list_pay(tmp_path, rows, Variant.PAIR_MIDPOINT) == [10, 20]

    def test_does_not_pair_across_another_row_even_a_wrong_one(self, tmp_path):
        rows = [make_job_row(10), make_job_row("many"), make_job_row(20)]
        assert list_pay(tmp_path, rows, Variant.PAIR_MIDPOINT) == [10, 0, 20]

    def test_tells_rows_of_very_many_sorts_apart(self, tmp_path, monkeypatch):
        monkeypatch.setattr("tracks.importers.job_board_tables._LARGEST_KEY", 5)
        rows = [make_job_row(company_size=size) for size in "SMLSMMLL"]
        table = read_pay_file(write_job_file(tmp_path, rows))
        assert table.second_of_pair.tolist() == [
            *(False, False, False, False),
            *(False, True, False, True),
        ]


class TestGroups:
    def test_count_full_time_rows_of_known_families_by_residence(self, tmp_path):
        rows = [
            make_job_row(1),
            make_job_row(2, employment_type="CT"),
            make_job_row(3, job_title="Gardener"),
            make_job_row(4, company_location="DE"),
            make_job_row(5, employee_residence="DE"),
            make_job_row(6, work_year=2023),
        ]
        table = read_pay_file(write_job_file(tmp_path, rows))

        numbers, pay = read_pay(table, Variant.AS_IS)

        groups = [table.groups[0][number] if number >= 0 else None for number in numbers.tolist()]
        assert list(zip(groups, pay.tolist(), strict=True)) == [
            (DEVOPS_MID, 1),
            (None, 2),
            (None, 3),
            (DEVOPS_MID, 4),
            (DEVOPS_MID._replace(country="DE"), 5),
            (DEVOPS_MID._replace(year=2023), 6),
        ]

    @pytest.mark.parametrize(("count", "percentiles"), [(9, 0), (10, 5)])
    def test_need_ten_rows_for_percentiles(self, tmp_path, count, percentiles):
        table = read_pay_file(write_job_file(tmp_path, [make_job_row()] * count))
        cell = compute_cells(table)[0]
        assert (cell.statistics.n, len(cell.statistics.percentiles)) == (count, percentiles)

    def test_of_a_file_without_rows_are_none(self, tmp_path):
        assert compute_cells(read_pay_file(write_job_file(tmp_path, []))) == []

    def test_without_rows_have_no_figures(self, tmp_path):
        table = read_pay_file(write_job_file(tmp_path, [make_job_row()]))
        group = DEVOPS_MID._replace(country="FR")
        statistics = compute_group(table, group=group, variant=Variant.AS_IS)
        assert (statistics.n, statistics.percentiles) == (0, {})

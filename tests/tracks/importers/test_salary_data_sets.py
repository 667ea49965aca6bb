"""Figures of the real salary files, worked out once more by other means than the importers'.

The second method reads the files itself (lines split at commas, XML of the workbook's
sheets, dictionaries), sorts plain lists and computes with fractions.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import yaml

from tests.data_sets import find_data_set
from tracks.importers.job_board_salaries import parse_ai_jobs
from tracks.importers.oews import parse_oews
from tracks.importers.stackoverflow import parse_stackoverflow
from tracks.shared.import_formats import ParsedFile

AI_JOBS = ("salaries", "aijobs_salaries_2025-01-12.csv")
INFOSEC = ("salaries", "infosec_salaries_2024-12-29.csv")
SURVEY = ("stackoverflow_2025", "survey_results_public_first1000.csv")
RANKS = (10, 25, 50, 75, 90)
# The title rules that the bands of content/salaries/derived.yaml rest on, in plain Python.
FAMILY_WORDS = {
    "devops": lambda title: (
        re.search("dev ?ops", title)
        and not re.search("devsecops|secdevops|devops security|security devops", title)
    ),
    "mlops": lambda title: "mlops" in title or "ml ops" in title,
    "ml-engineer": lambda title: (
        re.search(r"(machine learning|\bml\b) (software )?engineer", title)
        and not re.search("ops|(machine learning|ml|ai) (platform|infrastructure)", title)
    ),
    "data-engineer": lambda title: (
        "data engineer" in title and not re.search("ops|machine learning engineer", title)
    ),
    "sre": lambda title: (
        ("site reliability" in title or re.search(r"\bsre\b", title)) and "ops" not in title
    ),
    "sysadmin-linux": lambda title: re.search("linux|unix|systems? administrator|sysadmin", title),
    "python-developer": lambda title: (
        "python" in title and "engineer" not in title.replace("python engineer", "")
    ),
}


@cache
def read_rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="ascii").splitlines()
    return [line.split(",") for line in lines[1:]]


@cache
def parse_job_board(path: Path) -> ParsedFile:
    return parse_ai_jobs(path)


def interpolate(values: Sequence[int | Fraction], rank: int) -> Fraction:
    ordered = sorted(map(Fraction, values))
    place = Fraction(rank, 100) * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def pair_rows(rows: Sequence[list[str]]) -> Iterator[tuple[list[str], Fraction]]:
    """Yield rows with their pay, two neighbours alike in all but pay as one."""
    at = 0
    while at < len(rows):
        row = rows[at]
        following = rows[at + 1] if at + 1 < len(rows) else []
        rest = [*row[:4], row[5], *row[7:]]
        if following and rest == [*following[:4], following[5], *following[7:]]:
            yield row, Fraction(int(row[6]) + int(following[6]), 2)
            at += 2
        else:
            yield row, Fraction(int(row[6]))
            at += 1


def read_variant(path: Path, variant: str) -> Iterator[tuple[list[str], Fraction]]:
    rows = read_rows(path)
    if variant == "PAIR_MIDPOINT":
        return pair_rows(rows)
    if variant == "EXACT_DUPLICATES_DROPPED":
        rows = [row.split(",") for row in dict.fromkeys(map(",".join, rows))]
    return ((row, Fraction(int(row[6]))) for row in rows)


@cache
def count_pay(path: Path, variant: str, family: str) -> dict[str, list[Fraction]]:
    """Collect full-time pay of 2024 in the United States by level."""
    is_of_family = FAMILY_WORDS[family]
    found: dict[str, list[Fraction]] = {level: [] for level in ("EN", "MI", "SE", "EX")}
    for row, pay in read_variant(path, variant):
        if (row[0], row[2], row[7]) == ("2024", "FT", "US") and is_of_family(row[3].lower()):
            found[row[1]].append(pay)
    return found


def find_statistic(parsed: ParsedFile, **wanted: object) -> dict[str, Any] | None:
    found = [
        incoming.record
        for incoming in parsed.records
        if all(incoming.record.get(name) == value for name, value in wanted.items())
        and "subject" in incoming.record
    ]
    assert len(found) <= 1
    return found[0] if found else None


def round_half_up(exact: Fraction) -> Decimal:
    cents, rest = divmod(exact * 100, 1)
    return Decimal(int(cents) + (rest >= Fraction(1, 2))) / 100


def assert_agrees(record: dict[str, Any] | None, pay: Sequence[Fraction]) -> None:
    assert (record["n"] if record else 0) == len(pay)
    for rank in RANKS:
        figure = record.get(f"p{rank}") if record else None
        if len(pay) < 10:
            assert figure is None
        else:
            assert figure == round_half_up(interpolate(pay, rank))


class TestAiJobs:
    @pytest.mark.parametrize("variant", ["AS_IS", "EXACT_DUPLICATES_DROPPED", "PAIR_MIDPOINT"])
    @pytest.mark.parametrize("family", ["devops", "mlops", "ml-engineer", "data-engineer", "sre"])
    def test_levels_of_2024_in_the_united_states_agree(self, family, variant):
        path = find_data_set(*AI_JOBS)
        for level, pay in count_pay(path, variant, family).items():
            record = find_statistic(
                parse_job_board(path),
                variant=variant,
                subject=family,
                level=level,
                country="US",
                year=2024,
            )
            assert_agrees(record, pay)

    def test_devops_of_all_levels_has_the_figures_that_are_published(self):
        path = find_data_set(*AI_JOBS)

        as_is, paired = (
            [amount for pay in count_pay(path, variant, "devops").values() for amount in pay]
            for variant in ("AS_IS", "PAIR_MIDPOINT")
        )

        assert len(as_is) == 206
        assert [interpolate(as_is, rank) for rank in (10, 50, 90)] == [86_500, 140_000, 221_750]
        assert len(paired) == 103
        assert [interpolate(paired, rank) for rank in (10, 50, 90)] == [108_950, 146_200, 202_275]

    def test_counts_repeats_and_rows_of_all_sorts(self):
        path = find_data_set(*AI_JOBS)
        rows = read_rows(path)
        counts = parse_job_board(path).counts

        assert counts["rows read"] == len(rows) == 73_627
        repeats = len(rows) - len(set(map(tuple, rows)))
        assert counts["rows that repeat an earlier row exactly"] == repeats == 39_162
        part_time = sum(row[2] != "FT" for row in rows)
        assert counts["rows that are not full time"] == part_time
        pairs = len(rows) - sum(1 for _ in pair_rows(rows))
        assert counts["pairs of neighbours alike in all but pay"] == pairs
        assert parse_job_board(path).rejected == ()

    def test_shares_rows_with_the_other_job_board(self):
        ours, theirs = (
            Counter(tuple(row) for row in read_rows(find_data_set(*parts)) if row[0] == "2024")
            for parts in (AI_JOBS, INFOSEC)
        )
        assert sum((ours & theirs).values()) == 1_521
        assert any("1,521" in remark for remark in parse_job_board(find_data_set(*AI_JOBS)).remarks)


class TestDerivedBands:
    """The published bands are what the importers make of the files."""

    def list_bands(self, prefix: str) -> list[dict[str, Any]]:
        path = Path(__file__).parents[3] / "content" / "salaries" / "derived.yaml"
        bands = yaml.safe_load(path.read_text(encoding="utf-8"))["bands"]
        return [band for band in bands if band["key"].startswith(prefix)]

    @pytest.mark.parametrize(("prefix", "parts"), [("ai-jobs-", AI_JOBS), ("infosec-", INFOSEC)])
    def test_of_job_boards_equal_the_parsed_file(self, prefix, parts):
        parsed = parse_job_board(find_data_set(*parts))
        bands = self.list_bands(prefix)
        assert bands
        for band in bands:
            family, level = re.search(r"family (\w+), level (\w\w)", band["note"]).groups()
            record = find_statistic(
                parsed,
                variant=re.search(r"variant (\w+)", band["note"]).group(1).upper(),
                subject=family.replace("_", "-"),
                level=level,
                country=band["country"],
                year=band["year"],
            )
            assert band["sample_size"] == (record["n"] if record else 0), band["key"]
            for rank in RANKS:
                published = band[f"p{rank}"]
                figure = record.get(f"p{rank}") if record else None
                assert (published is None) == (figure is None), band["key"]
                assert figure is None or Decimal(str(published)) == figure, band["key"]

    def test_of_occupations_equal_the_parsed_workbook(self):
        parsed = parse_oews(find_data_set("oews", "national_M2023_dl.xlsx"))
        bands = self.list_bands("oews-2023-")
        assert bands
        for band in bands:
            code = re.search(r"occupation (\d\d-\d{4})", band["note"]).group(1)
            record = find_statistic(parsed, subject=code)
            assert [band[f"p{rank}"] for rank in RANKS] == [record[f"p{rank}"] for rank in RANKS]


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_cells(path: Path, number: int) -> Iterator[dict[str, str]]:
    """Read a sheet from the parts of the workbook: the cells of each row by column letters."""
    with ZipFile(path) as parts:
        strings = [
            "".join(text.text or "" for text in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
    for row in sheet.iter(f"{SHEET}row"):
        cells = {}
        for cell in row:
            value = cell.findtext(f"{SHEET}v", "")
            column = re.sub("[0-9]", "", cell.get("r", ""))
            cells[column] = strings[int(value)] if cell.get("t") == "s" else value
        yield cells


class TestOews:
    # Read off the published workbooks.
    PUBLISHED = {
        2021: (208_000, {"15-1244": 80_600, "15-1252": 120_730, "15-2051": 100_910}),
        2022: (239_200, {"15-1244": 90_520, "15-1252": 127_260, "15-2051": 103_500}),
        2023: (239_200, {"15-1244": 95_360, "15-1252": 132_270, "15-2051": 108_020}),
    }

    @pytest.mark.parametrize("year", list(PUBLISHED))
    def test_agrees_with_the_cells_of_the_workbook(self, year):
        path = find_data_set("oews", f"national_M{year}_dl.xlsx")
        top, medians = self.PUBLISHED[year]
        parsed = parse_oews(path)
        rows = list(read_cells(path, 1))
        place = {name: column for column, name in rows[0].items()}
        texts = [cells.get("A", "") for cells in read_cells(path, 2)]

        assert any(text.startswith("#") and f"${top:,} per year" in text for text in texts)
        detailed = [row for row in rows if row.get(place["O_GROUP"]) == "detailed"]
        assert parsed.counts["occupations"] == len(detailed)
        names = ("A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")
        for row in detailed:
            record = find_statistic(parsed, subject=row[place["OCC_CODE"]])
            cells = [row[place[name]] for name in names]
            expected = [
                top if cell == "#" else None if cell == "*" else int(cell) for cell in cells
            ]
            assert [record[f"p{rank}"] for rank in RANKS] == expected
            at_top = [rank for rank, cell in zip(RANKS, cells, strict=True) if cell == "#"]
            assert record["open_from"] == (f"p{at_top[0]}" if at_top else "")
            assert record["top"] == (top if at_top else None)
            assert record["n"] is None
        for code, median in medians.items():
            assert find_statistic(parsed, subject=code)["p50"] == median


class TestStackOverflow:
    def test_agrees_with_a_plain_count(self):
        path = find_data_set(*SURVEY)
        parsed = parse_stackoverflow(path)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        with_pay = [row for row in rows if row["ConvertedCompYearly"] != "NA"]
        in_us = [row for row in with_pay if row["Country"] == "United States of America"]
        counts = parsed.counts

        assert len(rows[0]) == 170
        assert counts["respondents without pay"] == len(rows) - len(with_pay) == 271
        assert counts["respondents with pay in the United States"] == len(in_us) == 205
        odd = [row for row in with_pay if not 1_000 <= float(row["ConvertedCompYearly"]) <= 1e6]
        assert counts["respondents with implausible pay"] == len(odd) == 11
        absurd = [
            row for row in rows if row["CompTotal"] != "NA" and float(row["CompTotal"]) > 1e11
        ]
        assert [float(row["CompTotal"]) for row in absurd] == [1e16]
        assert counts["absurd amounts before conversion"] == 1
        assert len(parsed.flagged) == 12
        assert parsed.rejected == ()
        pay = [Fraction(row["ConvertedCompYearly"]) for row in in_us]
        record = find_statistic(parsed, subject="all-respondents", country="US", variant="AS_IS")
        assert_agrees(record, pay)
        kept = [amount for amount in pay if 1_000 <= amount <= 1_000_000]
        record = find_statistic(
            parsed, subject="all-respondents", country="US", variant="PLAUSIBLE"
        )
        assert_agrees(record, kept)

    def test_counts_every_developer_type_and_country(self):
        path = find_data_set(*SURVEY)
        parsed = parse_stackoverflow(path)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = Counter(
                (row["DevType"].removesuffix(" (please specify):"), row["Country"])
                for row in csv.DictReader(stream)
                if row["ConvertedCompYearly"] != "NA"
            )
        read = [
            incoming.record["n"]
            for incoming in parsed.records
            if incoming.record.get("variant") == "AS_IS"
            and incoming.record["subject"] != "all-respondents"
        ]
        assert sorted(read) == sorted(cells.values())

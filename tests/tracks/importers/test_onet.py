import re
import zipfile
from xml.etree import ElementTree

import pytest

from tests.data_sets import find_data_set
from tests.tracks.importers.workbooks import write_workbook
from tracks.importers.onet import make_key, parse_onet
from tracks.models import Occupation
from tracks.operations.content import apply_records
from tracks.shared.import_formats import UnusableFile, ignore_progress

pytestmark = pytest.mark.django_db

CODE = "O*NET-SOC Code"
OCCUPATIONS = [
    [CODE, "Title", "Description"],
    ["15-1252.00", "Software Developers", "Develop software."],
    ["15-1244.00", "Network and Computer Systems Administrators", "Run systems."],
]
TECHNOLOGIES = [
    [CODE, "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"],
    ["15-1244.00", "x", "PostgreSQL", 1, "Database software", "Y", "N"],
    ["15-1244.00", "x", "Linux", 1, "Operating system software", "Y", "Y"],
    ["15-1244.00", "x", "Linux", 1, "Operating system software", "Y", "Y"],
]
TITLES = [
    [CODE, "Title", "Alternate Title", "Short Title", "Source(s)"],
    ["15-1252.00", "x", "DevOps Architect (Development)", "DevOps Architect", "08"],
    ["15-1252.00", "x", "DevOps Engineer", None, "08"],
]
ZONES = [
    [CODE, "Title", "Job Zone", "Date", "Domain Source"],
    ["15-1244.00", "x", 4, "08/2023", "Analyst"],
]
REFERENCE = [
    ["Job Zone", "Name", "Experience", "Education", "Job Training", "Examples", "SVP Range"],
    [4, "Job Zone Four", "much", "a degree", "years", "many", "(7.0 to < 8.0)"],
]
CATEGORIES = [
    ["Element ID", "Element Name", "Scale ID", "Scale Name", "Category", "Category Description"],
    ["2.D.1", "Required Level of Education", "RL", "x", 6, "Bachelor's Degree"],
]


def parse(tmp_path, rows, as_of=""):
    return parse_onet(write_workbook(tmp_path / "book.xlsx", rows), as_of, ignore_progress)


class TestParseOnet:
    def test_reads_occupations_with_both_codes(self, tmp_path):
        parsed = parse(tmp_path, OCCUPATIONS)
        source, first, _ = parsed.records
        assert source.key == "onet-29-3"
        assert (first.record["code"], first.record["soc_code"]) == ("15-1252.00", "15-1252")
        assert (parsed.origin, parsed.as_of) == ("onet-occupations", "2025-05")

    def test_gathers_technologies_by_occupation(self, tmp_path):
        parsed = parse(tmp_path, TECHNOLOGIES)
        [record] = [one.record for one in parsed.records[1:]]
        assert [(one["name"], one["is_in_demand"]) for one in record["technologies"]] == [
            ("Linux", True),
            ("PostgreSQL", False),
        ]
        assert parsed.counts["rows that repeat another"] == 1

    def test_gathers_titles_with_their_short_forms(self, tmp_path):
        [record] = [one.record for one in parse(tmp_path, TITLES).records[1:]]
        assert record["titles"] == [
            {"title": "DevOps Architect (Development)", "short_title": "DevOps Architect"},
            {"title": "DevOps Engineer", "short_title": ""},
        ]

    def test_reads_the_small_workbooks(self, tmp_path):
        zone = parse(tmp_path, ZONES).records[1].record
        assert (zone["zone"], zone["as_of"], zone["rated_by"]) == (4, "2023-08", "Analyst")
        assert parse(tmp_path, REFERENCE).records[1].record["svp_range"] == "(7.0 to < 8.0)"
        category = parse(tmp_path, CATEGORIES).records[1].record
        assert (category["scale"], category["category"]) == ("RL", 6)

    def test_does_not_mind_blank_rows_and_another_order_of_columns(self, tmp_path):
        turned = [row[::-1] for row in OCCUPATIONS]
        parsed = parse(tmp_path, [turned[0], [None] * 3, turned[1], [], turned[2]])
        assert [one.position.line for one in parsed.records[1:]] == [3, 5]
        assert parsed.counts["blank rows"] == 2

    def test_refuses_a_header_in_another_language(self, tmp_path):
        with pytest.raises(UnusableFile, match=r"none of the O\*NET workbooks.*Código, Título"):
            parse(tmp_path, [["Código", "Título", "Descripción"], ["15-1252.00", "a", "b"]])

    @pytest.mark.parametrize(
        ("rows", "field"),
        [
            ([OCCUPATIONS[0], ["15-1252", "a", "b"]], CODE),
            ([OCCUPATIONS[0], ["15-1252.00", None, "b"]], "Title"),
            ([OCCUPATIONS[0], ["15-1252.00", "a" * 161, "b"]], "Title"),
            ([OCCUPATIONS[0], ["15-1252.00", "=A1", "b"]], "Sheet!B2"),
            ([TECHNOLOGIES[0], ["15-1252.00", "x", "Go", 1, "c", "yes", "N"]], "Hot Technology"),
            ([ZONES[0], ["15-1252.00", "x", 6, "08/2023", "Analyst"]], "Job Zone"),
            ([ZONES[0], ["15-1252.00", "x", 4, "2023", "Analyst"]], "Date"),
        ],
    )
    def test_refuses_a_workbook_in_which_no_row_can_be_used_and_says_why(
        self, tmp_path, rows, field
    ):
        with pytest.raises(UnusableFile) as refusal:
            parse(tmp_path, rows)
        assert (refusal.value.problems[1].field, refusal.value.problems[1].position.line) == (
            field,
            2,
        )

    def test_rejects_a_code_that_comes_twice(self, tmp_path):
        parsed = parse(tmp_path, [*OCCUPATIONS, OCCUPATIONS[1]])
        assert ["what row 2 says" in one.reason for one in parsed.rejected] == [True]

    def test_flags_codes_that_are_no_occupation_once_any_are_loaded(self, tmp_path):
        assert parse(tmp_path, ZONES).flagged == ()
        apply_records(records=parse(tmp_path, OCCUPATIONS[:2]).records)
        assert Occupation.objects.get().code == "15-1252.00"
        [problem] = parse(tmp_path, ZONES).flagged
        assert "15-1244.00 is no occupation on record" in problem.reason

    def test_says_when_the_file_is_said_to_be_of_another_release(self, tmp_path):
        assert "29.3" in parse(tmp_path, ZONES, as_of="2026-02").remarks[0]


class TestMakeKey:
    def test_is_the_code_with_hyphens(self):
        assert make_key("15-1244.00") == "onet-15-1244-00"


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_texts(path):
    """Read the texts of a workbook's first sheet by column, with nothing but zip and XML."""
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(node.itertext()) for node in root]
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in root.iter(f"{SHEET}row"):
        cells = {}
        for cell in row:
            text = "".join(cell.itertext())
            column = re.match("[A-Z]+", cell.get("r")).group()
            cells[column] = shared[int(text)] if cell.get("t") == "s" else text
        rows.append(cells)
    return rows


class TestTheRealWorkbooks:
    def test_give_every_occupation_and_those_that_have_a_job_zone(self):
        data = find_data_set("onet_29_3", "Occupation Data.xlsx")
        zones = find_data_set("onet_29_3", "Job Zones.xlsx")
        codes = {row["A"] for row in read_texts(data)[1:]}
        rated = {row["A"]: row["C"] for row in read_texts(zones)[1:]}
        parsed = parse_onet(data, "", ignore_progress)
        assert {one.record["code"] for one in parsed.records[1:]} == codes
        read = parse_onet(zones, "", ignore_progress).records[1:]
        assert {one.record["code"]: str(one.record["zone"]) for one in read} == rated
        assert (len(codes), len(rated), len(set(rated) & codes)) == (1016, 923, 923)

    def test_give_every_technology_with_its_marks(self):
        path = find_data_set("onet_29_3", "Technology Skills.xlsx")
        rows = read_texts(path)[1:]
        parsed = parse_onet(path, "", ignore_progress)
        listed = [one for row in parsed.records[1:] for one in row.record["technologies"]]
        assert len(listed) == len(rows) == 32681
        assert sum(one["is_hot"] for one in listed) == sum(row["F"] == "Y" for row in rows)
        assert sum(one["is_in_demand"] for one in listed) == sum(row["G"] == "Y" for row in rows)

    def test_have_no_title_with_mlops_and_three_with_devops(self):
        path = find_data_set("onet_29_3", "Alternate Titles.xlsx")
        parsed = parse_onet(path, "", ignore_progress)
        titles = {
            (one.record["code"], listed["title"])
            for one in parsed.records[1:]
            for listed in one.record["titles"]
        }
        assert not [title for _, title in titles if "mlops" in title.casefold()]
        devops = {code for code, title in titles if "devops" in title.casefold()}
        assert devops == {"15-1252.00"}

"""Survey files of small size, and those that hurt."""

from pathlib import Path

import pytest

from tests.factories.salary_files import SURVEY_COLUMNS, make_answer, write_survey
from tracks.importers.stackoverflow import parse_stackoverflow
from tracks.shared.import_formats import ParsedFile, UnusableFile


def find(parsed: ParsedFile, **wanted: object) -> dict[str, object]:
    (found,) = (
        incoming.record
        for incoming in parsed.records[1:]
        if all(incoming.record.get(name) == value for name, value in wanted.items())
    )
    return found


def refuse(path: Path) -> str:
    with pytest.raises(UnusableFile) as refused:
        parse_stackoverflow(path)
    return str(refused.value)


class TestRecords:
    def test_are_by_developer_type_and_country(self, tmp_path):
        rows = [make_answer(number, 50_000 + number) for number in range(10)]
        rows.append(make_answer(10, Country="United States of America", DevType="NA"))
        parsed = parse_stackoverflow(write_survey(tmp_path, rows))

        assert (parsed.origin, parsed.as_of) == ("stackoverflow-2025", "2025")
        assert parsed.records[0].record["licence"] == "ODbL-1.0"
        cell = find(parsed, subject="developer-back-end", variant="AS_IS")
        assert cell["key"] == "stackoverflow-as-is-developer-back-end-de-2025"
        assert (cell["n"], cell["country"], cell["level"], cell["year"]) == (10, "DE", "", 2025)
        assert cell["p50"] == 50_004.5
        everybody = find(parsed, subject="all-respondents", country="US", variant="AS_IS")
        assert (everybody["n"], everybody.get("p50")) == (1, None)
        assert parsed.counts["respondents with pay and no developer type"] == 1

    def test_keep_implausible_pay_apart_and_name_it(self, tmp_path):
        rows = [make_answer(number) for number in range(10)]
        rows += [make_answer(10, 999), make_answer(11, 1_000), make_answer(12, 1_000_001)]
        parsed = parse_stackoverflow(write_survey(tmp_path, rows))

        as_is = find(parsed, subject="all-respondents", variant="AS_IS")
        kept = find(parsed, subject="all-respondents", variant="PLAUSIBLE")
        assert (as_is["n"], as_is["flagged_count"]) == (13, 2)
        assert (kept["n"], kept["flagged_count"]) == (11, 0)
        assert parsed.counts["respondents with implausible pay"] == 2
        assert [(problem.position.line, problem.position.column) for problem in parsed.flagged] == [
            (12, 7),
            (14, 7),
        ]
        assert "below $1,000" in parsed.flagged[0].reason
        assert "above $1,000,000" in parsed.flagged[1].reason

    def test_flag_an_absurd_amount_before_conversion(self, tmp_path):
        rows = [make_answer(1, "NA", CompTotal="1.00E+16"), make_answer(2, 60_000, CompTotal=1e16)]
        parsed = parse_stackoverflow(write_survey(tmp_path, rows))
        assert parsed.counts["absurd amounts before conversion"] == 2
        assert "10,000,000,000,000,000 EUR is no pay" in parsed.flagged[0].reason
        assert parsed.counts["respondents without pay"] == 1

    def test_find_the_year_in_the_call_the_file_or_its_folder(self, tmp_path):
        folder = tmp_path / "survey_2024"
        folder.mkdir()
        path = write_survey(folder, [make_answer(1)], name="results.csv")
        assert parse_stackoverflow(path).origin == "stackoverflow-2024"
        assert parse_stackoverflow(path, "2023").origin == "stackoverflow-2023"

    def test_report_progress(self, tmp_path):
        path = write_survey(tmp_path, [make_answer(number) for number in range(600)])
        reports: list[int] = []
        parse_stackoverflow(path, "", lambda done, _total: reports.append(done))
        assert reports == sorted(reports)
        assert reports


class TestFilesThatHurt:
    def test_without_columns(self, tmp_path):
        columns = ["Pays" if name == "Country" else name for name in SURVEY_COLUMNS]
        message = refuse(write_survey(tmp_path, [make_answer(1)], columns=columns))
        assert ":1: header: the header lacks Country" in message

    def test_cut_off(self, tmp_path):
        path = write_survey(tmp_path, [make_answer(1), make_answer(2)[:3]])
        assert "survey_2025.csv:3: row: has 3 cells instead of 7" in refuse(path)

    def test_cut_off_inside_quotes(self, tmp_path):
        path = write_survey(tmp_path, [make_answer(1), ["2", '"Developer']])
        assert "a quoted cell may have lost its end" in refuse(path)

    def test_empty(self, tmp_path):
        assert "has a header and no rows" in refuse(write_survey(tmp_path, []))

    def test_without_a_year(self, tmp_path):
        folder = tmp_path / "somewhere"
        folder.mkdir()
        path = write_survey(folder, [make_answer(1)], name="results.csv")
        assert "add --as-of 2025" in refuse(path)

    @pytest.mark.parametrize(
        ("overrides", "field", "reason"),
        [
            ({"ConvertedCompYearly": '"85,000"'}, "ConvertedCompYearly", "write 85000"),
            ({"ConvertedCompYearly": "much"}, "ConvertedCompYearly", "'much' is not an amount"),
            ({"Country": "Atlantis"}, "Country", "'Atlantis' is no country name that we know"),
            ({"Country": "NA"}, "Country", "pay without a country"),
            ({"ResponseId": 1}, "ResponseId", "1 answered in line 2 already"),
        ],
    )
    def test_a_row_that_is_left_out(self, tmp_path, overrides, field, reason):
        path = write_survey(tmp_path, [make_answer(1), [], make_answer(2, **overrides)])
        parsed = parse_stackoverflow(path)
        (problem,) = parsed.rejected
        assert (problem.position.line, problem.field) == (4, field)
        assert problem.position.column == SURVEY_COLUMNS.index(field) + 1
        assert reason in problem.reason
        assert parsed.counts["respondents with pay"] == 1

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories.certifications import make_certification
from tests.factories.tracks import make_milestone, make_salary_band, make_source, make_tool
from tracks.models import SalaryBand
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import read_record_of
from tracks.shared.record_words import (
    describe_fields,
    describe_row,
    describe_value,
    label_field,
    shorten_words,
    write_field,
)

pytestmark = pytest.mark.django_db


def describe(kind, row):
    words = describe_fields(get_kind(kind), read_record_of(get_kind(kind), row))
    return {one.label: one.text for one in words.values()}


class TestDescribeFields:
    def test_writes_amounts_choices_and_names(self):
        source = make_source(title="A survey")
        words = describe("salary band", make_salary_band(source=source, low=Decimal("80000.50")))
        assert words["Low"] == "80,000.50"
        assert words["High"] == "110,000"
        assert words["Rung"] == "Junior"
        assert words["Source"] == str(source)
        assert words["Role"] == "—"
        assert words["The source stopped counting at the high end"] == "no"

    def test_puts_the_papers_last(self):
        labels = list(describe("salary band", make_salary_band()))
        assert labels[-4:] == ["Source", "As of", "State", "Note"]

    def test_writes_each_child_as_a_field(self):
        certification = make_certification(exam_codes=("101", "102"))
        words = describe("certification", certification)
        assert words["Exams: 101"] == "number 1; Name An exam"
        assert words["Exams: 102"] == "number 2; Name An exam"

    def test_writes_sets(self):
        tool = make_tool(name="Git")
        assert describe("milestone", make_milestone(tools=[tool]))["Tools"] == "Git"

    def test_says_when_something_is_not_there(self):
        words = describe_fields(get_kind("salary band"), {"key": "k", "source": "gone"})
        assert words["source"].text == "gone (not there)"

    def test_has_nothing_to_say_of_nothing(self):
        assert describe_fields(get_kind("salary band"), {}) == {}


class TestStoredChanges:
    def test_name_fields_as_forms_do(self):
        bands = get_kind("salary band")
        assert label_field(bands, "high_is_open") == "The source stopped counting at the high end"
        assert label_field(get_kind("exchange rate"), "units_per_usd") == "Units for one US dollar"
        assert label_field(get_kind("certification"), "exams") == "Exams"
        assert label_field(bands, "long_gone_name") == "Long gone name"

    def test_write_amounts_choices_and_links(self):
        bands = get_kind("salary band")
        assert write_field(bands, "high", "120000.00") == "120,000"
        assert write_field(bands, "state", "UNSOURCED") == "Unsourced"
        assert write_field(bands, "source", "a-survey") == "a-survey"
        assert write_field(bands, "role", None) == "—"
        assert write_field(bands, "high_is_open", True) == "yes"
        assert write_field(bands, "long_gone_name", 7) == "7"

    def test_show_every_place_of_a_rate(self):
        rates = get_kind("exchange rate")
        assert write_field(rates, "units_per_usd", "0.923412") == "0.923412"
        assert write_field(rates, "units_per_usd", "1.500000") == "1.50"

    def test_write_parts_with_the_names_of_their_fields(self, django_assert_num_queries):
        exams = [{"code": "101", "name": "Linux"}, {"code": "102", "name": ""}]
        requires = [{"required": "rhcsa", "kind": "ANY"}]
        certifications = get_kind("certification")
        with django_assert_num_queries(0):
            assert write_field(certifications, "exams", exams) == "Code 101, Name Linux; Code 102"
            text = write_field(certifications, "requires", requires)
        assert text == "Required rhcsa, Kind One of these"
        assert write_field(certifications, "exams", []) == "—"


class TestShortenWords:
    def test_keeps_what_differs(self):
        assert shorten_words("number 1; Name A; yes", "number 1; Name B; yes") == (
            "Name A",
            "Name B",
        )
        assert shorten_words("number 1; yes", "number 1; yes; Name B") == ("—", "Name B")

    def test_keeps_all_when_the_order_differs(self):
        assert shorten_words("One; Two", "Two; One") == ("One; Two", "Two; One")


class TestDescribeRow:
    def test_writes_every_column_of_a_row(self):
        when = datetime(2026, 6, 1, 12, tzinfo=UTC)
        words = describe_row(make_salary_band(withdrawn_at=when))
        assert words["withdrawn_at"].text.startswith("June 1, 2026")
        assert words["low"].text == "80,000"
        assert "content_fingerprint" not in words


class TestDescribeValue:
    def test_leaves_what_it_cannot_count_as_it_is(self):
        assert describe_value(SalaryBand._meta.get_field("low"), "unknown") == "unknown"
        assert describe_value(SalaryBand._meta.get_field("note"), ["one", "two"]) == "one, two"

"""Records of pay statistics."""

from tracks.choices import PayScheme, PayVariant
from tracks.importers.salary_records import (
    SALARY_STATISTICS,
    Snapshot,
    Subject,
    find_day,
    make_statistic,
    make_subject_code,
)
from tracks.models import SalaryStatistic
from tracks.shared.imports import Position


def test_a_statistic_is_keyed_by_its_cell():
    incoming = make_statistic(
        Snapshot("ai-jobs", "aijobs-2025-01-12", "2025-01-12", Position("pay.csv")),
        Subject(PayScheme.ROLE_FAMILY, "devops", "DevOps"),
        variant=PayVariant.PAIR_MIDPOINT,
        country="US",
        year=2024,
        n=3,
        percentiles={},
        level="MI",
    )
    assert incoming.key == "ai-jobs-pair-midpoint-devops-mi-us-2024"
    assert incoming.record["level"] == "MI"
    assert incoming.record["state"] == "ATTRIBUTED"


def test_the_kind_knows_every_column_but_those_of_people():
    names = {field.name for field in SalaryStatistic._meta.concrete_fields}
    left_out = {"id", "key", "content_fingerprint", "content_origin", "checked_by", "checked_at"}
    assert names - left_out == {*SALARY_STATISTICS.columns, *SALARY_STATISTICS.links}


class TestSubjectCode:
    def test_is_a_slug(self):
        assert make_subject_code("Developer, back-end") == "developer-back-end"

    def test_tells_long_names_apart(self):
        first, second = (make_subject_code(f"{'very ' * 12}long {end}") for end in "ab")
        assert first != second
        assert len(first) <= 46


def test_a_day_is_found_in_a_name():
    assert find_day("aijobs_salaries_2025-01-12.csv") == "2025-01-12"
    assert find_day("20250112.csv") == ""

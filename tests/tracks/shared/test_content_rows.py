from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certifications.importers.kinds import CLAIMS
from certifications.models import Claim
from tests.factories.certifications import make_certification
from tests.factories.tracks import make_milestone, make_salary_band, make_source, make_track
from tracks.importers.kinds import MILESTONES, SALARY_BANDS, TRACKS
from tracks.operations.content import apply_records
from tracks.shared.content_rows import (
    Incoming,
    fingerprint_record,
    normalise,
    read_record_of,
    shape_record,
)
from tracks.shared.imports import Position

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=10)
RECORDS = st.dictionaries(st.text(min_size=1, max_size=6), SCALARS | st.lists(SCALARS, max_size=3))


class TestNormalise:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (80_000, Decimal("80000.00")),
            (1.5, Decimal("1.50")),
            ("", None),
            (" text ", "text"),
            (date(2026, 1, 2), "2026-01-02"),
            ((1, 2), [1, 2]),
            ({"a": Decimal("1.0")}, {"a": 1}),
        ],
    )
    def test_makes_equal_meaning_equal(self, one: object, other: object) -> None:
        assert normalise(one) == normalise(other)

    @pytest.mark.parametrize(("one", "other"), [(None, 0), (False, 0), (None, False), ("a", "A")])
    def test_keeps_different_meaning_different(self, one: object, other: object) -> None:
        assert normalise(one) != normalise(other)


class TestFingerprintRecord:
    @given(RECORDS)
    def test_does_not_depend_on_order_or_on_fields_that_say_nothing(
        self, record: dict[str, object]
    ) -> None:
        reversed_record = dict(reversed(record.items()))
        more = {**reversed_record, "a later column": None, "another": [], "third": ""}
        assert fingerprint_record(more) == fingerprint_record(record)

    def test_tells_no_from_unknown(self) -> None:
        assert fingerprint_record({"a": False}) != fingerprint_record({"a": None})
        assert fingerprint_record({"a": 0}) != fingerprint_record({"a": None})


@pytest.mark.django_db
class TestReadRecordOf:
    def test_reads_a_row_with_its_sets_and_children(self) -> None:
        first = make_milestone(key="first")
        row = make_milestone(key="second", prerequisites=[first], resource_count=3)
        record = read_record_of(MILESTONES, row)
        assert record["prerequisites"] == ["first"]
        assert record["skills"] == []
        assert record["hours_source"] is None
        assert [one["title"] for one in record["resources"]] == [
            one.title for one in row.resources.order_by("position")
        ]

    def test_reads_children_of_children(self) -> None:
        milestones = [make_milestone() for _ in range(5)]
        record = read_record_of(TRACKS, make_track(milestones=milestones))
        assert [stage["key"] for stage in record["stages"]][:2] == ["start", "foundation"]
        assert [stage["milestones"] for stage in record["stages"]] == [
            [{"milestone": one.key, "is_optional": False}] for one in milestones
        ]
        assert record["ladder"] == []

    def test_reads_what_shaping_the_same_record_gives(self) -> None:
        record = read_record_of(SALARY_BANDS, make_salary_band())
        assert shape_record(SALARY_BANDS, {**record, "unknown to the kind": 1}) == record


@pytest.mark.django_db
class TestLinkWithinAnother:
    """An exam's code says which exam only together with the certification that it is of."""

    def load(self, code: str | None) -> Claim:
        record = {
            "key": "a-claim",
            "position": 1,
            "certification": "one",
            "exam": code,
            "source": "survey",
            "field": "PREREQUISITE",
            "text": "None.",
            "state": "ATTRIBUTED",
        }
        apply_records(records=[Incoming(CLAIMS, record, Position("a.yaml", 1))])
        return Claim.objects.get(key="a-claim")

    def test_finds_the_target_among_those_of_the_other_link(self) -> None:
        make_source(key="survey")
        make_certification(key="two", exam_codes=["EX1", "EX2"])
        one = make_certification(key="one", exam_codes=["EX1"])
        claim = self.load("EX1")
        assert claim.exam == one.exams.get()
        assert read_record_of(CLAIMS, claim)["exam"] == "EX1"

    def test_may_be_empty(self) -> None:
        make_source(key="survey")
        make_certification(key="one", exam_codes=["EX1"])
        assert self.load(None).exam is None

    def test_writes_nothing_when_the_other_link_has_no_such_target(self) -> None:
        make_source(key="survey")
        make_certification(key="two", exam_codes=["EX2"])
        make_certification(key="one", exam_codes=["EX1"])
        with pytest.raises(LookupError, match="has no exam 'EX2'"):
            self.load("EX2")
        assert not Claim.objects.exists()

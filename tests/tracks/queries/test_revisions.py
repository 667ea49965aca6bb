from decimal import Decimal

import pytest

from tests.factories.certifications import make_certification, make_claim
from tests.factories.revisions import BAND, make_revision, propose, publish
from tests.factories.tracks import make_salary_band
from tracks.operations.salaries import record_salary_band
from tracks.queries.revisions import (
    describe_step,
    find_conflicts,
    find_row,
    fingerprint_stored,
    list_field_differences,
    read_present,
    read_stored_record,
)

pytestmark = pytest.mark.django_db


def change_row(band, **values):
    for name, value in values.items():
        setattr(band, name, value)
    record_salary_band(band=band, changed=list(values), recorded_by=None)


class TestFindRow:
    def test_finds_by_key_or_not(self):
        band = make_salary_band()
        assert find_row(kind=BAND, key=band.key) == band
        assert find_row(kind=BAND, key="another") is None


class TestReadPresent:
    def test_reads_what_can_be_kept(self):
        band = make_salary_band(key="a-band")
        record = read_present(kind=BAND, key="a-band")
        assert record == read_stored_record(kind=BAND, row=band)
        assert (record["low"], record["p10"]) == ("80000", None)
        assert read_present(kind=BAND, key="another") is None

    def test_keeps_the_place_of_a_numbered_row_out_of_its_digest(self):
        claim = make_claim(certification=make_certification(), position=3)
        record = read_stored_record(kind="claim", row=claim)
        assert record["position"] == "3"
        assert fingerprint_stored(record) == fingerprint_stored({**record, "position": "4"})


class TestFindConflicts:
    def test_has_none_while_the_row_stays(self):
        assert find_conflicts(revision=make_revision()) == ()

    def test_names_what_moved(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        change_row(band, high=Decimal(111_000), note="New.")
        assert set(find_conflicts(revision=revision)) == {"high", "note"}

    def test_forgets_a_change_that_was_taken_back(self):
        band = make_salary_band()
        revision = make_revision(band=band)
        change_row(band, high=Decimal(111_000))
        change_row(band, high=Decimal(110_000))
        assert find_conflicts(revision=revision) == ()


class TestListFieldDifferences:
    def test_lists_only_what_the_change_touches(self):
        (one,) = list_field_differences(revision=make_revision(low=90_000))
        assert (one.label, one.before, one.after, one.step) == (
            "Low",
            "80,000",
            "90,000",
            "+10,000 (+12.5 %)",
        )
        assert not one.is_conflict

    def test_lists_all_fields_on_demand(self):
        fields = list_field_differences(revision=make_revision(), is_whole=True)
        assert len(fields) > 15

    def test_marks_what_draft_and_row_both_moved(self):
        band = make_salary_band()
        revision = propose(band, low=85_000, high=115_000)
        change_row(band, low=Decimal(82_000), note="New.")
        found = {one.name: one for one in list_field_differences(revision=revision)}
        assert found["low"].is_conflict
        assert found["low"].current == "82,000"
        assert (found["note"].is_changed, found["note"].is_conflict) == (False, False)
        assert not found["high"].is_moved

    def test_shows_a_decided_change_as_it_was_decided(self):
        band = make_salary_band()
        revision = publish(make_revision(band=band, low=85_000))
        publish(make_revision(band=band, low=90_000))
        (one,) = list_field_differences(revision=revision)
        assert (one.before, one.after, one.is_moved) == ("80,000", "85,000", False)


class TestDescribeStep:
    @pytest.mark.parametrize(
        ("before", "after", "words"),
        [
            ("100", "90", "-10 (-10.0 %)"),
            ("0", "5", "+5"),
            (None, "5", ""),
            ("5", "5.00", ""),
            ("word", "other", ""),
        ],
    )
    def test_counts_where_there_is_something_to_count(self, before, after, words):
        assert describe_step(before, after) == words

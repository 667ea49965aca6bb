from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.factories.progress import make_user
from tests.factories.tracks import make_salary_band
from tracks.models import SalaryBand
from tracks.operations.salaries import (
    record_salary_band,
    restore_salary_bands,
    verify_salary_bands,
    withdraw_salary_bands,
)
from tracks.shared.provenance import EvidenceState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def verified_band(**overrides):
    return make_salary_band(
        state=EvidenceState.VERIFIED, checked_by=make_user(), checked_at=NOW, **overrides
    )


class TestRecordSalaryBand:
    def test_keeps_who_did_it(self):
        curator = make_user()
        band = make_salary_band()
        band.low = Decimal(90_000)
        record_salary_band(band=band, changed=["low"], recorded_by=curator)
        newest = band.history.first()
        assert newest.history_user == curator
        assert newest.low == Decimal(90_000)

    def test_takes_verified_back_when_the_figure_changes(self):
        band = verified_band()
        band.high = Decimal(120_000)
        assert record_salary_band(band=band, changed=["high"], recorded_by=None)
        band.refresh_from_db()
        assert band.state == EvidenceState.ATTRIBUTED
        assert band.checked_by is None
        assert band.checked_at is None
        assert "verified again" in band.history.first().history_change_reason

    def test_leaves_verified_when_only_the_note_changes(self):
        band = verified_band()
        band.note = "Read again."
        assert not record_salary_band(band=band, changed=["note"], recorded_by=None)
        band.refresh_from_db()
        assert band.state == EvidenceState.VERIFIED

    def test_writes_nothing_when_a_rule_is_broken(self):
        band = make_salary_band()
        rows_of_history = band.history.count()
        band.low = Decimal(900_000)
        with pytest.raises(ValidationError, match="above the high end"):
            record_salary_band(band=band, changed=["low"], recorded_by=None)
        assert SalaryBand.objects.get(pk=band.pk).low == Decimal(80_000)
        assert band.history.count() == rows_of_history


class TestVerifySalaryBands:
    def test_marks_bands_of_others(self):
        approver, band = make_user(is_staff=True), make_salary_band()
        outcome = verify_salary_bands(bands=SalaryBand.objects.all(), checked_by=approver, now=NOW)
        band.refresh_from_db()
        assert (outcome.verified, outcome.refusals) == (1, ())
        assert (band.state, band.checked_by, band.checked_at) == (
            EvidenceState.VERIFIED,
            approver,
            NOW,
        )

    def test_refuses_a_band_that_the_same_person_changed(self):
        curator, band = make_user(is_staff=True), make_salary_band()
        make_user(is_staff=True)
        record_salary_band(band=band, changed=["low"], recorded_by=curator)
        outcome = verify_salary_bands(bands=SalaryBand.objects.all(), checked_by=curator, now=NOW)
        band.refresh_from_db()
        assert outcome.verified == 0
        assert "last changed by you" in outcome.refusals[0]
        assert band.state == EvidenceState.UNSOURCED

    def test_lets_a_curator_without_colleagues_check_alone_and_says_so(self):
        curator, band = make_user(is_staff=True), make_salary_band()
        record_salary_band(band=band, changed=["low"], recorded_by=curator)
        outcome = verify_salary_bands(bands=SalaryBand.objects.all(), checked_by=curator, now=NOW)
        assert outcome.verified == 1
        assert "no second curator" in band.history.first().history_change_reason

    def test_refuses_a_band_without_a_date(self):
        make_salary_band(as_of="")
        outcome = verify_salary_bands(
            bands=SalaryBand.objects.all(), checked_by=make_user(), now=NOW
        )
        assert outcome.verified == 0
        assert "no as-of date" in outcome.refusals[0]

    def test_leaves_a_verified_band_as_it_is(self):
        band = verified_band()
        first = band.checked_by
        outcome = verify_salary_bands(
            bands=SalaryBand.objects.all(), checked_by=make_user(), now=NOW
        )
        band.refresh_from_db()
        assert (outcome.verified, outcome.refusals) == (0, ())
        assert band.checked_by == first


class TestWithdrawSalaryBands:
    def test_keeps_the_row_and_skips_what_is_withdrawn(self):
        curator, band = make_user(), make_salary_band()
        make_salary_band(withdrawn_at=NOW)
        count = withdraw_salary_bands(bands=SalaryBand.objects.all(), withdrawn_by=curator, now=NOW)
        band.refresh_from_db()
        assert count == 1
        assert band.withdrawn_at == NOW
        assert band.history.first().history_change_reason == "Withdrawn."


class TestRestoreSalaryBands:
    def test_brings_back_and_skips_what_is_in_use(self):
        band = make_salary_band(withdrawn_at=NOW)
        make_salary_band()
        count = restore_salary_bands(bands=SalaryBand.objects.all(), restored_by=make_user())
        band.refresh_from_db()
        assert count == 1
        assert band.withdrawn_at is None

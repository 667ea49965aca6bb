from datetime import timedelta

import pytest

from progress.choices import JobState
from progress.models import Learner, Projection
from progress.operations.projections import record_projection_request
from progress.queries.projections import (
    find_latest_projection,
    find_previous_projection,
    get_projection_status,
    read_result,
)
from tests.factories.progress import (
    NOW,
    TODAY,
    make_log_entry,
    make_projectable_enrolment,
    make_projection,
)
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db


def get_status(row):
    return get_projection_status(enrolment=row.enrolment, today=TODAY)


class TestGetProjectionStatus:
    def test_starts_with_nothing(self):
        enrolment = make_projectable_enrolment()

        status = get_projection_status(enrolment=enrolment, today=TODAY)

        assert (status.latest, status.result, status.pending, status.failed) == (None,) * 4
        assert status.is_stale
        assert status.current_fingerprint is not None

    def test_shows_a_pending_request(self):
        enrolment = make_projectable_enrolment()
        row = record_projection_request(enrolment=enrolment, today=TODAY).projection

        assert get_status(row).pending == row

    def test_is_fresh_once_worked_out(self):
        row = make_projection()

        status = get_status(row)

        assert (status.latest, status.is_stale, status.pending) == (row, False, None)
        assert status.result is not None
        assert status.result.track_key == row.enrolment.track.key

    def test_becomes_stale_when_a_pay_band_changes_by_a_dollar(self):
        row = make_projection()
        band = SalaryBand.objects.filter(track=row.enrolment.track, rung=4).get()
        band.high += 1
        band.save()

        assert get_status(row).is_stale

    def test_stays_fresh_when_only_the_papers_change(self):
        row = make_projection()
        SalaryBand.objects.filter(track=row.enrolment.track).update(note="Read again.")

        assert not get_status(row).is_stale

    def test_knows_no_fingerprint_while_something_is_missing(self):
        row = make_projection()
        Learner.objects.update(current_pay=None)

        status = get_status(row)

        assert (status.current_fingerprint, status.is_stale) == (None, True)

    def test_tells_a_failure_only_while_it_is_the_newest(self):
        row = make_projection()
        make_log_entry(user=row.enrolment.user)
        newer = record_projection_request(enrolment=row.enrolment, today=TODAY).projection
        Projection.objects.filter(pk=newer.pk).update(job_state=JobState.FAILED)
        assert get_status(row).failed == newer

        Projection.objects.filter(pk=newer.pk).update(requested_at=NOW - timedelta(days=900))

        assert get_status(row).failed is None
        assert get_status(row).latest == row

    def test_has_no_result_of_another_shape(self):
        row = make_projection()
        Projection.objects.filter(pk=row.pk).update(result={"value": 1})

        status = get_status(row)

        assert (status.latest, status.result) == (row, None)


class TestFindPreviousProjection:
    def test_is_the_finished_one_before(self):
        first = make_projection()
        make_log_entry(user=first.enrolment.user)
        second = make_projection(enrolment=first.enrolment)
        make_projection()

        assert find_previous_projection(projection=second) == first
        assert find_previous_projection(projection=first) is None
        assert find_latest_projection(enrolment=first.enrolment) == second


class TestReadResult:
    def test_is_nothing_before_the_result_is_there(self):
        assert read_result(Projection()) is None

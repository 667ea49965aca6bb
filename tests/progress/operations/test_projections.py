from datetime import timedelta

import pytest

from progress.choices import JobState
from progress.models import Projection
from progress.operations.learners import override_assumptions, save_circumstances
from progress.operations.projections import (
    InputsMissing,
    compute_projection,
    record_projection_request,
)
from progress.queries.projections import get_projection_status
from progress.roi.draws import MODEL_VERSION
from tests.factories.progress import (
    NOW,
    TODAY,
    make_projectable_enrolment,
    make_projection,
)
from tracks.shared.job_rows import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db


class TestRecordProjectionRequest:
    def test_writes_one_queued_row_with_its_papers(self):
        enrolment = make_projectable_enrolment()

        requested = record_projection_request(enrolment=enrolment, today=TODAY)

        row = requested.projection
        assert requested.is_new
        assert (row.job_state, row.model_version) == (JobState.QUEUED, MODEL_VERSION)
        assert row.requested_by == enrolment.user
        assert row.inputs["current_pay_usd_per_year"] == 52_000
        assert {paper["figure"] for paper in row.sources} == {
            "Pay, junior",
            "Pay, mid-level",
            "Pay, senior",
            "Pay, architect",
        }

    def test_returns_the_unfinished_row_for_the_same_inputs(self):
        enrolment = make_projectable_enrolment()
        first = record_projection_request(enrolment=enrolment, today=TODAY)

        second = record_projection_request(enrolment=enrolment, today=TODAY)

        assert second.projection == first.projection
        assert not second.is_new

    def test_returns_the_finished_row_while_nothing_changed(self):
        row = make_projection()

        again = record_projection_request(enrolment=row.enrolment, today=TODAY)

        assert (again.projection, again.is_new) == (row, False)

    def test_writes_a_new_row_when_an_assumption_changed(self):
        row = make_projection()
        override_assumptions(
            user=row.enrolment.user,
            track_key=row.enrolment.track.key,
            changes={"tax_rate": 0.1},
        )

        again = record_projection_request(enrolment=row.enrolment, today=TODAY)

        assert again.is_new
        assert again.projection.fingerprint != row.fingerprint

    def test_names_what_is_missing_and_writes_nothing(self):
        enrolment = make_projectable_enrolment(current_pay=None, country="")

        with pytest.raises(InputsMissing) as refused:
            record_projection_request(enrolment=enrolment, today=TODAY)

        assert [one.field for one in refused.value.missing] == ["current_pay", "country"]
        assert not Projection.objects.exists()


class TestComputeProjection:
    def test_stores_the_result_once(self):
        row = make_projection()

        assert (row.job_state, row.attempts) == (JobState.READY, 1)
        assert row.result["value"]["p10_usd"] <= row.result["value"]["p90_usd"]
        assert compute_projection(pk=row.pk) is None
        row.refresh_from_db()
        assert row.attempts == 1

    def test_gives_the_same_result_for_the_same_inputs(self):
        first = make_projection()
        other = record_projection_request(
            enrolment=make_projectable_enrolment(), today=TODAY
        ).projection
        Projection.objects.filter(pk=other.pk).update(inputs=first.inputs)

        compute_projection(pk=other.pk)

        other.refresh_from_db()
        assert other.result == first.result

    def test_fails_with_words_when_stored_inputs_cannot_be_read(self):
        row = record_projection_request(
            enrolment=make_projectable_enrolment(), today=TODAY
        ).projection
        Projection.objects.filter(pk=row.pk).update(inputs={**row.inputs, "luck": 1})

        assert compute_projection(pk=row.pk) == JobState.FAILED

        row.refresh_from_db()
        assert "could not be worked out" in row.error_public
        assert "luck" in row.error_operator

    def test_gives_up_after_the_last_attempt(self):
        row = record_projection_request(
            enrolment=make_projectable_enrolment(), today=TODAY
        ).projection
        Projection.objects.filter(pk=row.pk).update(attempts=MAX_ATTEMPTS)

        assert compute_projection(pk=row.pk) is None

        row.refresh_from_db()
        assert row.job_state == JobState.FAILED
        status = get_projection_status(enrolment=row.enrolment, today=TODAY)
        assert (status.failed, status.latest) == (row, None)

    def test_stops_when_the_learner_changed_the_answers_meanwhile(self):
        row = make_projection()
        save_circumstances(user=row.enrolment.user, now=NOW + timedelta(days=1), hours_per_week=12)

        status = get_projection_status(enrolment=row.enrolment, today=TODAY)

        assert status.is_stale
        assert status.latest == row

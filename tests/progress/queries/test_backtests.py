from datetime import timedelta

import pytest

from progress.choices import MilestoneStatus
from progress.models import Projection
from progress.operations.milestones import set_milestone_status
from progress.queries.backtests import CASES_LEAST, get_prediction_record
from progress.roi.backtests import find_within_share
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_projectable_enrolment,
    make_projection,
)

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365.25)


def make_old_projection(*, years=1.1, enrolment=None):
    """A projection made some years before NOW."""
    row = make_projection(enrolment=enrolment or make_projectable_enrolment())
    at = NOW - years * YEAR
    Projection.objects.filter(pk=row.pk).update(requested_at=at)
    row.refresh_from_db()
    return row


def finish_all(enrolment, *, now):
    finish_milestones(enrolment, list_milestones(enrolment), now=now)


def record():
    return get_prediction_record(now=NOW)


class TestGetPredictionRecord:
    def test_is_empty_and_says_so_at_the_beginning(self):
        found = record()

        assert found.backtest.case_count == 0
        assert found.first_due is None
        assert not found.is_enough

    def test_waits_a_year_for_a_prediction(self):
        row = make_old_projection(years=0.5)

        found = record()

        assert (found.backtest.case_count, found.waiting_count) == (0, 1)
        assert found.first_due == row.requested_at + YEAR

    def test_holds_what_was_told_for_the_year_against_the_finish(self):
        row = make_old_projection(years=2.2)
        finish_all(row.enrolment, now=row.requested_at + 1.5 * YEAR)

        [one] = record().backtest.bins

        assert one.predicted_share == pytest.approx(row.result["finish"]["by_year_shares"][1])
        assert one.observed_share == 1

    def test_a_finish_after_the_year_came_too_late(self):
        row = make_old_projection(years=1.9)
        finish_all(row.enrolment, now=row.requested_at + 1.5 * YEAR)

        assert record().backtest.happened_count == 0

    def test_one_open_milestone_is_no_finish_and_a_skipped_one_does_not_count(self):
        open_one, skipping = make_old_projection(), make_old_projection()
        for row in (open_one, skipping):
            *most, last = list_milestones(row.enrolment)
            finish_milestones(row.enrolment, most, now=row.requested_at + 0.5 * YEAR)
        set_milestone_status(
            enrolment=skipping.enrolment,
            milestone=last,
            status=MilestoneStatus.SKIPPED,
            now=skipping.requested_at,
        )

        assert record().backtest.happened_count == 1

    def test_does_not_ask_for_what_lies_below_the_own_rung(self):
        row = make_old_projection(enrolment=make_projectable_enrolment(current_rung=2))
        ahead = [
            one
            for one in list_milestones(row.enrolment)
            if one.release_placements.get().stage.rung > 2
        ]
        finish_milestones(row.enrolment, ahead, now=row.requested_at + 0.5 * YEAR)

        assert record().backtest.happened_count == 1

    def test_expects_of_early_finishes_what_was_told_of_them(self):
        row = make_old_projection()
        finish_all(row.enrolment, now=row.requested_at + 0.5 * YEAR)
        told = row.result["finish"]

        found = record().backtest

        assert found.covered_count == 1
        assert found.expected_coverage_share == find_within_share(
            told_by_now=told["by_year_shares"][0], told_ever=told["share"]
        )

    def test_counts_only_the_first_projection_of_an_enrolment(self):
        enrolment = make_projectable_enrolment()
        first = make_old_projection(years=2, enrolment=enrolment)
        Projection.objects.create(
            **{
                name: getattr(first, name)
                for name in ("enrolment", "requested_by", "model_version", "inputs", "result")
            },
            fingerprint="another",
            job_state=first.job_state,
        )

        found = record()

        assert (found.backtest.case_count, found.waiting_count) == (1, 0)

    def test_leaves_out_what_was_finished_before(self):
        enrolment = make_projectable_enrolment()
        row = make_old_projection(enrolment=enrolment)
        finish_all(enrolment, now=row.requested_at - YEAR)

        assert record().backtest.case_count == 0

    def test_takes_a_bounded_number_of_queries(self, django_assert_max_num_queries):
        for _ in range(CASES_LEAST):
            make_old_projection()

        with django_assert_max_num_queries(6):
            found = record()

        assert found.is_enough

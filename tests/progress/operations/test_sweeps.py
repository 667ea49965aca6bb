from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from config.celery import app
from progress.choices import EnrolmentState, JobState
from progress.models import CareerPlan, Projection
from progress.operations.learners import save_circumstances
from progress.operations.projections import record_projection_request
from progress.operations.sweeps import list_adrift_jobs, list_stale_enrolments, record_refresh
from progress.tasks import (
    compute_projection_task,
    refresh_after_changed_figures_task,
    refresh_stale_projections_task,
    render_career_plan_task,
    resend_adrift_jobs_task,
)
from tests.factories.certifications import make_claim
from tests.factories.progress import (
    NOW,
    TODAY,
    make_career_plan,
    make_enrolment,
    make_learner,
    make_paid_track,
    make_projectable_enrolment,
    make_projection,
)
from tracks.models import SalaryBand
from tracks.shared.job_rows import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db

HALF_A_MINUTE = timedelta(seconds=30)


def request():
    """Make a projection that waits for a worker."""
    return record_projection_request(enrolment=make_projectable_enrolment(), today=TODAY).projection


def update(row, **columns):
    type(row).objects.filter(pk=row.pk).update(**columns)


def since(**ago):
    # The database's clock decides what is adrift, so these times are real.
    return timezone.now() - timedelta(**ago)


def list_adrift():
    adrift = list_adrift_jobs(queued_for=HALF_A_MINUTE)
    return adrift.projections, adrift.career_plans


@pytest.fixture
def seen_user():
    """Somebody who signed in at the stopped clock's now."""
    learner = make_learner()
    update(learner.user, last_login=NOW)
    return learner.user


@pytest.fixture
def projection(seen_user):
    """A finished projection of somebody who was here just now."""
    return make_projection(enrolment=make_enrolment(user=seen_user, track=make_paid_track()))


@pytest.fixture
def worker():
    """Let tasks run where they are sent, as a worker would run them."""
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)


def count_ready():
    return Projection.objects.filter(job_state=JobState.READY).count()


def raise_pay(track=None):
    """Change the lowest band of a track, of the only one unless told, as a curator does."""
    rows = SalaryBand.objects.filter(rung=1)
    band = rows.get(track=track) if track else rows.get()
    band.low += 1000
    band.save()


class TestListAdriftJobs:
    def test_is_empty_without_jobs(self):
        assert list_adrift() == ((), ())

    def test_holds_what_is_queued_too_long(self):
        row, plan = request(), make_career_plan()
        update(row, requested_at=since(seconds=31))
        update(plan, requested_at=since(days=1))

        assert list_adrift() == ((row.pk,), (plan.pk,))

    def test_leaves_out_what_was_just_queued(self):
        update(request(), requested_at=since(seconds=5))
        update(make_career_plan(), requested_at=since(seconds=5))

        assert list_adrift() == ((), ())

    def test_holds_what_a_worker_left_behind(self):
        row, plan = request(), make_career_plan()
        assert Projection.objects.claim(row.pk)
        assert CareerPlan.objects.claim(plan.pk)
        for job in (row, plan):
            update(job, lease_until=since(seconds=1))

        assert list_adrift() == ((row.pk,), (plan.pk,))

    def test_leaves_out_what_a_worker_holds_however_old_it_is(self):
        row = request()
        update(row, requested_at=since(days=1))
        assert Projection.objects.claim(row.pk)

        assert list_adrift() == ((), ())

    @pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
    def test_leaves_out_what_has_ended_without_a_result(self, state):
        update(request(), job_state=state, requested_at=since(days=1))
        update(make_career_plan(), job_state=state, requested_at=since(days=1))

        assert list_adrift() == ((), ())

    def test_leaves_out_what_is_ready(self):
        update(make_projection(), requested_at=since(days=1))

        assert list_adrift() == ((), ())


class TestListStaleEnrolments:
    def test_holds_learners_of_the_last_thirty_days_with_a_projection(self, projection):
        for now, expected in (
            (NOW + timedelta(days=30), [projection.enrolment]),
            (NOW + timedelta(days=30, seconds=1), []),
        ):
            assert list(list_stale_enrolments(now=now)) == expected

    def test_leaves_out_who_never_signed_in(self):
        make_projection()

        assert list(list_stale_enrolments(now=NOW)) == []

    def test_leaves_out_a_track_that_rests(self, projection):
        enrolment = projection.enrolment
        enrolment.state = EnrolmentState.DORMANT
        enrolment.save()

        assert list(list_stale_enrolments(now=NOW)) == []

    def test_leaves_out_who_never_asked_for_a_projection(self, seen_user):
        make_enrolment(user=seen_user)

        assert list(list_stale_enrolments(now=NOW)) == []

    def test_holds_an_enrolment_with_two_projections_once(self, projection):
        save_circumstances(user=projection.enrolment.user, now=NOW, hours_per_week=Decimal(9))
        make_projection(enrolment=projection.enrolment)

        assert list(list_stale_enrolments(now=NOW)) == [projection.enrolment]

    def test_brings_track_release_and_learner_in_one_query(
        self, projection, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            [enrolment] = list_stale_enrolments(now=NOW)
            assert enrolment.track.name
            assert enrolment.release.number == 1
            assert enrolment.user.email


class TestRecordRefresh:
    def test_writes_nothing_while_the_latest_is_true(self, projection):
        assert record_refresh(enrolment=projection.enrolment, today=TODAY) is None
        assert list(Projection.objects.all()) == [projection]

    def test_writes_one_request_when_a_band_changed(self, projection):
        raise_pay()

        pk = record_refresh(enrolment=projection.enrolment, today=TODAY)

        row = Projection.objects.get(pk=pk)
        assert (row.enrolment, row.job_state) == (projection.enrolment, JobState.QUEUED)
        assert row.fingerprint != projection.fingerprint
        # The next sweep finds the request under way.
        assert record_refresh(enrolment=projection.enrolment, today=TODAY) is None
        assert Projection.objects.count() == 2

    def test_writes_nothing_when_something_is_missing_now(self, projection):
        SalaryBand.objects.filter(rung=1).update(withdrawn_at=NOW)

        assert record_refresh(enrolment=projection.enrolment, today=TODAY) is None
        assert list(Projection.objects.all()) == [projection]


class TestComputeProjectionTask:
    def test_may_be_delivered_twice(self):
        row = request()

        compute_projection_task(row.pk)
        compute_projection_task(row.pk)

        row.refresh_from_db()
        assert (row.job_state, row.attempts) == (JobState.READY, 1)

    def test_leaves_a_job_to_the_worker_that_holds_it(self):
        row = request()
        token = Projection.objects.claim(row.pk)

        compute_projection_task(row.pk)

        row.refresh_from_db()
        assert (row.job_state, row.lease_token, row.attempts) == (JobState.RUNNING, token, 1)


class TestResendAdriftJobsTask:
    def test_has_lost_work_done(self, worker):
        row = request()
        update(row, requested_at=since(minutes=1))

        resend_adrift_jobs_task()

        row.refresh_from_db()
        assert row.job_state == JobState.READY

    def test_leaves_recent_work_to_its_own_message(self, worker):
        row = request()

        resend_adrift_jobs_task()

        row.refresh_from_db()
        assert row.job_state == JobState.QUEUED

    def test_ends_a_plan_that_was_tried_too_often(self, worker):
        plan = make_career_plan(attempts=MAX_ATTEMPTS, job_state=JobState.RUNNING)
        update(plan, lease_until=since(minutes=1))

        resend_adrift_jobs_task()

        plan.refresh_from_db()
        assert plan.job_state == JobState.FAILED
        assert "did not work" in plan.error_public
        # It has ended, so nobody sends it again; a late message does no harm.
        assert list_adrift() == ((), ())
        render_career_plan_task(plan.pk)
        assert CareerPlan.objects.get(pk=plan.pk).attempts == MAX_ATTEMPTS


class TestRefreshStaleProjectionsTask:
    def test_works_out_only_what_changed(self, projection, worker, clock):
        other = make_projectable_enrolment()
        update(other.user, last_login=NOW)
        make_projection(enrolment=other)
        raise_pay(projection.enrolment.track)

        refresh_stale_projections_task()

        assert Projection.objects.filter(enrolment=other).count() == 1
        _, fresh = Projection.objects.filter(enrolment=projection.enrolment).order_by("pk")
        assert fresh.job_state == JobState.READY
        assert fresh.inputs["rungs"][0]["band"]["low_usd_per_year"] == 81_000

    def test_goes_on_past_a_learner_whose_inputs_are_missing(self, projection, worker, clock):
        # The enrolment with the lower number comes first and has nothing to be worked out from.
        SalaryBand.objects.filter(track=projection.enrolment.track, rung=1).update(withdrawn_at=NOW)
        later = make_projectable_enrolment()
        update(later.user, last_login=NOW)
        make_projection(enrolment=later)
        raise_pay(later.track)

        refresh_stale_projections_task()

        assert Projection.objects.filter(enrolment=projection.enrolment).count() == 1
        assert Projection.objects.filter(enrolment=later).count() == 2


class TestRefreshAfterChangedFiguresTask:
    def test_sweeps_once_for_each_change(self, projection, worker, clock):
        refresh_after_changed_figures_task()
        assert count_ready() == 1

        raise_pay()
        refresh_after_changed_figures_task()
        assert count_ready() == 2

        # Stale for another reason: no figure was changed, so nobody looks.
        save_circumstances(user=projection.enrolment.user, now=NOW, hours_per_week=Decimal(9))
        refresh_after_changed_figures_task()
        assert count_ready() == 2

        make_claim()
        refresh_after_changed_figures_task()
        assert count_ready() == 3

    def test_does_nothing_twice_when_the_stamp_was_lost(self, projection, worker, clock):
        raise_pay()
        refresh_after_changed_figures_task()
        cache.clear()

        refresh_after_changed_figures_task()

        assert count_ready() == Projection.objects.count() == 2

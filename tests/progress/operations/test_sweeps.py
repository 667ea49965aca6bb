from datetime import timedelta

import pytest
from django.utils import timezone

from config.celery import app
from progress.choices import JobState
from progress.models import CareerPlan, Projection, SweepChunk, SweepRun
from progress.operations.projections import record_projection_request
from progress.operations.sweeps import list_adrift_jobs
from progress.tasks import (
    compute_projection_task,
    render_career_plan_task,
    resend_adrift_jobs_task,
)
from tests.factories.progress import (
    TODAY,
    make_career_plan,
    make_projectable_enrolment,
    make_projection,
)
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
def worker():
    """Let tasks run where they are sent, as a worker would run them."""
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)


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


class TestAdriftChunks:
    """Chunks of one run send each other, so that a waiting one is lost only with all of them."""

    @pytest.fixture
    def chunks(self):
        run = SweepRun.objects.create(fingerprint="a")
        return SweepChunk.objects.bulk_create(
            SweepChunk(
                run=run,
                fingerprint=str(place),
                first_enrolment=place,
                last_enrolment=place,
                requested_at=since(hours=1),
            )
            for place in range(6)
        )

    def list_chunks(self):
        return list_adrift_jobs(queued_for=HALF_A_MINUTE).sweep_chunks

    def test_are_the_next_few_of_a_run_in_which_nothing_goes_on(self, chunks):
        update(chunks[0], job_state=JobState.READY, finished_at=since(minutes=2))

        assert self.list_chunks() == tuple(one.pk for one in chunks[1:5])

    def test_are_none_while_a_worker_holds_one(self, chunks):
        assert SweepChunk.objects.claim(chunks[0].pk)
        update(chunks[0], started_at=since(minutes=2))

        assert self.list_chunks() == ()

    def test_are_none_just_after_one_has_ended(self, chunks):
        update(
            chunks[0],
            job_state=JobState.READY,
            started_at=since(minutes=2),
            finished_at=since(seconds=5),
        )

        assert self.list_chunks() == ()

    def test_are_those_whose_worker_died_although_others_go_on(self, chunks):
        for one in chunks[:2]:
            assert SweepChunk.objects.claim(one.pk)
        update(chunks[1], lease_until=since(seconds=1))

        assert self.list_chunks() == (chunks[1].pk,)

    def test_are_those_of_one_run_although_another_goes_on(self, chunks):
        other = SweepRun.objects.create(fingerprint="b", is_whole=True)
        update(chunks[0], run=other)
        assert SweepChunk.objects.claim(chunks[0].pk)

        assert self.list_chunks() == tuple(one.pk for one in chunks[1:5])


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

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.models import User
from config.celery import app
from progress.choices import EnrolmentState, JobState
from progress.models import Enrolment, Projection, ProjectionSummary, SweepChunk, SweepRun
from progress.operations.learners import save_circumstances
from progress.operations.summaries import refresh_summaries
from progress.operations.sweep_runs import (
    SweepUnderWay,
    list_waiting_chunks,
    plan_sweep,
    retry_run,
    run_chunk,
    settle_run,
)
from progress.roi.batch import project_many
from progress.tasks import (
    resend_adrift_jobs_task,
    sweep_changed_figures_task,
    sweep_chunk_task,
    sweep_everybody_task,
)
from tests.factories.progress import (
    NOW,
    TODAY,
    make_enrolment,
    make_learner,
    make_paid_track,
    make_projection,
)
from tracks.models import SalaryBand
from tracks.shared.job_rows import MAX_ATTEMPTS, LeaseLost

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Five learners of one track who were here just now and have figures."""
    track = make_paid_track()
    enrolments = []
    for pay in range(50_000, 55_000, 1_000):
        user = make_learner(current_pay=Decimal(pay)).user
        type(user).objects.filter(pk=user.pk).update(last_login=NOW)
        enrolments.append(make_enrolment(user=user, track=track))
    refresh_summaries(enrolments=enrolments, today=TODAY)
    return enrolments


@pytest.fixture
def worker():
    """Let tasks run where they are sent, as a worker would run them."""
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)


def raise_pay():
    """Change the lowest band as a curator does."""
    band = SalaryBand.objects.get(rung=1)
    band.low += 1000
    band.save()


def plan(*, is_whole=False, now=NOW, chunk_size=2):
    return plan_sweep(is_whole=is_whole, now=now, today=TODAY, chunk_size=chunk_size)


def run(pk):
    return run_chunk(pk=pk, now=NOW, today=TODAY)


def list_fingerprints():
    return set(ProjectionSummary.objects.values_list("version__fingerprint", flat=True))


class TestPlanSweep:
    def test_writes_nothing_while_nothing_is_stale(self, people):
        assert plan() is None
        assert not SweepRun.objects.exists()

    def test_divides_stale_rows_into_ranges_and_says_what_changed(self, people):
        raise_pay()

        planned = plan()

        row = planned.run
        assert (row.row_count, row.progress_of, row.context_count) == (5, 3, 1)
        track = people[0].track
        assert row.reason == (
            f"the {track.name} junior band of 2024 changed from $80,000–$110,000 to"
            " $81,000–$110,000 (US)"
        )
        assert row.subjects == [f"band 1 {track.pk} US"]
        ranges = SweepChunk.objects.order_by("pk").values_list("first_enrolment", "last_enrolment")
        pks = [one.pk for one in people]
        assert list(ranges) == [(pks[0], pks[1]), (pks[2], pks[3]), (pks[4], pks[4])]

    def test_touches_no_learner_and_one_row_a_context(self, people):
        raise_pay()
        before = list(ProjectionSummary.objects.order_by("pk").values())

        plan()

        assert list(ProjectionSummary.objects.order_by("pk").values()) == before

    def test_looks_only_for_learners_of_the_last_thirty_days(self, people):
        raise_pay()

        assert plan(now=NOW + timedelta(days=30, seconds=1)) is None
        assert plan(now=NOW + timedelta(days=30)).run.row_count == 5

    def test_leaves_out_a_track_that_rests(self, people):
        raise_pay()
        Enrolment.objects.filter(pk=people[0].pk).update(state=EnrolmentState.DORMANT)

        assert plan().run.row_count == 4

    def test_refuses_a_second_run_and_moves_the_contexts_all_the_same(self, people):
        raise_pay()
        planned = plan()
        raise_pay()

        with pytest.raises(SweepUnderWay):
            plan()

        assert SweepRun.objects.get() == planned.run
        for pk in planned.chunks:
            run(pk)
        # The chunks read today's figures, so nothing is stale although the plan was older.
        assert plan() is None

    def test_a_whole_sweep_takes_everybody_and_may_run_beside_the_other(self, people):
        raise_pay()
        plan()

        assert plan(is_whole=True).run.row_count == 5


class TestRunChunk:
    def test_brings_its_range_up_to_date_and_counts(self, people):
        before = list_fingerprints()
        raise_pay()
        planned = plan()

        assert run(planned.chunks[0]) == JobState.READY

        planned.run.refresh_from_db()
        assert (planned.run.job_state, planned.run.progress_step) == (JobState.RUNNING, 1)
        assert (planned.run.looked_at_count, planned.run.written_count) == (2, 2)
        assert len(list_fingerprints() - before) == 1
        changed = ProjectionSummary.objects.exclude(version__fingerprint__in=before)
        assert {row.pk for row in changed} == {people[0].pk, people[1].pk}

    def test_the_run_begins_with_its_first_chunk(self, people, monkeypatch):
        raise_pay()
        planned = plan()
        seen = []

        def look_meanwhile(*args, **options):
            seen.append(SweepRun.objects.get())
            return project_many(*args, **options)

        monkeypatch.setattr("progress.operations.summaries.project_many", look_meanwhile)
        run(planned.chunks[0])
        run(planned.chunks[1])

        planned.run.refresh_from_db()
        assert (planned.run.job_state, seen[0].job_state) == (JobState.RUNNING, JobState.RUNNING)
        assert planned.run.started_at == seen[0].started_at is not None

    def test_waits_until_a_worker_takes_a_chunk(self, people):
        raise_pay()
        planned = plan()

        settle_run(pk=planned.run.pk)

        planned.run.refresh_from_db()
        assert (planned.run.job_state, planned.run.started_at) == (JobState.QUEUED, None)

    def test_ends_the_run_with_its_last_chunk(self, people):
        raise_pay()
        planned = plan()

        for pk in planned.chunks:
            run(pk)

        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.READY
        assert (planned.run.written_count, planned.run.progress_percent) == (5, 100)
        assert plan() is None

    def test_done_twice_changes_nothing(self, people):
        raise_pay()
        planned = plan()
        run(planned.chunks[0])
        before = list(ProjectionSummary.objects.order_by("pk").values())

        assert run(planned.chunks[0]) is None

        assert list(ProjectionSummary.objects.order_by("pk").values()) == before

    def test_goes_on_after_a_worker_was_killed(self, people):
        raise_pay()
        planned = plan()
        assert SweepChunk.objects.claim(planned.chunks[0])
        # Killed in the middle: half of its rows were written, the lease is held.
        refresh_summaries(enrolments=people[:1], today=TODAY)
        assert run(planned.chunks[0]) is None

        SweepChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

        assert run(planned.chunks[0]) == JobState.READY
        chunk = SweepChunk.objects.get(pk=planned.chunks[0])
        # Only the row that was left was worked out: nothing twice.
        assert (chunk.attempts, chunk.written_count) == (2, 1)

    def test_counts_what_a_killed_worker_had_stored(self, people, monkeypatch):
        monkeypatch.setattr("progress.operations.sweep_runs._BATCH_SIZE", 2)
        raise_pay()
        planned = plan(chunk_size=5)
        calls = []

        def die_in_the_second_batch(*args, **options):
            calls.append(options)
            if len(calls) == 2:
                raise SystemExit
            return project_many(*args, **options)

        with monkeypatch.context() as patch:
            patch.setattr("progress.operations.summaries.project_many", die_in_the_second_batch)
            with pytest.raises(SystemExit):
                run(planned.chunks[0])
        SweepChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

        assert run(planned.chunks[0]) == JobState.READY

        planned.run.refresh_from_db()
        assert (planned.run.looked_at_count, planned.run.written_count) == (5, 5)

    def test_a_whole_sweep_counts_nobody_twice(self, people, monkeypatch):
        planned = plan(is_whole=True, chunk_size=5)
        token = SweepChunk.objects.claim(planned.chunks[0])
        SweepChunk.objects.advance(planned.chunks[0], token, looked_at_count=2, written_count=2)
        SweepChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

        run(planned.chunks[0])

        planned.run.refresh_from_db()
        assert (planned.run.looked_at_count, planned.run.written_count) == (5, 2)

    def test_stops_when_another_worker_took_the_chunk_over(self, people, monkeypatch):
        raise_pay()
        planned = plan(chunk_size=5)

        def be_late(*args, **options):
            SweepChunk.objects.update(lease_token="another")
            return project_many(*args, **options)

        monkeypatch.setattr("progress.operations.summaries.project_many", be_late)

        with pytest.raises(LeaseLost):
            run(planned.chunks[0])

        assert SweepChunk.objects.get().job_state == JobState.RUNNING

    def test_leaves_the_database_as_a_reader_would(self, people):
        raise_pay()
        planned = plan()
        for pk in planned.chunks:
            run(pk)

        assert refresh_summaries(enrolments=people, today=TODAY).written == frozenset()

    def test_goes_past_a_learner_whose_inputs_are_missing(self, people):
        save_circumstances(user=people[0].user, now=NOW, current_pay=None)
        raise_pay()

        for pk in plan().chunks:
            run(pk)

        assert ProjectionSummary.objects.count() == 4
        assert plan() is None

    def test_a_whole_sweep_writes_only_what_is_different(self, people):
        save_circumstances(user=people[0].user, now=NOW, hours_per_week=Decimal(9))
        planned = plan(is_whole=True, chunk_size=10)

        run(planned.chunks[0])

        planned.run.refresh_from_db()
        assert (planned.run.looked_at_count, planned.run.written_count) == (5, 1)


class TestReasons:
    def test_names_a_newer_engine_where_no_figure_differs(self, people, monkeypatch):
        monkeypatch.setattr("progress.roi.context_fingerprints.ENGINE_ID", "batch-next")

        run = plan().run

        assert (run.reason, run.subjects) == ("figures are worked out by a newer version", [])

    def test_says_again_what_a_sweep_did_not_get_round_to(self, people):
        raise_pay()
        first = plan(chunk_size=2)
        run(first.chunks[0])
        SweepRun.objects.update(job_state=JobState.CANCELLED)

        second = plan(chunk_size=2)

        assert (second.run.reason, second.run.row_count) == (first.run.reason, 3)
        assert second.run.context_count == 0


class TestPassingFaults:
    @pytest.fixture
    def planned(self, people):
        raise_pay()
        return plan(chunk_size=10)

    def test_a_busy_database_gives_the_chunk_back(self, people, planned):
        def refuse(execute, sql, params, many, context):
            if sql.startswith("INSERT INTO") and "projectionsummary" in sql:
                raise OperationalError("database is locked")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
            run(planned.chunks[0])

        chunk = SweepChunk.objects.get()
        assert (chunk.job_state, chunk.attempts, chunk.written_count) == (JobState.QUEUED, 1, 0)
        assert run(planned.chunks[0]) == JobState.READY
        assert refresh_summaries(enrolments=people, today=TODAY).written == frozenset()

    @pytest.mark.django_db(transaction=True)
    def test_goes_past_a_learner_who_leaves_meanwhile(self, people, planned, monkeypatch):
        def leave_meanwhile(*args, **options):
            User.objects.filter(pk=people[0].user_id).delete()
            return project_many(*args, **options)

        monkeypatch.setattr("progress.operations.summaries.project_many", leave_meanwhile)

        assert run(planned.chunks[0]) == JobState.READY

        assert refresh_summaries(enrolments=people[1:], today=TODAY).written == frozenset()

    def test_another_fault_fails_it_with_the_reason(self, planned, monkeypatch):
        def break_down(inputs, *, draw_count):
            raise FloatingPointError("no futures")

        monkeypatch.setattr("progress.operations.summaries.project_many", break_down)

        with pytest.raises(FloatingPointError):
            run(planned.chunks[0])

        chunk = SweepChunk.objects.select_related("run").get()
        assert chunk.error_operator == "FloatingPointError('no futures')"
        assert chunk.run.job_state == JobState.FAILED


class TestSettleRun:
    def test_says_how_many_chunks_failed(self, people):
        raise_pay()
        planned = plan()
        SweepChunk.objects.filter(pk=planned.chunks[0]).update(attempts=MAX_ATTEMPTS)

        for pk in planned.chunks:
            run(pk)

        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.FAILED
        assert planned.run.error_public == "1 of 3 parts failed."

    def test_leaves_a_run_that_has_ended(self, people):
        raise_pay()
        planned = plan()
        SweepRun.objects.update(job_state=JobState.CANCELLED)

        settle_run(pk=planned.run.pk)

        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.CANCELLED


class TestRetryRun:
    def test_lets_failed_chunks_be_done_again(self, people):
        raise_pay()
        planned = plan()
        SweepChunk.objects.filter(pk=planned.chunks[0]).update(attempts=MAX_ATTEMPTS)
        for pk in planned.chunks:
            run(pk)

        again = retry_run(pk=planned.run.pk)
        for pk in again:
            run(pk)

        planned.run.refresh_from_db()
        assert again == planned.chunks[:1]
        assert not SweepChunk.objects.exclude(error_public="").exists()
        assert (planned.run.job_state, planned.run.written_count) == (JobState.READY, 5)


class TestListWaitingChunks:
    def test_gives_the_next_of_the_same_run(self, people):
        raise_pay()
        planned = plan()

        assert list_waiting_chunks(chunk=planned.chunks[0], limit=1) == [planned.chunks[1]]
        SweepChunk.objects.claim(planned.chunks[1])
        assert list_waiting_chunks(chunk=planned.chunks[0], limit=5) == [planned.chunks[2]]


class TestTasks:
    def test_sweep_once_for_each_change_of_a_figure(self, people, worker, clock):
        sweep_changed_figures_task()
        assert not SweepRun.objects.exists()

        raise_pay()
        sweep_changed_figures_task()
        sweep_changed_figures_task()

        row = SweepRun.objects.get()
        assert (row.job_state, row.written_count) == (JobState.READY, 5)
        assert refresh_summaries(enrolments=people, today=TODAY).written == frozenset()

    def test_find_nothing_to_do_when_the_stamp_was_lost(self, people, worker, clock):
        raise_pay()
        sweep_changed_figures_task()
        cache.clear()

        sweep_changed_figures_task()

        assert SweepRun.objects.count() == 1

    def test_come_back_after_a_run_that_was_under_way(self, people, clock):
        raise_pay()
        plan()
        run(SweepChunk.objects.order_by("pk").first().pk)
        raise_pay()
        app.conf.update(task_always_eager=True)
        try:
            sweep_changed_figures_task()
            for chunk in SweepChunk.objects.order_by("pk"):
                sweep_chunk_task(chunk.pk)
            sweep_changed_figures_task()
        finally:
            app.conf.update(task_always_eager=False)

        assert refresh_summaries(enrolments=people, today=TODAY).written == frozenset()

    def test_send_one_chunk_after_the_other(self, people, worker, clock):
        raise_pay()
        planned = plan()

        sweep_chunk_task(planned.chunks[0])

        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.READY

    def test_end_with_a_message_that_came_twice(self, people, worker, clock):
        raise_pay()
        planned = plan()
        assert SweepChunk.objects.claim(planned.chunks[0])

        sweep_chunk_task(planned.chunks[0])

        assert SweepChunk.objects.filter(job_state=JobState.QUEUED).count() == 2

    def test_look_at_everybody_once_a_night(self, people, worker, clock):
        save_circumstances(user=people[0].user, now=NOW, hours_per_week=Decimal(9))

        sweep_everybody_task()

        row = SweepRun.objects.get()
        assert (row.is_whole, row.looked_at_count, row.written_count) == (True, 5, 1)

    def test_finish_what_a_killed_worker_left(self, people, worker, clock):
        raise_pay()
        planned = plan()
        assert SweepChunk.objects.claim(planned.chunks[0])
        SweepChunk.objects.filter(pk=planned.chunks[0]).update(
            lease_until=timezone.now() - timedelta(days=2000)
        )

        resend_adrift_jobs_task()

        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.READY

    def test_leave_frozen_projections_alone(self, people, worker, clock):
        frozen = make_projection(enrolment=people[0])
        raise_pay()

        sweep_changed_figures_task()

        assert list(Projection.objects.all()) == [frozen]

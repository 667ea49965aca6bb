"""Jobs as rows, tried through projections: who may work on one, and whose result is kept."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models.functions import Now

from progress.models import Projection
from tests.factories.progress import make_enrolment
from tracks.shared.job_rows import LEASE, MAX_ATTEMPTS, JobState, LeaseLost

HOUR = timedelta(hours=1)


def make_job(**overrides: Any) -> Projection:
    enrolment = overrides.pop("enrolment", None) or make_enrolment()
    values = {"fingerprint": "one", "model_version": "1", "inputs": {}}
    return Projection.objects.create(
        enrolment=enrolment, requested_by=enrolment.user, **{**values, **overrides}
    )


def claim(job: Projection) -> str:
    token = Projection.objects.claim(job.pk)
    assert token
    return str(token)


def expire(job: Projection) -> None:
    Projection.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def refresh(job: Projection) -> Projection:
    job.refresh_from_db()
    return job


@pytest.mark.django_db
class TestClaim:
    def test_takes_a_lease_and_counts_the_attempt(self) -> None:
        job = make_job()
        token = claim(job)
        refresh(job)
        assert (job.job_state, job.attempts, job.lease_token) == ("RUNNING", 1, token)
        assert job.started_at
        assert job.lease_until
        assert job.lease_until - job.started_at == LEASE

    def test_gives_nobody_else_a_job_that_is_held(self) -> None:
        job = make_job()
        token = claim(job)
        assert Projection.objects.claim(job.pk) is None
        assert (refresh(job).lease_token, job.attempts) == (token, 1)

    def test_gives_a_job_again_when_its_lease_ran_out(self) -> None:
        job = make_job()
        first = claim(job)
        expire(job)
        second = claim(job)
        assert second != first
        assert refresh(job).attempts == 2

    @pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
    def test_gives_nobody_a_job_that_ended(self, state: str) -> None:
        job = make_job(job_state=state)
        assert Projection.objects.claim(job.pk) is None
        assert refresh(job).job_state == state

    def test_gives_nobody_a_job_that_is_ready_or_not_there(self) -> None:
        job = make_job(job_state=JobState.READY, result={})
        assert Projection.objects.claim(job.pk) is None
        assert Projection.objects.claim(job.pk + 1000) is None

    def test_fails_a_job_whose_attempts_are_used_up(self) -> None:
        job = make_job()
        for _ in range(MAX_ATTEMPTS):
            claim(job)
            expire(job)
        assert Projection.objects.claim(job.pk) is None
        refresh(job)
        assert (job.job_state, job.lease_token, job.lease_until) == ("FAILED", "", None)
        assert job.finished_at
        assert "tried 3 times" in job.error_public

    def test_does_not_fail_a_last_attempt_that_is_still_running(self) -> None:
        job = make_job(attempts=MAX_ATTEMPTS - 1)
        claim(job)
        assert Projection.objects.claim(job.pk) is None
        assert refresh(job).job_state == "RUNNING"


@pytest.mark.django_db
class TestFence:
    """Every store carries the token of its claim; without it nothing is stored."""

    def test_stores_the_result_of_the_worker_that_holds_the_job(self) -> None:
        job = make_job(progress_of=4)
        Projection.objects.finish(job.pk, claim(job), result={"p50": 1})
        refresh(job)
        assert (job.job_state, job.result, job.progress_step) == ("READY", {"p50": 1}, 4)
        assert (job.lease_token, job.lease_until, job.error_public) == ("", None, "")
        assert job.finished_at
        assert job.progress_percent == 100

    def test_refuses_every_store_of_a_worker_whose_job_was_taken_over(self) -> None:
        job = make_job()
        zombie = claim(job)
        expire(job)
        holder = claim(job)
        stores: list[Callable[[], None]] = [
            lambda: Projection.objects.finish(job.pk, zombie, result={"wrong": True}),
            lambda: Projection.objects.fail(job.pk, zombie, public="no", operator="no"),
            lambda: Projection.objects.report(job.pk, zombie, step=1, of=2, words="no"),
            lambda: Projection.objects.give_back(job.pk, zombie, operator="no"),
        ]
        for store in stores:
            with pytest.raises(LeaseLost):
                store()
        refresh(job)
        assert (job.job_state, job.result, job.lease_token) == ("RUNNING", None, holder)
        Projection.objects.finish(job.pk, holder, result={"right": True})
        assert refresh(job).result == {"right": True}
        with pytest.raises(LeaseLost):
            Projection.objects.finish(job.pk, zombie, result={"wrong": True})
        assert refresh(job).result == {"right": True}

    def test_keeps_a_result_that_comes_late_but_before_anybody_took_over(self) -> None:
        job = make_job()
        token = claim(job)
        expire(job)
        Projection.objects.finish(job.pk, token, result={})
        assert refresh(job).job_state == "READY"

    def test_refuses_the_result_of_a_cancelled_job(self) -> None:
        job = make_job()
        token = claim(job)
        assert Projection.objects.cancel(job.pk)
        with pytest.raises(LeaseLost):
            Projection.objects.finish(job.pk, token, result={})
        assert refresh(job).job_state == "CANCELLED"

    def test_does_not_take_an_empty_token_for_a_lease(self) -> None:
        job = make_job(job_state=JobState.QUEUED)
        with pytest.raises(LeaseLost):
            Projection.objects.finish(job.pk, "", result={})

    def test_renews_the_lease_with_each_report(self) -> None:
        job = make_job()
        token = claim(job)
        Projection.objects.filter(pk=job.pk).update(lease_until=Now() + timedelta(seconds=5))
        Projection.objects.report(job.pk, token, step=1, of=3, words="Drawing")
        refresh(job)
        assert (job.progress_step, job.progress_of, job.progress_words) == (1, 3, "Drawing")
        assert job.progress_percent == 33
        assert job.started_at
        assert job.lease_until
        assert job.lease_until >= job.started_at + LEASE

    def test_tells_the_owner_and_the_operator_different_things_of_a_failure(self) -> None:
        job = make_job()
        Projection.objects.fail(job.pk, claim(job), public="Sorry.", operator="x" * 9000)
        refresh(job)
        assert (job.job_state, job.error_public, len(job.error_operator)) == (
            "FAILED",
            "Sorry.",
            4000,
        )

    def test_gives_a_job_back_after_a_passing_fault(self) -> None:
        job = make_job()
        Projection.objects.give_back(job.pk, claim(job), operator="no connection")
        refresh(job)
        assert (job.job_state, job.lease_token, job.attempts) == ("QUEUED", "", 1)
        claim(job)
        assert refresh(job).attempts == 2

    def test_fails_at_the_next_claim_a_job_that_was_given_back_too_often(self) -> None:
        job = make_job()
        for _ in range(MAX_ATTEMPTS):
            Projection.objects.give_back(job.pk, claim(job), operator="no connection")
        assert Projection.objects.claim(job.pk) is None
        assert refresh(job).job_state == "FAILED"


@pytest.mark.django_db
class TestCancel:
    @pytest.mark.parametrize("is_claimed", [True, False])
    def test_ends_a_job_that_waits_or_runs(self, is_claimed: bool) -> None:
        job = make_job()
        if is_claimed:
            claim(job)
        assert Projection.objects.cancel(job.pk)
        refresh(job)
        assert (job.job_state, job.is_unfinished, job.lease_token) == ("CANCELLED", False, "")

    def test_leaves_a_job_that_ended(self) -> None:
        job = make_job(job_state=JobState.READY, result={})
        assert not Projection.objects.cancel(job.pk)
        assert refresh(job).job_state == "READY"


@pytest.mark.django_db
class TestAdrift:
    def test_finds_what_waited_too_long_and_what_lost_its_worker(self) -> None:
        enrolment = make_enrolment()
        jobs = {
            name: make_job(enrolment=enrolment, fingerprint=name)
            for name in ("fresh", "waiting", "running", "lost", "done")
        }
        Projection.objects.filter(pk=jobs["waiting"].pk).update(requested_at=Now() - HOUR)
        for name in ("running", "lost", "done"):
            token = claim(jobs[name])
            if name == "done":
                Projection.objects.finish(jobs[name].pk, token, result={})
        expire(jobs["lost"])
        Projection.objects.filter(pk=jobs["done"].pk).update(requested_at=Now() - HOUR)
        adrift = Projection.objects.adrift(queued_for=timedelta(minutes=5))
        assert {job.fingerprint for job in adrift} == {"waiting", "lost"}

    def test_tells_unfinished_jobs_from_those_that_ended(self) -> None:
        enrolment = make_enrolment()
        for state in JobState:
            make_job(enrolment=enrolment, fingerprint=state, job_state=state, result={})
        unfinished = Projection.objects.unfinished()
        assert {job.job_state for job in unfinished} == {"QUEUED", "RUNNING"}
        assert all(job.is_unfinished for job in unfinished)


@pytest.mark.django_db
class TestOneUnfinishedJob:
    def test_allows_one_waiting_job_of_a_fingerprint_and_many_that_ended(self) -> None:
        enrolment = make_enrolment()
        make_job(enrolment=enrolment, job_state=JobState.FAILED)
        make_job(enrolment=enrolment, job_state=JobState.CANCELLED)
        make_job(enrolment=enrolment)
        make_job(enrolment=enrolment, fingerprint="another")
        with pytest.raises(IntegrityError), transaction.atomic():
            make_job(enrolment=enrolment, job_state=JobState.RUNNING)


def run_together(count: int, act: Callable[[], Any]) -> list[Any]:
    """Run something in threads, each with a connection of its own, as near at once as can be."""
    start = threading.Barrier(count)
    results: list[Any] = []

    def work() -> None:
        start.wait(timeout=10)
        try:
            results.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def claim_patiently(pk: int) -> str | None:
    """Claim, and wait where SQLite lets only one connection write at a time."""
    deadline = time.monotonic() + 20
    while True:
        try:
            token: str | None = Projection.objects.claim(pk)
        except OperationalError:
            if connection.vendor != "sqlite" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return token


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_gives_a_job_to_one_of_many_that_claim_it_at_once(self) -> None:
        job = make_job()
        tokens = run_together(6, lambda: claim_patiently(job.pk))
        won = [token for token in tokens if token]
        assert len(tokens) == 6
        assert won == [refresh(job).lease_token]
        assert job.attempts == 1

    def test_gives_an_abandoned_job_to_one_of_many(self) -> None:
        job = make_job()
        zombie = claim(job)
        expire(job)
        tokens = run_together(6, lambda: claim_patiently(job.pk))
        won = [token for token in tokens if token]
        assert won == [refresh(job).lease_token]
        assert job.attempts == 2
        with pytest.raises(LeaseLost):
            Projection.objects.finish(job.pk, zombie, result={"wrong": True})

    @pytest.mark.postgres
    @pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs row locks")
    def test_waits_for_a_claim_that_is_not_committed_and_then_stands_back(self) -> None:
        job = make_job()
        tokens: list[str | None] = []
        rival = threading.Thread(target=lambda: tokens.append(claim_and_close(job.pk)))
        with transaction.atomic():
            token = claim(job)
            rival.start()
            rival.join(timeout=0.5)
            assert rival.is_alive()
        rival.join(timeout=10)
        assert tokens == [None]
        assert refresh(job).lease_token == token


def claim_and_close(pk: int) -> str | None:
    try:
        token: str | None = Projection.objects.claim(pk)
        return token
    finally:
        connection.close()

"""What a worker does when it starts, and entry points of periodic work."""

import gc
import logging

import pytest
from celery import current_app

from progress import tasks
from progress.documents import rendering
from progress.documents.failures import PdfSetupBroken


class Queues:
    """The queues that a worker was started for, as Celery names them to its code."""

    def __init__(self, *names):
        self.consume_from = dict.fromkeys(names)


@pytest.fixture
def consuming(monkeypatch):
    """Be a worker of these queues only."""
    return lambda *names: monkeypatch.setitem(vars(current_app.amqp), "queues", Queues(*names))


@pytest.fixture
def warmed(monkeypatch):
    calls = []
    monkeypatch.setattr(tasks, "warm_up", lambda: calls.append("warm"))
    return calls


class TestWarmUpForPlans:
    def test_is_done_by_workers_of_plans_only(self, warmed, consuming):
        for queue in ("default", "sweep", "pdf"):
            consuming(queue)
            tasks.warm_up_for_plans()
        assert warmed == ["warm"]

    def test_is_connected_to_the_start_of_every_pool_process(self):
        from celery.signals import worker_process_init

        receivers = [reference() for _, reference in worker_process_init.receivers]
        assert tasks.warm_up_for_plans in receivers

    def test_leaves_the_engine_loaded_and_out_of_the_collector_s_way(self, consuming):
        consuming("pdf")
        try:
            tasks.warm_up_for_plans()
            assert len(rendering._stylesheets) >= 2
            assert rendering._fonts
            assert gc.get_freeze_count() > 10_000
        finally:
            gc.unfreeze()

    def test_says_what_is_missing_and_keeps_the_worker(self, monkeypatch, consuming, caplog):
        def fail():
            raise PdfSetupBroken(reason="Pango is missing.", command="apt-get install pango")

        monkeypatch.setattr(tasks, "warm_up", fail)
        consuming("pdf")
        with caplog.at_level(logging.ERROR):
            tasks.warm_up_for_plans()
        assert "Pango is missing. Run: apt-get install pango" in caplog.text


@pytest.mark.django_db
class TestDeleteSurplusPlans:
    def test_runs_without_plans(self):
        tasks.delete_surplus_plans_task()

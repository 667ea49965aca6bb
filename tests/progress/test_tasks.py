"""What a worker does when it starts, and entry points of periodic work."""

import gc
import logging
from contextlib import contextmanager

import pytest
from celery import current_app

from progress import tasks
from progress.documents.failures import PdfSetupBroken


@contextmanager
def consuming(*queues):
    """Be a worker of these queues only."""
    known = current_app.amqp.queues
    before = dict(known._consume_from or {}) if known._consume_from is not None else None
    known.select(queues)
    try:
        yield
    finally:
        known._consume_from = before


@pytest.fixture
def warmed(monkeypatch):
    calls = []
    monkeypatch.setattr(tasks, "warm_up", lambda: calls.append("warm"))
    return calls


class TestWarmUpForPlans:
    def test_is_done_by_workers_of_plans_only(self, warmed):
        for queues in (("default",), ("sweep",), ("pdf",)):
            with consuming(*queues):
                tasks.warm_up_for_plans()
        assert warmed == ["warm"]

    def test_is_connected_to_the_start_of_every_pool_process(self):
        from celery.signals import worker_process_init

        receivers = [reference() for _, reference in worker_process_init.receivers]
        assert tasks.warm_up_for_plans in receivers

    def test_leaves_the_engine_loaded_and_out_of_the_collector_s_way(self):
        try:
            with consuming("pdf"):
                tasks.warm_up_for_plans()
            rendering = tasks.warm_up.__globals__["load_rendering"]()
            assert len(rendering._stylesheets) >= 2
            assert rendering._fonts
            assert gc.get_freeze_count() > 10_000
        finally:
            gc.unfreeze()

    def test_says_what_is_missing_and_keeps_the_worker(self, monkeypatch, caplog):
        def fail():
            raise PdfSetupBroken(reason="Pango is missing.", command="apt-get install pango")

        monkeypatch.setattr(tasks, "warm_up", fail)
        with consuming("pdf"), caplog.at_level(logging.ERROR):
            tasks.warm_up_for_plans()
        assert "Pango is missing. Run: apt-get install pango" in caplog.text


@pytest.mark.django_db
class TestDeleteSurplusPlans:
    def test_runs_without_plans(self):
        tasks.delete_surplus_plans_task()

"""Plan and write uploads: nothing before the word, nothing twice, an answer to every file."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from config.celery import app
from tests.factories.import_files import FORMAT, ROWS
from tests.factories.progress import make_user
from tests.factories.uploads import (
    find_stored,
    make_applied_upload,
    make_planned_upload,
    make_queued_upload,
    make_text,
    register_tools,
    work,
)
from tracks.models import ImportRun, Tool
from tracks.operations import upload_runs
from tracks.operations.imports import roll_back_import
from tracks.operations.upload_runs import PLAN_MOVED, work_on_upload
from tracks.operations.uploads import approve_upload
from tracks.shared.job_rows import MAX_ATTEMPTS, LeaseLost
from tracks.tasks import delete_old_uploads_task, resend_adrift_uploads_task, work_on_upload_task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    register_tools(monkeypatch)


def approve(run: ImportRun) -> ImportRun:
    return approve_upload(run=run, approved_by=make_user(), now=timezone.now())


class TestPlan:
    def test_writes_nothing_but_its_run(self) -> None:
        run = make_planned_upload(make_text(*ROWS, "gadget,x,X,Y", "tool,vi,Vi,"))
        assert not Tool.objects.exists()
        assert (run.stage, run.job_state, run.applied_at) == ("PLANNED", "READY", None)
        assert run.effects == {"new": 5}
        assert (run.rejected_count, run.flagged_count) == (1, 1)
        assert (run.progress_percent, run.remarks) == (100, ["A remark."])
        rejected = run.rejected_rows.get(is_flagged=False)
        assert (rejected.file, rejected.line, rejected.field) == ("tools.csv", 5, "kind")

    def test_says_what_new_rows_will_say(self) -> None:
        told = make_planned_upload().rows.get(key="git")
        assert {"name": "name", "before": None, "after": "Git"} in told.changes

    def test_says_what_changes_field_by_field(self) -> None:
        make_applied_upload()
        run = make_planned_upload(make_text("tool,git,Git,Tracks versions", *ROWS[1:]))
        told = run.rows.get(effect="changed")
        assert told.changes == [
            {"name": "summary", "before": "Versions", "after": "Tracks versions"}
        ]
        assert Tool.objects.get(key="git").summary == "Versions"

    def test_is_done_once_for_two_messages(self) -> None:
        run = make_queued_upload()
        work_on_upload_task(run.pk)
        work_on_upload_task(run.pk)
        run.refresh_from_db()
        assert (run.attempts, run.rows.count()) == (1, 4)

    def test_keeps_the_name_of_the_file_for_the_parser(self, monkeypatch: Any) -> None:
        names = []

        def parse(path: Any, as_of: str, report: Any) -> Any:
            names.append(path.name)
            return FORMAT.parse(path, as_of, report)

        monkeypatch.setattr(upload_runs, "get_import_format", lambda _name: _with_parse(parse))
        make_planned_upload(file_name="aijobs 2025-01-12.csv")
        assert names == ["aijobs 2025-01-12.csv"]


def _with_parse(parse: Any) -> Any:
    from dataclasses import replace

    return replace(FORMAT, parse=parse)


class TestUnusable:
    def test_ends_failed_with_its_problems(self) -> None:
        run = make_planned_upload(b"a,b\n1,2\n")
        assert (run.job_state, run.stage) == ("FAILED", "PLANNED")
        assert "cannot be used" in run.error_public
        problem = run.rejected_rows.get()
        assert (problem.line, problem.field) == (1, "header")

    def test_holds_for_a_file_that_storage_lost_or_damaged(self) -> None:
        lost, damaged = make_queued_upload(), make_queued_upload(make_text())
        find_stored(lost).unlink()
        find_stored(damaged).write_bytes(b"else")
        assert "not in storage" in work(lost).rejected_rows.get().reason
        assert "damaged" in work(damaged).rejected_rows.get().reason

    def test_holds_for_an_older_snapshot(self) -> None:
        make_applied_upload(as_of="2025-01-12")
        run = make_planned_upload(make_text(*ROWS[:1]), as_of="2024-01-12")
        assert run.job_state == "FAILED"
        assert "already" in run.rejected_rows.get().reason

    def test_answers_when_a_parser_breaks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def parse(*_args: Any) -> Any:
            raise ZeroDivisionError

        monkeypatch.setattr(upload_runs, "get_import_format", lambda _name: _with_parse(parse))
        run = make_planned_upload()
        assert run.job_state == "FAILED"
        assert "fault of ours" in run.error_public
        assert run.error_operator == "ZeroDivisionError()"


class TestApply:
    def test_writes_what_the_plan_said(self) -> None:
        run = make_applied_upload()
        assert (run.stage, run.job_state, run.progress_words) == ("APPLIED", "READY", "written")
        assert set(Tool.objects.values_list("key", flat=True)) == {"git", "bash"}
        assert run.rows_sha256
        assert run.parser_sha256

    def test_can_be_rolled_back(self) -> None:
        run = make_applied_upload()
        roll_back_import(run=run, now=timezone.now())
        assert not Tool.objects.exists()

    def test_plans_again_when_the_catalogue_changed_meanwhile(self) -> None:
        run = make_planned_upload()
        Tool.objects.create(key="git", name="Git", summary="Mine")
        run = work(approve(run))
        assert (run.stage, run.job_state, run.progress_words) == ("PLANNED", "READY", PLAN_MOVED)
        assert (run.approved_by, run.approved_at) == (None, None)
        assert run.rows.get(key="git").effect == "conflicting"
        assert not Tool.objects.filter(key="bash").exists()
        assert work(approve(run)).stage == "APPLIED"

    def test_is_not_written_twice_when_a_worker_died_after_writing(self) -> None:
        run = make_applied_upload()
        # As a worker leaves it that is killed between writing and saying so.
        ImportRun.objects.filter(pk=run.pk).update(
            job_state="RUNNING", lease_until=timezone.now() - timedelta(seconds=1), attempts=1
        )
        Tool.objects.filter(key="git").update(summary="Edited since")
        assert work(run).job_state == "READY"
        assert Tool.objects.get(key="git").summary == "Edited since"

    def test_is_done_by_another_when_a_worker_died_before(self) -> None:
        run = approve(make_planned_upload())
        assert ImportRun.objects.claim(run.pk)
        assert work_on_upload(pk=run.pk, now=timezone.now()) is None
        ImportRun.objects.filter(pk=run.pk).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        assert work(run).stage == "APPLIED"

    def test_writes_nothing_once_the_lease_is_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run = approve(make_planned_upload())

        def parse(path: Any, as_of: str, report: Any) -> Any:
            parsed = FORMAT.parse(path, as_of, report)
            ImportRun.objects.filter(pk=run.pk).update(lease_token="another's")
            return parsed

        monkeypatch.setattr(upload_runs, "get_import_format", lambda _name: _with_parse(parse))
        with pytest.raises(LeaseLost):
            work_on_upload(pk=run.pk, now=timezone.now())
        assert not Tool.objects.exists()

    def test_gives_up_after_some_attempts(self) -> None:
        run = make_queued_upload()
        ImportRun.objects.filter(pk=run.pk).update(attempts=MAX_ATTEMPTS)
        assert work(run).job_state == "FAILED"


class TestTasks:
    @pytest.fixture
    def worker(self) -> Any:
        app.conf.update(task_always_eager=True, task_eager_propagates=True)
        yield
        app.conf.update(task_always_eager=False, task_eager_propagates=False)

    @pytest.mark.usefixtures("worker")
    def test_send_again_what_no_worker_took(self) -> None:
        run = make_queued_upload()
        resend_adrift_uploads_task()
        run.refresh_from_db()
        assert run.job_state == "QUEUED"
        ImportRun.objects.filter(pk=run.pk).update(
            requested_at=timezone.now() - timedelta(minutes=1)
        )
        resend_adrift_uploads_task()
        run.refresh_from_db()
        assert run.job_state == "READY"

    def test_delete_old_files(self) -> None:
        run = make_applied_upload()
        ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=31))
        delete_old_uploads_task()
        run.refresh_from_db()
        assert not run.upload


def test_progress_is_in_proportion_to_the_bytes_read(monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_queued_upload()
    seen = []

    def parse(path: Any, as_of: str, report: Any) -> Any:
        for done in (0, 250, 500, 501, 1000):
            report(done, 1000)
            run.refresh_from_db()
            seen.append((run.progress_percent, run.progress_words))
        return FORMAT.parse(path, as_of, report)

    monkeypatch.setattr(upload_runs, "get_import_format", lambda _name: _with_parse(parse))
    work(run)
    assert [percent for percent, _ in seen] == [0, 22, 45, 45, 90]
    assert seen[1][1] == "reading: 250 of 1,000 bytes"
    assert connection.in_atomic_block

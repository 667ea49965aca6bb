"""Keep what people hand in, have it decided by somebody else, delete it in time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from tests.factories.progress import make_user
from tests.factories.uploads import (
    find_stored,
    make_applied_upload,
    make_planned_upload,
    make_queued_upload,
    make_upload,
    register_tools,
    work,
)
from tracks.models import ImportRun
from tracks.operations.uploads import (
    UPLOADS_KEPT,
    NotWaiting,
    PlanChangedSince,
    SecondPersonNeeded,
    approve_upload,
    delete_old_uploads,
    discard_upload,
    list_adrift_uploads,
    record_upload,
)
from tracks.shared.imports import Resolution

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    register_tools(monkeypatch)


class TestRecord:
    def test_keeps_the_file_under_a_name_of_its_own(self) -> None:
        run = make_queued_upload(file_name="../tools.csv", as_of="2025-01-12")
        assert (run.job_state, run.stage, run.as_of) == ("QUEUED", "PLANNED", "2025-01-12")
        assert run.upload.name == f"imports/{run.uuid.hex}.csv"
        assert find_stored(run).read_bytes() == make_upload().file.read()
        assert run.byte_size == find_stored(run).stat().st_size

    def test_stores_no_suffix_that_the_format_does_not_have(self) -> None:
        assert make_queued_upload(file_name="page.html").upload.name.endswith(".html") is False

    def test_knows_a_file_that_is_being_planned(self) -> None:
        curator = make_user()
        first = record_upload(upload=make_upload(), requested_by=curator)
        second = record_upload(upload=make_upload(), requested_by=curator)
        assert (first.is_new, second.is_new) == (True, False)
        assert first.run == second.run

    def test_takes_the_same_file_again_for_another_question(self) -> None:
        first = make_queued_upload()
        second = make_queued_upload(resolution=Resolution.THEIRS)
        work(first)
        third = make_queued_upload()
        assert len({first.pk, second.pk, third.pk}) == 3

    def test_says_so_when_the_file_cannot_be_stored(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_args: Any, **_options: Any) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", refuse)
        with pytest.raises(OSError, match="No space"):
            make_queued_upload()
        run = ImportRun.objects.get()
        assert (run.job_state, run.upload.name) == ("FAILED", "")
        assert "could not be stored" in run.error_public


class TestApprove:
    def test_sends_the_run_to_work_again(self) -> None:
        run, approver = make_planned_upload(), make_user()
        approved = approve_upload(run=run, approved_by=approver, now=NOW, seen_at=run.finished_at)
        assert (approved.job_state, approved.attempts) == ("QUEUED", 0)
        assert (approved.approved_by, approved.approved_at) == (approver, NOW)

    def test_takes_a_second_person(self) -> None:
        curator = make_user()
        run = make_planned_upload(by=curator)
        with pytest.raises(SecondPersonNeeded):
            approve_upload(run=run, approved_by=curator, now=NOW)
        run.refresh_from_db()
        assert (run.job_state, run.approved_at) == ("READY", None)

    def test_lets_a_single_curator_and_remembers_it(self) -> None:
        curator = make_user()
        run = make_planned_upload(by=curator)
        assert approve_upload(run=run, approved_by=curator, now=NOW, is_alone=True).is_unreviewed

    def test_refuses_a_plan_that_the_person_has_not_read(self) -> None:
        run = make_planned_upload()
        assert run.finished_at
        seen_at = run.finished_at - timedelta(seconds=1)
        with pytest.raises(PlanChangedSince):
            approve_upload(run=run, approved_by=make_user(), now=NOW, seen_at=seen_at)

    def test_is_done_once(self) -> None:
        run = make_planned_upload()
        approve_upload(run=run, approved_by=make_user(), now=NOW)
        with pytest.raises(NotWaiting, match="waiting"):
            approve_upload(run=run, approved_by=make_user(), now=NOW)

    def test_refuses_what_is_applied_or_has_no_plan(self) -> None:
        with pytest.raises(NotWaiting, match="applied already"):
            approve_upload(run=make_applied_upload(), approved_by=make_user(), now=NOW)
        with pytest.raises(NotWaiting, match="waiting"):
            approve_upload(run=make_queued_upload(), approved_by=make_user(), now=NOW)

    def test_may_wait_beside_a_second_upload_of_the_file(self) -> None:
        run = make_planned_upload()
        make_queued_upload()
        assert approve_upload(run=run, approved_by=make_user(), now=NOW).job_state == "QUEUED"


class TestDiscard:
    def test_deletes_the_file_and_keeps_the_run(self) -> None:
        run = make_planned_upload()
        stored = find_stored(run)
        discard_upload(run=run, now=NOW)
        run.refresh_from_db()
        assert (run.job_state, run.upload.name, stored.exists()) == ("CANCELLED", "", False)

    def test_refuses_what_is_under_way(self) -> None:
        with pytest.raises(NotWaiting):
            discard_upload(run=make_queued_upload(), now=NOW)


class TestAdrift:
    def test_lists_what_waits_too_long_and_nothing_that_has_ended(self) -> None:
        old = make_queued_upload()
        long_ago = timezone.now() - timedelta(minutes=1)
        ImportRun.objects.filter(pk=old.pk).update(requested_at=long_ago)
        ended = make_planned_upload(b"kind,key,name,summary\n")
        ImportRun.objects.filter(pk=ended.pk).update(requested_at=long_ago)
        make_queued_upload(resolution=Resolution.OURS)
        assert list_adrift_uploads(queued_for=timedelta(seconds=30)) == (old.pk,)


class TestDeleteOld:
    def test_deletes_files_of_what_ended_long_ago(self) -> None:
        run = make_applied_upload()
        stored = find_stored(run)
        assert run.finished_at
        assert delete_old_uploads(now=run.finished_at + UPLOADS_KEPT - timedelta(hours=1)) == 0
        assert delete_old_uploads(now=run.finished_at + UPLOADS_KEPT + timedelta(hours=1)) == 1
        run.refresh_from_db()
        assert (run.upload.name, stored.exists(), run.rows.count()) == ("", False, 4)
        with pytest.raises(NotWaiting):
            approve_upload(run=run, approved_by=make_user(), now=NOW)

    def test_leaves_what_waits_for_a_worker(self) -> None:
        run = make_queued_upload()
        later = timezone.now() + 2 * UPLOADS_KEPT
        assert delete_old_uploads(now=later) == 0
        assert find_stored(run).exists()

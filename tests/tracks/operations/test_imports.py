"""Plan, apply and take back a data set: what is written, what is recorded, what is refused."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.import_files import FORMAT, ROWS, write_rows
from tracks.choices import ImportStage
from tracks.importers.kinds import SALARY_BANDS
from tracks.models import ImportedRow, ImportRun, RejectedRow, Role, Source, Tool, Track
from tracks.operations.content import apply_records
from tracks.operations.imports import (
    ImportRequest,
    ImportResult,
    SnapshotIsOlder,
    apply_import,
    apply_parsed,
    plan_import,
    roll_back_import,
)
from tracks.shared.content_rows import Incoming
from tracks.shared.file_digests import digest_file
from tracks.shared.import_formats import ImportFormat, ParsedFile, UnusableFile
from tracks.shared.imports import Effect, Position, Resolution

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "tools.csv", *ROWS)


def apply(path: Path, **options: Any) -> ImportResult:
    return apply_import(request=ImportRequest(path, FORMAT, **options), now=NOW)


def snapshot() -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: [dict(row) for row in model._default_manager.order_by("key").values()]
        for model in (Source, Tool, Role)
    }


class TestPlan:
    def test_writes_nothing(self, file: Path) -> None:
        with CaptureQueriesContext(connection) as queries:
            result = plan_import(request=ImportRequest(file, FORMAT))
        assert result.effects == {Effect.NEW: 4}
        assert result.run is None
        assert not [q["sql"] for q in queries if q["sql"].startswith(WRITES)]
        assert not ImportRun.objects.exists()

    def test_tells_progress_to_its_receiver(self, file: Path) -> None:
        told: list[tuple[int, int]] = []
        plan_import(
            request=ImportRequest(file, FORMAT), report=lambda *numbers: told.append(numbers)
        )
        size = file.stat().st_size
        assert told == [(size, size)]


class TestApply:
    def test_writes_and_records_the_run(self, file: Path) -> None:
        write_rows(file, *ROWS, "tool,vi,Vi,", "gadget,x,X,Y")
        result = apply(file, as_of="2025-01-12")
        run = ImportRun.objects.get()
        assert result.run == run
        assert Tool.objects.get(key="git").content_origin == "tools"
        assert (run.format, run.origin, run.as_of) == ("tools/plain", "tools", "2025-01-12")
        assert (run.stage, run.job_state, run.applied_at) == ("APPLIED", "READY", NOW)
        assert (run.file_name, run.byte_size) == ("tools.csv", file.stat().st_size)
        assert run.effects == {"new": 5}
        assert run.row_counts == {"rows": 5}
        assert run.remarks == ["A remark."]
        assert run.rows.count() == 5
        left_out, kept = RejectedRow.objects.order_by("is_flagged")
        assert (left_out.line, left_out.column, left_out.field) == (6, 1, "kind")
        assert left_out.reason == "'gadget' is not tool or role."
        assert (kept.line, kept.is_flagged) == (5, True)
        assert result.has_problems

    def test_keeps_what_a_changed_row_was(self, file: Path) -> None:
        apply(file)
        write_rows(file, "tool,git,Git,Keeps versions", *ROWS[1:])
        run = apply(file).run
        told = ImportedRow.objects.get(run=run)
        assert (told.kind, told.key, told.effect, told.line) == ("tool", "git", "changed", 2)
        assert told.changes == [
            {"name": "summary", "before": "Versions", "after": "Keeps versions"}
        ]
        assert told.before["summary"] == "Versions"

    def test_reports_what_is_gone_and_leaves_it(self, file: Path) -> None:
        apply(file)
        Tool.objects.create(key="mine", name="Mine")
        write_rows(file, *ROWS[1:])
        result = apply(file)
        assert [(one.key, one.effect) for one in result.plan.changes if one.key == "git"] == [
            ("git", Effect.GONE)
        ]
        assert result.effects[Effect.GONE] == 1
        assert Tool.objects.filter(key="git").exists()

    def test_is_all_or_nothing(self, file: Path) -> None:
        parsed = parse(file, "")
        band = {"key": "b", "track": "none", "source": "survey", "year": 2024}
        lost = Incoming(SALARY_BANDS, band, Position("tools.csv", 9))
        with pytest.raises(Track.DoesNotExist):
            apply_parsed(
                parsed=replace(parsed, records=(*parsed.records, lost)),
                file=digest_file(file),
                format_name="tools/plain",
                now=NOW,
            )
        assert not ImportRun.objects.exists()
        assert not Tool.objects.exists()

    def test_refuses_a_key_that_stands_twice(self, file: Path) -> None:
        write_rows(file, *ROWS, "tool,git,Git,Again")
        with pytest.raises(UnusableFile, match=r"tools.csv:5:1: key: .*'git' .* tools.csv:2:1"):
            apply(file)

    def test_refuses_an_unusable_file_whole(self, file: Path) -> None:
        file.write_text("nothing,like,it\n")
        with pytest.raises(UnusableFile, match=r"tools.csv:1: header"):
            apply(file)
        assert not ImportRun.objects.exists()

    def test_does_not_read_a_file_that_is_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.csv"
        with path.open("wb") as stream:
            stream.truncate(200 * 1024 * 1024)
        with pytest.raises(UnusableFile, match=r"huge.csv: has 209,715,200 bytes; at most"):
            apply(path)

    def test_names_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableFile, match="cannot be read: No such file"):
            apply(tmp_path / "none.csv")

    def test_records_on_the_row_of_an_upload(self, file: Path) -> None:
        job = ImportRun.objects.create(
            job_state="RUNNING", sha256="", byte_size=0, upload="imports/x"
        )
        apply_import(request=ImportRequest(file, FORMAT, file_name="own.csv"), now=NOW, run=job)
        job.refresh_from_db()
        assert (job.stage, job.job_state) == ("APPLIED", "RUNNING")
        assert (job.file_name, job.upload.name, job.rows.count()) == ("own.csv", "imports/x", 4)


class TestOrigins:
    def test_leave_rows_of_others_alone(self, file: Path) -> None:
        apply_records(records=parse(file, "other").records, origin="other")
        write_rows(file, "tool,git,Git,Another summary")
        result = apply(file)
        assert result.effects[Effect.CONFLICT] == 1
        assert Effect.GONE not in result.effects
        assert Tool.objects.get(key="git").summary == "Versions"
        assert Tool.objects.get(key="git").content_origin == "other"

    def test_take_a_row_over_when_told(self, file: Path) -> None:
        apply_records(records=parse(file, "other").records, origin="other")
        write_rows(file, "tool,git,Git,Another summary")
        apply(file, resolution=Resolution.THEIRS)
        tool = Tool.objects.get(key="git")
        assert (tool.summary, tool.content_origin) == ("Another summary", "tools")

    def test_share_sources_without_a_conflict(self, file: Path) -> None:
        Source.objects.create(
            key="survey",
            title="The survey",
            kind="DATASET",
            content_origin="content",
            content_fingerprint="f" * 64,
        )
        result = apply(file)
        assert result.effects == {Effect.UNCHANGED: 1, Effect.NEW: 3}
        source = Source.objects.get()
        assert (source.title, source.content_origin) == ("The survey", "content")
        assert source.content_fingerprint == "f" * 64


def parse(path: Path, as_of: str) -> ParsedFile:
    return FORMAT.parse(path, as_of, lambda _done, _total: None)


def refuse_to_parse(*_: object) -> ParsedFile:
    message = "the file was read again"
    raise AssertionError(message)


class TestSameFileAgain:
    def test_is_recognised_without_reading_it(self, file: Path) -> None:
        write_rows(file, *ROWS, "gadget,x,X,Y")
        first = apply(file).run
        with CaptureQueriesContext(connection) as queries:
            again = apply(file)
        assert (again.is_repeat, again.run, again.changes_nothing) == (True, first, True)
        assert again.effects[Effect.UNCHANGED] == 4
        assert [str(one) for one in again.rejected] == [
            "tools.csv:5:1: kind: 'gadget' is not tool or role."
        ]
        assert not [q["sql"] for q in queries if q["sql"].startswith(WRITES)]
        assert ImportRun.objects.count() == 1

    def test_needs_no_parser(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        apply(file)
        broken = ImportFormat("tools/plain", "Tools", (".csv",), refuse_to_parse, "", "")
        # Beside other code the file is read again.
        with pytest.raises(AssertionError):
            apply_import(request=ImportRequest(file, broken), now=NOW)
        monkeypatch.setattr(
            "tracks.operations.import_repeats.digest_parser",
            lambda _parse: ImportRun.objects.get().parser_sha256,
        )
        assert apply_import(request=ImportRequest(file, broken), now=NOW).is_repeat

    def test_is_read_again_when_a_row_was_edited(self, file: Path) -> None:
        apply(file)
        Tool.objects.filter(key="git").update(summary="Edited")
        again = apply(file)
        assert not again.is_repeat
        assert again.effects[Effect.KEPT] == 1
        assert ImportRun.objects.count() == 1
        # Now it is known how the rows stand, with the edit.
        assert apply(file).is_repeat

    def test_is_read_again_when_a_row_was_deleted(self, file: Path) -> None:
        apply(file)
        Tool.objects.filter(key="git").delete()
        assert apply(file).effects[Effect.NEW] == 1
        assert ImportRun.objects.count() == 2

    def test_is_read_again_after_a_rollback_or_when_told(self, file: Path) -> None:
        run = apply(file).run
        assert not apply(file, reads_again=True).is_repeat
        roll_back_import(run=run, now=NOW)
        assert apply(file).effects == {Effect.NEW: 4}


class TestOlderSnapshot:
    @pytest.mark.parametrize(
        ("newer", "older"),
        [("2025-01-12", "2024-11-01"), ("2025", "2024-11-01"), ("2025-01-12", "2024")],
    )
    def test_never_overwrites_a_newer_one(self, file: Path, newer: str, older: str) -> None:
        apply(file, as_of=newer)
        before = snapshot()
        write_rows(file, "tool,git,Git,Old words")
        with pytest.raises(SnapshotIsOlder, match=f"is the snapshot of {older}, but tools of"):
            apply(file, as_of=older)
        with pytest.raises(SnapshotIsOlder):
            plan_import(request=ImportRequest(file, FORMAT, as_of=older))
        assert snapshot() == before

    def test_may_come_after_the_newer_one_was_rolled_back(self, file: Path) -> None:
        run = apply(file, as_of="2025-01-12").run
        roll_back_import(run=run, now=NOW)
        write_rows(file, "tool,git,Git,Old words")
        assert apply(file, as_of="2024-01-01").effects[Effect.NEW] == 2

    def test_of_the_same_day_is_not_older(self, file: Path) -> None:
        apply(file, as_of="2025-01-12")
        write_rows(file, "tool,git,Git,New words")
        assert apply(file, as_of="2025-01-12").effects[Effect.CHANGED] == 1
        assert ImportRun.objects.filter(stage=ImportStage.APPLIED).count() == 2

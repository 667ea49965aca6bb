"""What a run says of an import, also when it was planned twice."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.models import User
from tests.factories.import_files import FORMAT, ROWS, write_rows
from tracks.choices import ImportStage
from tracks.models import ImportRun, Tool
from tracks.operations.content import compare_records
from tracks.operations.import_records import fill_run, record_run, store_rejected, store_rows
from tracks.operations.imports import ImportRequest, plan_import
from tracks.shared.import_formats import ignore_progress
from tracks.shared.imports import Position, Problem

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "tools.csv", *ROWS)


def test_fills_a_planned_run_and_leaves_its_states(file: Path) -> None:
    run = ImportRun(job_state="RUNNING", byte_size=0)
    fill_run(run=run, result=plan_import(request=ImportRequest(file, FORMAT)))
    run.refresh_from_db()
    assert (run.stage, run.job_state) == (ImportStage.PLANNED, "RUNNING")
    assert (run.effects, run.kinds) == ({"new": 4}, ["role", "source", "tool"])
    assert run.fingerprint == run.sha256


def test_records_who_asked(file: Path) -> None:
    curator = User.objects.create_user(email="curator@example.org", password="x")
    parsed = FORMAT.parse(file, "", ignore_progress)
    compared = compare_records(records=parsed.records, origin="tools")
    result = plan_import(request=ImportRequest(file, FORMAT))
    run = record_run(run=None, result=result, compared=compared, now=NOW, requested_by=curator)
    assert (run.requested_by, run.applied_at, run.finished_at) == (curator, NOW, NOW)


def test_stores_rows_instead_of_what_the_run_held(file: Path) -> None:
    run = ImportRun.objects.create(sha256="", byte_size=0)
    Tool.objects.create(key="git", name="Git", summary="Mine")
    parsed = FORMAT.parse(file, "", ignore_progress)
    for _ in range(2):
        store_rows(run=run, compared=compare_records(records=parsed.records, origin="tools"))
    assert run.rows.count() == 4
    told = run.rows.get(key="git")
    assert (told.effect, told.before, told.fingerprint_after) == ("conflicting", None, "")


def test_stores_rejected_rows_instead_of_what_the_run_held() -> None:
    run = ImportRun.objects.create(sha256="", byte_size=0)
    problem = Problem(Position("f", 2, 3), "pay", "is empty.")
    for _ in range(2):
        store_rejected(run=run, rejected=[problem], flagged=[problem, problem])
    assert sorted(run.rejected_rows.values_list("is_flagged", "line")) == [
        (False, 2),
        (True, 2),
        (True, 2),
    ]

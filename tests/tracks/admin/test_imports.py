"""Hand in files in the admin: every bad one is answered, nothing is written before the word."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from config.celery import app
from tests.factories.import_files import FORMAT, ROWS
from tests.factories.progress import make_user
from tests.factories.salary_files import (
    make_group,
    make_job_row,
    make_occupation,
    write_workbook,
)
from tests.factories.tracks import make_salary_statistic
from tests.factories.uploads import (
    make_applied_upload,
    make_planned_upload,
    make_queued_upload,
    make_text,
    register_tools,
)
from tests.screens import find_url, make_staff, read_messages, sign_in
from tracks.importers.salary_statistics import COLUMNS
from tracks.models import ImportedRow, ImportRun, RejectedRow, SalaryStatistic, Tool
from tracks.operations.uploads import approve_upload
from tracks.shared import import_formats
from tracks.shared.imports import Effect

pytestmark = pytest.mark.django_db
ADD = "/admin/tracks/importrun/add/"


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    register_tools(monkeypatch)


@pytest.fixture
def worker() -> Any:
    """Let tasks run where they are sent, as a worker would run them."""
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)


@pytest.fixture
def curator() -> User:
    return make_staff("curator")


@pytest.fixture
def approver() -> User:
    return make_staff("approver")


def send(client: Client, name: str, content: bytes, **changes: Any) -> Any:
    data = {"format": FORMAT.name, "resolution": "report"} | changes
    return client.post(ADD, {**data, "file": SimpleUploadedFile(name, content)}, follow=True)


def press(client: Client, run: ImportRun, button: str, **data: Any) -> Any:
    return client.post(f"/admin/tracks/importrun/{run.pk}/{button}/", data, follow=True)


def open_run(client: Client, run: ImportRun, **query: Any) -> Any:
    return client.get(find_url(run, "change"), query)


def read(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.usefixtures("worker")
class TestUpload:
    def test_is_planned_and_shown_and_writes_nothing(
        self, curator: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        content = make_text(*ROWS, "gadget,x,X,Y")
        with django_capture_on_commit_callbacks(execute=True):
            response = send(sign_in(curator), "tools.csv", content)
        run = ImportRun.objects.get()
        assert response.redirect_chain == [(find_url(run, "change"), 302)]
        assert (run.job_state, run.requested_by, run.file_name) == ("READY", curator, "tools.csv")
        page = read(open_run(sign_in(curator), run))
        assert "4</strong> rows to write" in page
        assert "Versions" in page
        assert not Tool.objects.exists()

    def test_lists_what_was_left_out_with_line_and_reason(self, curator: User) -> None:
        run = make_planned_upload(make_text(*ROWS, "gadget,x,X,Y"))
        page = read(open_run(sign_in(curator), run, show="left-out"))
        assert "line 5, column 1" in page
        assert "is not tool or role." in page

    def test_names_fields_and_codes_in_words(self, curator: User) -> None:
        run = make_planned_upload(make_text(*ROWS))
        changes = [
            {"name": "high_is_open", "before": False, "after": True},
            {"name": "state", "before": "UNSOURCED", "after": "VERIFIED"},
            {"name": "high", "before": "110000.00", "after": "120000.00"},
        ]
        ImportedRow.objects.create(
            run=run, kind="salary band", key="a", effect=Effect.CHANGED, changes=changes
        )
        ImportedRow.objects.create(
            run=run,
            kind="forgotten kind",
            key="b",
            effect=Effect.CHANGED,
            changes=[{"name": "low_usd", "before": None, "after": "abc"}],
        )
        page = read(open_run(sign_in(curator), run, show="changed"))
        for words in ("The source stopped counting at the high end", "Verified", "120,000"):
            assert words in page
        assert "high_is_open" not in page
        assert "VERIFIED" not in page
        # Of a kind that nobody knows any more, what was stored has to do.
        assert "Low usd" in page
        assert "abc" in page

    def test_says_what_is_missing(self, curator: User) -> None:
        response = sign_in(curator).post(ADD, {"resolution": "report"})
        assert response.status_code == 422
        assert "Choose a file." in read(response)
        assert "Say what the file is." in read(response)

    def test_names_licence_and_attribution_of_every_format(self, curator: User) -> None:
        page = read(sign_in(curator).get(ADD))
        for one in import_formats.list_import_formats():
            assert one.label.replace("&", "&amp;") in page
            assert one.licence in page

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            pytest.param("page.html", b"x", "is not a .csv file", id="other suffix"),
            pytest.param("tools.csv", b"", "The file is empty", id="empty"),
        ],
    )
    def test_refuses_at_once(self, curator: User, name: str, content: bytes, reason: str) -> None:
        response = send(sign_in(curator), name, content)
        assert reason in read(response)
        assert not ImportRun.objects.exists()

    def test_refuses_what_is_too_large_before_reading_it(
        self, curator: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _limit(monkeypatch, 1000)
        response = send(sign_in(curator), "tools.csv", b"x" * 400_000)
        assert response.status_code == 413
        assert "at most 1,000 bytes are read" in read(response)
        assert not ImportRun.objects.exists()

    def test_refuses_what_turns_out_too_large(
        self, curator: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Small enough that the length of the whole request says nothing.
        _limit(monkeypatch, 1000)
        response = send(sign_in(curator), "tools.csv", b"x" * 1001)
        assert response.status_code == 413
        assert not ImportRun.objects.exists()

    def test_needs_the_token_of_the_form(self, curator: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(curator)
        assert send(client, "tools.csv", make_text()).status_code == 403
        assert not ImportRun.objects.exists()
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(ADD).content.decode())
        assert token
        send(client, "tools.csv", make_text(), csrfmiddlewaretoken=token[1])
        assert ImportRun.objects.count() == 1


def _limit(monkeypatch: pytest.MonkeyPatch, max_bytes: int) -> None:
    known = {
        one.name: replace(one, max_bytes=max_bytes) for one in import_formats.list_import_formats()
    }
    monkeypatch.setattr(import_formats, "_load_formats", lambda: known)


def _make_macro_book(tmp_path: Any) -> bytes:
    path = write_workbook(tmp_path, [make_occupation()])
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"macro")
    return path.read_bytes()


def _make_bomb(tmp_path: Any) -> bytes:
    path = write_workbook(tmp_path, [make_occupation()])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/zeros.bin", bytes(80 << 20))
    return path.read_bytes()


def _make_entity_book(tmp_path: Any) -> bytes:
    path = write_workbook(tmp_path, [make_occupation()])
    out = io.BytesIO()
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w") as changed:
        for name in book.namelist():
            content = book.read(name)
            if name == "xl/workbook.xml":
                head = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                declaration, _, rest = content.partition(b"?>")
                content = declaration + b"?>" + head + rest if rest else head + content
            changed.writestr(name, content)
    return out.getvalue()


def _make_formula_book(tmp_path: Any) -> bytes:
    rows = [
        make_group(employment=2_000),
        make_occupation("15-1251"),
        make_occupation(A_MEDIAN="=A1*2"),
    ]
    return write_workbook(tmp_path, rows).read_bytes()


@pytest.mark.usefixtures("worker")
class TestBadFiles:
    @pytest.mark.parametrize(
        ("make", "reason"),
        [
            pytest.param(_make_macro_book, "macro", id="macro"),
            pytest.param(_make_bomb, "unpack", id="zip bomb"),
            pytest.param(_make_entity_book, "entit|DOCTYPE|declar", id="external entity"),
            pytest.param(lambda _path: b"PK\x03\x04 broken", "workbook", id="broken"),
        ],
    )
    def test_workbooks_fail_with_the_reason(
        self, curator: User, tmp_path: Any, make: Any, reason: str
    ) -> None:
        run = self._plan(curator, "national_M2023_dl.xlsx", make(tmp_path), "salaries/oews")
        assert run.job_state == "FAILED"
        told = " ".join(row.reason for row in run.rejected_rows.all())
        assert re.search(reason, told, re.IGNORECASE), told
        assert "cannot be used" in read(open_run(sign_in(curator), run))
        assert not SalaryStatistic.objects.exists()

    @pytest.mark.parametrize(
        ("content", "line", "reason"),
        [
            pytest.param("é".encode("latin-1"), 2, "not UTF-8", id="latin-1"),
            pytest.param(b"\x00", 2, "NUL", id="NUL"),
        ],
    )
    def test_text_fails_at_its_line(
        self, curator: User, content: bytes, line: int, reason: str
    ) -> None:
        text = ",".join(COLUMNS).encode() + b"\r\n" + content + b"\r\n"
        run = self._plan(curator, "aijobs_2025-01-12.csv", text, "salaries/aijobs")
        problem = run.rejected_rows.get()
        assert (problem.line, run.job_state) == (line, "FAILED")
        assert reason in problem.reason

    def test_header_in_another_language_fails(self, curator: User) -> None:
        run = self._plan(curator, "a_2025-01-12.csv", b"Jahr,Stufe\r\n1,2\r\n", "salaries/aijobs")
        assert run.job_state == "FAILED"

    def test_formula_cells_are_left_out_by_name(self, curator: User, tmp_path: Any) -> None:
        content = _make_formula_book(tmp_path)
        run = self._plan(curator, "national_M2023_dl.xlsx", content, "salaries/oews")
        assert run.job_state == "READY"
        assert "formula" in run.rejected_rows.get(is_flagged=False).reason

    def _plan(self, curator: User, name: str, content: bytes, format_name: str) -> ImportRun:
        return make_planned_upload(
            content,
            by=curator,
            file_name=name,
            format=import_formats.get_import_format(format_name),
        )


class TestApply:
    def test_is_for_a_second_person(self, curator: User, approver: User) -> None:
        run = make_planned_upload(by=curator)
        assert "An approver reads this plan" in read(open_run(sign_in(curator), run))
        assert press(sign_in(curator), run, "apply").status_code == 403
        page = read(open_run(sign_in(approver), run))
        assert re.search(r"<button[^>]*>Apply</button>", page)
        press(sign_in(approver), run, "apply", seen_at=run.finished_at.isoformat())
        run.refresh_from_db()
        assert (run.job_state, run.approved_by) == ("QUEUED", approver)

    def test_is_not_for_the_uploader_in_both_groups(self) -> None:
        both = make_staff("curator", "approver")
        run = make_planned_upload(by=both)
        response = press(sign_in(both), run, "apply")
        assert "somebody else has to apply it" in read_messages(response)
        run.refresh_from_db()
        assert run.approved_at is None

    def test_is_for_a_single_curator(self, settings: Any) -> None:
        settings.SINGLE_CURATOR = True
        both = make_staff("curator", "approver")
        run = make_planned_upload(by=both)
        assert "without a second person" in read(open_run(sign_in(both), run))
        press(sign_in(both), run, "apply")
        run.refresh_from_db()
        assert run.is_unreviewed

    def test_refuses_a_plan_made_again(self, approver: User) -> None:
        run = make_planned_upload()
        response = press(sign_in(approver), run, "apply", seen_at="2020-01-01T00:00:00+00:00")
        assert "Read it again" in read_messages(response)

    def test_says_when_there_is_nothing_to_do(self, approver: User) -> None:
        make_applied_upload()
        run = make_planned_upload()
        page = read(open_run(sign_in(approver), run))
        assert "There is nothing to apply" in page
        assert "Apply</button>" not in page

    @pytest.mark.usefixtures("worker")
    def test_writes_and_says_who(
        self, curator: User, approver: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        run = make_planned_upload(by=curator)
        with django_capture_on_commit_callbacks(execute=True):
            press(sign_in(approver), run, "apply")
        assert Tool.objects.count() == 2
        page = read(open_run(sign_in(curator), run))
        assert f"applied by <strong>{approver}</strong>" in page

    def test_shows_fields_before_and_after(self, approver: User) -> None:
        make_applied_upload()
        run = make_planned_upload(make_text("tool,git,Git,Tracks versions", *ROWS[1:]))
        page = read(open_run(sign_in(approver), run, show="changed"))
        assert "<del>Versions</del>" in page
        assert "<ins>Tracks versions</ins>" in page


class TestDiscard:
    def test_is_for_the_uploader_and_approvers(self, curator: User) -> None:
        run = make_planned_upload()
        assert press(sign_in(curator), run, "discard").status_code == 403
        own = make_planned_upload(make_text(*ROWS[:1]), by=curator)
        assert "was discarded" in read_messages(press(sign_in(curator), own, "discard"))


class TestProgress:
    def test_is_shown_without_scripts_too(self, curator: User) -> None:
        run = make_queued_upload()
        ImportRun.objects.filter(pk=run.pk).update(
            job_state="RUNNING", progress_step=45, progress_words="reading: 5 of 10 bytes"
        )
        page = read(open_run(sign_in(curator), run))
        assert '<progress id="import-bar" value="45" max="100">' in page
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page

    def test_opens_the_page_again_at_the_end(self, curator: User) -> None:
        waiting, ended = make_queued_upload(), make_planned_upload(make_text())
        client = sign_in(curator)
        url = "/admin/tracks/importrun/{}/progress/"
        assert "HX-Refresh" not in client.get(url.format(waiting.pk)).headers
        assert client.get(url.format(ended.pk)).headers["HX-Refresh"] == "true"


class TestRollBack:
    def test_lists_what_goes_and_does_it(self, approver: User) -> None:
        run = make_applied_upload()
        client = sign_in(approver)
        page = read(client.get(f"/admin/tracks/importrun/{run.pk}/roll-back/"))
        assert "tool git" in page
        assert Tool.objects.count() == 2
        assert "4 rows deleted" in read_messages(press(client, run, "roll-back"))
        run.refresh_from_db()
        assert (run.stage, run.rolled_back_by) == ("ROLLED_BACK", approver)
        assert not Tool.objects.exists()

    def test_lists_what_is_in_the_way(self, approver: User) -> None:
        run = make_applied_upload()
        Tool.objects.filter(key="git").update(summary="Edited since")
        response = press(sign_in(approver), run, "roll-back")
        assert "tool git was changed since." in read(response)
        assert Tool.objects.count() == 2

    def test_is_for_approvers(self, curator: User) -> None:
        run = make_applied_upload()
        assert press(sign_in(curator), run, "roll-back").status_code == 403
        assert "Roll back" not in read(open_run(sign_in(curator), run))

    def test_speaks_of_applied_imports_only(self, approver: User) -> None:
        run = make_planned_upload()
        response = sign_in(approver).get(
            f"/admin/tracks/importrun/{run.pk}/roll-back/", follow=True
        )
        assert "Only an import that is applied" in read_messages(response)


class TestRejected:
    def test_can_be_downloaded_without_formulas(self, curator: User) -> None:
        run = make_planned_upload(make_text(*ROWS))
        RejectedRow.objects.create(
            run=run,
            file="tools.csv",
            line=7,
            column=2,
            field="=cmd|' /C calc'!A0",
            reason="@SUM(1)",
        )
        response = sign_in(curator).get(f"/admin/tracks/importrun/{run.pk}/rejected.csv")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "nosniff" in response.headers["X-Content-Type-Options"]
        header, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
        assert header[:3] == ["file", "line", "column"]
        assert row[:5] == ["tools.csv", "7", "2", "'=cmd|' /C calc'!A0", "'@SUM(1)"]


class TestStrangers:
    @pytest.mark.parametrize("page", ["change", "progress/", "rejected.csv", "roll-back/"])
    def test_see_nothing(self, page: str) -> None:
        run = make_planned_upload()
        url = f"/admin/tracks/importrun/{run.pk}/{'change/' if page == 'change' else page}"
        for client in (Client(), sign_in(make_user())):
            response = client.get(url)
            assert response.status_code in {302, 403}
            assert "tools.csv" not in response.content.decode()
        assert sign_in(make_staff()).get(url).status_code == 403

    def test_hand_in_nothing(self, approver: User) -> None:
        for client in (Client(), sign_in(make_user()), sign_in(make_staff()), sign_in(approver)):
            response = client.post(ADD, {"file": SimpleUploadedFile("tools.csv", make_text())})
            assert response.status_code in {302, 403}
        assert not ImportRun.objects.exists()

    def test_get_no_file_by_its_address(self, curator: User) -> None:
        run = make_planned_upload()
        for prefix in ("/media/", "/"):
            assert sign_in(curator).get(f"{prefix}{run.upload.name}").status_code == 404

    def test_press_no_button(self) -> None:
        run = make_planned_upload()
        for client in (Client(), sign_in(make_user()), sign_in(make_staff())):
            for button in ("apply", "discard", "roll-back"):
                url = f"/admin/tracks/importrun/{run.pk}/{button}/"
                assert client.post(url).status_code in {302, 403}
        run.refresh_from_db()
        assert (run.job_state, run.stage) == ("READY", "PLANNED")


class TestList:
    def test_says_how_each_stands(self, curator: User) -> None:
        make_applied_upload()
        make_planned_upload(b"broken\n")
        waiting = make_queued_upload(make_text(*ROWS[:2]))
        approve_upload(
            run=make_planned_upload(make_text(*ROWS[:1])),
            approved_by=make_user(),
            now=timezone.now(),
        )
        page = read(sign_in(curator).get(find_url(waiting, "changelist")))
        for words in ("applied", "failed", "being planned", "being written"):
            assert f">{words}</span>" in page

    def test_pages_through_many_rows(self, curator: User) -> None:
        rows = [f"tool,t{number},Tool {number},S" for number in range(120)]
        run = make_planned_upload(make_text(*rows))
        page = read(open_run(sign_in(curator), run, show="new", page=5))
        assert "Page 5 of 5" in page
        assert "t119" in page


def test_a_job_board_file_is_planned_with_real_rows(curator: User) -> None:
    lines = [",".join(COLUMNS), *(",".join(make_job_row(90_000 + n)) for n in range(12)), "broken"]
    run = make_planned_upload(
        "\r\n".join([*lines, ""]).encode(),
        by=curator,
        file_name="aijobs_salaries_2025-01-12.csv",
        format=import_formats.get_import_format("salaries/aijobs"),
    )
    assert (run.job_state, run.as_of) == ("READY", "2025-01-12")
    assert run.rejected_rows.get().line == 14
    assert "Pay" in read(sign_in(curator).get(ADD))


class TestBoard:
    def test_counts_plans_that_wait_and_links_to_exactly_them(self, approver: User) -> None:
        make_applied_upload()
        make_planned_upload(b"broken\n")
        waiting = make_planned_upload(make_text(*ROWS[:1]), file_name="waiting.csv")
        client = sign_in(approver)
        page = client.get("/admin/")
        task, url = next(
            (task, url) for task, url in page.context["board_tasks"] if task.model is ImportRun
        )
        assert task.count == 1
        assert [run.pk for run in client.get(url).context["cl"].queryset] == [waiting.pk]


class TestScreens:
    def test_hold_nothing_that_the_policy_refuses(self, approver: User) -> None:
        runs = [
            make_queued_upload(make_text(*ROWS[:1])),
            make_planned_upload(make_text(*ROWS, "gadget,x,X,Y")),
            make_applied_upload(),
            make_planned_upload(b"broken\n"),
        ]
        client = sign_in(approver)
        pages = [open_run(client, run).content.decode() for run in runs]
        pages.append(
            client.get(f"/admin/tracks/importrun/{runs[2].pk}/roll-back/").content.decode()
        )
        pages.append(sign_in(make_staff("curator")).get(ADD).content.decode())
        for page in pages:
            assert not re.findall(r"<style\b|\sstyle=\"|\son[a-z]+=\"", page)
            assert "javascript:" not in page

    def test_ask_as_little_for_many_rows_as_for_one(self, curator: User) -> None:
        few = make_planned_upload(make_text("tool,a,A,S"))
        many = make_planned_upload(make_text(*(f"tool,t{n},T{n},S" for n in range(20))))
        client = sign_in(curator)
        open_run(client, few)
        assert self._count(client, many) <= self._count(client, few)

    def test_list_statistics_for_curators(self, curator: User) -> None:
        row = make_salary_statistic()
        page = sign_in(curator).get(find_url(row, "changelist"))
        assert page.context["cl"].result_count == 1
        assert 'value="export_csv"' in read(page)
        assert sign_in(curator).get(find_url(row, "change")).status_code == 200

    def _count(self, client: Client, run: ImportRun) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert open_run(client, run, show="new").status_code == 200
        return len(queries)

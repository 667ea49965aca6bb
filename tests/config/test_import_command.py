"""The import commands as an operator meets them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.management.import_command import ImportCommand
from config.management.plan_output import FIRST_ROWS, ProgressBar
from tests.factories.import_files import FORMAT, ROWS, write_rows
from tracks.models import ImportRun, Tool
from tracks.shared import import_formats

pytestmark = pytest.mark.django_db


class Command(ImportCommand):
    formats_prefix = "tools/"


@pytest.fixture(autouse=True)
def formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_formats, "_load_formats", lambda: {FORMAT.name: FORMAT})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "tools.csv", *ROWS)


def run(*files: Path, **options: Any) -> str:
    out = StringIO()
    call_command(Command(), *files, stdout=out, **options)
    return out.getvalue()


def run_badly(*files: Path, **options: Any) -> tuple[int, str, str, str]:
    """Return exit status, output, errors and last words of an import that has to complain."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(Command(), *files, stdout=out, stderr=err, **options)
    return caught.value.returncode, out.getvalue(), err.getvalue(), str(caught.value)


class TestPlan:
    def test_says_what_would_change_and_writes_nothing(self, file: Path) -> None:
        text = run(file, as_of="2025-01-12")
        assert f"tools.csv: Tools, snapshot of 2025-01-12, {file.stat().st_size} bytes" in text
        assert "read: 3 rows" in text
        assert "remark: A remark." in text
        assert (
            "4 new, 0 changed, 0 unchanged, 0 kept as edited here, 0 conflicting, "
            "0 gone from the files, 0 rejected, 0 flagged" in text
        )
        assert "Nothing was written. Add --apply to write this." in text
        assert not Tool.objects.exists()

    def test_names_gone_rows_and_conflicts_with_their_fields(self, file: Path) -> None:
        run(file, apply=True)
        Tool.objects.filter(key="git").update(summary="Edited")
        write_rows(file, "tool,git,Git,From the file")
        status, text, _, words = run_badly(file)
        assert (status, words) == (1, "1 of 1 files have rows left out or conflicting.")
        assert "conflicting: tool git\n    summary: 'Edited' → 'From the file'" in text
        assert "gone from the files: tool bash" in text
        assert "Run again with --theirs or --ours." in text
        assert "0 conflicting" in run(file, ours=True)
        run(file, theirs=True, apply=True)
        assert Tool.objects.get(key="git").summary == "From the file"

    def test_lists_the_first_rejected_rows_and_how_many_more(self, file: Path) -> None:
        write_rows(file, *ROWS, *(f"gadget,g{n},G,S" for n in range(FIRST_ROWS + 3)))
        status, text, _, _ = run_badly(file)
        assert status == 1
        assert text.count("left out: tools.csv:") == FIRST_ROWS
        assert "left out: tools.csv:5:1: kind: 'gadget' is not tool or role." in text
        assert "and 3 more left out; -v 2 lists all." in text
        _, text, _, _ = run_badly(file, verbosity=2)
        assert text.count("left out: tools.csv:") == FIRST_ROWS + 3
        assert "new: tool git" in text

    def test_is_complete_as_json(self, file: Path) -> None:
        write_rows(file, *ROWS, "gadget,g,G,S")
        _, text, _, _ = run_badly(file, json=True)
        (about,) = json.loads(text)["files"]
        assert about["counts"]["new"] == 4
        assert about["changes"][1] == {
            "kind": "tool", "key": "git", "effect": "new", "line": 2, "fields": []
        }  # fmt: skip
        assert about["rejected"] == [
            {
                "file": "tools.csv",
                "line": 5,
                "column": 1,
                "field": "kind",
                "reason": "'gadget' is not tool or role.",
            }
        ]
        assert (about["applied"], about["run"], about["remarks"]) == (False, None, ["A remark."])


class TestApply:
    def test_writes_and_says_how_to_take_it_back(self, file: Path) -> None:
        text = run(file, apply=True)
        number = ImportRun.objects.get().pk
        assert f"Written as import {number}." in text
        assert Tool.objects.count() == 2
        assert f"Nothing changed: import {number} loaded this very file" in run(file, apply=True)
        assert "4 unchanged" in run(file, again=True)

    def test_leaves_rejected_rows_out_and_ends_with_1(self, file: Path) -> None:
        write_rows(file, *ROWS, "gadget,g,G,S")
        assert run_badly(file, apply=True)[0] == 1
        assert Tool.objects.count() == 2
        assert ImportRun.objects.get().rejected_count == 1
        assert run_badly(file, apply=True)[0] == 1

    def test_takes_files_one_after_the_other_and_ends_with_the_worst(self, tmp_path: Path) -> None:
        good = write_rows(tmp_path / "good.csv", *ROWS)
        bad = tmp_path / "bad.csv"
        bad.write_text("nothing like it\n")
        odd = write_rows(tmp_path / "odd.csv", *ROWS, "gadget,g,G,S")
        status, text, errors, words = run_badly(good, bad, odd, apply=True)
        assert status == 2
        assert "bad.csv:1: header: the header is not kind,key,name,summary." in errors
        assert words == (
            "1 of 3 files cannot be used; nothing of them was read in. "
            "1 of 3 files have rows left out or conflicting."
        )
        assert "good.csv" in text
        assert list(ImportRun.objects.order_by("pk").values_list("file_name", flat=True)) == [
            "good.csv",
            "odd.csv",
        ]

    def test_refuses_an_older_snapshot_with_a_sentence(self, file: Path) -> None:
        run(file, apply=True, as_of="2025-01-12")
        write_rows(file, "tool,git,Git,Old")
        status, _, errors, _ = run_badly(file, apply=True, as_of="2024-01-01")
        assert status == 2
        assert "is the snapshot of 2024-01-01, but tools of 2025-01-12 was loaded" in errors

    def test_reports_unusable_files_as_json_too(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.csv"
        bad.write_text("nothing like it\n")
        status, text, _, _ = run_badly(bad, json=True)
        assert status == 2
        assert json.loads(text)["files"][0]["problems"][0]["line"] == 1


class TestFormat:
    def test_must_be_said_when_the_name_does_not_tell(self, tmp_path: Path) -> None:
        path = write_rows(tmp_path / "tools.txt", *ROWS)
        status, _, _, words = run_badly(path)
        assert (status, words) == (2, "Say what tools.txt is:\n  --format plain: Tools")
        assert "4 new" in run(path, format="plain")


class TestRollBack:
    def test_is_a_plan_until_told(self, file: Path) -> None:
        run(file, apply=True)
        number = ImportRun.objects.get().pk
        out = StringIO()
        call_command("roll_back_import", str(number), stdout=out, verbosity=2)
        assert "delete tool git" in out.getvalue()
        assert "4 rows deleted, 0 rows restored" in out.getvalue()
        assert "Nothing was written. Add --apply to do this." in out.getvalue()
        assert Tool.objects.count() == 2
        call_command("roll_back_import", str(number), apply=True, stdout=out)
        assert not Tool.objects.exists()
        out = StringIO()
        call_command("list_imports", stdout=out)
        assert f"{number} " in out.getvalue()
        assert "rolled back: tools.csv as tools/plain (4 new)" in out.getvalue()
        out = StringIO()
        call_command("list_imports", json=True, stdout=out)
        assert json.loads(out.getvalue())[0]["stage"] == "ROLLED_BACK"

    @pytest.mark.parametrize("is_applied", [True, False])
    def test_names_what_is_in_the_way(self, file: Path, is_applied: bool) -> None:
        run(file, apply=True)
        Tool.objects.filter(key="git").update(summary="Edited")
        number = ImportRun.objects.get().pk
        with pytest.raises(CommandError, match="tool git was changed since") as caught:
            call_command("roll_back_import", str(number), apply=is_applied)
        assert caught.value.returncode == 1

    def test_knows_when_there_is_no_such_import(self) -> None:
        with pytest.raises(CommandError, match="There is no import 7") as caught:
            call_command("roll_back_import", "7")
        assert caught.value.returncode == 2


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class TestProgressBar:
    def test_fills_on_a_terminal_and_clears_its_line(self, file: Path) -> None:
        screen = Terminal()
        call_command(Command(), file, stdout=StringIO(), stderr=screen)
        assert "tools.csv [##############################] 100%" in screen.getvalue()
        assert screen.getvalue().endswith("\r\033[K")

    def test_is_written_again_only_when_it_moved(self) -> None:
        screen = Terminal()
        bar = ProgressBar(Command(stderr=screen).stderr, "f")
        for done in range(1000):
            bar.report(done, 1000)
        assert screen.getvalue().count("\r") == 100

    def test_says_nothing_to_a_file(self, file: Path) -> None:
        quiet = StringIO()
        call_command(Command(), file, stdout=StringIO(), stderr=quiet)
        assert quiet.getvalue() == ""

"""Temporary folders of print processes: gone when their process is, kept while it lives."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import pytest

from config.env import BASE_DIR
from progress.documents.career_plan import print_career_plan_in_child, warm_up
from progress.documents.failures import RenderFailed
from progress.documents.loading import load_rendering
from progress.documents.print_folders import (
    claim_print_folder,
    lend_print_folder,
    remove_abandoned_folders,
)
from tests.factories.career_plan_content import make_empty_plan_content

# Claims a folder, writes into it, says its name and waits to be killed.
HOLD = (
    "from progress.documents.print_folders import claim_print_folder as claim; import sys;"
    "folder = claim(); (folder / 'face').write_text('x'); print(folder, flush=True);"
    "sys.stdin.read()"
)


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def another_process(folder, program=HOLD):
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env={**os.environ, "TMPDIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout.readline().startswith(str(folder))
        yield process
        process.kill()


class TestLentFolder:
    def test_is_removed_with_all_that_is_in_it(self, folders):
        with lend_print_folder() as folder:
            (folder / "weasyprint-x").mkdir()
            (folder / "weasyprint-x" / "face").write_text("x")
            assert list(folders.iterdir()) == [folder]
        assert list(folders.iterdir()) == []

    def test_is_removed_when_the_work_fails(self, folders):
        with pytest.raises(FileNotFoundError), lend_print_folder() as folder:
            (folder / "absent").read_text()
        assert list(folders.iterdir()) == []

    def test_that_cannot_be_made_fails_the_render(self, folders, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(folders / "absent"))
        with (
            pytest.raises(RenderFailed, match="No temporary folder can be made"),
            lend_print_folder(),
        ):
            pass


class TestAbandonedFolders:
    def test_of_a_killed_process_are_removed_by_the_next_that_makes_one(self, folders):
        with another_process(folders) as process:
            process.send_signal(signal.SIGKILL)
            process.wait()
        [left] = folders.iterdir()
        assert (left / "face").exists()

        mine = claim_print_folder()

        assert list(folders.iterdir()) == [mine]

    def test_of_living_processes_stay(self, folders):
        mine = claim_print_folder()
        with another_process(folders):
            remove_abandoned_folders()
            assert len(list(folders.iterdir())) == 2
        remove_abandoned_folders()
        assert list(folders.iterdir()) == [mine]

    def test_stay_while_a_forked_child_of_a_dead_process_uses_them(self, folders):
        fork = HOLD.replace(
            "sys.stdin.read()", "import os; os._exit(0) if os.fork() else sys.stdin.read()"
        )
        with another_process(folders, fork) as process:
            process.wait()
            remove_abandoned_folders()
            assert len(list(folders.iterdir())) == 1
            # The child reads the end of its input, and leaves.
            process.stdin.close()
            process.stdout.read()
        remove_abandoned_folders()
        assert list(folders.iterdir()) == []

    def test_are_not_found_through_a_link(self, folders, tmp_path_factory):
        target = tmp_path_factory.mktemp("elsewhere")
        (target / "mine").write_text("x")
        (folders / "milepost-print-link").symlink_to(target)
        remove_abandoned_folders()
        assert (target / "mine").exists()


class TestPrints:
    def test_leave_nothing_behind_whether_or_not_the_engine_was_warm(self, folders, monkeypatch):
        rendering = load_rendering()
        monkeypatch.setattr(rendering, "_fonts", [])
        monkeypatch.setattr(rendering, "_stylesheets", {})
        content = make_empty_plan_content()

        cold = print_career_plan_in_child(content)
        assert list(folders.iterdir()) == []

        warm_up()
        [mine] = folders.iterdir()
        assert print_career_plan_in_child(content).pdf == cold.pdf
        assert list(folders.iterdir()) == [mine]
        assert list(mine.iterdir()) != []

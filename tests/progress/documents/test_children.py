"""Renders in a child: bounded, and never half an answer."""

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from progress.documents.children import ChildLimits, render_in_child
from progress.documents.failures import RenderFailed


class TestRenderInChild:
    def test_gives_bytes_larger_than_a_pipe_holds(self):
        assert render_in_child(render=lambda tell: b"x" * 3_000_000) == b"x" * 3_000_000

    def test_gives_an_empty_answer(self):
        assert render_in_child(render=lambda tell: b"") == b""

    def test_runs_in_another_process(self):
        assert int(render_in_child(render=lambda tell: str(os.getpid()).encode())) != os.getpid()

    def test_passes_a_failure_on_with_its_reason(self):
        def refuse(tell):
            raise RenderFailed(reason="no chart")

        with pytest.raises(RenderFailed, match=r"^no chart$"):
            render_in_child(render=refuse)

    @pytest.mark.parametrize("error", [ValueError("bad"), SystemExit(3), KeyboardInterrupt()])
    def test_turns_every_other_end_into_a_failure(self, error):
        def stop(tell):
            raise error

        with pytest.raises(RenderFailed, match=type(error).__name__):
            render_in_child(render=stop)

    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
    def test_fails_when_the_child_dies(self, number):
        def die(tell):
            os.kill(os.getpid(), number)
            time.sleep(5)
            return b"too late"

        with pytest.raises(RenderFailed, match=number.name):
            render_in_child(render=die)

    def test_fails_when_the_child_leaves_without_a_word(self):
        with pytest.raises(RenderFailed, match="without an answer"):
            render_in_child(render=lambda tell: os._exit(0))

    def test_stops_a_child_that_hangs(self):
        started = time.monotonic()

        def hang(tell):
            time.sleep(60)
            return b""

        with pytest.raises(RenderFailed, match=r"longer than 0\.3 seconds"):
            render_in_child(render=hang, limits=ChildLimits(wall_seconds=0.3))
        assert time.monotonic() - started < 20

    def test_stops_a_child_that_burns_cpu(self):
        def burn(tell):
            while True:
                pass

        with pytest.raises(RenderFailed, match="SIGXCPU"):
            render_in_child(render=burn, limits=ChildLimits(cpu_seconds=1))

    def test_stops_a_child_that_takes_too_much_memory(self):
        with pytest.raises(RenderFailed, match="MemoryError"):
            render_in_child(
                render=lambda tell: bytes(600 << 20), limits=ChildLimits(memory_mib=256)
            )


class TestTemporaryFiles:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        return tmp_path

    def test_of_a_child_are_its_own_and_gone_when_it_is_done(self, folder):
        def write(tell):
            return tempfile.mkdtemp(prefix="weasyprint-").encode()

        made = Path(render_in_child(render=write).decode())

        assert made.parent != folder
        assert folder in made.parents
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
    def test_of_a_killed_child_are_removed(self, folder, number):
        def die(tell):
            Path(tempfile.mkdtemp(prefix="weasyprint-"), "face").write_text("x")
            tell("laying out")
            os.kill(os.getpid(), number)
            time.sleep(5)

        seen = []
        with pytest.raises(RenderFailed, match=number.name):
            render_in_child(render=die, watch=lambda stage: seen.extend(folder.rglob("face")))
        assert len(seen) == 1
        assert list(folder.iterdir()) == []

    def test_of_a_child_that_is_stopped_are_removed(self, folder):
        def hang(tell):
            tempfile.mkdtemp(prefix="weasyprint-")
            time.sleep(60)

        with pytest.raises(RenderFailed, match="longer than"):
            render_in_child(render=hang, limits=ChildLimits(wall_seconds=0.3))
        assert list(folder.iterdir()) == []


class TestWatch:
    def test_hears_each_stage_in_order(self):
        heard = []

        def work(tell):
            tell("laying out")
            tell("writing")
            return b"done"

        assert render_in_child(render=work, watch=heard.append) == b"done"
        assert heard == ["laying out", "writing"]

    def test_is_called_while_the_child_is_silent(self, monkeypatch):
        monkeypatch.setattr("progress.documents.children._PATIENCE", 0.05)
        heard = []

        def work(tell):
            tell("laying out")
            time.sleep(0.4)
            return b"done"

        render_in_child(render=work, watch=heard.append)
        assert heard.count("laying out") > 2

    def test_ends_the_child_with_what_it_raises(self, tmp_path):
        late = tmp_path / "late"

        def work(tell):
            tell("laying out")
            time.sleep(1)
            late.write_text("still running")
            return b"done"

        def refuse(stage):
            raise KeyError(stage)

        with pytest.raises(KeyError, match="laying out"):
            render_in_child(render=work, watch=refuse)
        time.sleep(1.2)
        assert not late.exists()

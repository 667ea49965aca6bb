import io
import os
import signal
import sys
import time

import pytest

from config.serving import processes
from config.serving.processes import Stopped, Supervisor

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@pytest.fixture
def output():
    return io.StringIO()


@pytest.fixture
def supervisor(output):
    made = Supervisor(output=output)
    yield made
    made.stop()


def start(supervisor, code, name="child"):
    command = [sys.executable, "-u", "-c", code]
    return supervisor.start(name=name, command=command, environment=dict(os.environ))


def run_for(supervisor, output, words, *, seconds=15.0):
    """Let the supervisor work until its output holds the words."""
    deadline = time.monotonic() + seconds
    while words not in output.getvalue():
        assert time.monotonic() < deadline, output.getvalue()
        supervisor.tend(0.1)


class TestRunToEnd:
    def test_passes_lines_on_with_the_name_of_the_speaker(self, supervisor, output):
        code = supervisor.run_to_end(
            name="speaker",
            command=[sys.executable, "-c", "print('one'); print('two', end='')"],
            environment=dict(os.environ),
        )
        assert code == 0
        assert output.getvalue() == "speaker | one\nspeaker | two\n"

    def test_returns_the_exit_code(self, supervisor):
        code = supervisor.run_to_end(
            name="failure",
            command=[sys.executable, "-c", "raise SystemExit(3)"],
            environment=dict(os.environ),
        )
        assert code == 3
        assert supervisor.children == {}

    def test_is_broken_off_by_a_signal(self, supervisor):
        supervisor.signal_count = 1
        with pytest.raises(Stopped):
            supervisor.run_to_end(
                name="long",
                command=[sys.executable, "-c", "import time; time.sleep(60)"],
                environment=dict(os.environ),
            )


class TestWaitUntil:
    def test_gives_up_as_soon_as_a_child_ends(self, supervisor):
        start(supervisor, "raise SystemExit(1)")
        began = time.monotonic()
        assert supervisor.wait_until(lambda: False, seconds=30) is False
        assert time.monotonic() - began < 15


class TestKeepRunning:
    def test_starts_a_child_again_and_waits_longer_each_time(self, supervisor, output):
        start(supervisor, "print('alive')")
        run_for(supervisor, output, "starting it again in 2 s")
        text = output.getvalue()
        assert text.count("child   | alive") == 2
        assert "child ended (exit code 0); starting it again in 1 s" in text

    def test_names_the_signal_that_ended_a_child(self, supervisor, output):
        child = start(supervisor, "import time; time.sleep(60)")
        os.kill(child.process.pid, signal.SIGKILL)
        run_for(supervisor, output, "child ended (signal SIGKILL)")


class TestStop:
    def test_asks_the_main_process_only(self, supervisor, output):
        code = (
            "import os, signal, subprocess, sys, time\n"
            "child = subprocess.Popen([sys.executable, '-c', "
            "\"import signal, time; signal.signal(signal.SIGTERM, lambda *a: print('grandchild signalled', flush=True)); print('up', flush=True); time.sleep(3)\"])\n"
            "def end(*a):\n"
            "    child.wait(); print('clean end', flush=True); sys.exit(0)\n"
            "signal.signal(signal.SIGTERM, end)\n"
            "time.sleep(60)\n"
        )
        start(supervisor, code)
        run_for(supervisor, output, "up")
        supervisor.stop()
        assert "clean end" in output.getvalue()
        assert "grandchild signalled" not in output.getvalue()

    def test_kills_what_does_not_listen(self, supervisor, output, monkeypatch):
        monkeypatch.setattr(processes, "GRACE_SECONDS", 0.5)
        child = start(supervisor, STUBBORN)
        run_for(supervisor, output, "deaf")
        supervisor.stop()
        assert child.process.returncode == -signal.SIGKILL
        assert "child did not end in time and is killed" in output.getvalue()

    def test_leaves_others_running(self, supervisor):
        start(supervisor, "import time; time.sleep(60)", name="broker")
        start(supervisor, "import time; time.sleep(60)", name="web")
        supervisor.stop(["web"])
        assert set(supervisor.children) == {"broker"}
        assert supervisor.children["broker"].is_running

"""scripts/serve with real processes."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from config.env import BASE_DIR
from config.serving.brokers import is_answering
from tests.servers import find_free_port, wait_for
from tests.stack import make_environment, run_stack

MAKE_USER = "from accounts.models import User; User.objects.create_user(email='a@example.org')"
SHOW_USERS = (
    "from accounts.models import User; print(*User.objects.values_list('email', flat=True))"
)

pytestmark = [pytest.mark.slow, pytest.mark.serial, pytest.mark.worker]


def list_descendants(pid):
    """Return the processes started by a process, directly or not."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found = list(parents.get(pid, []))
    for child in found:
        found.extend(parents.get(child, []))
    return found


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def read_status(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status


def serve_and_fail(data_dir, port):
    """Try to start where that cannot be."""
    return subprocess.run(
        [sys.executable, "-m", "config.serving"],
        cwd=BASE_DIR,
        env=make_environment(data_dir=data_dir, port=port),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class TestRefusal:
    def test_is_one_clear_line_when_the_port_is_taken(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            done = serve_and_fail(tmp_path, port)
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr == (
            f"Stopped: Port {port} is in use by another program: choose another with  PORT={port + 1} scripts/serve\n"
        )

    def test_is_one_clear_line_when_the_port_is_no_number(self, tmp_path):
        environment = {**make_environment(data_dir=tmp_path, port=1), "PORT": "eight thousand"}
        done = subprocess.run(
            [sys.executable, "-m", "config.serving"],
            cwd=BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr == "Stopped: PORT must be a whole number, not 'eight thousand'.\n"


def find_pdf_worker(stack):
    """Return the main process of the worker that renders plans."""
    workers = [
        pid
        for pid in list_descendants(stack.process.pid)
        if b"--queues=pdf" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return min(workers)


class TestLifeOfAnInstallation:
    def test_ends_whole_starts_again_with_its_data_and_survives_kills(self, tmp_path):
        with run_stack(data_dir=tmp_path) as stack:
            assert read_status(f"{stack.base_url}/livez") == 200
            wait_for(
                lambda: stack.read_log().count("ready. [celery") == 2,
                seconds=120,
                what="both workers are ready",
            )
            second = serve_and_fail(tmp_path, find_free_port())
            assert second.returncode == 1
            assert second.stderr.count("\n") == 1
            assert "already runs on this data folder" in second.stderr

            os.kill(find_pdf_worker(stack), signal.SIGKILL)
            wait_for(
                lambda: stack.read_log().count("ready. [celery") == 3,
                seconds=120,
                what="the killed worker is ready again",
            )
            assert "pdf ended (signal SIGKILL); starting it again in 1 s" in stack.read_log()

            stack.manage("shell", "-c", MAKE_USER)
            started = list_descendants(stack.process.pid)
            assert len(started) >= 6
            os.kill(stack.process.pid, signal.SIGINT)
            assert stack.process.wait(60) == 0
            assert [pid for pid in started if is_alive(pid)] == []
            assert not is_answering(tmp_path / "run" / "broker.sock")
            assert "is killed" not in stack.read_log()

        with run_stack(data_dir=tmp_path) as again:
            assert "Migrating" not in again.read_log()
            assert "a@example.org" in again.manage("shell", "-c", SHOW_USERS)
            started = list_descendants(again.process.pid)
            again.process.kill()
            again.process.wait(10)
            wait_for(
                lambda: not any(is_alive(pid) for pid in started),
                seconds=60,
                what="every process of a killed installation ended",
            )

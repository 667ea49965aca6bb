"""A real installation for journeys: web, workers, beat and broker as scripts/serve starts them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from config.env import BASE_DIR
from tests.servers import find_free_port, wait_for

# Settings of whoever runs the tests must not leak into the installation under test.
_FOREIGN = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS")
_START_SECONDS = 180.0


@dataclass(frozen=True)
class Stack:
    """One running installation."""

    base_url: str
    data_dir: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]
    log_path: Path

    @property
    def mail_folder(self) -> Path:
        """Return where mails arrive as files."""
        return self.data_dir / "mail"

    def read_log(self) -> str:
        """Return everything that the processes have said so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def read_mails(self, *, to: str) -> list[EmailMessage]:
        """Return the mails to an address, oldest first."""
        mails = [
            message_from_bytes(part, policy=policy.default)
            for path in sorted(
                self.mail_folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns
            )
            # Django ends each mail in a file with a line of dashes.
            for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
            if part.strip()
        ]
        return [mail for mail in mails if to in str(mail["To"])]

    def manage(self, *words: str) -> str:
        """Run one of Django's commands in this installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=BASE_DIR,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(
                f"manage.py {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}"
            )
        return done.stdout


def make_environment(*, data_dir: Path, port: int, **settings: str) -> dict[str, str]:
    """Return the environment of an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MILEPOST_IGNORE_DOTENV": "1",
        "MILEPOST_ENV": "development",
        "MILEPOST_DATA_DIR": str(data_dir),
        "PORT": str(port),
        "DEMO": "false",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }


@contextmanager
def run_stack(*, data_dir: Path, **settings: str) -> Iterator[Stack]:
    """Start an installation, wait until it is ready, and stop it as Ctrl-C does."""
    port = find_free_port()
    environment = make_environment(data_dir=data_dir, port=port, **settings)
    data_dir.mkdir(parents=True, exist_ok=True)
    log_path = data_dir / "serve.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.serving"],
            cwd=BASE_DIR,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    stack = Stack(
        base_url=f"http://127.0.0.1:{port}",
        data_dir=data_dir,
        environment=environment,
        process=process,
        log_path=log_path,
    )
    try:
        wait_for(
            lambda: "Milepost is ready" in stack.read_log() or process.poll() is not None,
            seconds=_START_SECONDS,
            what="the installation is ready",
        )
        if process.poll() is not None:
            raise AssertionError(f"the installation did not start:\n{stack.read_log()}")
        yield stack
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

"""The command lines of an installation's processes."""

import sys
from dataclasses import dataclass
from pathlib import Path

from config.env import BASE_DIR, read_flag, read_number, read_text


@dataclass(frozen=True)
class Address:
    """Where the web process listens."""

    host: str
    port: int

    @property
    def local_host(self) -> str:
        """Return a host of this machine, whatever the process listens on."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  # compared, not bound

    @property
    def local_url(self) -> str:
        """Return an address that works in a browser on this machine."""
        host = f"[{self.local_host}]" if ":" in self.local_host else self.local_host
        return f"http://{host}:{self.port}"


def read_address() -> Address:
    """Return where to listen, from HOST and PORT."""
    return Address(host=read_text("HOST", "127.0.0.1"), port=read_number("PORT", 8000, minimum=1))


def make_manage_command(*words: str) -> list[str]:
    """Return the command line of one of Django's commands."""
    return [sys.executable, str(BASE_DIR / "manage.py"), *words]


def make_web_command(address: Address) -> list[str]:
    """Return the command line of the web server."""
    shared_memory = Path("/dev/shm")  # noqa: S108  # the usual place for gunicorn's heartbeat
    command = [
        *_make_module_command("gunicorn", "config.wsgi:application"),
        f"--bind={_spell_bind(address)}",
        "--worker-class=gthread",
        f"--workers={read_number('WEB_WORKERS', 2, minimum=1)}",
        f"--threads={read_number('WEB_THREADS', 4, minimum=1)}",
        "--timeout=60",
        "--graceful-timeout=3",
        "--max-requests=5000",
        "--max-requests-jitter=500",
        "--log-level=warning",
    ]
    if shared_memory.is_dir():
        command.append(f"--worker-tmp-dir={shared_memory}")
    # Loading once and forking halves the start; a reloading server must load in each worker.
    command.append("--reload" if read_flag("RELOAD", default=False) else "--preload")
    return command


def _spell_bind(address: Address) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"


def make_worker_commands() -> dict[str, list[str]]:
    """Return the command lines of the workers: plans have one of their own, so nothing waits for them."""
    return {
        "worker": _make_worker_command(
            "work", queues="default,sweep", size=read_number("WORKER_CONCURRENCY", 1, minimum=1)
        ),
        "pdf": _make_worker_command(
            "pdf", queues="pdf", size=read_number("PDF_CONCURRENCY", 1, minimum=1)
        ),
    }


def make_beat_command() -> list[str]:
    """Return the command line of the scheduler."""
    return _make_module_command("celery", "--quiet", "--app=config", "beat", "--loglevel=warning")


def _make_worker_command(name: str, *, queues: str, size: int) -> list[str]:
    return [
        *_make_module_command("celery", "--quiet", "--app=config", "worker"),
        f"--queues={queues}",
        f"--concurrency={size}",
        f"--hostname={name}@%h",
        "--optimization=fair",
        "--without-gossip",
        "--without-mingle",
        "--loglevel=info",
    ]


def _make_module_command(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", module, *words]

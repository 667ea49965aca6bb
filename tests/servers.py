"""Private database and broker servers for tests, started in a temporary folder and gone afterwards."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config.serving.brokers import (
    find_broker_server,
    is_answering,
    make_broker_command,
    make_broker_url,
)
from config.serving.processes import end_with_parent


class ServerMissing(Exception):
    """The machine has no such server; the message says what was looked for."""


def find_free_port() -> int:
    """Return a port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait until a condition holds, or say what did not happen."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


def find_postgres_folder() -> Path:
    """Return the folder with PostgreSQL's programs, the newest where there are several.

    Raises:
        ServerMissing: none is installed.
    """
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    if not folders:
        raise ServerMissing(
            "PostgreSQL: set TEST_DATABASE_URL, or install it (Debian: apt-get install postgresql)"
        )
    return folders[-1]


@contextmanager
def run_postgres() -> Iterator[str]:
    """Start PostgreSQL in a temporary folder and yield the address of its first database."""
    programs = find_postgres_folder()
    # PostgreSQL refuses to run as root.
    identity = _choose_identity()
    folder = Path(tempfile.mkdtemp(prefix="milepost-pg-"))
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    port = find_free_port()
    try:
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "postgres", "-N"],
            check=True,
            capture_output=True,
            cwd=folder,
            **identity,
        )
        command: list[str | Path] = [
            programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=60",
        ]  # fmt: skip
        url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        with _run(command, folder / "log", signal.SIGINT, cwd=folder, **identity):
            wait_for(lambda: _accepts(url), seconds=30, what="PostgreSQL answers")
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _choose_identity() -> dict[str, Any]:
    if os.getuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _accepts(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def make_database(server_url: str) -> Iterator[str]:
    """Yield the address of a new, empty database on a server and drop it afterwards."""
    name = f"milepost_test_{secrets.token_hex(4)}"
    identifier = sql.Identifier(name)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
        try:
            parts = urllib.parse.urlsplit(server_url)
            yield urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@contextmanager
def run_redis() -> Iterator[str]:
    """Start a broker on a socket in a temporary folder and yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="milepost-redis-"))
    socket_path = folder / "s"
    command = make_broker_command(
        server=find_broker_server(), socket_path=socket_path, data_dir=folder
    )
    try:
        with _run(command, folder / "log", signal.SIGTERM):
            wait_for(lambda: is_answering(socket_path), seconds=20, what="the broker answers")
            yield make_broker_url(socket_path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _run(
    command: Sequence[str | Path], log: Path, ending: signal.Signals, **options: Any
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, preexec_fn=end_with_parent, **options
        )
        try:
            yield
        finally:
            process.send_signal(ending)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            if process.poll() is None:
                process.kill()
                process.wait()

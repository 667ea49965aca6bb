"""The life of an installation on one machine: start everything in order, keep it running, stop it."""

import fcntl
import http.client
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from config.env import (
    BASE_DIR,
    make_child_environment,
    read_data_dir,
    read_flag,
    read_list,
    read_redis,
    read_text,
)
from config.serving.brokers import (
    choose_log_path,
    choose_socket_path,
    find_broker_server,
    is_answering,
    make_broker_command,
    make_broker_url,
    stop_broker,
)
from config.serving.freshness import is_prepared, make_fingerprint
from config.serving.parts import (
    Address,
    make_beat_command,
    make_manage_command,
    make_web_command,
    make_worker_commands,
)
from config.serving.ports import refuse_taken_port
from config.serving.processes import Stopped, Supervisor


class CannotServe(Exception):
    """Something stands in the way of a start; the message says what to do."""


@dataclass(frozen=True)
class Broker:
    """A broker in use; `left_behind` names the socket of one that an earlier run did not stop."""

    url: str
    left_behind: Path | None = None


class Installation:
    """Broker, web, workers and beat of one data folder."""

    def __init__(self, *, address: Address, output: TextIO) -> None:
        self.address = address
        self.data_dir = read_data_dir()
        self.is_production = read_text("MILEPOST_ENV", "development") == "production"
        self.supervisor = Supervisor(output=output)
        self.socket_path = choose_socket_path(self.data_dir)

    def serve(self) -> None:
        """Run everything until a signal arrives.

        Raises:
            CannotServe: a part did not start, or the data folder is in use.
            PortTaken: another program listens at the address.
            BrokerUnavailable: this machine has no broker to start.
        """
        self.supervisor.listen_for_signals()
        with self._hold_lock():
            refuse_taken_port(host=self.address.host, port=self.address.port)
            broker: Broker | None = None
            try:
                broker = self._provide_broker()
                self._prepare(broker)
                self._start_web(broker)
                self._start_workers(broker)
                self.supervisor.say(
                    f"Milepost is ready: {self.address.local_url}/   (Ctrl-C stops everything)"
                )
                self._mention_demo_people()
                self.supervisor.run()
            except Stopped:
                self.supervisor.say("asked to stop before everything had started")
            finally:
                self._stop(broker)

    def work(self) -> None:
        """Run workers and beat only, with REDIS_URL or beside a running site.

        Raises:
            CannotServe: there is no broker to work for.
        """
        self.supervisor.listen_for_signals()
        url = read_redis("REDIS_URL")
        if not url and not is_answering(self.socket_path):
            raise CannotServe("No broker: set REDIS_URL, or run scripts/serve in another terminal.")
        try:
            self._start_workers(Broker(url=url or make_broker_url(self.socket_path)))
            self.supervisor.say("workers and beat run; Ctrl-C stops them")
            self.supervisor.run()
        finally:
            self._stop(None)

    @contextmanager
    def _hold_lock(self) -> Iterator[None]:
        """Refuse a second installation on the same data folder."""
        path = self.data_dir / "run" / "serve.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                where = lock.read().strip() or "in another terminal"
                raise CannotServe(
                    f"Milepost already runs on this data folder, {where}: stop it first, or set MILEPOST_DATA_DIR."
                ) from error
            lock.truncate(0)
            lock.write(f"at {self.address.local_url} (process {os.getpid()})")
            lock.flush()
            yield

    def _provide_broker(self) -> Broker:
        if url := read_redis("REDIS_URL"):
            return Broker(url=url)
        if is_answering(self.socket_path):
            self.supervisor.say("using the broker that an earlier run left behind")
            return Broker(url=make_broker_url(self.socket_path), left_behind=self.socket_path)
        self.socket_path.unlink(missing_ok=True)
        server = find_broker_server()
        command = make_broker_command(
            server=server, socket_path=self.socket_path, data_dir=self.data_dir
        )
        self.supervisor.start(name="broker", command=command, environment=make_child_environment())
        if not self.supervisor.wait_until(lambda: is_answering(self.socket_path), seconds=30):
            raise CannotServe(
                f"The broker {server.path} did not start: {choose_log_path(self.data_dir)} says why."
            )
        return Broker(url=make_broker_url(self.socket_path))

    def _prepare(self, broker: Broker) -> None:
        """Migrate and load the content, unless neither code nor content changed since the last time."""
        stamp = self.data_dir / "run" / "prepared"
        fingerprint = make_fingerprint(BASE_DIR)
        may_skip = not self.is_production and not read_text("DATABASE_URL")
        has_database = (self.data_dir / "milepost.sqlite3").exists()
        if may_skip and has_database and is_prepared(stamp=stamp, fingerprint=fingerprint):
            return
        words = ["prepare"]
        if read_flag("DEMO", default=not self.is_production):
            words.append("--demo")
        code = self.supervisor.run_to_end(
            name="prepare",
            command=make_manage_command(*words),
            environment=make_child_environment(REDIS_URL=broker.url),
        )
        if code:
            raise CannotServe("Preparing the database failed: the lines above say why.")
        stamp.write_text(fingerprint, encoding="ascii")

    def _mention_demo_people(self) -> None:
        path = self.data_dir / "demo-credentials.txt"
        if path.exists():
            self.supervisor.say(f"Demo people and their passwords: {path}")

    def _start_workers(self, broker: Broker) -> None:
        environment = make_child_environment(REDIS_URL=broker.url)
        for name, command in make_worker_commands().items():
            self.supervisor.start(name=name, command=command, environment=environment)
        self.supervisor.start(name="beat", command=make_beat_command(), environment=environment)

    def _start_web(self, broker: Broker) -> None:
        self.supervisor.start(
            name="web",
            command=make_web_command(self.address),
            environment=make_child_environment(REDIS_URL=broker.url),
        )
        if not self.supervisor.wait_until(lambda: _is_alive(self.address), seconds=90):
            raise CannotServe("The web process did not start: the lines above say why.")

    def _stop(self, broker: Broker | None) -> None:
        self.supervisor.say("stopping")
        # The broker goes last: workers hand back to it what they hold.
        self.supervisor.stop([name for name in self.supervisor.children if name != "broker"])
        self.supervisor.stop()
        if broker and broker.left_behind:
            stop_broker(broker.left_behind)
        self.supervisor.say("stopped")


def _is_alive(address: Address) -> bool:
    connection = http.client.HTTPConnection(address.local_host, address.port, timeout=2)
    try:
        connection.request("GET", "/livez", headers={"Host": _choose_probe_host()})
        return bool(json.load(connection.getresponse())["status"] == "alive")
    except (TimeoutError, http.client.HTTPException, OSError, ValueError):
        return False
    finally:
        connection.close()


def _choose_probe_host() -> str:
    """Return a host name that this site answers to."""
    first = read_list("ALLOWED_HOSTS", ["localhost"])[0]
    return "localhost" if first == "*" else first.removeprefix(".")

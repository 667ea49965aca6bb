"""Run the whole installation: broker, web, workers and beat, until Ctrl-C."""

import fcntl
import http.client
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.env import make_child_environment, read_flag
from config.serving.brokers import (
    BrokerUnavailable,
    choose_socket_path,
    find_broker_server,
    is_answering,
    make_broker_command,
    make_broker_url,
    stop_broker,
)
from config.serving.parts import (
    Address,
    make_beat_command,
    make_manage_command,
    make_web_command,
    make_worker_commands,
    read_address,
)
from config.serving.ports import PortTaken, refuse_taken_port
from config.serving.processes import Stopped, Supervisor


class Command(BaseCommand):
    help = "Run broker, web, workers and beat together; Ctrl-C stops all of them."
    # The tables are made by this very command.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-web",
            action="store_true",
            help="only workers and beat, beside a running site or with REDIS_URL",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        supervisor = Supervisor(output=sys.stdout)
        supervisor.listen_for_signals()
        try:
            if options["without_web"]:
                self._work(supervisor)
            else:
                self._serve(supervisor)
        except (PortTaken, BrokerUnavailable) as problem:
            raise CommandError(str(problem)) from problem

    def _work(self, supervisor: Supervisor) -> None:
        socket_path = choose_socket_path(settings.DATA_DIR)
        if not settings.REDIS_URL and not is_answering(socket_path):
            raise CommandError(
                "No broker: set REDIS_URL, or run scripts/serve in another terminal."
            )
        try:
            self._start_workers(supervisor, settings.REDIS_URL or make_broker_url(socket_path))
            supervisor.say("workers and beat run; Ctrl-C stops them")
            supervisor.run()
        finally:
            supervisor.stop()

    def _serve(self, supervisor: Supervisor) -> None:
        address = read_address()
        with self._hold_lock(address):
            refuse_taken_port(host=address.host, port=address.port)
            left_behind: Path | None = None
            try:
                broker_url, left_behind = self._provide_broker(supervisor)
                self._prepare(supervisor, broker_url)
                self._start_workers(supervisor, broker_url)
                self._start_web(supervisor, address, broker_url)
                supervisor.run()
            except Stopped:
                pass
            finally:
                self._stop(supervisor, left_behind)

    @contextmanager
    def _hold_lock(self, address: Address) -> Iterator[None]:
        """Refuse a second installation on the same data folder."""
        path = settings.DATA_DIR / "run" / "serve.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.seek(0)
                where = lock.read().strip() or "in another terminal"
                raise CommandError(
                    f"Milepost already runs on this data folder: {where}. Stop it first, or set MILEPOST_DATA_DIR."
                ) from error
            lock.truncate(0)
            lock.write(f"{address.local_url} (process {os.getpid()})")
            lock.flush()
            yield

    def _provide_broker(self, supervisor: Supervisor) -> tuple[str, Path | None]:
        """Return the broker's address, and the socket of one that an earlier run left behind."""
        if settings.REDIS_URL:
            return settings.REDIS_URL, None
        socket_path = choose_socket_path(settings.DATA_DIR)
        if is_answering(socket_path):
            supervisor.say("using the broker that an earlier run left behind")
            return make_broker_url(socket_path), socket_path
        socket_path.unlink(missing_ok=True)
        server = find_broker_server()
        command = make_broker_command(
            server=server, socket_path=socket_path, data_dir=settings.DATA_DIR
        )
        supervisor.start(name="broker", command=command, environment=make_child_environment())
        if not supervisor.wait_until(lambda: is_answering(socket_path), seconds=30):
            raise CommandError(f"The broker {server.path} did not start; its lines above say why.")
        return make_broker_url(socket_path), None

    def _prepare(self, supervisor: Supervisor, broker_url: str) -> None:
        words = ["prepare"]
        if read_flag("DEMO", default=not settings.IS_PRODUCTION):
            words.append("--demo")
        code = supervisor.run_to_end(
            name="prepare",
            command=make_manage_command(*words),
            environment=make_child_environment(REDIS_URL=broker_url),
        )
        if code:
            raise CommandError("Preparing the database failed; the lines above say why.")

    def _start_workers(self, supervisor: Supervisor, broker_url: str) -> None:
        environment = make_child_environment(REDIS_URL=broker_url)
        for name, command in make_worker_commands().items():
            supervisor.start(name=name, command=command, environment=environment)
        supervisor.start(name="beat", command=make_beat_command(), environment=environment)

    def _start_web(self, supervisor: Supervisor, address: Address, broker_url: str) -> None:
        supervisor.start(
            name="web",
            command=make_web_command(address),
            environment=make_child_environment(REDIS_URL=broker_url),
        )
        if not supervisor.wait_until(lambda: _is_alive(address), seconds=60):
            raise CommandError("The web process did not start; the lines above say why.")
        supervisor.say(f"Milepost is ready: {address.local_url}/   (Ctrl-C stops everything)")

    def _stop(self, supervisor: Supervisor, left_behind: Path | None) -> None:
        supervisor.say("stopping")
        # The broker goes last: workers hand back to it what they hold.
        supervisor.stop([name for name in supervisor.children if name != "broker"])
        supervisor.stop()
        if left_behind:
            stop_broker(left_behind)
        supervisor.say("stopped")


def _is_alive(address: Address) -> bool:
    connection = http.client.HTTPConnection(address.local_host, address.port, timeout=2)
    try:
        connection.request("GET", "/livez", headers={"Host": _probe_host()})
        return bool(json.load(connection.getresponse())["status"] == "alive")
    except (http.client.HTTPException, OSError, ValueError):
        return False
    finally:
        connection.close()


def _probe_host() -> str:
    """Return a host name that this site answers to."""
    first = settings.ALLOWED_HOSTS[0]
    return "localhost" if first == "*" else first.removeprefix(".")

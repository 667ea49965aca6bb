"""The whole suite in three passes, with private servers where none are given: python -m tests.run."""

import os
import subprocess
import sys
from contextlib import ExitStack

from config.serving.brokers import BrokerUnavailable
from tests.servers import ServerMissing, run_postgres, run_redis

# pytest's answer when no test was selected.
_NOTHING_COLLECTED = 5
_PROCESSES = os.environ.get("TEST_PROCESSES", "2")


def main() -> int:
    """Run every pass, even after a failure, and return the worst exit code."""
    missing: list[str] = []
    with ExitStack() as servers:
        environment = _provide_servers(servers, missing)
        codes = [
            _run_pass(
                "apart: journeys and real processes",
                ["-m", "serial", *_make_parallel(by="loadgroup")],
                environment,
            ),
        ]
        database_url = environment.get("TEST_DATABASE_URL", "")
        if database_url:
            codes.append(
                _run_pass(
                    "on PostgreSQL: everything that uses the database",
                    ["-m", "not serial and not slow", "--database-tests-only", *_make_parallel()],
                    {**environment, "SUITE_DATABASE_URL": database_url},
                )
            )
        codes.append(
            _run_pass(
                "on SQLite: everything else", ["-m", "not serial", *_make_parallel()], environment
            )
        )
    for sentence in missing:
        _say(f"Not run on this machine: {sentence}")
    return max(codes)


def _make_parallel(*, by: str = "loadfile") -> list[str]:
    return ["-n", _PROCESSES, "--dist", by]


def _provide_servers(servers: ExitStack, missing: list[str]) -> dict[str, str]:
    environment = dict(os.environ)
    if not environment.get("TEST_DATABASE_URL"):
        try:
            environment["TEST_DATABASE_URL"] = servers.enter_context(run_postgres())
        except ServerMissing as problem:
            missing.append(f"tests on PostgreSQL. {problem}")
    if not environment.get("TEST_REDIS_URL"):
        try:
            environment["TEST_REDIS_URL"] = servers.enter_context(run_redis())
        except BrokerUnavailable as problem:
            missing.append(f"tests with a broker. {problem}")
    return environment


def _run_pass(name: str, words: list[str], environment: dict[str, str]) -> int:
    _say(f"Tests {name}")
    command = [sys.executable, "-m", "pytest", "-q", *words]
    code = subprocess.run(command, env=environment, check=False).returncode
    return 0 if code == _NOTHING_COLLECTED else code


def _say(text: str) -> None:
    sys.stdout.write(f"==> {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

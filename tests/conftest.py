"""What every test shares: no network beyond this machine, a fresh cache, a clock, servers and a browser."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import redis
import time_machine
from django.core.cache import cache
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import blocking_manager_key

from config.env import with_redis_database
from config.serving.brokers import BrokerUnavailable
from tests.rights import grant_rights_again
from tests.servers import ServerMissing, make_database, run_postgres, run_redis
from tests.stack import Stack, run_stack

# A shared machine takes its time; how long an example takes is no property of the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
# These fixtures start processes that would starve ordinary tests.
_SERIAL_FIXTURES = {"stack", "browser"}
# Fixtures and the marks that they leave on a test.
_MARKERS = {
    "browser": "browser",
    "stack": "worker",
    "postgres_url": "postgres",
    "redis_url": "redis",
}


class NetworkBlocked(Exception):
    """A test tried to leave this machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let scripts/test repeat on PostgreSQL only what a database can change."""
    parser.addoption("--database-tests-only", action="store_true")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what must run alone, and what needs which server, by the fixtures it asks for."""
    if config.getoption("--database-tests-only"):
        items[:] = [item for item in items if _uses_database(item)]
    for item in items:
        _mark(item)


def _mark(item: pytest.Item) -> None:
    fixtures = set(getattr(item, "fixturenames", ()))
    marks = [_MARKERS[name] for name in fixtures & _MARKERS.keys()]
    if fixtures & _SERIAL_FIXTURES:
        marks += ["serial", "slow"]
    for mark in marks:
        item.add_marker(mark)
    if item.get_closest_marker("serial"):
        item.add_marker(pytest.mark.xdist_group(_name_group(item)))


def _name_group(item: pytest.Item) -> str:
    """Keep journeys of one installation together; those of another may run beside them."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return str(parameters.get("stack", "processes"))


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & {"db", "transactional_db"} or item.get_closest_marker("django_db"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say plainly what was not run on this machine, and why."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    if reasons:
        terminalreporter.section("not run on this machine")
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count} tests: {reason}")


@pytest.fixture(autouse=True)
def blocked_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those to this machine."""
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(host, str) and host and not host.startswith(_LOOPBACK):
            raise NetworkBlocked(f"a test tried to reach {address!r}")
        real_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Empty the cache: rate limits of one test must not meet the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep files that a test makes in a folder of its own."""
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = str(folder)
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Give the curators' groups back after a test that empties the whole database.

    They come from migrations, and a test with real transactions ends with a flush. After the
    last test the database itself is gone.
    """
    result = yield
    marker = item.get_closest_marker("django_db")
    is_flushed = "transactional_db" in getattr(item, "fixturenames", ()) or (
        marker is not None and marker.kwargs.get("transaction", False)
    )
    if is_flushed and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            grant_rights_again()
    return result


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at noon UTC on 1 June 2026; `clock.shift` and `clock.move_to` set it."""
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give an empty PostgreSQL database: on TEST_DATABASE_URL's server, else on a private one."""
    with ExitStack() as servers:
        server_url = os.environ.get("TEST_DATABASE_URL", "")
        if not server_url:
            try:
                server_url = servers.enter_context(run_postgres())
            except ServerMissing as missing:
                pytest.skip(str(missing))
        yield servers.enter_context(make_database(server_url))


@pytest.fixture(scope="session")
def redis_url(worker_id: str) -> Iterator[str]:
    """Give an empty Redis database: on TEST_REDIS_URL's server, else on a private one."""
    with ExitStack() as servers:
        url = os.environ.get("TEST_REDIS_URL", "")
        if url:
            # Each test process has two of the sixteen databases: this one for messages, the next for a cache.
            number = 4 + 2 * (int(worker_id.removeprefix("gw")) % 6 if worker_id != "master" else 0)
            url = with_redis_database(url, number)
        else:
            try:
                url = servers.enter_context(run_redis())
            except BrokerUnavailable as missing:
                pytest.skip(str(missing))
        with redis.Redis.from_url(url) as client:
            client.flushdb()
        yield url


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("sqlite", id="sqlite"),
        pytest.param("postgres", id="postgres", marks=[pytest.mark.postgres, pytest.mark.redis]),
    ],
)
def stack(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    """Run a real installation: once on SQLite with its private broker, once on PostgreSQL and Redis."""
    settings = {}
    if request.param == "postgres":
        redis_url = request.getfixturevalue("redis_url")
        settings = {
            "DATABASE_URL": request.getfixturevalue("postgres_url"),
            "REDIS_URL": redis_url,
            "CACHE_URL": redis_url,
        }
    with run_stack(data_dir=tmp_path_factory.mktemp("stack"), **settings) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.skip("Chromium: install it (Debian: apt-get install chromium)")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread; Django would refuse its database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page in a fresh profile; the test fails when a script fails or the security policy is broken."""
    context = browser.new_context(locale="en-US", timezone_id="Europe/Berlin")
    context.set_default_timeout(15_000)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            problems.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield opened
    context.close()
    assert problems == []

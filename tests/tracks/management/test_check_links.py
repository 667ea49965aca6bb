"""The link check as an operator and the nightly task meet it: what is asked, said and stored."""

from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from tests.factories.tracks import make_source
from tracks import tasks
from tracks.choices import LinkState
from tracks.management.commands import check_links
from tracks.models import LinkCheck
from tracks.shared.link_probes import AddressPolicy, Prober

pytestmark = pytest.mark.django_db


class Handler(BaseHTTPRequestHandler):
    """Answers each path with the status that it names."""

    def do_HEAD(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture(autouse=True)
def switched_on(settings: Any) -> None:
    settings.LINK_CHECK = True


@pytest.fixture
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def reachable(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a server that may be asked: the default policy would refuse it."""
    policy = AddressPolicy(ports=None, also=frozenset({"127.0.0.1"}))
    for module in (check_links, tasks):
        monkeypatch.setattr(module, "Prober", partial(Prober, policy=policy))
    return server


def run(**options: Any) -> str:
    out = StringIO()
    call_command("check_links", stdout=out, **options)
    return out.getvalue()


def run_badly(**options: Any) -> tuple[int, str, str]:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_links", stdout=out, **options)
    return caught.value.returncode, out.getvalue(), str(caught.value)


class TestCommand:
    def test_says_what_is_dead_and_ends_with_1(self, reachable: str) -> None:
        make_source(url=f"{reachable}/200")
        make_source(url=f"{reachable}/404")
        status, printed, words = run_badly()
        assert printed == f"2 of 2 addresses looked at, 1 dead\n  404 {reachable}/404\n"
        assert (status, words.startswith("1 dead addresses.")) == (1, True)

    def test_takes_nothing_for_dead_because_it_does_not_answer_once(self, reachable: str) -> None:
        make_source(url=f"{reachable}/503")
        assert run() == "1 of 1 addresses looked at, 0 dead\n"
        assert LinkCheck.objects.get().state == LinkState.FAILING

    def test_never_reaches_a_private_address(self, server: str) -> None:
        make_source(url=server.replace("127.0.0.1", "localhost") + "/200")
        make_source(url="http://10.0.0.1/")
        make_source(url="http://[::ffff:169.254.169.254]/")
        status, printed, _ = run_badly()
        assert (status, printed.startswith("3 of 3 addresses looked at, 3 dead")) == (1, True)
        assert not LinkCheck.objects.exclude(status=None).exists()

    def test_looks_again_within_a_day_only_when_told(self, reachable: str) -> None:
        for number in range(2):
            make_source(url=f"{reachable}/20{number}")
        assert run(limit=1) == "1 of 2 addresses looked at, 0 dead\n"
        assert run() == "1 of 2 addresses looked at, 0 dead\n"
        assert run() == "0 of 2 addresses looked at, 0 dead\n"
        assert run(all=True, limit=1) == "1 of 2 addresses looked at, 0 dead\n"

    def test_refuses_where_it_is_switched_off(self, settings: Any) -> None:
        settings.LINK_CHECK = False
        make_source(url="https://example.org/")
        assert run_badly()[0] == 2
        assert not LinkCheck.objects.exists()


class TestTask:
    def test_looks_at_what_is_due_and_gives_the_lock_back(self, reachable: str) -> None:
        make_source(url=f"{reachable}/200")
        tasks.check_links_task()
        assert LinkCheck.objects.get().state == LinkState.ALIVE
        assert cache.get(tasks.LOCK_KEY) is None

    def test_never_reaches_a_private_address(self, server: str) -> None:
        make_source(url=f"{server}/200")
        tasks.check_links_task()
        check = LinkCheck.objects.get()
        assert (check.status, check.state) == (None, LinkState.DEAD)
        assert check.last_alive_at is None

    @pytest.mark.parametrize("is_on", [True, False], ids=["another-run", "switched-off"])
    def test_leaves_everything_to_others(self, settings: Any, is_on: bool) -> None:
        settings.LINK_CHECK = is_on
        cache.set(tasks.LOCK_KEY, 1)
        make_source(url="https://example.org/")
        tasks.check_links_task()
        assert not LinkCheck.objects.exists()
        assert cache.get(tasks.LOCK_KEY) == 1

"""Asking addresses: what is never reached, and what answers mean. Servers are the tests' own."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tracks.shared.link_probes import PUBLIC_ONLY, AddressPolicy, Prober, resolve_host

# The documented way to reach a test's own server; the default policy refuses it.
OWN_SERVER = AddressPolicy(ports=None, also=frozenset({"127.0.0.1"}))


class Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, str]] = []

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.seen.append((self.command, self.path, self.headers["User-Agent"]))
        name, _, rest = self.path.strip("/").partition("/")
        if name == "trickle":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(200):
                self.wfile.write(b"X-A: b\r\n")
                self.wfile.flush()
                threading.Event().wait(0.05)
            return
        if name == "noheads" and self.command == "HEAD":
            self.send_response(404)
        elif name == "loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
        elif name == "to":
            status, _, target = rest.partition("/")
            self.send_response(int(status))
            self.send_header("Location", target)
        else:
            self.send_response(int(name) if name.isdigit() else 200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    Handler.seen = []
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.handle_error = lambda *_args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def prober() -> Prober:
    return Prober(user_agent="Milepost test", policy=OWN_SERVER)


class TestAddressPolicy:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1",
            "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
            "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
            "2002:7f00:1::", "::127.0.0.1", "2001:0:7f00:1::",
        ],
    )  # fmt: skip
    def test_refuses_what_is_not_public(self, address):
        assert not PUBLIC_ONLY.allows(address)

    @pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::6810:84e5"])
    def test_allows_the_public_internet(self, address):
        assert PUBLIC_ONLY.allows(address)


class TestRefusals:
    @pytest.mark.parametrize(
        "host",
        ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]",
         "[::ffff:127.0.0.1]", "0"],
    )  # fmt: skip
    def test_meet_this_machine_in_every_notation(self, server, host):
        found = Prober(user_agent="x").probe(f"http://{host}:80/")
        assert (found.status, found.is_refused) == (None, True)
        assert Handler.seen == []

    @pytest.mark.parametrize(
        "address",
        ["file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:1",
         "http://name:password@example.org/", "http:///nothing", "http://example.org:22/"],
    )  # fmt: skip
    def test_meet_other_schemes_names_and_ports(self, address):
        assert Prober(user_agent="x").probe(address).is_refused

    def test_meet_a_name_of_which_one_address_is_private(self):
        prober = Prober(user_agent="x", resolve=lambda *_: ["93.184.215.14", "10.0.0.1"])
        assert prober.probe("http://two.example/").is_refused

    def test_hold_for_where_a_redirect_leads(self, server, prober):
        found = prober.probe(f"{server}/to/302/http://169.254.169.254/latest/meta-data/")
        assert found.is_refused
        assert len(Handler.seen) == 1

    def test_hold_when_a_name_changes_its_mind(self, server):
        answers = iter([["127.0.0.1"], ["10.0.0.1"]])
        prober = Prober(user_agent="x", policy=OWN_SERVER, resolve=lambda *_: next(answers))
        port = server.rpartition(":")[2]
        found = prober.probe(f"http://rebinding.example:{port}/to/302/http://rebinding.example/")
        assert found.is_refused

    def test_connect_to_the_checked_address_itself(self, server):
        asked = []

        def resolve(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"]

        prober = Prober(user_agent="x", policy=OWN_SERVER, resolve=resolve)
        assert prober.probe(f"http://no-such.example:{server.rpartition(':')[2]}/").status == 200
        assert asked == ["no-such.example"]


class TestProbe:
    def test_asks_with_a_head_and_names_itself(self, server, prober):
        assert prober.probe(f"{server}/page?a=b").status == 200
        assert Handler.seen == [("HEAD", "/page?a=b", "Milepost test")]

    def test_asks_again_with_get_where_head_fails(self, server, prober):
        assert prober.probe(f"{server}/noheads").status == 200
        assert [one[0] for one in Handler.seen] == ["HEAD", "GET"]

    def test_returns_the_status_of_what_is_gone(self, server, prober):
        assert prober.probe(f"{server}/410").status == 410

    @pytest.mark.parametrize(("status", "is_for_good"), [(301, True), (308, True), (302, False)])
    def test_follows_redirects(self, server, prober, status, is_for_good):
        found = prober.probe(f"{server}/to/{status}//new")
        assert (found.status, found.target) == (200, f"{server}/new")
        assert found.is_moved_for_good == is_for_good

    def test_gives_up_on_redirects_without_end(self, server, prober):
        found = prober.probe(f"{server}/loop")
        assert (found.status, found.reason) == (None, "More than 5 redirects.")
        assert len(Handler.seen) == 6

    def test_cuts_a_server_that_trickles(self, server):
        prober = Prober(user_agent="x", policy=OWN_SERVER, seconds_in_all=0.4)
        started = time.monotonic()
        found = prober.probe(f"{server}/trickle")
        assert found.status is None
        assert found.reason
        assert time.monotonic() - started < 5

    def test_says_why_nothing_came(self, prober):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        found = prober.probe(f"http://127.0.0.1:{port}/")
        assert found.status is None
        assert "refused" in found.reason.lower()
        assert not found.is_refused

    @pytest.mark.parametrize("address", ["http://[::1", "http://a b/", "http://" + "a" * 300])
    def test_survives_addresses_that_are_none(self, address, prober):
        assert prober.probe(address).status is None


def test_resolving_takes_odd_notations_apart():
    assert resolve_host("2130706433", 80) == ["127.0.0.1"]

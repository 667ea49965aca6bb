"""Ask a web address whether it is alive, without ever reaching into the local network.

The host is resolved here, every address that comes back is checked, and the connection
goes to the checked address itself: a name that resolves to something else a moment later
(DNS rebinding) changes nothing. Redirects are followed by hand and checked again. No
proxy, no cookies, and no body is read.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, quote, urljoin, urlsplit

IpAddress = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
MOST_REDIRECTS = 5
SECONDS_A_STEP = 8.0
SECONDS_IN_ALL = 20.0
# IPv6 that carries an IPv4 address inside: NAT64, 6to4, Teredo, IPv4-compatible.
_NAT64 = ip_network("64:ff9b::/96")
_COMPATIBLE = ip_network("::/96")


class AddressRefused(Exception):
    """The address must not be asked; the text says why."""


@dataclass(frozen=True)
class AddressPolicy:
    """Which machines may be asked. The default is the public internet on the web's ports.

    Tests that run a server of their own name its address in `also`; nothing else does.
    """

    ports: frozenset[int] | None = frozenset({80, 443, 8080, 8443})
    also: frozenset[str] = frozenset()

    def allows(self, address: str) -> bool:
        """Tell whether an IP address is public, whatever it is wrapped in."""
        if address in self.also:
            return True
        # A zone names an interface of this machine.
        if "%" in address:
            return False
        return all(_is_public(one) for one in _unwrap(ip_address(address)))

    def require(self, *, host: str, port: int, resolve: Resolver) -> str:
        """Return the one checked address to connect to.

        Raises:
            AddressRefused: If the port is not the web's, the name does not resolve, or
                any address behind it is not public.
        """
        if self.ports is not None and port not in self.ports:
            message = f"Port {port} is not asked."
            raise AddressRefused(message)
        found = resolve(host, port)
        if not found or not all(self.allows(one) for one in found):
            message = f"{host} does not lead to the public internet."
            raise AddressRefused(message)
        return found[0]


PUBLIC_ONLY = AddressPolicy()


def _unwrap(address: IpAddress) -> Iterator[IpAddress]:
    yield address
    if isinstance(address, IPv4Address):
        return
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _COMPATIBLE:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    yield from (one for one in inner if one is not None)


def _is_public(address: IpAddress) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address in _NAT64):
        return True  # what is inside decides
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the order of the system; odd notations included."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Probe:
    """What came of asking: a status, or a reason why none came.

    `target` is where the answer came from when that was elsewhere, and `is_moved_for_good`
    says that every redirect on the way was a permanent one.
    """

    status: int | None = None
    target: str = ""
    is_moved_for_good: bool = False
    reason: str = ""
    is_refused: bool = False


@dataclass(frozen=True)
class Prober:
    """Asks addresses, politely: a HEAD first, a GET only where that fails."""

    user_agent: str
    policy: AddressPolicy = PUBLIC_ONLY
    resolve: Resolver = resolve_host
    seconds_a_step: float = SECONDS_A_STEP
    seconds_in_all: float = SECONDS_IN_ALL
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def probe(self, address: str) -> Probe:
        """Ask an address and follow its redirects; never raises for what others do."""
        ends_at = time.monotonic() + self.seconds_in_all
        url, permanent = address, True
        try:
            for _ in range(MOST_REDIRECTS + 1):
                status, location = self._ask(url, ends_at)
                if status not in REDIRECTS or not location:
                    moved = url if url != address else ""
                    return Probe(status, moved[:2000], bool(moved) and permanent)
                permanent = permanent and status in FOR_GOOD
                url = urljoin(url, location)
        except AddressRefused as refused:
            return Probe(reason=str(refused)[:300], is_refused=True)
        except (OSError, http.client.HTTPException, ValueError) as failed:
            return Probe(reason=_say(failed)[:300])
        return Probe(reason=f"More than {MOST_REDIRECTS} redirects.")

    def _ask(self, url: str, ends_at: float) -> tuple[int, str]:
        parts = _read_url(url)
        answer = self._send("HEAD", parts, ends_at)
        # Some servers do not know HEAD, and some answer it with an error of any kind.
        return self._send("GET", parts, ends_at) if answer[0] >= 400 else answer

    def _send(self, method: str, parts: SplitResult, ends_at: float) -> tuple[int, str]:
        is_tls = parts.scheme == "https"
        host = _encode_host(parts.hostname or "")
        port = parts.port or (443 if is_tls else 80)
        pinned = self.policy.require(host=host, port=port, resolve=self.resolve)
        left = ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        sock = socket.create_connection((pinned, port), timeout=min(self.seconds_a_step, left))
        with _Deadline(sock, left) as deadline:
            if is_tls:
                secured = self.tls.wrap_socket(
                    sock, server_hostname=host, do_handshake_on_connect=False
                )
                deadline.sock = secured
                secured.do_handshake()
            connection = http.client.HTTPConnection(host, port)
            connection.sock = deadline.sock
            try:
                path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
                query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
                headers = {"User-Agent": self.user_agent, "Accept": "*/*", "Connection": "close"}
                connection.request(method, path + query, headers=headers)
                response = connection.getresponse()
                # Headers that were cut short look like headers that ended.
                if deadline.is_over:
                    raise TimeoutError
                return response.status, response.getheader("Location") or ""
            finally:
                connection.close()


class _Deadline:
    """Cut a connection that keeps trickling: a time-out of a step alone would never end."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        # Wrapping in TLS takes the socket away from its first owner, so it is named anew.
        self.sock = sock
        self.is_over = False
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._timer.cancel()
        self.sock.close()

    def _cut(self) -> None:
        self.is_over = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _read_url(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        message = "Only http and https are asked."
        raise AddressRefused(message)
    if not parts.hostname:
        message = "The address names no host."
        raise AddressRefused(message)
    if parts.username is not None or parts.password is not None:
        message = "The address holds a name or password."
        raise AddressRefused(message)
    return parts


def _encode_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _say(failed: Exception) -> str:
    if isinstance(failed, TimeoutError):
        return "No answer in time."
    if isinstance(failed, socket.gaierror):
        return "The name does not exist."
    if isinstance(failed, ssl.SSLCertVerificationError):
        return f"The certificate is not valid: {failed.verify_message}."
    return f"{type(failed).__name__}: {failed}".strip(": ")

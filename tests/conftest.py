"""What every test shares: no network beyond this machine, a fresh cache, and a clock that can be set."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


class NetworkBlocked(Exception):
    """A test tried to leave this machine."""


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


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at noon UTC on 1 June 2026; `clock.shift` and `clock.move_to` set it."""
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller

"""Look at the web addresses of the catalogue and keep what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q, QuerySet

from tracks.choices import LinkState
from tracks.models import LinkCheck
from tracks.shared.link_probes import Probe
from tracks.shared.links import list_link_uses

# Looked at once a night; a night's work may start a little earlier than the last one's.
DUE_AFTER = timedelta(hours=20)
# So many failures in a row, over so long, mean that an address is dead.
FAILURES_OF_THE_DEAD = 3
DAYS_OF_THE_DEAD = timedelta(days=2)
# Between two questions to one host.
PAUSE_SECONDS = 1.0

GONE = frozenset({404, 410})
# The server is there and does not talk to programs: nothing is known about the page.
CLOSED = frozenset({401, 402, 403, 405, 406, 407, 429, 451, 999})


@dataclass(frozen=True)
class LinkCheckRun:
    """What a run did: how many addresses it looked at, and how many of them are dead."""

    checked: int
    dead: int


@dataclass(frozen=True)
class Clock:
    """Time as a run sees it: the date, seconds since some moment, and waiting."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


def collect_addresses() -> int:
    """Make a row for each new address, drop rows of addresses that no row holds any more.

    Returns:
        How many addresses there are.
    """
    wanted = {address for address in list_link_uses() if len(address) <= 500}
    with transaction.atomic():
        known = set(LinkCheck.objects.values_list("address", flat=True))
        LinkCheck.objects.bulk_create(
            (LinkCheck(address=address) for address in sorted(wanted - known)),
            ignore_conflicts=True,
        )
        gone = sorted(known - wanted)
        for start in range(0, len(gone), 500):
            LinkCheck.objects.filter(address__in=gone[start : start + 500]).delete()
    return len(wanted)


def list_due(*, now: datetime) -> QuerySet[LinkCheck]:
    """Return addresses to look at: what somebody asked for, then the longest unseen."""
    due = Q(asked_at__isnull=False) | Q(last_checked_at__isnull=True)
    return LinkCheck.objects.filter(due | Q(last_checked_at__lte=now - DUE_AFTER)).order_by(
        F("asked_at").asc(nulls_last=True), F("last_checked_at").asc(nulls_first=True), "pk"
    )


def check_addresses(
    *,
    checks: Iterable[LinkCheck],
    probe: Callable[[str], Probe],
    clock: Clock,
    seconds: float | None = None,
) -> LinkCheckRun:
    """Look at addresses one after the other, with a pause between two of the same host.

    Each result is stored at once, so that a run that is cut loses nothing.

    Args:
        checks: Rows to look at, in order.
        probe: Asks one address.
        clock: What time it is, and how to wait.
        seconds: No further address is begun after so many.
    """
    started = clock.monotonic()
    asked_last: dict[str, float] = {}
    checked = dead = 0
    for check in checks:
        if seconds is not None and clock.monotonic() - started >= seconds:
            break
        host = _find_host(check.address)
        wait = asked_last.get(host, float("-inf")) + PAUSE_SECONDS - clock.monotonic()
        if wait > 0:
            clock.sleep(wait)
        result = probe(check.address)
        asked_last[host] = clock.monotonic()
        checked += 1
        dead += record_probe(check=check, probe=result, now=clock.now()) == LinkState.DEAD
    return LinkCheckRun(checked, dead)


def record_probe(*, check: LinkCheck, probe: Probe, now: datetime) -> LinkState:
    """Store what came of one look and return the state that follows from it."""
    with transaction.atomic():
        row = LinkCheck.objects.select_for_update().filter(pk=check.pk).first()
        if row is None:  # nobody holds the address any more
            return LinkState.UNCHECKED
        row.status, row.redirect_target, row.reason = probe.status, probe.target, probe.reason
        row.last_checked_at, row.asked_at = now, None
        if _is_failure(probe):
            row.failures_in_row = min(row.failures_in_row + 1, 32_000)
            row.failing_since = row.failing_since or now
        else:
            row.failures_in_row, row.failing_since = 0, None
        row.state = _judge(row, probe, now)
        if row.state in (LinkState.ALIVE, LinkState.MOVED):
            row.last_alive_at = now
        row.save()
        return LinkState(row.state)


def ask_again(*, checks: QuerySet[LinkCheck], now: datetime) -> int:
    """Put addresses at the head of the line and return how many."""
    return checks.update(asked_at=now)


def _is_failure(probe: Probe) -> bool:
    if probe.status is None:
        return True
    return probe.status >= 400 and probe.status not in CLOSED


def _judge(row: LinkCheck, probe: Probe, now: datetime) -> LinkState:
    if probe.status in GONE or probe.is_refused:
        return LinkState.DEAD
    if row.failing_since is not None:
        is_long = now - row.failing_since >= DAYS_OF_THE_DEAD
        is_dead = is_long and row.failures_in_row >= FAILURES_OF_THE_DEAD
        return LinkState.DEAD if is_dead else LinkState.FAILING
    if probe.status in CLOSED:
        return LinkState.CLOSED
    return LinkState.MOVED if probe.is_moved_for_good else LinkState.ALIVE


def _find_host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""

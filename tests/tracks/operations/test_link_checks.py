"""Looking at addresses: what is due, what is dead, and how politely it is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.tracks import make_resource, make_source
from tracks.choices import LinkState
from tracks.models import LinkCheck
from tracks.operations.link_checks import (
    Clock,
    ask_again,
    check_addresses,
    collect_addresses,
    list_due,
    record_probe,
)
from tracks.shared.link_probes import Probe

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
ALIVE, GONE, DOWN = Probe(200), Probe(404), Probe(503)


class StoppedClock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def make(self) -> Clock:
        return Clock(lambda: NOW, lambda: self.seconds, self.sleep)


def make_check(**values: object) -> LinkCheck:
    return LinkCheck.objects.create(**{"address": "https://example.org/a", **values})


class TestCollectAddresses:
    def test_follows_what_the_catalogue_holds(self):
        resource = make_resource(url="https://example.org/one")
        make_source(url="https://example.org/two")
        make_source(url="https://example.org/two")
        kept = collect_addresses()
        assert kept == LinkCheck.objects.count() == 2
        resource.delete()
        assert collect_addresses() == 1
        assert LinkCheck.objects.get().address == "https://example.org/two"


class TestListDue:
    def test_puts_what_was_asked_for_first_and_leaves_out_what_was_seen_today(self):
        old = make_check(address="old", last_checked_at=NOW - timedelta(days=3))
        new = make_check(address="new")
        make_check(address="seen", last_checked_at=NOW - timedelta(hours=2))
        asked = make_check(address="asked", last_checked_at=NOW)
        ask_again(checks=LinkCheck.objects.filter(pk=asked.pk), now=NOW)
        assert list(list_due(now=NOW)) == [asked, new, old]


class TestRecordProbe:
    @pytest.mark.parametrize(
        ("probe", "state"),
        [
            (Probe(200), LinkState.ALIVE),
            (Probe(200, "https://example.org/b", True), LinkState.MOVED),
            (Probe(200, "https://example.org/b"), LinkState.ALIVE),
            (Probe(404), LinkState.DEAD),
            (Probe(410), LinkState.DEAD),
            (Probe(403), LinkState.CLOSED),
            (Probe(429), LinkState.CLOSED),
            (Probe(500), LinkState.FAILING),
            (Probe(reason="No answer in time."), LinkState.FAILING),
            (Probe(reason="not public", is_refused=True), LinkState.DEAD),
        ],
    )
    def test_judges_one_look(self, probe, state):
        check = make_check(asked_at=NOW)
        assert record_probe(check=check, probe=probe, now=NOW) == state
        check.refresh_from_db()
        assert (check.state, check.last_checked_at, check.asked_at) == (state, NOW, None)
        is_alive = state in (LinkState.ALIVE, LinkState.MOVED)
        assert check.last_alive_at == (NOW if is_alive else None)

    def test_takes_three_failures_over_days_for_a_death(self):
        check = make_check()
        for hours in (0, 1, 2, 24):
            state = record_probe(check=check, probe=DOWN, now=NOW + timedelta(hours=hours))
            assert state == LinkState.FAILING
        assert record_probe(check=check, probe=DOWN, now=NOW + timedelta(days=2)) == LinkState.DEAD
        assert (
            record_probe(check=check, probe=ALIVE, now=NOW + timedelta(days=3)) == LinkState.ALIVE
        )
        check.refresh_from_db()
        assert (check.failures_in_row, check.failing_since) == (0, None)

    def test_leaves_alone_what_nobody_holds_any_more(self):
        check = make_check()
        LinkCheck.objects.all().delete()
        assert record_probe(check=check, probe=GONE, now=NOW) == LinkState.UNCHECKED


class TestCheckAddresses:
    def test_waits_between_two_questions_to_one_host(self):
        rows = [make_check(address=f"https://{host}/{n}") for n, host in enumerate("aab")]
        clock = StoppedClock()
        run = check_addresses(checks=rows, probe=lambda _: GONE, clock=clock.make())
        assert (run.checked, run.dead) == (3, 3)
        assert clock.waits == [1.0]

    def test_stops_when_its_time_is_over(self):
        rows = [make_check(address=f"https://a/{n}") for n in range(5)]
        run = check_addresses(
            checks=rows, probe=lambda _: ALIVE, clock=StoppedClock().make(), seconds=2
        )
        assert run.checked == 3

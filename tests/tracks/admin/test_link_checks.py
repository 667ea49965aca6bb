"""The curators' list of web addresses: what is dead, where it is mended, asking again."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.tracks import make_resource, make_source
from tests.screens import find_url, make_staff, read_messages, run_action, sign_in
from tracks.choices import LinkState
from tracks.models import LinkCheck
from tracks.operations.link_checks import collect_addresses, list_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(settings: Any) -> Client:
    settings.LINK_CHECK = True
    return sign_in(make_staff("curator"))


def test_shows_the_answer_and_links_each_place_to_mend_it(curator: Client) -> None:
    resource = make_resource(url="https://example.org/page")
    source = make_source(url="https://example.org/page", title="The <source>")
    collect_addresses()
    LinkCheck.objects.update(state=LinkState.DEAD, status=404)
    text = curator.get(find_url(LinkCheck, "changelist"), {"state": LinkState.DEAD}).text
    assert "404" in text
    assert 'rel="noopener noreferrer external"' in text
    assert find_url(resource.milestone, "change") in text
    assert find_url(source, "change") in text
    assert "The &lt;source&gt;" in text


def test_needs_no_more_queries_for_more_addresses(curator: Client) -> None:
    curator.get(find_url(LinkCheck, "changelist"))  # what is read once for all
    counts = []
    for number in range(12):
        make_source(url=f"https://example.org/{number}")
        if number in {1, 11}:
            collect_addresses()
            with CaptureQueriesContext(connection) as queries:
                curator.get(find_url(LinkCheck, "changelist"))
            counts.append(len(queries))
    assert counts[0] == counts[1]


class TestCheckAgainNow:
    @pytest.fixture
    def checks(self) -> list[LinkCheck]:
        for number in range(3):
            make_source(url=f"https://example.org/{number}")
        collect_addresses()
        return list(LinkCheck.objects.order_by("address"))

    def test_puts_the_chosen_first_and_sends_the_task_after_the_commit(
        self,
        curator: Client,
        checks: list[LinkCheck],
        django_capture_on_commit_callbacks: Any,
        clock: Any,
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            response = run_action(curator, LinkCheck, "check_again", *checks[1:])
        assert "2 put at the head of the line" in read_messages(response)
        assert [one.__name__ for one in callbacks] == ["_send"]
        checks[1].refresh_from_db()
        due = list(list_due(now=checks[1].asked_at))
        assert (set(due[:2]), due[2]) == (set(checks[1:]), checks[0])

    def test_asks_nothing_where_it_is_switched_off(
        self, curator: Client, checks: list[LinkCheck], settings: Any
    ) -> None:
        settings.LINK_CHECK = False
        response = run_action(curator, LinkCheck, "check_again", *checks)
        assert "switched off here" in read_messages(response)
        assert not LinkCheck.objects.exclude(asked_at=None).exists()

    def test_is_for_those_who_may(self, checks: list[LinkCheck]) -> None:
        approver = sign_in(make_staff("approver"))
        run_action(approver, LinkCheck, "check_again", *checks)
        assert not LinkCheck.objects.exclude(asked_at=None).exists()

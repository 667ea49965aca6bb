from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from progress.models import Projection
from progress.queries.backtests import CASES_LEAST
from progress.roi.backtests import find_within_share
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_projectable_enrolment,
    make_projection,
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def read(client):
    return client.get(reverse("backtest")).content.decode()


class TestShowBacktest:
    def test_is_honest_while_there_is_no_data(self, client, db):
        text = read(client)

        assert "It is too early to say" in text
        assert "No prediction has come due so far" in text
        assert "nobody has had a projection made yet" in text
        assert "chart" not in text.split("<main")[1].split("</main")[0]

    def test_shows_nothing_of_single_people(self, client, db):
        for _ in range(2):
            make_projection(enrolment=make_projectable_enrolment())
        Projection.objects.update(requested_at=NOW - timedelta(days=400))

        assert "2 predictions have come due" in read(client)
        assert "Brier" not in read(client)

    def test_draws_told_against_came_true(self, client, db):
        for _ in range(CASES_LEAST):
            make_projection(enrolment=make_projectable_enrolment())
        Projection.objects.update(requested_at=NOW - timedelta(days=400))

        text = read(client)

        assert "Told against came true" in text
        assert "Brier" in text
        assert "nobody finished" in text

    def test_says_what_would_be_right_while_late_finishes_are_still_to_come(self, client, db):
        rows = [make_projection(enrolment=make_projectable_enrolment()) for _ in range(CASES_LEAST)]
        Projection.objects.update(requested_at=NOW - timedelta(days=400))
        enrolment = rows[0].enrolment
        finish_milestones(enrolment, list_milestones(enrolment), now=NOW - timedelta(days=380))
        told = rows[0].result["finish"]
        right = find_within_share(told_by_now=told["by_year_shares"][0], told_ever=told["share"])

        assert f"of 1; {right * 100:.0f} % would be right by now" in read(client)

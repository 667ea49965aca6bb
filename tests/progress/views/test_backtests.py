from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from progress.models import Projection
from progress.queries.backtests import CASES_LEAST
from tests.factories.progress import NOW, make_projectable_enrolment, make_projection


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

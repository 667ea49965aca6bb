from datetime import timedelta

import pytest

from progress.models import Projection
from progress.queries.backtests import CASES_LEAST
from tests.factories.api import make_visitor
from tests.factories.progress import NOW, make_projectable_enrolment, make_projection

pytestmark = pytest.mark.django_db
URL = "/api/v1/predictions/"
OLD = NOW - timedelta(days=400)


@pytest.fixture(autouse=True)
def now(clock):
    """Let the day be that of the factories."""


def make_predictions(count, *, requested_at=OLD):
    rows = [make_projection(enrolment=make_projectable_enrolment()) for _ in range(count)]
    Projection.objects.filter(pk__in=[row.pk for row in rows]).update(requested_at=requested_at)


def read():
    return make_visitor().get(URL).json()


class TestPredictions:
    def test_are_open_and_honest_while_there_are_none(self):
        assert read() == {
            "case_count": 0,
            "waiting_count": 0,
            "first_due": None,
            "cases_least": CASES_LEAST,
            "held": None,
        }

    def test_are_only_counted_below_ten_cases(self):
        make_predictions(CASES_LEAST - 1)
        make_predictions(1, requested_at=NOW - timedelta(days=30))

        answer = read()

        assert (answer["case_count"], answer["waiting_count"]) == (CASES_LEAST - 1, 1)
        assert answer["first_due"] == "2027-05-02"
        assert answer["held"] is None

    def test_are_held_against_what_happened_from_ten_cases_on(self):
        make_predictions(CASES_LEAST)

        held = read()["held"]

        [group] = held["groups"]
        assert (group["count"], group["observed_share"]) == (CASES_LEAST, 0)
        assert held["happened_count"] == 0
        assert held["brier_score"] == pytest.approx(group["predicted_share"] ** 2, abs=1e-6)
        assert held["coverage_share"] is held["expected_coverage_share"] is None

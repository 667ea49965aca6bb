from decimal import Decimal

import pytest

from progress.models import ProjectionSummary
from progress.operations.learners import save_circumstances
from tests.factories.api import get_code, make_caller
from tests.factories.progress import (
    NOW,
    make_log_entry,
    make_projectable_enrolment,
    make_projection,
    make_user,
)
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/worth/"


@pytest.fixture(autouse=True)
def now(clock):
    """Let the day be that of the factories."""


class TestWorth:
    def test_gives_current_figures_with_their_fingerprints(self):
        enrolment = make_projectable_enrolment()

        answer = make_caller(enrolment.user).get(URL).json()

        row = ProjectionSummary.objects.get()
        figures = answer["figures"]
        assert answer["track"] == enrolment.track.key
        assert figures["expected_usd"] == row.expected_usd
        assert figures["context_fingerprint"] == row.version.fingerprint
        assert figures["input_fingerprint"] == row.input_fingerprint
        assert [year[0] for year in figures["curve"]] == list(range(12, 121, 12))
        assert answer["headline"] == []
        assert answer["range"].startswith("Eight futures")
        assert answer["missing"] == []

    def test_says_what_the_figures_were_updated_with(self):
        caller = make_caller(make_projectable_enrolment().user)
        before = caller.get(URL).json()
        SalaryBand.objects.filter(rung=3).update(high=Decimal(230_000))

        after = caller.get(URL).json()

        assert after["figures"]["expected_usd"] > before["figures"]["expected_usd"]
        assert before["updated_with"] == []
        [words] = after["updated_with"]
        assert words.endswith(
            "senior band of 2024 changed from $150,000–$220,000 to $150,000–$230,000"
        )

    def test_names_what_is_missing_and_gives_no_number(self):
        enrolment = make_projectable_enrolment(hours_per_week=None, country="DE")

        answer = make_caller(enrolment.user).get(URL).json()

        assert answer["figures"] is None
        assert [one["field"] for one in answer["missing"]] == ["hours_per_week", "country"]

    def test_needs_a_followed_track(self):
        answer = make_caller(make_user()).get(URL)

        assert get_code(answer) == (409, "not_enrolled")


class TestDifferenceOfAProjection:
    def test_is_explained_with_causes_and_effects(self):
        first = make_projection()
        user = first.enrolment.user
        save_circumstances(user=user, now=NOW, current_pay=Decimal(40_000))
        make_log_entry(user=user, days_ago=13, hours=Decimal(20))
        second = make_projection(enrolment=first.enrolment)
        caller = make_caller(user)

        told = caller.get(f"/api/v1/me/projections/{second.uuid}/").json()["difference"]

        assert told["before"] == str(first.uuid)
        assert " because " in told["lead"]
        assert {one["words"] for one in told["causes"]} == {
            "your pay fell from $52,000 to $40,000 a year",
            "your study log began: 10.0 hours a week",
        }
        assert all(one["average_change_usd"] for one in told["causes"])
        assert told["effects"]
        assert caller.get(f"/api/v1/me/projections/{first.uuid}/").json()["difference"] is None

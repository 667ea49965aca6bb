import pytest
from django.utils import timezone

from progress.models import Projection
from progress.operations.learners import save_circumstances
from tests.factories.api import get_code, make_caller
from tests.factories.progress import (
    NOW,
    make_enrolment,
    make_projectable_enrolment,
    make_projection,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/projections/"


class TestAskingForAProjection:
    def test_is_accepted_and_points_at_the_row(self):
        enrolment = make_projectable_enrolment()
        caller = make_caller(enrolment.user)

        answer = caller.post(URL)

        row = Projection.objects.get(enrolment=enrolment)
        assert answer.status_code == 202
        assert answer["Location"] == f"{URL}{row.uuid}/"
        assert answer.json()["state"] == "QUEUED"
        detail = caller.get(answer["Location"]).json()
        assert (detail["result"], detail["decisions"]) == (None, None)
        assert detail["inputs"]["current_pay_usd_per_year"] == 52_000

    def test_twice_is_answered_with_the_same_row(self):
        caller = make_caller(make_projectable_enrolment().user)

        first, second = caller.post(URL), caller.post(URL)

        assert (first.status_code, second.status_code) == (202, 202)
        assert first["Location"] == second["Location"]
        assert Projection.objects.count() == 1

    def test_that_is_ready_for_todays_inputs_is_answered_at_once(self):
        enrolment = make_projectable_enrolment()
        row = make_projection(enrolment=enrolment, today=timezone.localdate())
        caller = make_caller(enrolment.user)

        answer = caller.post(URL)

        assert answer.status_code == 200
        assert answer["Location"] == f"{URL}{row.uuid}/"
        detail = caller.get(answer["Location"]).json()
        assert detail["state"] == "READY"
        assert detail["progress_percent"] == 100
        assert detail["result"] == row.result
        assert {paper["figure"] for paper in detail["sources"]} >= {"Pay, junior"}

    def test_says_everything_that_is_missing(self):
        enrolment = make_enrolment()

        answer = make_caller(enrolment.user).post(URL)

        assert get_code(answer) == (409, "inputs_missing")
        errors = answer.json()["errors"]
        assert {one["pointer"] for one in errors} == {
            "/current_pay",
            "/hours_per_week",
            "/current_rung",
            "/country",
        }
        assert {one["code"] for one in errors} == {"missing"}
        assert not Projection.objects.exists()

    def test_needs_a_track(self):
        assert get_code(make_caller().post(URL)) == (409, "not_enrolled")


class TestProjections:
    def test_are_listed_newest_first_without_their_bulk(self, django_assert_num_queries):
        enrolment = make_projectable_enrolment()
        caller = make_caller(enrolment.user)
        caller.post(URL)
        with django_assert_num_queries(4):
            caller.get(URL)
        for hours in (5, 6):
            save_circumstances(user=enrolment.user, now=NOW, hours_per_week=hours)
            caller.post(URL)
        with django_assert_num_queries(4):
            body = caller.get(URL).json()

        assert body["count"] == 3
        assert "inputs" not in body["results"][0]
        times = [row["requested_at"] for row in body["results"]]
        assert times == sorted(times, reverse=True)

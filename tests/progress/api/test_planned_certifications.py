from decimal import Decimal

import pytest

from certifications.choices import CertificationStatus, ClaimField
from progress.models import PlannedCertification
from tests.factories.api import get_code, list_pointers, make_caller
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import make_user

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/planned-certifications/"


def make_priced():
    certification = make_certification()
    make_claim(
        certification=certification,
        is_preferred=True,
        amount_low=Decimal(395),
        amount_high=Decimal(395),
    )
    make_claim(certification=certification, field=ClaimField.VALIDITY, is_preferred=True, months=24)
    return certification


class TestPlannedCertifications:
    def test_are_planned_once_with_their_cost_and_its_papers(self):
        certification = make_priced()
        caller = make_caller()

        first = caller.post(URL, {"certification": certification.key})
        second = caller.post(URL, {"certification": certification.key})

        assert (first.status_code, second.status_code) == (201, 200)
        [row] = caller.get(URL).json()["results"]
        assert row == first.json() == second.json()
        cost = row["cost"]
        assert (cost["fee"], cost["currency"]) == ("395.00", "USD")
        assert (cost["renewal_every_months"], cost["five_year_cost"]) == (24, "1185.00")
        assert cost["papers"][0]["key"]
        assert cost["papers"][0]["as_of"] == "2026-08-09"

    def test_without_a_stated_fee_have_an_unknown_one(self):
        certification = make_certification()
        answer = make_caller().post(URL, {"certification": certification.key})

        cost = answer.json()["cost"]
        assert (cost["fee"], cost["monthly_fee"], cost["five_year_cost"]) == (None, None, None)
        assert cost["papers"] == []

    def test_that_cannot_be_earned_are_refused(self):
        certification = make_certification(status=CertificationStatus.RETIRED)

        answer = make_caller().post(URL, {"certification": certification.key})

        assert get_code(answer) == (409, "not_plannable")
        assert not PlannedCertification.objects.exists()

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"certification": "no-such"}, "/certification", "does_not_exist"),
            ({}, "/certification", "required"),
            ({"certification": "x", "price": 1}, "/price", "unknown_field"),
        ],
    )
    def test_that_are_not_there_are_refused(self, body, pointer, code):
        answer = make_caller().post(URL, body)

        assert answer.status_code == 400
        assert (pointer, code) in list_pointers(answer)

    def test_leave_the_plan_on_request(self):
        user, certification = make_user(), make_certification()
        caller, stranger = make_caller(user), make_caller()
        caller.post(URL, {"certification": certification.key})

        assert get_code(stranger.delete(f"{URL}{certification.key}/")) == (404, "not_found")
        assert caller.delete(f"{URL}{certification.key}/").status_code == 204
        assert get_code(caller.delete(f"{URL}{certification.key}/")) == (404, "not_found")

    def test_cost_the_same_for_few_and_for_many(self, django_assert_num_queries):
        caller = make_caller()
        caller.post(URL, {"certification": make_priced().key})
        with django_assert_num_queries(7):
            caller.get(URL)
        for _ in range(3):
            caller.post(URL, {"certification": make_priced().key})
        with django_assert_num_queries(7):
            assert caller.get(URL).json()["count"] == 4

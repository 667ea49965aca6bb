"""Whatever is missing or impossible: a statement of it everywhere, and a number nowhere."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from progress.models import Learner, Projection, ProjectionSummary
from progress.queries.instant_projections import gather_ground, get_instant_projection
from progress.roi.what_ifs import Changes
from tests.factories.api import make_caller
from tests.factories.progress import TODAY, make_projectable_enrolment
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db

# What stands in the row, past every form, and what must be said about it.
LACKS = {
    "no pay": ({"current_pay": None}, "current_pay", "Tell us what you earn now"),
    "no hours": ({"hours_per_week": None}, "hours_per_week", "how many hours a week"),
    "no rung": ({"current_rung": None}, "current_rung", "where you stand today"),
    "the top rung": ({"current_rung": 4}, "current_rung", "No step up is left"),
    "no country": ({"country": ""}, "country", "in which country"),
    "a country without bands": ({"country": "DE"}, "country", "no sourced pay for Junior"),
    "negative pace": ({"hours_per_week": Decimal(-4)}, "hours_per_week", "-4 is out of range"),
    "no pace at all": ({"hours_per_week": Decimal(0)}, "hours_per_week", "no hours a week"),
    "pay of a dollar": ({"current_pay": Decimal(1)}, "current_pay", "pay of 1 US dollars"),
    "pay of nine billion": (
        {"current_pay": Decimal(9_000_000_000)},
        "current_pay",
        "give gross yearly pay from 1,000 to 5,000,000",
    ),
    "a horizon past the end": (
        {"assumption_overrides": {"horizon_months": 600}},
        "",
        "choose a value from 60 to 180",
    ),
}


@pytest.fixture(params=LACKS.values(), ids=list(LACKS))
def lack(request):
    values, field, words = request.param
    enrolment = make_projectable_enrolment()
    Learner.objects.filter(user=enrolment.user).update(**values)
    return enrolment, field, words


class TestWhatIsMissingOrImpossible:
    def test_is_said_by_the_api_in_place_of_figures(self, lack):
        enrolment, field, words = lack

        answer = make_caller(enrolment.user).get("/api/v1/me/worth/").json()

        assert answer["figures"] is None
        assert answer["range"] == ""
        [missing] = answer["missing"]
        assert missing["field"] == field
        assert words.lower() in missing["reason"].lower()
        assert not ProjectionSummary.objects.exists()

    def test_is_said_when_a_projection_is_asked_for(self, lack):
        enrolment, field, words = lack

        answer = make_caller(enrolment.user).post("/api/v1/me/projections/")

        assert answer.status_code == 409
        [error] = answer.json()["errors"]
        assert error["pointer"] == (f"/{field}" if field else "")
        assert words.lower() in error["detail"].lower()
        assert not Projection.objects.exists()

    def test_is_said_on_the_page(self, lack):
        enrolment, _, words = lack
        client = Client()
        client.force_login(enrolment.user)

        text = client.get(reverse("projection")).content.decode()

        assert "There is no number yet" in text
        assert words.lower() in text.lower()
        assert "in 10" not in text.partition("assumptions-title")[0]


class TestAMissingBand:
    def test_is_named_with_its_rung(self):
        enrolment = make_projectable_enrolment()
        SalaryBand.objects.filter(rung__in=(2, 4)).delete()
        SalaryBand.objects.filter(rung=1).delete()

        [missing] = make_caller(enrolment.user).get("/api/v1/me/worth/").json()["missing"]

        assert "Junior, Mid-level, Architect" in missing["reason"]


class TestAMillionAYear:
    def test_gives_a_plan_that_only_costs(self):
        enrolment = make_projectable_enrolment(current_pay=Decimal(999_999))

        figures = make_caller(enrolment.user).get("/api/v1/me/worth/").json()["figures"]

        # No band is above it, so nothing is gained; nothing is made up.
        assert figures["expected_benefit_usd"] == 0
        assert figures["ahead_share"] == 0

    def test_is_refused_above_it_in_a_what_if(self):
        ground = gather_ground(enrolment=make_projectable_enrolment(), today=TODAY)

        answer = get_instant_projection(ground, Changes(current_pay_usd_per_year=5_000_001.0))

        assert answer.figures is None
        assert "from 1,000 to 5,000,000" in answer.problem

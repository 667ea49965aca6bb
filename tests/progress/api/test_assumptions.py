import pytest

from progress.models import Learner
from progress.operations.enrolments import choose_track
from progress.operations.learners import override_assumptions
from tests.factories.api import get_code, list_pointers, make_caller
from tests.factories.progress import (
    NOW,
    make_enrolment,
    make_paid_track,
    make_projectable_enrolment,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/assumptions/"


@pytest.fixture
def enrolment():
    return make_enrolment()


@pytest.fixture
def caller(enrolment):
    return make_caller(enrolment.user)


class TestAssumptions:
    def test_need_a_track(self):
        assert get_code(make_caller().get(URL)) == (409, "not_enrolled")

    def test_say_what_they_are_and_where_they_come_from(self, caller, enrolment):
        body = caller.get(URL).json()

        assert body["track"] == enrolment.track.key
        assert body["overrides"] == {}
        assert len(body["assumptions"]) > 30
        for row in body["assumptions"]:
            assert row["low"] <= row["default"] <= row["high"], row["key"]
            assert row["value"] == row["default"]
            assert row["source"]
            assert row["unit"]

    def test_are_replaced_as_a_whole(self, caller, enrolment):
        caller.put(URL, {"overrides": {"real_discount_rate": 0.05}})
        answer = caller.put(URL, {"overrides": {"horizon_months": 60}})

        values = {row["key"]: row["value"] for row in answer.json()["assumptions"]}
        assert answer.status_code == 200
        assert (values["horizon_months"], values["real_discount_rate"]) == (60, 0.03)
        assert caller.put(URL, {"overrides": {}}).json()["overrides"] == {}
        assert Learner.objects.get(user=enrolment.user).assumption_overrides == {}

    @pytest.mark.parametrize(
        ("overrides", "pointer", "code", "words"),
        [
            ({"real_discount_rate": 0.08}, "/real_discount_rate", "out_of_range", "0 to 0.07"),
            ({"no_such_thing": 1}, "/no_such_thing", "unknown_assumption", "real_discount_rate"),
            ({"inflation_rate": 0.03}, "/inflation_rate", "not_editable", "real_discount_rate"),
            ({"horizon_months": 60.5}, "/horizon_months", "invalid", "whole number of months"),
            ({"horizon_months": True}, "/horizon_months", "invalid", "number"),
            ({"horizon_months": "60"}, "/horizon_months", "invalid", "number"),
            ({"horizon_months": 10**400}, "/horizon_months", "invalid", "number"),
            ({"horizon_months": None}, "/horizon_months", "null", "null"),
            ([], "", "not_a_dict", "object"),
        ],
    )
    def test_outside_their_range_are_refused_with_the_range(
        self, caller, enrolment, overrides, pointer, code, words
    ):
        answer = caller.put(URL, {"overrides": overrides})

        assert answer.status_code == 400
        assert list_pointers(answer) == {(f"/overrides{pointer}", code)}
        assert words in answer.json()["errors"][0]["detail"]
        assert Learner.objects.get(user=enrolment.user).assumption_overrides == {}

    def test_are_all_named_that_are_wrong(self, caller):
        answer = caller.put(URL, {"overrides": {"luck": 1, "tax_rate": 3, "horizon_months": 60}})

        assert list_pointers(answer) == {
            ("/overrides/luck", "unknown_assumption"),
            ("/overrides/tax_rate", "out_of_range"),
        }

    def test_of_one_track_do_not_break_another(self):
        enrolment = make_projectable_enrolment()
        other = make_paid_track(key="python")
        override_assumptions(
            user=enrolment.user, track_key="linux", changes={"rung_low_months_rung_2": 18.0}
        )
        choose_track(user=enrolment.user, track=other, now=NOW)

        answer = make_caller(enrolment.user).post("/api/v1/me/projections/")

        assert get_code(answer) == (409, "inputs_missing")
        assert "4.5 to 9" in answer.json()["errors"][0]["detail"]

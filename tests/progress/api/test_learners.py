from decimal import Decimal

import pytest

from progress.models import Learner
from tests.factories.api import list_pointers, make_caller
from tests.factories.progress import make_enrolment, make_learner, make_user
from tests.factories.tracks import make_ladder_rung, make_role, make_track

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/circumstances/"


class TestCircumstances:
    def test_are_empty_at_first(self):
        assert make_caller().get(URL).json() == {
            "current_role": "",
            "current_rung": None,
            "current_pay": None,
            "pay_currency": "USD",
            "country": "",
            "hours_per_week": None,
            "goal": "",
            "target_role": None,
            "target_date": None,
            "employer_share": "0.00",
            "onboarded_at": None,
        }

    def test_change_by_name_and_can_be_taken_back(self):
        learner = make_learner(current_pay=Decimal(52_000), country="US")
        caller = make_caller(learner.user)

        answer = caller.patch(URL, {"current_pay": None, "hours_per_week": "7.5", "goal": "Run"})

        learner.refresh_from_db()
        assert answer.status_code == 200
        assert answer.json()["hours_per_week"] == "7.5"
        assert (learner.current_pay, learner.hours_per_week) == (None, Decimal("7.5"))
        assert (learner.country, learner.goal) == ("US", "Run")

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"current_pay": 999}, "/current_pay", "min_value"),
            ({"current_pay": 1_000_000}, "/current_pay", "max_value"),
            ({"current_pay": 10**400}, "/current_pay", "max_value"),
            ({"current_rung": 5}, "/current_rung", "invalid_choice"),
            ({"hours_per_week": "0.4"}, "/hours_per_week", "min_value"),
            ({"hours_per_week": 81}, "/hours_per_week", "max_value"),
            ({"hours_per_week": "1e400"}, "/hours_per_week", "max_digits"),
            ({"pay_currency": "XXX"}, "/pay_currency", "invalid_choice"),
            ({"country": "ZZ"}, "/country", "invalid_choice"),
            ({"goal": "x" * 401}, "/goal", "max_length"),
            ({"employer_share": "1.01"}, "/employer_share", "max_value"),
            ({"target_date": "2020-01-01"}, "/target_date", "in_the_past"),
            ({"target_date": "soon"}, "/target_date", "invalid"),
            ({"target_role": "no-such-role"}, "/target_role", "does_not_exist"),
            ({"onboarded_at": "2026-01-01"}, "/onboarded_at", "unknown_field"),
            ({"assumption_overrides": {}}, "/assumption_overrides", "unknown_field"),
        ],
    )
    def test_are_left_alone_when_something_is_refused(self, body, pointer, code):
        user = make_user()

        answer = make_caller(user).patch(URL, {"current_role": "New", **body})

        assert answer.status_code == 400
        assert list_pointers(answer) == {(pointer, code)}
        assert not Learner.objects.filter(user=user, current_role="New").exists()

    def test_take_only_a_role_of_the_followed_track(self):
        track, role = make_track(), make_role()
        make_ladder_rung(track=track, rung=2, roles=[role])
        elsewhere = make_role()
        user = make_user()
        caller = make_caller(user)

        early = caller.patch(URL, {"target_role": role.key})
        make_enrolment(user=user, track=track)
        wrong = caller.patch(URL, {"target_role": elsewhere.key})
        right = caller.patch(URL, {"target_role": role.key})

        assert list_pointers(early) == {("/target_role", "not_enrolled")}
        assert list_pointers(wrong) == {("/target_role", "not_in_track")}
        assert right.json()["target_role"] == role.key
        assert caller.patch(URL, {"target_role": None}).json()["target_role"] is None

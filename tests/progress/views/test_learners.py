from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from progress.models import Learner
from tests.factories.tracks import make_ladder_rung, make_role

ANSWERS = {
    "current_role": "Analyst",
    "current_rung": "1",
    "current_pay": "60000",
    "pay_currency": "USD",
    "country": "US",
    "hours_per_week": "6.5",
    "goal": "",
    "target_role": "",
    "target_date": "",
    "employer_share": "25",
}


class TestOnboard:
    def test_stores_answers(self, page):
        answer = page.post(reverse("onboarding"), ANSWERS)

        assert answer.url == reverse("dashboard")
        learner = Learner.objects.get()
        assert (learner.current_rung, learner.current_pay) == (1, Decimal(60_000))
        assert str(learner.employer_share) == "0.25"

    def test_lets_everything_be_left_out(self, page):
        page.post(reverse("onboarding"), {})

        learner = Learner.objects.get()
        assert (learner.current_pay, learner.country, learner.current_rung) == (None, "", None)
        assert learner.pay_currency == "USD"

    def test_can_be_skipped_without_losing_answers(self, page):
        Learner.objects.update(onboarded_at=None)

        answer = page.post(reverse("onboarding"), {"skip": "1", "current_pay": "-1"})

        assert answer.url == reverse("dashboard")
        learner = Learner.objects.get()
        assert learner.onboarded_at is not None
        assert learner.current_pay == 52_000

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"current_pay": "-5"}, "Pay a year must be at least 1,000"),
            ({"current_pay": "1000000"}, "Pay a year must be below 1,000,000"),
            ({"current_pay": "9" * 300}, "Pay a year must be below 1,000,000"),
            ({"current_pay": "6000000", "pay_currency": "JPY"}, "converted to US dollars"),
            ({"current_pay": "1e400"}, "Pay a year must be below 1,000,000"),
            ({"current_pay": "lots"}, "Write the amount in digits only, such as 52000"),
            ({"current_pay": "52,000"}, "no separators and no cents"),
            ({"current_pay": "52.000"}, "no separators and no cents"),
            ({"hours_per_week": "200"}, "More than 80 hours a week"),
            ({"hours_per_week": "0"}, "at least half an hour"),
            ({"hours_per_week": "7,5"}, "Write a number from 0.5 to 80 with a point"),
            ({"hours_per_week": "1_0"}, "Write a number from 0.5 to 80 with a point"),
            ({"hours_per_week": "NaN"}, "Write a number from 0.5 to 80 with a point"),
            ({"target_date": "2020-01-01"}, "This day has passed"),
            ({"target_date": "2026-02-31"}, "Give a day as YYYY-MM-DD"),
            ({"country": "XX"}, "Choose a country from the list"),
            ({"pay_currency": "XXX"}, "Choose a currency from the list"),
            ({"current_rung": "9"}, "Choose one of the levels"),
            ({"employer_share": "101"}, "Give a whole number from 0 to 100"),
            ({"employer_share": "50.5"}, "Give a whole number from 0 to 100"),
            ({"goal": "x" * 401}, "At most 400 characters"),
            ({"current_role": "x" * 121}, "At most 120 characters"),
        ],
    )
    def test_says_what_cannot_be(self, page, wrong, words):
        answer = page.post(reverse("onboarding"), {**ANSWERS, **wrong})

        assert answer.status_code == 422
        assert answer.content.decode().count(words) == 1
        assert Learner.objects.get().current_role == "Support technician"

    def test_refuses_a_role_of_another_track(self, page):
        role = make_role()
        make_ladder_rung(roles=[role])

        answer = page.post(reverse("onboarding"), {**ANSWERS, "target_role": role.pk})

        assert "is not on the ladder of" in answer.content.decode()

    def test_takes_a_role_of_the_followed_track(self, page, enrolment):
        role = make_role()
        make_ladder_rung(track=enrolment.track, roles=[role])

        page.post(reverse("onboarding"), {**ANSWERS, "target_role": role.pk})

        assert Learner.objects.get().target_role == role


class TestEdit:
    def test_keeps_a_target_date_that_has_passed_meanwhile(self, page):
        Learner.objects.update(target_date=date(2026, 1, 1))

        answer = page.post(reverse("about-you"), {**ANSWERS, "target_date": "2026-01-01"})

        assert answer.url == reverse("about-you")

    def test_returns_to_the_projection_that_asked(self, page):
        answer = page.post(f"{reverse('about-you')}?back=worth", ANSWERS)

        assert answer.url == reverse("projection")

    def test_takes_today_from_the_learners_time_zone(self, page, enrolment):
        enrolment.user.time_zone = "Pacific/Auckland"
        enrolment.user.save()

        # In Auckland it is 2 June already, so 2 June is today and no longer ahead.
        with time_machine.travel("2026-06-01T13:00:00Z", tick=False):
            answer = page.post(reverse("about-you"), {**ANSWERS, "target_date": "2026-06-02"})

        assert answer.status_code == 422

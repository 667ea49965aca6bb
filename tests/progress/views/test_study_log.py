from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from progress.models import StudyLogEntry
from tests.factories.progress import NOW, TODAY, list_milestones, make_log_entry


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


class TestShowLog:
    def test_adds_an_entry(self, page, enrolment):
        milestone = list_milestones(enrolment)[0]

        answer = page.post(
            reverse("study-log"),
            {"date": "2026-06-01", "hours": "1.5", "milestone": milestone.pk, "note": "Read"},
            follow=True,
        )

        assert "Logged 1.5 h." in answer.content.decode()
        entry = StudyLogEntry.objects.get()
        assert (entry.hours, entry.milestone, entry.user) == (
            Decimal("1.5"),
            milestone,
            enrolment.user,
        )

    def test_logs_a_page_that_is_sent_twice_once(self, page, enrolment):
        answers = {"date": "2026-06-01", "hours": "2", "note": ""}
        answers["request_key"] = (
            page.get(reverse("study-log")).context["form"]["request_key"].value()
        )
        for _ in range(2):
            page.post(reverse("study-log"), answers)

        assert StudyLogEntry.objects.get().hours == 2
        # Going back and writing other hours means more hours.
        page.post(reverse("study-log"), {**answers, "hours": "1"})
        assert StudyLogEntry.objects.count() == 2

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"date": "2026-06-02"}, "has not come yet"),
            ({"date": "1026-06-01"}, "more than ten years ago"),
            ({"hours": "0"}, "Give hours above 0 and up to 24"),
            ({"hours": "25"}, "Give hours above 0 and up to 24"),
            ({"hours": "1e5"}, "Give hours above 0 and up to 24"),
            ({"hours": "1,5"}, "with a point: such as 1.5"),
            ({"hours": "0.001"}, "Give hours above 0 and up to 24"),
            ({"milestone": "0"}, "Choose a milestone of your track, or none"),
            ({"date": ""}, "Give the day as YYYY-MM-DD"),
            ({"note": "n" * 201}, "At most 200 characters"),
        ],
    )
    def test_says_what_cannot_be(self, page, wrong, words):
        answer = page.post(
            reverse("study-log"), {"date": "2026-06-01", "hours": "1", "note": "", **wrong}
        )

        assert answer.status_code == 422
        assert answer.content.decode().count(words) == 1
        assert not StudyLogEntry.objects.exists()

    def test_shows_streak_pace_and_pages(self, page, enrolment):
        for back in range(31):
            make_log_entry(user=enrolment.user, days_ago=back, note=f"day {back} of it")

        text = page.get(reverse("study-log")).content.decode()

        assert "31 days" in text
        assert "day 29 of it" in text
        assert "day 30 of it" not in text
        second = page.get(reverse("study-log"), {"page": "2"}).content.decode()
        assert "day 30 of it" in second

    def test_counts_the_streak_in_the_learners_time_zone(self, page, enrolment):
        enrolment.user.time_zone = "Pacific/Auckland"
        enrolment.user.save()
        # 13:00 UTC is already the next day there.
        with time_machine.travel("2026-06-01T13:00:00Z", tick=False):
            answer = page.post(
                reverse("study-log"), {"date": "2026-06-02", "hours": "1"}, follow=True
            )

        assert "1 day<" in answer.content.decode()


class TestDeleteEntry:
    def test_removes_an_own_entry(self, page, enrolment):
        entry = make_log_entry(user=enrolment.user, date=TODAY - timedelta(days=1))

        answer = page.post(reverse("study-log-delete", args=[entry.pk]), follow=True)

        assert "Deleted: 2 h on 31 May 2026." in answer.content.decode()
        assert not StudyLogEntry.objects.exists()

import pytest
from django.utils import timezone

from progress.models import StudyLogEntry
from tests.factories.api import get_code, list_pointers, make_caller
from tests.factories.progress import make_log_entry, make_user
from tests.factories.tracks import make_milestone

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/study-log/"


class TestStudyLog:
    def test_takes_hours_and_gives_them_back(self):
        milestone = make_milestone()
        caller = make_caller()
        today = timezone.localdate().isoformat()

        answer = caller.post(
            URL, {"date": today, "hours": "1.5", "milestone": milestone.key, "note": "read"}
        )

        assert answer.status_code == 201
        assert answer.json() == {
            "id": StudyLogEntry.objects.get().pk,
            "date": today,
            "hours": "1.50",
            "milestone": milestone.key,
            "note": "read",
        }
        assert caller.get(URL).json()["results"] == [answer.json()]

    def test_follows_the_learners_calendar(self, clock):
        clock.move_to("2026-06-01T11:00:00+00:00")
        tomorrow = {"date": "2026-06-02", "hours": 1}

        at_home = make_caller(make_user(time_zone="UTC")).post(URL, tomorrow)
        far_east = make_caller(make_user(time_zone="Pacific/Kiritimati")).post(URL, tomorrow)

        assert list_pointers(at_home) == {("/date", "invalid")}
        assert far_east.status_code == 201

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"hours": 0}, "/hours"),
            ({"hours": "24.01"}, "/hours"),
            ({"hours": "1.001"}, "/hours"),
            ({"hours": "a lot"}, "/hours"),
            ({"date": "2026-02-30"}, "/date"),
            ({"milestone": "no-such"}, "/milestone"),
            ({"note": "x" * 201}, "/note"),
            ({"user": 1}, "/user"),
        ],
    )
    def test_refuses_what_cannot_be(self, body, pointer):
        answer = make_caller().post(URL, {"date": "2026-01-01", "hours": 1, **body})

        assert answer.status_code == 400
        assert {one for one, _ in list_pointers(answer)} == {pointer}
        assert not StudyLogEntry.objects.exists()

    def test_loses_an_entry_on_request(self):
        user = make_user()
        entry = make_log_entry(user=user)
        caller = make_caller(user)

        assert caller.delete(f"{URL}{entry.pk}/").status_code == 204
        assert get_code(caller.delete(f"{URL}{entry.pk}/")) == (404, "not_found")

    def test_costs_the_same_for_few_and_for_many(self, django_assert_num_queries):
        user = make_user()
        caller = make_caller(user)
        make_log_entry(user=user, milestone=make_milestone())
        with django_assert_num_queries(4):
            caller.get(URL)
        for days in range(1, 5):
            make_log_entry(user=user, days_ago=days, milestone=make_milestone())
        with django_assert_num_queries(4):
            dates = [row["date"] for row in caller.get(URL).json()["results"]]
        assert dates == sorted(dates, reverse=True)
        assert len(dates) == 5


class TestIdempotencyKey:
    BODY = {"date": "2026-01-01", "hours": "2.5", "note": "read"}

    def post(self, caller, key, **changes):
        return caller.post(URL, {**self.BODY, **changes}, headers={"Idempotency-Key": key})

    def test_gives_the_same_answer_and_adds_once(self):
        caller = make_caller()

        first, again = (self.post(caller, "retry-1") for _ in range(2))

        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        assert StudyLogEntry.objects.count() == 1

    def test_refuses_another_body(self):
        caller = make_caller()
        self.post(caller, "retry-1")

        assert get_code(self.post(caller, "retry-1", hours="3")) == (409, "key_reused")
        assert StudyLogEntry.objects.count() == 1

    @pytest.mark.parametrize("key", ["", "a b", "x" * 65, "Schlüssel"])
    def test_refuses_what_is_no_key(self, key):
        answer = self.post(make_caller(), key)

        assert get_code(answer) == (400, "invalid_key")
        assert "1 to 64 visible ASCII characters" in answer.json()["detail"]
        assert not StudyLogEntry.objects.exists()

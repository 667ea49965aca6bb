import pytest

from tests.factories.api import get_code, list_pointers, make_caller
from tests.factories.progress import make_enrolment, make_user
from tests.factories.tracks import make_track

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/enrolments/"


class TestEnrolments:
    def test_choose_a_track_and_put_the_old_one_aside(self):
        first, second = make_track(), make_track()
        caller = make_caller()

        caller.post(URL, {"track": first.key})
        answer = caller.post(URL, {"track": second.key})

        assert answer.status_code == 200
        assert (answer.json()["track"], answer.json()["release"]) == (second.key, 1)
        listed = caller.get(URL).json()["results"]
        assert [(row["track"], row["state"]) for row in listed] == [
            (second.key, "ACTIVE"),
            (first.key, "DORMANT"),
        ]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"track": "no-such"}, "does_not_exist"),
            ({}, "required"),
            ({"track": 7}, "does_not_exist"),
            ({"track": {}}, "does_not_exist"),
            ({"track": None}, "null"),
        ],
    )
    def test_refuse_a_track_that_is_not_there(self, body, code):
        answer = make_caller().post(URL, body)

        assert answer.status_code == 400
        assert list_pointers(answer) == {("/track", code)}

    def test_refuse_a_track_that_is_not_published(self):
        track = make_track(is_published=False)

        assert get_code(make_caller().post(URL, {"track": track.key})) == (409, "not_published")

    def test_are_listed_with_as_many_queries_however_many_there_are(
        self, django_assert_num_queries
    ):
        user = make_user()
        caller = make_caller(user)
        make_enrolment(user=user)
        with django_assert_num_queries(4):
            assert caller.get(URL).json()["count"] == 1
        for _ in range(3):
            make_enrolment(user=user)
        with django_assert_num_queries(4):
            assert caller.get(URL).json()["count"] == 4

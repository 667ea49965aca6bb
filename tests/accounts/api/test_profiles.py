import pytest

from tests.factories.api import get_code, list_pointers, make_caller, make_visitor
from tests.factories.progress import make_user

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/"


class TestProfile:
    def test_is_the_callers_own(self):
        learner = make_user(display_name="Ada", time_zone="Europe/Berlin")

        assert make_caller(learner).get(URL).json() == {
            "email": learner.email,
            "display_name": "Ada",
            "time_zone": "Europe/Berlin",
            "theme": "SYSTEM",
        }

    def test_is_closed_to_visitors(self):
        assert get_code(make_visitor().get(URL)) == (401, "not_authenticated")

    def test_changes_only_what_is_named(self):
        learner = make_user(display_name="Ada")

        answer = make_caller(learner).patch(URL, {"theme": "DARK", "time_zone": "Asia/Tokyo"})

        learner.refresh_from_db()
        assert answer.status_code == 200
        assert (learner.display_name, learner.theme, learner.time_zone) == (
            "Ada",
            "DARK",
            "Asia/Tokyo",
        )

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"time_zone": "Mars/Olympus"}, "/time_zone", "unknown_time_zone"),
            ({"theme": "PINK"}, "/theme", "invalid_choice"),
            ({"display_name": "x" * 121}, "/display_name", "max_length"),
            ({"display_name": "a\x00b"}, "/display_name", "null_characters_not_allowed"),
            ({"email": "other@example.org"}, "/email", "unknown_field"),
            ({"is_staff": True}, "/is_staff", "unknown_field"),
            ({"is_superuser": True, "theme": "DARK"}, "/is_superuser", "unknown_field"),
            ({"a/b~c": 1}, "/a~1b~0c", "unknown_field"),
            ([], "", "invalid"),
        ],
    )
    def test_is_left_alone_when_something_is_refused(self, body, pointer, code):
        learner = make_user()

        answer = make_caller(learner).patch(URL, body, format="json")

        learner.refresh_from_db()
        assert answer.status_code == 400
        assert (pointer, code) in list_pointers(answer)
        assert (learner.is_staff, learner.is_superuser, learner.theme) == (False, False, "SYSTEM")

import pytest
from django.core.exceptions import ValidationError

from accounts.operations.profiles import save_profile
from tests.factories.progress import make_user

pytestmark = pytest.mark.django_db


class TestSaveProfile:
    def test_stores_what_is_named(self):
        learner = make_user(display_name="Ada")

        save_profile(user=learner, theme="LIGHT")

        learner.refresh_from_db()
        assert (learner.display_name, learner.theme) == ("Ada", "LIGHT")

    @pytest.mark.parametrize("answers", [{"time_zone": "nowhere"}, {"theme": "PINK"}])
    def test_stores_nothing_impossible(self, answers):
        learner = make_user()

        with pytest.raises(ValidationError):
            save_profile(user=learner, display_name="New", **answers)

        learner.refresh_from_db()
        assert learner.display_name == ""

    def test_refuses_other_columns(self):
        with pytest.raises(TypeError, match="is_staff"):
            save_profile(user=make_user(), is_staff="yes")

import pytest

from accounts.choices import Theme
from accounts.models import User
from accounts.operations.preferences import set_theme

pytestmark = pytest.mark.django_db


class TestSetTheme:
    def test_keeps_the_choice_and_touches_nothing_else(self):
        user = User.objects.create_user("ada@example.org", display_name="Ada")
        user.display_name = "not saved"
        set_theme(user=user, theme=Theme.DARK)
        stored = User.objects.get(pk=user.pk)
        assert (stored.theme, stored.display_name) == (Theme.DARK, "Ada")
        assert user.theme == Theme.DARK

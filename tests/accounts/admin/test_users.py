import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from tests.factories.progress import make_user
from tests.screens import find_url, make_staff, send_form, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return sign_in(make_staff(is_superuser=True))


@pytest.fixture
def helper():
    """Somebody who may edit accounts and is no superuser."""
    staff = make_staff()
    rights = ("view_user", "change_user", "delete_user", "add_user")
    staff.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return staff


class TestAccountScreen:
    def test_makes_an_account_by_e_mail(self, boss):
        boss.post(
            find_url(User, "add"),
            {
                "email": "grace@example.org",
                "usable_password": "true",
                "password1": "a-long-pass-phrase",
                "password2": "a-long-pass-phrase",
            },
        )
        user = User.objects.get(email="grace@example.org")
        assert user.check_password("a-long-pass-phrase")
        assert not user.is_staff

    def test_answers_an_address_that_is_taken(self, boss):
        make_user(email="grace@example.org")
        response = boss.post(
            find_url(User, "add"),
            {"email": "GRACE@example.org", "usable_password": "false"},
        )
        assert "already an account with this e-mail address" in response.text
        assert User.objects.filter(email__iexact="grace@example.org").count() == 1

    def test_lets_a_superuser_hand_out_rights(self, boss):
        user = make_user()
        send_form(boss, find_url(user, "change"), is_staff="on")
        user.refresh_from_db()
        assert user.is_staff

    def test_keeps_rights_from_everybody_else(self, helper):
        client = sign_in(helper)
        changes = {"is_superuser": "on", "display_name": "Helper"}
        send_form(client, find_url(helper, "change"), **changes)
        helper.refresh_from_db()
        assert helper.display_name == "Helper"
        assert not helper.is_superuser

    def test_keeps_superusers_from_everybody_else(self, helper):
        client = sign_in(helper)
        above = make_user(is_superuser=True)
        assert client.post(find_url(above, "change"), {"email": "x@y.org"}).status_code == 403
        assert client.post(find_url(above, "delete"), {"post": "yes"}).status_code == 403
        assert User.objects.filter(pk=above.pk).exists()


class TestLogEntries:
    def test_cannot_be_edited_by_anybody(self, boss):
        send_form(boss, find_url(make_user(), "change"), display_name="Grace")
        page = boss.get("/admin/admin/logentry/")
        assert "Changed Display name." in page.text
        entry = page.context["cl"].queryset.get()
        assert boss.post(find_url(entry, "change"), {"object_repr": "x"}).status_code == 403
        assert boss.post(find_url(entry, "delete"), {"post": "yes"}).status_code == 403

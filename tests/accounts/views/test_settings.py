import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.progress import make_user


@pytest.fixture
def page(db):
    client = Client()
    client.force_login(make_user())
    return client


def post(page, **answers):
    values = {"display_name": "Ada", "time_zone": "Europe/Berlin", "theme": "DARK"}
    return page.post(reverse("account-settings"), {**values, **answers})


class TestEditSettings:
    def test_stores_name_time_zone_and_colours(self, page):
        assert post(page).url == reverse("account-settings")

        user = User.objects.get()
        assert (user.display_name, user.time_zone, user.theme) == ("Ada", "Europe/Berlin", "DARK")

    @pytest.mark.parametrize(
        "wrong",
        [{"time_zone": "Mars/Olympus"}, {"theme": "PINK"}, {"display_name": "x" * 121}],
    )
    def test_refuses_what_does_not_exist(self, page, wrong):
        assert post(page, **wrong).status_code == 422
        assert User.objects.get().time_zone == "UTC"

    def test_keeps_a_zone_that_is_not_in_the_list(self, page):
        User.objects.update(time_zone="Etc/GMT+5")

        assert post(page, time_zone="Etc/GMT+5").status_code == 302

    def test_changes_nothing_else(self, page):
        post(page, is_staff="on", email="boss@example.org")

        user = User.objects.get()
        assert not user.is_staff
        assert user.email != "boss@example.org"

    def test_is_for_those_who_signed_in(self, db):
        assert Client().get(reverse("account-settings")).status_code == 302

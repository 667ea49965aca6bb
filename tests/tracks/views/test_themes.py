import pytest
from django.urls import reverse

from accounts.models import User
from tracks.templatetags.tracks_display import THEME_COOKIE

pytestmark = pytest.mark.django_db


def choose(client, theme, back="/tracks/"):
    return client.post(reverse("theme"), {"theme": theme, "next": back})


class TestChooseTheme:
    def test_remembers_a_visitors_choice_in_a_cookie(self, client):
        response = choose(client, "DARK")
        assert (response.status_code, response.url) == (302, "/tracks/")
        assert response.cookies[THEME_COOKIE].value == "DARK"
        assert 'data-theme="dark"' in client.get("/about/").content.decode()

    def test_keeps_the_choice_of_a_person_with_the_account(self, client):
        user = User.objects.create_user("ada@example.org")
        client.force_login(user)
        choose(client, "LIGHT")
        user.refresh_from_db()
        assert user.theme == "LIGHT"

    def test_ignores_a_theme_that_does_not_exist(self, client):
        assert THEME_COOKIE not in choose(client, "PINK").cookies

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:x"])
    def test_never_leads_to_another_site(self, client, back):
        assert choose(client, "DARK", back).url == "/"

    def test_does_nothing_on_a_mere_visit(self, client):
        assert client.get(reverse("theme")).status_code == 405

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import TokenScope
from accounts.models import ApiToken
from accounts.operations.tokens import TOKEN_LIMIT, make_token
from tests.factories.progress import make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("api-tokens")
ANSWERS = {"name": "backup script", "scope": "READ", "days": "30"}


PASSWORD = "a-long-way-to-the-coast"
REAUTHENTICATE = reverse("account_reauthenticate")


@pytest.fixture
def user():
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def stale(user):
    """A session whose password was given too long ago."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def page(stale):
    stale.post(REAUTHENTICATE, {"password": PASSWORD})
    return stale


def make(user, name="script"):
    return make_token(user=user, name=name, scope=TokenScope.READ, valid_for=timedelta(days=30))


def ask(plaintext, client=None):
    headers = {"Authorization": f"Token {plaintext}"}
    return (client or Client()).get("/api/v1/me/", headers=headers).status_code


class TestEditTokens:
    def test_makes_a_token_that_the_api_takes_and_shows_it_once(self, page):
        answer = page.post(PAGE, ANSWERS)

        plaintext = answer.context["made"].plaintext
        assert plaintext in answer.text
        assert "no-store" in answer["Cache-Control"]
        assert ask(plaintext) == 200
        later = page.get(PAGE).text
        assert "backup script" in later
        assert plaintext not in later

    def test_gives_what_was_asked_for(self, page, user):
        page.post(PAGE, {**ANSWERS, "scope": "WRITE", "days": "7"})

        token = ApiToken.objects.get(user=user)
        assert token.scope == TokenScope.WRITE
        assert token.expiry - token.created == pytest.approx(
            timedelta(days=7), abs=timedelta(minutes=1)
        )

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"name": "x" * 81}, {"scope": "ADMIN"}, {"days": "3650"}]
    )
    def test_refuses_and_keeps_what_was_typed(self, page, wrong):
        answer = page.post(PAGE, {**ANSWERS, **wrong})

        assert answer.status_code == 422
        assert answer.context["form"].data["name"] == {**ANSWERS, **wrong}["name"]
        assert not ApiToken.objects.exists()

    def test_says_when_there_are_too_many(self, page, user):
        for number in range(TOKEN_LIMIT):
            make(user, f"script {number}")

        answer = page.post(PAGE, ANSWERS)

        assert answer.status_code == 422
        assert "Revoke one before you make another." in answer.text

    def test_asks_for_the_password_first_and_then_goes_on(self, stale):
        asked = stale.post(PAGE, ANSWERS)
        assert asked.headers["Location"].startswith(REAUTHENTICATE)
        assert not ApiToken.objects.exists()

        answer = stale.post(asked.headers["Location"], {"password": PASSWORD, "next": PAGE})

        assert ask(answer.context["made"].plaintext) == 200

    def test_shows_no_tokens_of_others(self, page):
        make(make_user(), "somebody else's")

        assert "somebody else" not in page.get(PAGE).text

    def test_is_for_people_who_are_signed_in(self):
        assert "/login/" in Client().get(PAGE).headers["Location"]


class TestRevoke:
    def test_makes_a_token_worthless_at_once(self, page, user):
        made, kept = make(user), make(user)

        answer = page.post(reverse("api-token-revoke", args=(made.token.uuid,)), follow=True)

        assert "Revoked" in answer.text
        assert (ask(made.plaintext), ask(kept.plaintext)) == (401, 200)

    def test_knows_no_tokens_of_others(self, page):
        other = make(make_user())

        answer = page.post(reverse("api-token-revoke", args=(other.token.uuid,)))

        assert answer.status_code == 404
        assert ask(other.plaintext) == 200


class TestRevokeAll:
    def test_leaves_none_but_those_of_others(self, page, user):
        mine, other = [make(user), make(user)], make(make_user())

        answer = page.post(reverse("api-tokens-revoke"), follow=True)

        assert "2 tokens revoked." in answer.text
        assert [ask(one.plaintext) for one in mine] == [401, 401]
        assert ask(other.plaintext) == 200

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.choices import TokenScope
from accounts.models import ApiToken
from accounts.operations.tokens import TOKEN_LIMIT, make_token
from tests.factories.api import get_code, list_pointers, make_caller, make_visitor
from tests.factories.progress import make_user

pytestmark = pytest.mark.django_db
URL = "/api/v1/tokens/"


@pytest.fixture
def learner():
    return make_user()


@pytest.fixture
def session(learner):
    """A browser in which the learner has signed in; forgery protection is on."""
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(learner)
    client.get("/accounts/email/")
    client.credentials(HTTP_X_CSRFTOKEN=client.cookies["milepost-csrf"].value)
    return client


class TestMakingATokenFromASession:
    def test_shows_its_text_once_and_stores_only_a_digest(self, session, learner):
        made = session.post(URL, {"name": "shell", "expires_in_days": 7})

        assert made.status_code == 201
        body = made.json()
        text = body["token"]
        assert text.startswith("milepost_")
        assert (body["name"], body["scope"]) == ("shell", "READ")
        token = ApiToken.objects.get(user=learner)
        assert text not in {token.digest, token.token_key, token.name}
        assert token.expiry - timezone.now() < timedelta(days=7)
        [listed] = session.get(URL).json()["results"]
        assert "token" not in listed
        assert token.digest not in str(listed)

    def test_gives_a_text_that_opens_the_api(self, session, learner):
        text = session.post(URL, {"name": "shell"}).json()["token"]

        answer = make_visitor().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Token {text}")

        assert answer.json()["email"] == learner.email

    def test_is_refused_without_the_forgery_token(self, session):
        session.credentials()

        assert get_code(session.post(URL, {"name": "shell"})) == (403, "permission_denied")
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({}, "/name", "required"),
            ({"name": ""}, "/name", "blank"),
            ({"name": "x" * 81}, "/name", "max_length"),
            ({"name": "a", "scope": "ALL"}, "/scope", "invalid_choice"),
            ({"name": "a", "expires_in_days": 0}, "/expires_in_days", "min_value"),
            ({"name": "a", "expires_in_days": 366}, "/expires_in_days", "max_value"),
            ({"name": "a", "user": 1}, "/user", "unknown_field"),
            ({"name": "a", "digest": "0"}, "/digest", "unknown_field"),
        ],
    )
    def test_is_refused_with_a_pointer(self, session, body, pointer, code):
        answer = session.post(URL, body)

        assert answer.status_code == 400
        assert (pointer, code) in list_pointers(answer)
        assert not ApiToken.objects.exists()

    def test_stops_at_the_limit(self, session, learner):
        for _ in range(TOKEN_LIMIT):
            make_token(user=learner, name="x", scope=TokenScope.READ, valid_for=timedelta(days=1))

        assert get_code(session.post(URL, {"name": "one more"})) == (409, "too_many_tokens")


class TestMakingATokenOtherwise:
    def test_is_refused_with_a_token(self, learner):
        answer = make_caller(learner).post(URL, {"name": "child"})

        assert get_code(answer) == (403, "permission_denied")
        assert ApiToken.objects.count() == 1

    def test_is_refused_to_a_visitor(self):
        answer = make_visitor().post(URL, {"name": "shell"})

        assert get_code(answer) == (401, "not_authenticated")
        assert answer["WWW-Authenticate"] == "Token"


class TestRevoking:
    def test_makes_a_token_worthless_at_once(self, learner):
        caller = make_caller(learner)
        token = ApiToken.objects.get(user=learner)

        assert caller.delete(f"{URL}{token.uuid}/").status_code == 204
        assert get_code(caller.get("/api/v1/me/")) == (401, "authentication_failed")

    def test_of_all_leaves_those_of_others(self, learner):
        caller, stranger = make_caller(learner), make_caller()

        assert caller.delete(URL).status_code == 204
        assert caller.get("/api/v1/me/").status_code == 401
        assert stranger.get("/api/v1/me/").status_code == 200

    def test_does_not_find_a_strangers_token(self, learner):
        make_caller(learner)
        token = ApiToken.objects.get(user=learner)

        assert get_code(make_caller().delete(f"{URL}{token.uuid}/")) == (404, "not_found")
        assert ApiToken.objects.filter(pk=token.pk).exists()


class TestUsingAToken:
    def test_ends_when_it_expires(self, learner):
        caller = make_caller(learner)
        ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))

        assert get_code(caller.get("/api/v1/me/")) == (401, "authentication_failed")

    def test_ends_when_the_account_is_closed(self, learner):
        caller = make_caller(learner)
        learner.is_active = False
        learner.save()

        assert caller.get("/api/v1/me/").status_code == 401

    @pytest.mark.parametrize(
        "header",
        [
            "Token",
            "Token a b",
            "Token short",
            "Token " + "x" * 5000,
            "Token milepost_ÿ\u00fe" + "a" * 40,
            "Token ' OR 1=1 --" + "a" * 40,
            "Token milepost_" + "a" * 64,
        ],
    )
    def test_is_refused_whatever_the_header_says(self, header):
        answer = make_visitor().get("/api/v1/me/", HTTP_AUTHORIZATION=header)

        assert get_code(answer) == (401, "authentication_failed")

    def test_that_may_only_read_changes_nothing(self, learner):
        caller = make_caller(learner, scope=TokenScope.READ)

        assert caller.get("/api/v1/me/").status_code == 200
        assert get_code(caller.patch("/api/v1/me/", {"theme": "DARK"})) == (
            403,
            "permission_denied",
        )
        assert caller.delete(URL).status_code == 403

    def test_lists_only_ones_own_with_bounded_queries(self, learner, django_assert_max_num_queries):
        caller = make_caller(learner)
        make_caller()
        with django_assert_max_num_queries(4):
            one = caller.get(URL).json()
        for _ in range(5):
            make_caller(learner)
        with django_assert_max_num_queries(4):
            many = caller.get(URL).json()

        assert (one["count"], many["count"]) == (1, 6)
        assert set(one["results"][0]) == {"id", "name", "scope", "made_at", "expires_at"}

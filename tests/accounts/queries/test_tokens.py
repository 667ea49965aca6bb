from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import TokenScope
from accounts.models import ApiToken
from accounts.operations.tokens import make_token
from accounts.queries.tokens import list_tokens
from tests.factories.progress import make_user

pytestmark = pytest.mark.django_db


def make(user, name="shell"):
    return make_token(
        user=user, name=name, scope=TokenScope.READ, valid_for=timedelta(days=1)
    ).token


class TestListTokens:
    def test_is_empty_for_somebody_without_one(self):
        make(make_user())

        assert list(list_tokens(user=make_user())) == []

    def test_leaves_out_what_has_expired_and_is_newest_first(self):
        learner = make_user()
        now = timezone.now()
        expired, older, newer = (make(learner, name) for name in ("old", "a", "b"))
        # Making one clears expired ones away, so this one expires after the others are made.
        ApiToken.objects.filter(pk=expired.pk).update(expiry=now - timedelta(seconds=1))
        ApiToken.objects.filter(pk=older.pk).update(created=now - timedelta(hours=1))

        assert list(list_tokens(user=learner)) == [newer, older]
        assert str(newer) == f"token b of {learner.pk}"

    def test_keeps_one_order_for_tokens_of_the_same_moment(self):
        learner = make_user()
        tokens = [make(learner) for _ in range(4)]
        ApiToken.objects.update(created=timezone.now())

        listed = [token.uuid for token in list_tokens(user=learner)]

        assert listed == sorted(token.uuid for token in tokens)

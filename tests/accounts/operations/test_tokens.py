import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.choices import TokenScope
from accounts.models import ApiToken
from accounts.operations.tokens import (
    TOKEN_LIMIT,
    TooManyTokens,
    make_token,
    revoke_all_tokens,
    revoke_token,
)
from tests.factories.progress import make_user

pytestmark = pytest.mark.django_db


def make(user, name="shell"):
    return make_token(user=user, name=name, scope=TokenScope.READ, valid_for=timedelta(days=1))


class TestMakeToken:
    def test_clears_expired_ones_away_before_it_counts(self):
        learner = make_user()
        for _ in range(TOKEN_LIMIT):
            make(learner)
        with pytest.raises(TooManyTokens):
            make(learner)
        ApiToken.objects.update(expiry=timezone.now() - timedelta(days=1))

        made = make(learner)

        assert list(ApiToken.objects.filter(user=learner)) == [made.token]

    def test_gives_every_token_another_text(self):
        learner = make_user()

        assert make(learner).plaintext != make(learner).plaintext

    def test_cannot_make_one_that_never_expires(self):
        learner = make_user()

        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.create(user=learner, expiry=None, name="for ever")


class TestRevoking:
    def test_one_says_whether_there_was_one(self):
        learner = make_user()
        token = make(learner).token

        assert revoke_token(user=learner, uuid=token.uuid)
        assert not revoke_token(user=learner, uuid=token.uuid)
        assert not revoke_token(user=learner, uuid=uuid.uuid4())

    def test_all_counts_them(self):
        learner = make_user()
        make(learner)
        make(learner)
        make(make_user())

        assert revoke_all_tokens(user=learner) == 2
        assert ApiToken.objects.count() == 1

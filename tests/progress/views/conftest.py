import pytest
from django.test import Client

from tests.factories.progress import make_projectable_enrolment


@pytest.fixture
def enrolment(db):
    """A learner whose answers are complete enough for a projection."""
    return make_projectable_enrolment()


@pytest.fixture
def page(enrolment):
    """A signed-in browser of that learner."""
    client = Client()
    client.force_login(enrolment.user)
    return client

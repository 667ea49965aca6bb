from datetime import timedelta

import pytest
import time_machine

from progress.models import Learner
from progress.operations.learners import override_assumptions
from progress.queries.assumption_dates import find_own_assumption_dates
from tests.factories.progress import NOW, make_projectable_enrolment, make_projection

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_projectable_enrolment()


def change(enrolment, **values):
    override_assumptions(user=enrolment.user, track_key=enrolment.track.key, changes=values)


def project(enrolment, *, days):
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        return make_projection(enrolment=enrolment).requested_at


def find(enrolment):
    return find_own_assumption_dates(learner=Learner.objects.get(user=enrolment.user))


class TestFindOwnAssumptionDates:
    def test_gives_the_first_projection_of_the_unbroken_run(self, enrolment):
        change(enrolment, tax_rate=0.2)
        project(enrolment, days=0)
        change(enrolment, tax_rate=0.4)
        since = project(enrolment, days=1)
        Learner.objects.filter(user=enrolment.user).update(current_pay=61_000)
        project(enrolment, days=2)

        assert find(enrolment) == {"tax_rate": since}

    def test_leaves_out_what_no_projection_has_used(self, enrolment):
        project(enrolment, days=0)
        change(enrolment, tax_rate=0.4)

        assert find(enrolment) == {}

    def test_asks_nothing_while_all_values_are_ours(self, enrolment, django_assert_num_queries):
        learner = Learner.objects.get(user=enrolment.user)
        with django_assert_num_queries(0):
            assert find_own_assumption_dates(learner=learner) == {}

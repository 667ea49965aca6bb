from datetime import timedelta
from uuid import uuid4

import pytest

from progress.choices import JobState
from progress.queries.career_plans import count_plans_ahead, find_verification, list_career_plans
from tests.factories.progress import NOW, make_career_plan, make_enrolment

pytestmark = pytest.mark.django_db


def make_ready(**overrides):
    values = {"job_state": JobState.READY, "file": "career-plans/a.pdf", "sha256": "a" * 64}
    return make_career_plan(**{**values, **overrides})


class TestListCareerPlans:
    def test_shows_own_plans_with_the_newest_first(self):
        enrolment = make_enrolment()
        old = make_career_plan(enrolment=enrolment)
        new = make_career_plan(enrolment=enrolment, requested_at=NOW + timedelta(days=1))
        make_career_plan()

        assert list(list_career_plans(user=enrolment.user)) == [new, old]


class TestCountPlansAhead:
    def test_counts_unfinished_plans_that_were_asked_for_before(self):
        make_career_plan(requested_at=NOW - timedelta(minutes=2))
        make_career_plan(requested_at=NOW - timedelta(minutes=1), job_state=JobState.RUNNING)
        make_career_plan(requested_at=NOW - timedelta(minutes=1), job_state=JobState.CANCELLED)
        plan = make_career_plan()
        make_career_plan(requested_at=NOW + timedelta(seconds=1))
        assert count_plans_ahead(plan=plan) == 2

    def test_takes_requests_of_one_instant_in_the_order_of_their_rows(self):
        first, second = make_career_plan(), make_career_plan()
        assert count_plans_ahead(plan=first) == 0
        assert count_plans_ahead(plan=second) == 1


class TestFindVerification:
    def test_says_that_the_newest_plan_is_current(self):
        verification = find_verification(uuid=make_ready().uuid)

        assert verification is not None
        assert (verification.is_current, verification.sha256) == (True, "a" * 64)

    def test_says_that_an_older_plan_is_superseded(self):
        old = make_ready()
        make_ready(enrolment=old.enrolment, requested_at=NOW + timedelta(days=1))

        verification = find_verification(uuid=old.uuid)

        assert verification is not None
        assert not verification.is_current

    def test_is_not_superseded_by_a_plan_that_was_never_finished(self):
        plan = make_ready()
        make_career_plan(enrolment=plan.enrolment, requested_at=NOW + timedelta(days=1))

        verification = find_verification(uuid=plan.uuid)

        assert verification is not None
        assert verification.is_current

    def test_knows_nothing_of_others(self):
        assert find_verification(uuid=uuid4()) is None
        assert find_verification(uuid=make_career_plan().uuid) is None

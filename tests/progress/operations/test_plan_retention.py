"""How many printed plans stay, and what is left of the others."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from progress.choices import JobState, PlansKept
from progress.models import CareerPlan, Learner
from progress.operations.learners import get_or_create_learner
from progress.operations.plan_retention import delete_surplus_plans, save_plans_kept
from progress.queries.career_plans import find_verification, list_career_plans
from tests.factories.progress import NOW, make_career_plan, make_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def enrolment():
    return make_enrolment()


def make_ready(enrolment, number, *, body=None):
    body = body or f"%PDF {enrolment.pk} {number}".encode()
    plan = make_career_plan(enrolment=enrolment, requested_at=NOW + timedelta(days=number))
    name = f"career-plans/{body.hex()}.pdf"
    storage = plan.file.storage
    if not storage.exists(name):
        storage.save(name, ContentFile(body))
    CareerPlan.objects.filter(pk=plan.pk).update(
        job_state=JobState.READY, file=name, sha256="a" * 64, content={"cover": {}}, stamp="s"
    )
    plan.refresh_from_db()
    return plan


def list_files(plan):
    return len(plan.file.storage.listdir("career-plans")[1])


class TestDeleteSurplusPlans:
    def test_keeps_as_many_of_each_track_as_the_learner_says(self, enrolment):
        plans = [make_ready(enrolment, number) for number in range(5)]
        other = make_ready(make_enrolment(user=enrolment.user), 0)
        save_plans_kept(user=enrolment.user, count=PlansKept.THREE)

        assert delete_surplus_plans(now=NOW) == 2

        listed = list(list_career_plans(user=enrolment.user))
        assert set(listed) == {*plans[2:], other}
        assert list_files(plans[0]) == 4
        assert delete_surplus_plans(now=NOW) == 0

    def test_leaves_nothing_of_the_person_but_what_verifies_a_printed_copy(self, enrolment):
        old = make_ready(enrolment, 0)
        make_ready(enrolment, 1)
        save_plans_kept(user=enrolment.user, count=PlansKept.ONE)

        delete_surplus_plans(now=NOW)

        old.refresh_from_db()
        assert (old.file.name, old.content, old.stamp, old.file_deleted_at) == ("", None, "", NOW)
        verification = find_verification(uuid=old.uuid)
        assert (verification.is_current, verification.sha256) == (False, "a" * 64)

    def test_never_deletes_the_newest(self, enrolment):
        save_plans_kept(user=enrolment.user, count=PlansKept.ONE)
        Learner.objects.update(plans_kept=0)
        plan = make_ready(enrolment, 0)
        make_career_plan(enrolment=enrolment, requested_at=NOW + timedelta(days=9))

        assert delete_surplus_plans(now=NOW) == 0
        assert plan.file.storage.exists(plan.file.name)

    def test_keeps_all_when_the_learner_says_so(self, enrolment):
        for number in range(12):
            make_ready(enrolment, number)
        save_plans_kept(user=enrolment.user, count=None)

        assert delete_surplus_plans(now=NOW) == 0

    def test_keeps_ten_when_nothing_was_said(self, enrolment):
        for number in range(12):
            make_ready(enrolment, number)
        get_or_create_learner(user=enrolment.user)

        assert delete_surplus_plans(now=NOW) == 2

    def test_keeps_a_file_that_a_kept_plan_shares(self, enrolment):
        make_ready(enrolment, 0, body=b"same")
        newest = make_ready(enrolment, 1, body=b"same")
        save_plans_kept(user=enrolment.user, count=PlansKept.ONE)

        assert delete_surplus_plans(now=NOW) == 1
        assert newest.file.storage.exists(newest.file.name)

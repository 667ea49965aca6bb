"""Screens of background work: read-only, with another try, and nothing private."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from progress.models import CareerPlan, Projection
from tests.factories.progress import make_enrolment, make_projectable_enrolment
from tests.screens import find_url, make_staff, read_messages, run_action, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    return sign_in(make_staff(is_superuser=True))


def make_job(enrolment, *, state="FAILED", **columns):
    return Projection.objects.create(
        enrolment=enrolment,
        requested_by=enrolment.user,
        fingerprint=state,
        model_version="1",
        inputs={"current_pay_usd_per_year": 51234.0},
        result={} if state == "READY" else None,
        job_state=state,
        **columns,
    )


class TestTryAgain:
    def test_asks_for_a_failed_projection_anew(self, boss):
        enrolment = make_projectable_enrolment()
        failed = make_job(enrolment)
        said = read_messages(run_action(boss, Projection, "try_again", failed))
        assert "1 sent to a worker" in said
        again = enrolment.projections.exclude(pk=failed.pk).get()
        assert again.job_state == "QUEUED"
        assert again.requested_by == enrolment.user

    def test_says_what_a_learner_has_to_tell_first(self, boss):
        failed = make_job(make_projectable_enrolment(current_pay=None))
        said = read_messages(run_action(boss, Projection, "try_again", failed))
        assert "Tell us what you earn now" in said
        assert "0 sent" in said
        assert Projection.objects.count() == 1

    def test_sends_waiting_ones_again_and_leaves_finished_ones_alone(self, boss):
        enrolment = make_projectable_enrolment()
        rows = [make_job(enrolment, state="QUEUED"), make_job(enrolment, state="READY")]
        said = read_messages(run_action(boss, Projection, "try_again", *rows))
        assert "1 sent to a worker" in said
        assert Projection.objects.count() == 2

    def test_asks_for_a_failed_career_plan_anew(self, boss):
        enrolment = make_projectable_enrolment()
        failed = CareerPlan.objects.create(
            enrolment=enrolment,
            requested_by=enrolment.user,
            fingerprint="f",
            job_state="FAILED",
            page_size="LETTER",
        )
        said = read_messages(run_action(boss, CareerPlan, "try_again", failed))
        assert "1 sent to a worker" in said
        again = enrolment.career_plans.exclude(pk=failed.pk).get()
        assert (again.job_state, again.page_size) == ("QUEUED", "LETTER")
        waiting = read_messages(run_action(boss, CareerPlan, "try_again", again))
        assert "1 sent to a worker" in waiting
        assert enrolment.career_plans.count() == 2

    def test_is_not_for_those_who_may_only_look(self):
        watcher = make_staff()
        watcher.user_permissions.add(Permission.objects.get(codename="view_projection"))
        failed = make_job(make_projectable_enrolment())
        run_action(sign_in(watcher), Projection, "try_again", failed)
        assert Projection.objects.count() == 1


class TestJobScreens:
    def test_filter_by_state(self, boss):
        enrolment = make_enrolment()
        failed = make_job(enrolment, error_operator="ValueError('below zero')")
        make_job(enrolment, state="READY")
        response = boss.get(find_url(Projection, "changelist"), {"job_state__exact": "FAILED"})
        assert list(response.context["cl"].queryset) == [failed]
        assert "ValueError" in response.text

    def test_cannot_be_edited_by_anybody(self, boss):
        job = make_job(make_enrolment())
        assert boss.post(find_url(job, "change"), {"attempts": "0"}).status_code == 403
        assert boss.post(find_url(job, "delete"), {"post": "yes"}).status_code == 403
        assert boss.get(find_url(Projection, "add")).status_code == 403

    def test_keep_what_a_learner_told_private(self, boss):
        job = make_job(make_projectable_enrolment())
        assert "51234" not in boss.get(find_url(job, "change")).text


class TestEnrolmentScreen:
    def test_shows_who_follows_what(self, boss):
        enrolment = make_enrolment()
        page = boss.get(find_url(enrolment, "change")).text
        assert str(enrolment.track) in page
        assert boss.post(find_url(enrolment, "change"), {"state": "DORMANT"}).status_code == 403

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from progress.choices import JobState
from progress.models import CareerPlan, Learner
from progress.views.rate_limits import VerifyThrottle
from tests.factories.progress import NOW, make_career_plan

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ready(enrolment):
    plan = make_career_plan(enrolment=enrolment)
    stored = plan.file.storage.save("career-plans/a.pdf", ContentFile(b"%PDF-1.7 plan"))
    CareerPlan.objects.filter(pk=plan.pk).update(
        job_state=JobState.READY, file=stored, sha256="a" * 64, size_bytes=13, finished_at=NOW
    )
    plan.refresh_from_db()
    return plan


def fail(plan):
    CareerPlan.objects.filter(pk=plan.pk).update(
        job_state=JobState.FAILED, error_public="No space is left."
    )


class TestListPlans:
    def test_says_why_a_plan_would_have_no_projection(self, page):
        Learner.objects.update(current_pay=None)

        text = page.get(reverse("career-plans")).content.decode()

        assert "The plan will have no projection" in text
        assert "Tell us what you earn now" in text

    def test_shows_each_state(self, page, enrolment, ready):
        fail(make_career_plan(enrolment=enrolment))
        make_career_plan(enrolment=enrolment)

        text = page.get(reverse("career-plans")).content.decode()

        assert "No space is left." in text
        assert "Waiting for a worker" in text
        assert "a" * 64 in text
        assert '<meta http-equiv="refresh"' in text

    def test_says_what_changed_since_the_plan_before(self, page, ready):
        CareerPlan.objects.filter(pk=ready.pk).update(changes=["Done since then: <Git>."])

        text = page.get(reverse("career-plans")).content.decode()

        assert "What changed since the plan before" in text
        assert "Done since then: &lt;Git&gt;." in text


class TestRequestPlan:
    def test_writes_one_row_for_two_clicks(self, page):
        for _ in range(2):
            answer = page.post(reverse("career-plan-request"), {"page_size": "LETTER"})

        plan = CareerPlan.objects.get()
        # An address with a fragment would keep the page without scripts from looking again.
        assert answer.url == reverse("career-plans")
        assert plan.page_size == "LETTER"

    def test_refuses_other_paper(self, page):
        answer = page.post(reverse("career-plan-request"), {"page_size": "A0"}, follow=True)

        assert "Choose A4 or US Letter." in answer.content.decode()
        assert not CareerPlan.objects.exists()


class TestShowStatus:
    def test_tells_htmx_only_what_is_new(self, page, enrolment):
        plan = make_career_plan(enrolment=enrolment)
        address = reverse("career-plan-status", args=[plan.uuid])

        first = page.get(address, headers=HTMX).content.decode()

        assert "Waiting for a worker" in first
        assert 'value="QUEUED-0-0"' in first
        assert page.get(address, {"seen": "QUEUED-0-0"}, headers=HTMX).status_code == 204

    def test_says_how_many_wait_before_it(self, page, enrolment):
        make_career_plan(requested_at=NOW - timedelta(minutes=1))
        plan = make_career_plan(enrolment=enrolment)
        address = reverse("career-plan-status", args=[plan.uuid])
        words = page.get(address, headers=HTMX).content.decode()
        assert "1 ahead of it" in words
        assert 'value="QUEUED-0-0-1"' in words
        assert page.get(address, {"seen": "QUEUED-0-0-1"}, headers=HTMX).status_code == 204

    def test_replaces_the_entry_once_the_plan_is_ready(self, page, ready):
        answer = page.get(reverse("career-plan-status", args=[ready.uuid]), headers=HTMX)

        assert answer.headers["HX-Retarget"] == f"#plan-{ready.uuid}"
        assert "Download PDF" in answer.content.decode()


class TestCancel:
    def test_ends_an_unfinished_plan(self, page, enrolment):
        plan = make_career_plan(enrolment=enrolment)

        page.post(reverse("career-plan-cancel", args=[plan.uuid]))

        plan.refresh_from_db()
        assert plan.job_state == JobState.CANCELLED

    def test_leaves_a_finished_plan_alone(self, page, ready):
        answer = page.post(reverse("career-plan-cancel", args=[ready.uuid]), follow=True)

        ready.refresh_from_db()
        assert ready.job_state == JobState.READY
        assert "had ended already" in answer.content.decode()


class TestRetry:
    def test_asks_anew_on_the_same_paper(self, page, enrolment):
        plan = make_career_plan(enrolment=enrolment, page_size="LETTER")
        fail(plan)

        page.post(reverse("career-plan-retry", args=[plan.uuid]))

        again = CareerPlan.objects.exclude(pk=plan.pk).get()
        assert (again.job_state, again.page_size) == (JobState.QUEUED, "LETTER")


class TestDownload:
    def test_gives_the_owner_the_file(self, page, enrolment, ready):
        answer = page.get(reverse("career-plan-download", args=[ready.uuid]))

        assert b"".join(answer.streaming_content) == b"%PDF-1.7 plan"
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="milepost-{enrolment.track.key}-plan-2026-06-01.pdf"'
        )
        assert answer.headers["ETag"] == f'"{"a" * 64}"'
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))

    def test_sends_nothing_twice(self, page, ready):
        answer = page.get(
            reverse("career-plan-download", args=[ready.uuid]),
            headers={"If-None-Match": f'"{"a" * 64}"'},
        )

        assert (answer.status_code, answer.content) == (304, b"")

    def test_says_when_the_file_is_not_there(self, page, enrolment, ready):
        waiting = make_career_plan(enrolment=enrolment)
        ready.file.storage.delete(ready.file.name)

        early = page.get(reverse("career-plan-download", args=[waiting.uuid]), follow=True)
        late = page.get(reverse("career-plan-download", args=[ready.uuid]), follow=True)

        assert "not ready yet" in early.content.decode()
        assert "The file is gone" in late.content.decode()


class TestKeep:
    def test_stores_how_many_plans_stay(self, page, enrolment, ready):
        for value, stored in (("3", 3), ("all", None), ("1", 1)):
            answer = page.post(reverse("career-plans-keep"), {"plans_kept": value}, follow=True)
            assert "Saved." in answer.content.decode()
            assert Learner.objects.get(user=enrolment.user).plans_kept == stored
        assert '<option value="1" selected>Only the newest' in answer.content.decode()

    @pytest.mark.parametrize("body", [{"plans_kept": "4"}, {"plans_kept": ""}, {}])
    def test_changes_nothing_for_anything_else(self, page, enrolment, body):
        before = Learner.objects.get(user=enrolment.user).plans_kept
        answer = page.post(reverse("career-plans-keep"), body, follow=True)
        assert "Choose how many plans are kept." in answer.content.decode()
        assert Learner.objects.get(user=enrolment.user).plans_kept == before


class TestVerify:
    @pytest.fixture(autouse=True)
    def _nobody_was_here(self):
        cache.clear()

    def test_is_answered_so_often_and_then_not_for_a_while(self, ready, monkeypatch):
        monkeypatch.setitem(VerifyThrottle.THROTTLE_RATES, "verify", "3/min")
        address = reverse("career-plan-verify", args=[ready.uuid])
        unknown = reverse("career-plan-verify", args=[uuid4()])
        answers = [Client().get(path) for path in (address, unknown, address, address, unknown)]
        assert [answer.status_code for answer in answers] == [200, 404, 200, 429, 429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 60
        elsewhere = Client(REMOTE_ADDR="192.0.2.7").get(address)
        assert elsewhere.status_code == 200

    def test_is_not_sent_twice_while_nothing_changed(self, enrolment, ready):
        address = reverse("career-plan-verify", args=[ready.uuid])
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        newer = make_career_plan(enrolment=enrolment, requested_at=NOW + timedelta(days=1))
        CareerPlan.objects.filter(pk=newer.pk).update(
            job_state=JobState.READY, file="b", sha256="b" * 64
        )
        changed = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
        assert "superseded" in changed.content.decode()

    def test_tells_anybody_that_it_is_current_and_nothing_else(self, enrolment, ready):
        answer = Client().get(reverse("career-plan-verify", args=[ready.uuid]))

        text = answer.content.decode()
        assert "Issued and current" in text
        assert "a" * 64 in text
        assert enrolment.user.email not in text
        assert str(enrolment.track) not in text

    def test_does_not_know_other_numbers(self, db):
        answer = Client().get(reverse("career-plan-verify", args=[uuid4()]))

        assert answer.status_code == 404
        assert "Unknown plan" in answer.content.decode()

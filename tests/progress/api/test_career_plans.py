import hashlib

import pytest
from django.core.files.base import ContentFile

from progress.choices import JobState
from progress.models import CareerPlan
from tests.factories.api import get_code, list_pointers, make_caller, make_visitor
from tests.factories.progress import make_career_plan, make_enrolment

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/career-plans/"
PDF = b"%PDF-1.7 a plan"


@pytest.fixture
def enrolment():
    return make_enrolment()


@pytest.fixture
def caller(enrolment):
    return make_caller(enrolment.user)


@pytest.fixture
def ready(enrolment):
    """A finished plan with its file, as a worker leaves it."""
    digest = hashlib.sha256(PDF).hexdigest()
    plan = make_career_plan(enrolment=enrolment)
    name = plan.file.storage.save(f"career-plans/{digest}.pdf", ContentFile(PDF))
    CareerPlan.objects.filter(pk=plan.pk).update(
        job_state=JobState.READY, file=name, sha256=digest, size_bytes=len(PDF), progress_step=4
    )
    plan.refresh_from_db()
    return plan


def url(plan, action=""):
    return f"{URL}{plan.uuid}/{action}"


class TestAskingForAPlan:
    def test_is_accepted_once(self, caller):
        first = caller.post(URL, {"page_size": "LETTER"})
        second = caller.post(URL, {"page_size": "LETTER"})

        assert (first.status_code, second.status_code) == (202, 202)
        assert first["Location"] == second["Location"]
        plan = CareerPlan.objects.get()
        assert first["Location"] == url(plan)
        assert caller.get(first["Location"]).json() == {
            "id": str(plan.uuid),
            "track": plan.enrolment.track.key,
            "state": "QUEUED",
            "progress_percent": 0,
            "progress_words": "waiting for a worker",
            "error": "",
            "requested_at": first.json()["requested_at"],
            "finished_at": None,
            "page_size": "LETTER",
            "sha256": "",
            "size_bytes": None,
            "page_count": None,
            "changes": [],
            "download": None,
        }

    def test_takes_a4_when_nothing_is_said(self, caller):
        assert caller.post(URL, {}).json()["page_size"] == "A4"

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"page_size": "A5"}, "/page_size", "invalid_choice"),
            ({"page_size": "A4", "file": "/etc/passwd"}, "/file", "unknown_field"),
            ({"sha256": "0" * 64}, "/sha256", "unknown_field"),
        ],
    )
    def test_refuses_anything_else(self, caller, body, pointer, code):
        answer = caller.post(URL, body)

        assert answer.status_code == 400
        assert list_pointers(answer) == {(pointer, code)}
        assert not CareerPlan.objects.exists()

    def test_needs_a_track(self):
        assert get_code(make_caller().post(URL, {})) == (409, "not_enrolled")


class TestTakingAPlanAway:
    def test_gives_the_file_to_its_owner(self, caller, ready):
        detail = caller.get(url(ready)).json()
        answer = caller.get(detail["download"])

        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == (
            f'attachment; filename="milepost-{ready.enrolment.track.key}-plan-2026-06-01.pdf"'
        )
        assert answer["ETag"] == f'"{ready.sha256}"'
        assert "private" in answer["Cache-Control"]

    @pytest.mark.parametrize("accept", ["application/pdf", "*/*", "application/json"])
    def test_does_not_depend_on_what_the_caller_accepts(self, caller, ready, accept):
        answer = caller.get(url(ready, "download/"), HTTP_ACCEPT=accept)

        assert answer.status_code == 200
        answer.close()

    def test_is_cheap_when_the_caller_has_it(self, caller, ready):
        answer = caller.get(url(ready, "download/"), HTTP_IF_NONE_MATCH=f'"{ready.sha256}"')

        assert (answer.status_code, answer.content) == (304, b"")

    def test_waits_until_it_is_ready(self, caller, enrolment):
        plan = make_career_plan(enrolment=enrolment)

        answer = caller.get(url(plan, "download/"), HTTP_ACCEPT="application/pdf")

        assert get_code(answer) == (409, "not_ready")

    def test_says_when_the_file_is_gone(self, caller, ready):
        ready.file.storage.delete(ready.file.name)

        assert get_code(caller.get(url(ready, "download/"))) == (409, "file_gone")

    def test_is_not_for_others(self, ready):
        assert get_code(make_caller().get(url(ready, "download/"))) == (404, "not_found")
        assert make_visitor().get(url(ready, "download/")).status_code == 401


class TestCallingAPlanOff:
    def test_ends_it_once(self, caller, enrolment):
        plan = make_career_plan(enrolment=enrolment)

        first, second = caller.post(url(plan, "cancel/")), caller.post(url(plan, "cancel/"))

        assert (first.status_code, first.json()["state"]) == (200, "CANCELLED")
        assert get_code(second) == (409, "ended")

    def test_is_too_late_for_a_finished_one(self, caller, ready):
        assert get_code(caller.post(url(ready, "cancel/"))) == (409, "ended")


class TestTryingAPlanAgain:
    def test_makes_a_new_one_of_the_same_paper(self, caller, enrolment):
        plan = make_career_plan(
            enrolment=enrolment, page_size="LETTER", job_state=JobState.FAILED, error_public="No."
        )

        answer = caller.post(url(plan, "retry/"))

        assert answer.status_code == 202
        assert answer.json()["page_size"] == "LETTER"
        assert answer.json()["id"] != str(plan.uuid)
        assert caller.get(url(plan)).json()["error"] == "No."

    def test_is_refused_while_it_may_still_succeed(self, caller, enrolment, ready):
        plan = make_career_plan(enrolment=enrolment)

        assert get_code(caller.post(url(plan, "retry/"))) == (409, "not_failed")
        assert get_code(caller.post(url(ready, "retry/"))) == (409, "not_failed")
        assert CareerPlan.objects.count() == 2


class TestCareerPlans:
    def test_cost_the_same_for_few_and_for_many(self, caller, enrolment, django_assert_num_queries):
        make_career_plan(enrolment=enrolment)
        with django_assert_num_queries(4):
            caller.get(URL)
        for _ in range(3):
            make_career_plan(enrolment=enrolment)
        with django_assert_num_queries(4):
            assert caller.get(URL).json()["count"] == 4


class TestSettingsOfPlans:
    def test_say_how_many_are_kept(self, caller):
        assert caller.get(f"{URL}settings/").json() == {"plans_kept": 10}
        for kept in (3, None):
            answer = caller.put(f"{URL}settings/", {"plans_kept": kept})
            assert (answer.status_code, answer.json()) == (200, {"plans_kept": kept})
            assert caller.get(f"{URL}settings/").json() == {"plans_kept": kept}

    @pytest.mark.parametrize(
        ("body", "code"), [({"plans_kept": 0}, "invalid_choice"), ({}, "required")]
    )
    def test_refuse_anything_else(self, caller, body, code):
        answer = caller.put(f"{URL}settings/", body)
        assert answer.status_code == 400
        assert list_pointers(answer) == {("/plans_kept", code)}

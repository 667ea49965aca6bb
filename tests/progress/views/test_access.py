"""Every learner's page: visitors sign in first, strangers find nothing."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from progress.choices import MilestoneStatus
from progress.models import CareerPlan, MilestoneEvent, StudyLogEntry
from progress.operations.milestones import set_milestone_status
from progress.urls import urlpatterns
from tests.factories.progress import (
    NOW,
    list_milestones,
    make_career_plan,
    make_enrolment,
    make_log_entry,
)

PUBLIC = {"career-plan-verify", "backtest"}
ARGUMENTS = {"track_key": "any", "key": "any", "pk": 1, "uuid": UUID(int=7), "number": 2}


def list_private_addresses():
    for pattern in urlpatterns:
        if pattern.name not in PUBLIC:
            names = pattern.pattern.converters
            yield (
                pattern.name,
                reverse(pattern.name, kwargs={name: ARGUMENTS[name] for name in names}),
            )


@pytest.mark.parametrize(("name", "address"), list(list_private_addresses()))
class TestVisitor:
    def test_is_asked_to_sign_in(self, db, name, address):
        # Pages that only take forms may refuse a GET before they ask who it is.
        for answer in (Client().get(address), Client().post(address)):
            if answer.status_code != 405:
                assert answer.status_code == 302
                assert answer.headers["Location"].startswith(reverse("account_login"))

    def test_has_the_whole_page_fetched_when_htmx_asks(self, db, name, address):
        for ask in (Client().get, Client().post):
            answer = ask(address, headers={"HX-Request": "true"})
            if answer.status_code != 405:
                assert answer.headers["HX-Refresh"] == "true"

    def test_needs_a_token_to_send_a_form(self, page, name, address):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = page.cookies

        assert strict.post(address).status_code in (403, 405)


class TestStranger:
    @pytest.fixture
    def owner(self, db):
        return make_enrolment()

    def test_finds_no_career_plan(self, page, owner):
        plan = make_career_plan(enrolment=owner)

        for name in ("status", "download"):
            address = reverse(f"career-plan-{name}", args=[plan.uuid])
            assert page.get(address).status_code == 404
        for name in ("cancel", "retry"):
            address = reverse(f"career-plan-{name}", args=[plan.uuid])
            assert page.post(address).status_code == 404
        plan.refresh_from_db()
        assert (plan.job_state, CareerPlan.objects.count()) == ("QUEUED", 1)

    def test_deletes_no_log_entry(self, page, owner):
        entry = make_log_entry(user=owner.user)

        answer = page.post(reverse("study-log-delete", args=[entry.pk]))

        assert answer.status_code == 404
        assert StudyLogEntry.objects.get() == entry

    def test_undoes_no_change(self, page, owner):
        event = set_milestone_status(
            enrolment=owner,
            milestone=list_milestones(owner)[0],
            status=MilestoneStatus.DONE,
            now=NOW,
        )

        answer = page.post(reverse("milestone-undo", args=[event.pk]))

        assert answer.status_code == 404
        assert MilestoneEvent.objects.count() == 1

    def test_moves_no_milestone_of_a_track_that_is_not_followed(self, page, owner):
        key = list_milestones(owner)[0].key

        answer = page.post(reverse("milestone-state", args=[key]), {"status": "DONE"})

        assert answer.status_code == 404
        assert page.get(reverse("milestone-note", args=[key])).status_code == 404


class TestPrivatePages:
    @pytest.mark.parametrize(
        "name",
        [
            "dashboard",
            "track-choices",
            "onboarding",
            "about-you",
            "outline",
            "outline-map",
            "outline-table",
            "outline-reset",
            "study-log",
            "planned-certifications",
            "projection",
            "career-plans",
            "personal-data",
            "account-delete",
            "account-settings",
        ],
    )
    def test_open_and_stay_out_of_caches(self, page, name):
        answer = page.get(reverse(name))

        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]

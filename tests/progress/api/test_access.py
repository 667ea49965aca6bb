"""What holds for every endpoint below me/, found by walking the routes."""

import uuid
from typing import Any

import pytest

from accounts.choices import TokenScope
from progress.api.urls import urlpatterns
from progress.models import MilestoneEvent, ReleaseMove
from progress.operations.projections import record_projection_request
from progress.operations.scenarios import save_scenario
from progress.queries.scenario_settings import ScenarioSettings
from tests.factories.api import get_code, list_pointers, make_caller, make_visitor
from tests.factories.progress import (
    NOW,
    TODAY,
    finish_milestones,
    list_milestones,
    make_career_plan,
    make_log_entry,
    make_projectable_enrolment,
)

pytestmark = pytest.mark.django_db
routes = [route for route in urlpatterns if str(route.pattern).startswith("me/")]
METHODS = ("get", "post", "put", "patch", "delete")
WITHOUT_BODY = {
    "api-milestone-event-undo",
    "api-projection-list",
    "api-career-plan-cancel",
    "api-career-plan-retry",
    "api-release-move-to",
    "api-release-stay",
    "api-release-move-undo",
}
NUMBERS = {
    "key": "no-such-key",
    "event_id": 999_999,
    "move_id": 999_999,
    "number": 999_999,
    "scenario_id": 999_999,
    "first": "own",
    "second": "999999",
    "entry_id": 999_999,
    "projection_id": uuid.UUID(int=0),
    "plan_id": uuid.UUID(int=0),
}


def make_path(route, **numbers):
    path = str(route.pattern)
    for name, converter in route.pattern.converters.items():
        value = {**NUMBERS, **numbers}[name]
        path = path.replace(f"<{_name(converter)}:{name}>", str(value))
    assert "<" not in path
    return f"/api/v1/{path}"


def find_view(route: Any) -> Any:
    return route.callback.view_class


def keep_scenario(enrolment):
    return save_scenario(
        enrolment=enrolment, name="Faster", settings=ScenarioSettings(hours_per_week=20.0), now=NOW
    )


def _name(converter):
    return type(converter).__name__.removesuffix("Converter").lower()


def list_cases():
    for route in routes:
        for method in METHODS:
            if hasattr(find_view(route), method):
                yield pytest.param(route, method, id=f"{method} {route.name}")


CASES = list(list_cases())


class TestEveryEndpoint:
    @pytest.mark.parametrize(("route", "method"), CASES)
    def test_is_closed_to_visitors(self, route, method):
        answer = getattr(make_visitor(), method)(make_path(route), {})

        assert get_code(answer) == (401, "not_authenticated")

    @pytest.mark.parametrize(("route", "method"), [c for c in CASES if c.values[1] != "get"])
    def test_is_not_changed_by_a_token_that_may_only_read(self, route, method):
        caller = make_caller(scope=TokenScope.READ)

        assert get_code(getattr(caller, method)(make_path(route), {})) == (
            403,
            "permission_denied",
        )

    @pytest.mark.parametrize("route", routes, ids=lambda route: route.name)
    def test_names_the_methods_it_takes(self, route):
        answer = make_caller().trace(make_path(route))

        assert get_code(answer) == (405, "method_not_allowed")
        assert answer["Allow"]

    @pytest.mark.parametrize(
        ("route", "method"), [c for c in CASES if "<" in str(c.values[0].pattern)]
    )
    def test_does_not_find_what_is_not_there(self, route, method):
        learner = make_projectable_enrolment().user

        answer = getattr(make_caller(learner), method)(make_path(route), {"status": "DONE"})

        assert get_code(answer) == (404, "not_found")

    def test_keeps_answers_out_of_caches(self):
        answer = make_caller().get("/api/v1/me/circumstances/")

        assert "no-store" in answer["Cache-Control"]


class TestBodies:
    @pytest.mark.parametrize(
        ("body", "kind", "status", "code"),
        [
            ("{", "application/json", 400, "parse_error"),
            ('{"goal": "\\ud800"}', "application/json", 400, "parse_error"),
            ("[" * 100_000, "application/json", 400, "parse_error"),
            ('{"current_pay": NaN}', "application/json", 400, "parse_error"),
            (b'{"goal": "\xff"}', "application/json", 400, "parse_error"),
            ("goal=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
            ("<goal/>", "text/xml", 415, "unsupported_media_type"),
        ],
    )
    def test_that_are_not_json_are_refused(self, body, kind, status, code):
        answer = make_caller().patch("/api/v1/me/circumstances/", body, content_type=kind)

        assert get_code(answer) == (status, code)

    def test_may_hold_characters_that_need_two_escapes(self):
        answer = make_caller().patch(
            "/api/v1/me/circumstances/",
            '{"goal": "\\ud83d\\ude00"}',
            content_type="application/json",
        )

        assert answer.json()["goal"] == "\N{GRINNING FACE}"

    @pytest.mark.parametrize(
        ("route", "method"),
        [
            case
            for case in CASES
            if case.values[1] in ("post", "put", "patch")
            and case.values[0].name not in WITHOUT_BODY
        ],
    )
    def test_with_a_field_nobody_asked_for_are_refused(self, route, method):
        enrolment = make_projectable_enrolment()
        path = make_path(
            route,
            key=list_milestones(enrolment)[0].key,
            scenario_id=keep_scenario(enrolment).pk,
        )
        answer = getattr(make_caller(enrolment.user), method)(path, {"user": 1})

        assert answer.status_code == 400
        assert ("/user", "unknown_field") in list_pointers(answer)


class TestAStranger:
    def test_finds_nothing_of_anybody_else(self):
        enrolment = make_projectable_enrolment()
        finish_milestones(enrolment, list_milestones(enrolment)[:1])
        plan = make_career_plan(enrolment=enrolment)
        projection = record_projection_request(enrolment=enrolment, today=TODAY).projection
        move = ReleaseMove.objects.create(
            enrolment=enrolment,
            from_release=enrolment.release,
            to_release=make_projectable_enrolment().release,
            moved_at=NOW,
        )
        scenario = keep_scenario(enrolment)
        numbers = {
            "move_id": move.pk,
            "event_id": MilestoneEvent.objects.get().pk,
            "entry_id": make_log_entry(user=enrolment.user).pk,
            "projection_id": projection.uuid,
            "plan_id": plan.uuid,
            "scenario_id": scenario.pk,
            "second": scenario.pk,
        }
        stranger, owner = (
            make_caller(make_projectable_enrolment().user),
            make_caller(enrolment.user),
        )
        walked = 0
        for route in routes:
            if not set(route.pattern.converters) & set(numbers):
                continue
            path = make_path(route, **numbers)
            for method in METHODS:
                if hasattr(find_view(route), method):
                    walked += 1
                    assert get_code(getattr(stranger, method)(path)) == (404, "not_found"), path
        assert walked == 12
        assert MilestoneEvent.objects.count() == 1
        assert owner.get(f"/api/v1/me/career-plans/{plan.uuid}/").json()["state"] == "QUEUED"

    def test_lists_nothing_of_anybody_else(self):
        enrolment = make_projectable_enrolment()
        finish_milestones(enrolment, list_milestones(enrolment)[:1])
        make_career_plan(enrolment=enrolment)
        make_log_entry(user=enrolment.user)
        keep_scenario(enrolment)
        record_projection_request(enrolment=enrolment, today=TODAY)
        stranger = make_caller()

        for route in routes:
            view = find_view(route)
            if hasattr(view, "pagination_class"):
                answer = stranger.get(make_path(route))
                assert answer.status_code in (200, 405, 404), route.name
                if answer.status_code == 200:
                    assert answer.json()["count"] == 0, route.name

"""The schema, and requests made from it: the API keeps what it says about itself."""

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.db import transaction
from django.urls import get_resolver
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import booleans, data
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from accounts.choices import TokenScope
from accounts.operations.tokens import make_token
from certifications.choices import ClaimField
from config.wsgi import application
from progress.models import (
    CareerPlan,
    MilestoneEvent,
    PlannedCertification,
    Projection,
    Scenario,
    StudyLogEntry,
)
from progress.operations.learners import plan_certification
from progress.operations.scenarios import save_scenario
from progress.queries.scenario_settings import ScenarioSettings
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_career_plan,
    make_log_entry,
    make_projectable_enrolment,
    make_projection,
)
from tests.factories.tracks import (
    make_accelerator,
    make_comparison_entry,
    make_cost_range,
    make_demand_indicator,
    make_insight,
    make_ladder_rung,
    make_meeting_point,
    make_qualitative_factor,
    make_question,
    make_role,
    make_skill,
    make_synergy,
    make_tool,
    make_track,
    make_transition,
)
from tracks.models import Track

pytestmark = pytest.mark.django_db
EXAMPLES = 4
# Why a request that fits the schema may still be refused: rules that a schema cannot say.
BEYOND_SCHEMA = {
    "day_is_full",
    "does_not_exist",
    "impossible_answer",
    "in_the_past",
    "max_decimal_places",
    "max_digits",
    "max_string_length",
    "max_value",
    "max_whole_digits",
    "min_value",
    "not_editable",
    "not_enrolled",
    "not_in_track",
    "null_characters_not_allowed",
    "out_of_range",
    "too_long_ago",
    "unknown_assumption",
    "unknown_time_zone",
}


class TestSchema:
    def test_is_valid_and_gives_no_warning(self, tmp_path):
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "s"))

    def test_lists_every_route_below_v1(self, client):
        paths = client.get("/api/schema/?format=json").json()["paths"]
        patterns: Any = get_resolver().url_patterns
        [resolver] = [one for one in patterns if str(one.pattern) == "api/v1/"]
        routes = [route for app in resolver.url_patterns for route in app.url_patterns]
        described = {path.count("/") for path in paths}
        assert len(paths) == len(routes)
        assert described

    def test_says_how_errors_look_everywhere(self, client):
        schema = client.get("/api/schema/?format=json").json()
        for path, methods in schema["paths"].items():
            for method, operation in methods.items():
                answers = operation["responses"]
                assert "429" in answers, (method, path)
                for status, answer in answers.items():
                    if status[0] == "4":
                        assert set(answer["content"]) == {"application/problem+json"}, path

    def test_marks_what_is_closed(self, client):
        schema = client.get("/api/schema/?format=json").json()
        assert schema["paths"]["/api/v1/me/outline/"]["get"]["security"] == [
            {"token": []},
            {"cookieAuth": []},
        ]
        assert "401" not in schema["paths"]["/api/v1/questionnaire/"]["post"]["responses"]


# Fields whose rule is in words only: an https address, a day that has come.
IN_WORDS = {("/links", "invalid"), ("/date", "invalid")}


@pytest.fixture
def world():
    """A learner with one of everything."""
    enrolment = make_projectable_enrolment()
    finish_milestones(enrolment, list_milestones(enrolment)[:2])
    make_log_entry(user=enrolment.user)
    make_career_plan(enrolment=enrolment)
    make_projection(enrolment=enrolment)
    certification = make_certification(tracks=[(enrolment.track, 2)])
    make_claim(certification=certification, is_preferred=True)
    make_claim(certification=certification, field=ClaimField.VALIDITY)
    make_skill(tracks=[enrolment.track], tools=[make_tool()])
    make_insight(track=enrolment.track)
    make_demand_indicator(track=enrolment.track)
    make_comparison_entry(track=enrolment.track)
    make_synergy(tracks=[enrolment.track, make_track()])
    make_question(effects=[(enrolment.track, 2)])
    make_accelerator(track=enrolment.track)
    make_cost_range(track=enrolment.track)
    make_meeting_point(tracks=[enrolment.track])
    make_qualitative_factor(track=enrolment.track)
    make_transition(from_track=enrolment.track)
    make_ladder_rung(track=enrolment.track, rung=1, roles=[make_role()])
    plan_certification(user=enrolment.user, certification=certification, now=NOW)
    save_scenario(
        enrolment=enrolment, name="Faster", settings=ScenarioSettings(hours_per_week=20.0), now=NOW
    )
    return enrolment


@pytest.fixture
def unlimited(monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})


def find_real_numbers(enrolment):
    """Return what a path parameter must be for a request to meet a row."""
    return {
        "event_id": MilestoneEvent.objects.latest("pk").pk,
        "entry_id": StudyLogEntry.objects.get().pk,
        "plan_id": str(CareerPlan.objects.get().uuid),
        "projection_id": str(Projection.objects.get().uuid),
        "number": 1,
        "scenario_id": Scenario.objects.get().pk,
        "first": "own",
        "second": str(Scenario.objects.get().pk),
        "left": enrolment.track.key,
        "right": Track.objects.exclude(pk=enrolment.track_id).filter(releases__isnull=False)[0].key,
    }


def find_key(path, enrolment):
    """Return the key of a row that a path below a collection names."""
    if "me/milestones" in path:
        return list_milestones(enrolment)[0].key
    if "me/planned" in path:
        return PlannedCertification.objects.get().certification.key
    if "me/switch" in path:
        return Track.objects.exclude(pk=enrolment.track_id).filter(releases__isnull=False)[0].key
    if "/tracks/" in path:
        return enrolment.track.key
    view: Any = get_resolver().resolve(path.replace("{key}", "any")).func
    return view.cls.queryset.order_by("pk")[0].key


def send(case, mode, token, real):
    """Send one request whose changes are taken back afterwards."""
    if real:
        case.path_parameters = {**case.path_parameters, **real}
    with transaction.atomic():
        answer = case.call_and_validate(
            headers={"Authorization": f"Token {token}"},
            excluded_checks=[positive_data_acceptance],
        )
        if mode == GenerationMode.POSITIVE and answer.status_code == 400:
            for one in answer.json()["errors"]:
                assert one["code"] in BEYOND_SCHEMA or (one["pointer"], one["code"]) in IN_WORDS, (
                    answer.text
                )
        transaction.set_rollback(True)


def exercise(operation, mode, token, real):
    """Send a few generated requests of one operation; those that no schema can break are none."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data())
    def fuzz(drawn):
        case = drawn.draw(operation.as_strategy(generation_mode=mode))
        send(case, mode, token, real if drawn.draw(booleans()) else {})

    with suppress(Unsatisfiable):
        fuzz()


@pytest.mark.slow
class TestApi:
    @pytest.mark.parametrize("mode", list(GenerationMode))
    def test_keeps_every_promise_of_its_schema(self, world, unlimited, mode):
        """Requests that fit the schema and requests that break it, for every operation."""
        token = make_token(
            user=world.user,
            name="tests",
            scope=TokenScope.WRITE,
            valid_for=timedelta(days=1),
        ).plaintext
        schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)
        numbers = find_real_numbers(world)
        failures = []
        count = 0
        for found in schema.get_all_operations():
            operation = found.ok()  # type: ignore[union-attr]  # the schema is valid, as another test shows
            count += 1
            names = set(re.findall(r"{(\w+)}", operation.path))
            real = {name: numbers[name] for name in names & set(numbers)}
            if "key" in names:
                real["key"] = find_key(operation.path, world)

            try:
                exercise(operation, mode, token, real)
            except (Exception, BaseExceptionGroup) as failure:
                failures.append(f"{operation.label}: {failure}"[:3000])
        assert not failures, "\n\n".join(failures)
        assert count > 60
